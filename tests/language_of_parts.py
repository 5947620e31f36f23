"""Which parts of an English page are Thai without saying so (WCAG 3.1.2)."""

import re
from collections.abc import Iterable
from typing import Any

THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")
# What a screen reader reads out of an attribute.
SPOKEN = ("alt", "aria-label", "placeholder", "title")


def untold(root: Any, names: Iterable[str] = ()) -> list[str]:
    """Return "tag.class: text" of each element with Thai of its own in no element of `lang="th"`.

    Names of people may stand as they are, and what is drawn and not read.
    """
    # The longest first: a family name stands in a full name.
    words = "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True) if name)
    known = re.compile(words or r"(?!)")
    return list(_walk(root.find("body"), known))


def _walk(element: Any, names: re.Pattern[str]) -> Iterable[str]:
    unread = element.get("aria-hidden") == "true" or element.get("hidden") is not None
    if unread or element.get("lang") == "th":
        return
    for text in _own(element):
        if THAI.search(names.sub("", text)):
            yield f"{element.tag}.{element.get('class', '')}: {' '.join(text.split())[:80]}"
            break
    for child in element:
        if isinstance(child.tag, str):
            yield from _walk(child, names)


def _own(element: Any) -> list[str]:
    texts = [element.text, *(child.tail for child in element)]
    texts += [element.get(name) for name in SPOKEN]
    if element.tag == "input" and element.get("type", "text") in {"text", "search"}:
        texts.append(element.get("value"))
    return [text for text in texts if text]
