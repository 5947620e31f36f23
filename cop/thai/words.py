"""Thai words: where a text written without spaces between words may be cut.

The words by which a process cuts are a `Dictionary`: the lists that come with the site, and words
that were added to them. One is in force for the whole process (`use`); a thread may work by another
for a while (`using`), as the one that builds an index does while the others answer questions.
"""

import gc
import hashlib
import importlib.util
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
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

# The native library keeps every list that it was given until the process ends: it gets two that
# were changed, and what is changed more often is cut without it until then.
_MOST_NATIVE = 2

Segmenter = Callable[[str], list[str]]

_native_lists: set[str] = set()
_loading = threading.Lock()


def words(text: str) -> list[str]:
    """Return the words, numbers, spaces and signs of the text in order; joined they are the text.

    Takes less than a second for 200,000 characters of any kind.
    """
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each piece that `words` would return."""
    cut = cutting(len(text))
    found: list[tuple[int, int]] = []
    for match in _PIECE.finditer(text):
        if match.lastgroup is None:
            found.append(match.span())
            continue
        start = match.start()
        for word in cut(match.group()):
            found.append((start, start + len(word)))
            start += len(word)
    return found


def cutting(length: int) -> Segmenter:
    """Return what cuts the unbroken runs of Thai letters of one text of so many characters.

    It is to be asked for anew for each text: it lets one take so much time and no more.
    """
    segment = in_force().segmenter(length)
    patience = _Patience(length)

    def cut(run: str) -> list[str]:
        if len(run) <= _MORSEL:
            return segment(run)
        return [word for part in _parts(run, patience) for word in segment(part)]

    return cut


def warm(*, for_much: bool = False) -> None:
    """Have the dictionary in memory, for a process that is about to fork, to serve, or to index."""
    portable_segmenter()
    if for_much:
        in_force().fast()


def dictionary_version() -> str:
    """Return a short text that changes when any word of the dictionary in force changes."""
    return in_force().version


class _Patience:
    """How long one text may be cut with care.

    Python's own tidying takes longer at times, 90 ms in a large process: that is not the text's
    doing, and would cut it otherwise than its words are asked for.
    """

    def __init__(self, length: int) -> None:
        self._tidied = _times_tidied()
        self._seconds = _PATIENCE_SECONDS + length * _PATIENCE_SECONDS_PER_CHARACTER
        self._deadline = time.thread_time() + self._seconds

    def is_left(self) -> bool:
        """Tell whether there is time left."""
        if time.thread_time() < self._deadline:
            return True
        before, self._tidied = self._tidied, _times_tidied()
        if before == self._tidied:
            return False
        self._deadline = time.thread_time() + self._seconds
        return True


def _times_tidied() -> int:
    """Return how often all objects of the process were gone through for what nothing holds."""
    return int(gc.get_stats()[-1]["collections"])


def _parts(run: str, patience: _Patience) -> Iterator[str]:
    """Cut a long run, or one of a text whose time is up, at cluster boundaries."""
    longest = _LONGEST if patience.is_left() else _MORSEL
    if len(run) <= longest:
        yield run
        return
    start = end = 0
    for place in boundaries(run):
        if place - start > longest and end > start:
            yield run[start:end]
            start = end
            longest = _LONGEST if patience.is_left() else _MORSEL
        end = place
    yield run[start:]


class Dictionary:
    """The words that come with the site, and those added to them, which must be Thai and folded.

    Loaded when it is first needed. Added words cost some 4 MB beside the built-in ones.
    """

    def __init__(self, added: Iterable[str] = ()) -> None:
        self.added = tuple(sorted(set(added)))

    @cached_property
    def version(self) -> str:
        """Return a short text that tells this dictionary from all others."""
        built_in = _built_in_version()
        if not self.added:
            return built_in
        return hashlib.sha256("\n".join((built_in, *self.added)).encode()).hexdigest()[:12]

    @cached_property
    def matcher(self) -> Matcher:
        """Return what cuts without a native library: about a quarter of the speed."""
        return _built_in_matcher().with_words(self.added) if self.added else _built_in_matcher()

    @cached_property
    def native(self) -> Segmenter | None:
        """Return what cuts fast, or None where its library is not installed or has enough lists."""
        if importlib.util.find_spec("nlpo3") is None:
            return None
        native = importlib.import_module("nlpo3")
        if self.version not in _native_lists:
            if self.added and len(_native_lists) > _MOST_NATIVE:
                return None
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as listing:
                listing.write("\n".join((*_dictionary(), *self.added)))
                listing.flush()
                native.load_dict(listing.name, self.version)
            _native_lists.add(self.version)

        def segment(run: str) -> list[str]:
            if len(run) > _LONGEST_NATIVE:
                return self.matcher.segment(run)
            found: list[str] = native.segment(run, self.version)
            return found

        return segment

    def segmenter(self, length: int) -> Segmenter:
        """Return a segmenter for a text of so many characters: both kinds give the same words.

        The native one is four times as fast and takes 50 MB, so a process has it only when it cuts
        much: pages cut questions and excerpts, the worker cuts whole articles.
        """
        if length > _MUCH or "native" in vars(self):
            return self.fast()
        return self.matcher.segment

    def fast(self) -> Segmenter:
        """Return the segmenter for much text, loaded by one thread only."""
        with _loading:
            return self.native or self.matcher.segment

    def __contains__(self, word: object) -> bool:
        return word in self.matcher


BUILT_IN = Dictionary()
_for_all = [BUILT_IN]
_for_this_thread: ContextVar[Dictionary | None] = ContextVar("dictionary", default=None)


def in_force() -> Dictionary:
    """Return the dictionary by which this thread cuts texts."""
    return _for_this_thread.get() or _for_all[0]


def use(dictionary: Dictionary) -> None:
    """Have the whole process cut by this dictionary from now on."""
    _for_all[0] = dictionary


@contextmanager
def using(dictionary: Dictionary) -> Iterator[None]:
    """Have this thread cut by a dictionary of its own for a while."""
    before = _for_this_thread.set(dictionary)
    try:
        yield
    finally:
        _for_this_thread.reset(before)


def is_thai_word(text: str) -> bool:
    """Tell whether the text is of Thai letters alone, so that a dictionary can have it."""
    return _THAI_WORD.fullmatch(text) is not None


def native_segmenter() -> Segmenter | None:
    """Return the fast segmenter, or None where its library is not installed."""
    return in_force().native if importlib.util.find_spec("nlpo3") else None


def portable_segmenter() -> Segmenter:
    """Return the segmenter that needs no native library."""
    return in_force().matcher.segment


@cache
def _built_in_version() -> str:
    return hashlib.sha256("\n".join(_dictionary()).encode()).hexdigest()[:12]


@cache
def _built_in_matcher() -> Matcher:
    return Matcher(_dictionary())


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
