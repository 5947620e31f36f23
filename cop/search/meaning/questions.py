"""Which questions are ranked by meaning: whole ones, in running words.

Search words name what they look for, and there the words alone are right more often.
"""

import re

from cop.search.analyzer import tokens
from cop.search.language.running import LIGHT
from cop.search.port import Query
from cop.thai.folding import fold

_LEAST_WORDS = 2
_WORDS = """
    อะไร ไหน ใด ใคร ทำไม อย่างไร ยังไง เมื่อไร เมื่อไหร่ เมื่อใด เท่าไร เท่าไหร่ เท่าใด กี่ ไหม มั้ย
    แค่ไหน ที่ไหน ตรงไหน อันไหน เช่นไร เพียงใด เหตุใด เพราะอะไร คืออะไร หรือเปล่า หรือไม่
"""
_ASKING_WORDS = frozenset(_WORDS.split())
_ASKING_PARTS = ("อะไร", "อย่างไร", "หรือไม่", "หรือเปล่า", "เหตุใด", "เมื่อไร", "เท่าไร")
_ENGLISH = re.compile("(?:what|when|where|which|who|whom|whose|why|how)\\b|.*\\?$")


def is_question(query: Query) -> bool:
    """Tell whether running words ask something: a question word, and two words beside it.

    Quoted text says exactly what is looked for, a loose question hardly what it means.
    """
    if query.phrases or query.loose or query.sort != "relevance":
        return False
    folded = fold(query.text)
    surfaces = [one.surface for one in tokens(query.text) if not one.whole]
    beside = [one for one in surfaces if one not in LIGHT and one not in _ASKING_WORDS]
    if len(beside) < _LEAST_WORDS:
        return False
    asks = not _ASKING_WORDS.isdisjoint(surfaces) or any(one in folded for one in _ASKING_PARTS)
    return asks or _ENGLISH.match(folded) is not None
