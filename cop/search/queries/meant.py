"""Words that a broken word was likely meant to be: they help to put the answer in order."""

import re
from dataclasses import replace

from cop.core.actor import Actor
from cop.search.language.query import Parsed
from cop.search.language.running import helping, unlike
from cop.search.mending.repairing import has_crumbs, repairs
from cop.search.mending.wordlists import words_for

_MOST_WORDS = 60
# With its stops, or a short run of consonants by itself: no word, and not broken.
_ABBREVIATION = re.compile("[ก-ฮ]\\.|(?<![ก-๎])[ก-ฮ]{2,5}(?![ก-๎])")


def helped(actor: Actor, parsed: Parsed) -> Parsed:
    """Return the question with the words of its likeliest other spelling as optional ones.

    Only where it falls into crumbs that are no words. Optional words find nothing by themselves:
    what is found must still have the words typed, or a good part of them. The spelling comes from
    the words that readers like this one may read, so a word of closed content helps nobody else.
    """
    query = parsed.query
    if query.phrases or not query.words or _ABBREVIATION.search(query.text):
        return parsed
    if not has_crumbs(query.text):
        return parsed
    vocabulary = words_for(actor)
    if vocabulary is None:
        return parsed
    spellings = (one.text for one in repairs(query.text, vocabulary) if one.kind == "spelling")
    meant = next(spellings, "")
    words = unlike([*query.words, *helping(meant)], _MOST_WORDS)
    return replace(parsed, query=replace(query, words=words))
