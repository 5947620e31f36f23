"""Two revisions side by side: which words came and went, field by field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from cop.thai.words import words

Part = tuple[str, str]
"""A sign and a text: "+" added, "-" removed, "=" kept."""
_LONGEST = 4_000
"""Words; beyond it the comparison would take longer than a reader waits."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs; `added` and `removed` count words, `is_new` if it was empty before."""

    name: str
    parts: tuple[Part, ...]
    added: int
    removed: int
    is_new: bool


def differences(
    before: Mapping[str, str], after: Mapping[str, str], whole: Collection[str] = ()
) -> list[Difference]:
    """Return the fields whose text differs, in the order of `after`; `whole` ones are not cut."""
    found = []
    for name, new in after.items():
        old = before.get(name, "")
        if old != new:
            parts = _replaced(old, new) if name in whole else compare(old, new)
            found.append(
                Difference(
                    name=name,
                    parts=parts,
                    added=_count(parts, "+"),
                    removed=_count(parts, "-"),
                    is_new=not old,
                )
            )
    return found


def compare(before: str, after: str) -> tuple[Part, ...]:
    """Return the text with the words that were removed and added, removed ones first."""
    old, new = words(before), words(after)
    if len(old) > _LONGEST or len(new) > _LONGEST:
        return _replaced(before, after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    parts: list[Part] = []
    for change, start, end, new_start, new_end in matcher.get_opcodes():
        if change == "equal":
            parts.append(("=", "".join(old[start:end])))
            continue
        if end > start:
            parts.append(("-", "".join(old[start:end])))
        if new_end > new_start:
            parts.append(("+", "".join(new[new_start:new_end])))
    return _joined(parts)


def _replaced(before: str, after: str) -> tuple[Part, ...]:
    return tuple(part for part in (("-", before), ("+", after)) if part[1])


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Return the parts with a lone space between two changes taken into both of them."""
    joined: list[Part] = []
    place = 0
    while place < len(parts):
        sign, text = parts[place]
        lone = sign == "=" and not text.strip() and 0 < place < len(parts) - 1
        if lone and joined and place + 1 < len(parts):
            removed, added, place = _run(parts, place, text, joined)
            joined.extend(part for part in (("-", removed), ("+", added)) if part[1])
            continue
        joined.append((sign, text))
        place += 1
    return tuple(joined)


def _run(parts: list[Part], place: int, space: str, joined: list[Part]) -> tuple[str, str, int]:
    removed = added = ""
    while joined and joined[-1][0] != "=":
        sign, text = joined.pop()
        if sign == "-":
            removed = text + removed
        else:
            added = text + added
    removed, added, place = removed + space, added + space, place + 1
    while place < len(parts) and parts[place][0] != "=":
        sign, text = parts[place]
        if sign == "-":
            removed += text
        else:
            added += text
        place += 1
    return removed, added, place


def _count(parts: tuple[Part, ...], sign: str) -> int:
    return sum(1 for which, text in parts if which == sign for word in words(text) if word.strip())
