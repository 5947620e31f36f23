"""Words found in a text however they are spelt, and something put in their place."""

import html
import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from cop.core.markup import render
from cop.thai.folding import MARKS, tidy_line
from cop.thai.numerals import to_arabic, to_thai

_NUMBER = re.compile(r"[0-9][0-9 .\-]{4,}[0-9]")
_TOKEN = re.compile(r"""<(?:"[^"]*"|[^">])*>|&(?:\#\w+|\w+);|.""", re.DOTALL)
_BREAK = re.compile(r"</(?:p|li|h[3-6]|blockquote|pre|tr|td|th|dt|dd)>|<br ?/?>")
_MARKS = r"[*_~=`\\]{0,3}"
_NAME = re.compile(r"<(\w+)")
_Span = tuple[int, int]


def pattern_of(typed: str, *, in_markdown: bool = False) -> re.Pattern[str]:
    """Return the pattern that finds one line of text, in both kinds of digits and any case.

    A number is found with or without the signs between its digits, spaces as any white space; in
    Markdown also words of which some are set in bold or the like.
    """
    plain = to_arabic(tidy_line(typed))
    if _NUMBER.fullmatch(plain):
        digits = [_digit(one) for one in plain if one.isdigit()]
        return re.compile(r"[ .\-\u2010-\u2015]{0,2}".join(digits))
    letters = (_letter(one) for one in plain)
    # A vowel or tone of the last letter goes with it: alone it would stand over the sign.
    words = (_MARKS if in_markdown else "").join(letters)
    return re.compile(f"{words}[{MARKS}]*", re.IGNORECASE)


class Masking:
    """Passages, each a line of text, and the sign that stands for them; without any it is false."""

    def __init__(self, passages: Iterable[str], sign: str) -> None:
        said = [one for one in passages if one.strip()]
        self.patterns = [pattern_of(one) for one in said]
        self.in_markdown = [pattern_of(one, in_markdown=True) for one in said]
        self.sign = sign

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def stands_in(self, text: str) -> bool:
        """Tell whether one of the passages stands in a text."""
        return any(pattern.search(text) for pattern in self.patterns)

    def text(self, text: str) -> str:
        """Return a text with the sign in place of the passages."""
        return self._without(text, self.patterns)

    def markdown(self, text: str) -> str:
        """Return Markdown with the sign in place of the passages.

        Where its marks part a passage in some other way, nothing is left but the sign.
        """
        masked = self._without(text, self.in_markdown)
        is_said = masked and self.stands_in(words_of(render(masked)))
        return self.sign if is_said else masked

    def markup(self, markup: str) -> str:
        """Return safe HTML with the sign in place of the passages, also where tags part them.

        A tag whose attributes say a passage, such as the address of a link, loses them all.
        """
        tokens = _tokens(markup)
        said = "".join(words for _token, words in tokens)
        hidden = _spans(said, self.patterns)
        place, shown = 0, []
        for token, words in tokens:
            start, place = place, place + len(words)
            if token.startswith("<") and len(token) > 1:
                shown.append(self._tag(token))
            elif any(first <= start < last for first, last in hidden):
                is_first = any(first == start for first, _last in hidden)
                shown.append(html.escape(self.sign, quote=False) if is_first else "")
            else:
                shown.append(token)
        return "".join(shown)

    def _tag(self, tag: str) -> str:
        name = _NAME.match(tag)
        if name is None or "=" not in tag:
            return tag
        return f"<{name[1]}>" if self.stands_in(unquote(html.unescape(tag))) else tag

    def _without(self, text: str, patterns: Sequence[re.Pattern[str]]) -> str:
        for start, end in reversed(_spans(text, patterns)):
            text = text[:start] + self.sign + text[end:]
        return text


def words_of(markup: str) -> str:
    """Return what safe HTML says as `Masking` reads it, for looking for a passage in it."""
    return "".join(words for _token, words in _tokens(markup))


def _spans(text: str, patterns: Sequence[re.Pattern[str]]) -> list[_Span]:
    """Return where one of the patterns is found, what touches as one, in order."""
    found = sorted(match.span() for pattern in patterns for match in pattern.finditer(text))
    joined: list[_Span] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _tokens(markup: str) -> Sequence[tuple[str, str]]:
    """Return the tags and letters of HTML, each with what a reader sees of it."""
    found = []
    for match in _TOKEN.finditer(markup):
        token = match[0]
        if token.startswith("<") and len(token) > 1:
            found.append((token, "\n" if _BREAK.fullmatch(token) else ""))
        else:
            found.append((token, html.unescape(token) if token.startswith("&") else token))
    return found


def _letter(one: str) -> str:
    if one == " ":
        return r"\s+"
    return _digit(one) if one.isdigit() else re.escape(one)


def _digit(one: str) -> str:
    return f"[{one}{to_thai(one)}]"
