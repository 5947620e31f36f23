"""Pieces of two and three characters, by which texts are told that may hold a longer piece.

A text that holds a piece holds all pieces of that, whatever the script. They are known by hashes of
16 bits: a document that only seems to have them falls out when its text is looked at.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

_GRAM = b"g"
_FACTOR = np.uint32(2_654_435_761)
_SPACES = (0x20, 0x0A)

Hashes = npt.NDArray[np.uint32]


def needed_grams(piece: str) -> set[bytes]:
    """Return keys that every document has in whose text a piece of folded text stands.

    None for a single character or a number: they are looked for everywhere.
    """
    if piece.isdecimal():  # commas may stand between its digits
        return set()
    found: set[bytes] = set()
    for part in piece.split():
        codes = _codes(part)
        hashes = _twos(codes) if len(codes) == 2 else _threes(codes)
        found.update(_key(each) for each in hashes.tolist())
    return found


def gram_lists(numbers: Sequence[int], texts: Sequence[str]) -> Iterator[tuple[bytes, bytes]]:
    """Give each key of these texts with the numbers of the texts that have it, four bytes each."""
    found = [_hashes(text) for text in texts]
    hashes = np.concatenate([np.zeros(0, np.uint16), *found])
    of = np.repeat(np.array(numbers, "<i4"), [len(each) for each in found])
    order = np.argsort(hashes, kind="stable")
    hashes, listed = hashes[order], of[order].tobytes()
    starts = np.flatnonzero(np.diff(hashes, prepend=-1)).tolist()
    ends = [*starts[1:], len(hashes)]
    for start, end in zip(starts, ends, strict=True):
        yield _key(int(hashes[start])), listed[start * 4 : end * 4]


def _hashes(text: str) -> npt.NDArray[np.uint16]:
    codes = _codes(text)
    solid = ~np.isin(codes, _SPACES)
    two, three = _twos(codes), _threes(codes)
    two = two[solid[:-1] & solid[1:]]
    three = three[solid[:-2] & solid[1:-1] & solid[2:]]
    return np.unique(np.concatenate((two, three)).astype(np.uint16))


def _codes(text: str) -> Hashes:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2").astype(np.uint32)


def _twos(codes: Hashes) -> Hashes:
    return (_mixed(codes[:-1]) + codes[1:]) * _FACTOR >> np.uint32(16)


def _threes(codes: Hashes) -> Hashes:
    first = _mixed(_mixed(codes[:-2]) + codes[1:-1])
    return (first + codes[2:]) * _FACTOR >> np.uint32(16)


def _mixed(hashes: Hashes) -> Hashes:
    return hashes * _FACTOR ^ np.uint32(0x9E37)


def _key(hashed: int) -> bytes:
    return _GRAM + hashed.to_bytes(2, "big")
