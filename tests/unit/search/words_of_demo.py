"""The words of the demo content, counted as an index would count them."""

from collections import Counter
from functools import cache
from pathlib import Path

from cop.search.analyzer import terms
from cop.search.mending.spelling import Speller
from cop.thai.folding import fold

CONTENT = Path(__file__).resolve().parents[3] / "cop" / "operations" / "content"


@cache
def text() -> str:
    paths = sorted(path for path in CONTENT.rglob("*") if path.suffix in {".py", ".md", ".toml"})
    return "\n".join(path.read_text("utf-8") for path in paths)


@cache
def counted() -> Counter[str]:
    counts: Counter[str] = Counter()
    for paragraph in text().split("\n"):
        counts.update(set(terms(fold(paragraph))))
    return counts


@cache
def speller() -> Speller:
    return Speller(counted().items())
