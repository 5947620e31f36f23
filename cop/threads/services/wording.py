"""What may be kept of the words of a thread or reply."""

import re
from collections.abc import Iterable

from cop.core.errors import Invalid
from cop.core.markup import plain, render
from cop.core.text import truncate
from cop.thai.folding import fold, tidy, tidy_line

LONGEST_TITLE = 200
LONGEST_BODY = 20_000
LONGEST_TAG = 40
MOST_TAGS = 10
EXCERPT = 140
_BETWEEN_TAGS = re.compile(r"[,;،、\n]+")


def good_title(text: str) -> str:
    """Return the title as it is kept. Raises Invalid when it is empty or too long."""
    title = tidy_line(text)
    if not title:
        raise Invalid({"title": "required"})
    if len(title) > LONGEST_TITLE:
        raise Invalid({"title": "too_long"}, {"most": LONGEST_TITLE})
    return title


def good_body(text: str) -> tuple[str, str]:
    """Return the Markdown and its HTML. Raises Invalid when it is empty or too long."""
    body = tidy(text).strip()
    markup = render(body) if len(body) <= LONGEST_BODY else ""
    if len(body) > LONGEST_BODY:
        raise Invalid({"body": "too_long"}, {"most": f"{LONGEST_BODY:,}"})
    if not plain(markup):
        raise Invalid({"body": "required"})
    return body, markup


def good_tags(given: Iterable[str]) -> list[str]:
    """Return the key words once each, in the writer's order. Raises Invalid for too many."""
    tags: dict[str, str] = {}
    for part in given:
        for word in _BETWEEN_TAGS.split(part):
            if tag := tidy_line(word).lstrip("#").strip():
                tags.setdefault(fold(tag), tag)
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags.values()):
        raise Invalid({"tags": "too_many_tags"}, {"most": MOST_TAGS, "each": LONGEST_TAG})
    return list(tags.values())


def excerpt(markup: str) -> str:
    """Return the first words of safe HTML as one line."""
    return truncate(" ".join(plain(markup).split()), EXCERPT)
