"""Thai words: where a text written without spaces between words may be cut."""

import hashlib
import importlib.util
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from cop.thai.clusters import boundaries
from cop.thai.folding import fold
from cop.thai.matching import Matcher

_DOMAIN_LIST = Path(__file__).with_name("data") / "domain_words.txt"
_LETTERS = "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e"
_THAI_WORD = re.compile(f"[{_LETTERS}]+")
_PIECE = re.compile(
    f"(?P<thai>[{_LETTERS}]+)"
    "|[^\\S\\n]+"
    "|[A-Za-z\u00c0-\u024f\u0300-\u036f]+"
    "|[0-9\u0e50-\u0e59]+(?:[.,][0-9\u0e50-\u0e59]+)*"
    "|[\\s\\S]"
)

# The native segmenter walks all ways through an ambiguous stretch, which has no bound in time:
# it gets no long run, and a text that has used up its time is cut into morsels first.
_LONGEST = 400
_LONGEST_NATIVE = 160
_MORSEL = 16
_MUCH = 20_000
_PATIENCE_SECONDS = 0.05
_PATIENCE_SECONDS_PER_CHARACTER = 1e-6

_loading = threading.Lock()


def words(text: str) -> list[str]:
    """Return the words, numbers, spaces and signs of the text in order; joined they are the text.

    Takes less than a second for 200,000 characters of any kind.
    """
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each piece that `words` would return."""
    segment = _segmenter(len(text))
    deadline = time.thread_time() + _PATIENCE_SECONDS
    deadline += len(text) * _PATIENCE_SECONDS_PER_CHARACTER
    found: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text):
        if match.lastgroup is None:
            found.append(match.span())
            continue
        start = match.start()
        for part in _parts(match.group(), deadline):
            for word in segment(part):
                found.append((start, start + len(word)))
                start += len(word)
    return found


def warm(*, for_much: bool = False) -> None:
    """Have the dictionary in memory, for a process that is about to fork, to serve, or to index."""
    portable_segmenter()
    if for_much:
        _fast_segmenter()


@cache
def dictionary_version() -> str:
    """Return a short text that changes when any word of the dictionary changes."""
    return hashlib.sha256("\n".join(_dictionary()).encode()).hexdigest()[:12]


def _parts(run: str, deadline: float) -> Iterator[str]:
    """Cut a long run, or one of a text whose time is up, at cluster boundaries."""
    longest = _LONGEST if time.thread_time() < deadline else _MORSEL
    if len(run) <= longest:
        yield run
        return
    start = end = 0
    for place in boundaries(run):
        if place - start > longest and end > start:
            yield run[start:end]
            start = end
            longest = _LONGEST if time.thread_time() < deadline else _MORSEL
        end = place
    yield run[start:]


def _segmenter(length: int) -> Callable[[str], list[str]]:
    """Return a segmenter for a text: both give the same words.

    The native one is four times as fast and takes 50 MB, so a process has it only when it cuts
    much: pages cut questions and excerpts, the worker cuts whole articles.
    """
    if length > _MUCH or _load.cache_info().currsize:
        return _fast_segmenter()
    return portable_segmenter()


def _fast_segmenter() -> Callable[[str], list[str]]:
    with _loading:
        return _load()


@cache
def _load() -> Callable[[str], list[str]]:
    return native_segmenter() or portable_segmenter()


def native_segmenter() -> Callable[[str], list[str]] | None:
    """Return the fast segmenter, or None where its library is not installed."""
    if importlib.util.find_spec("nlpo3") is None:
        return None
    native = importlib.import_module("nlpo3")
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as listing:
        listing.write("\n".join(_dictionary()))
        listing.flush()
        native.load_dict(listing.name, dictionary_version())

    def segment(run: str) -> list[str]:
        if len(run) > _LONGEST_NATIVE:
            return portable_segmenter()(run)
        found: list[str] = native.segment(run, dictionary_version())
        return found

    return segment


@cache
def portable_segmenter() -> Callable[[str], list[str]]:
    """Return the segmenter that needs no native library: about a quarter of the speed."""
    return Matcher(_dictionary()).segment


def _dictionary() -> list[str]:
    listed = f"{_general_list().read_text('utf-8')}\n{_DOMAIN_LIST.read_text('utf-8')}"
    return sorted({word for word in fold(listed).splitlines() if _THAI_WORD.fullmatch(word)})


def _general_list() -> Path:
    """Return the word list inside the pythainlp package, which is slow and large to import."""
    package = importlib.util.find_spec("pythainlp")
    if package is None or package.origin is None:
        msg = "pythainlp is not installed: its list of Thai words is needed"
        raise RuntimeError(msg)
    return Path(package.origin).parent / "corpus" / "words_th.txt"
