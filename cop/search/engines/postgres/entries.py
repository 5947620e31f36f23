"""What a document becomes in PostgreSQL: counted keys and packed text; nothing is analysed there.

A key is one letter for what it is, then its bytes: a term of a field, or a mark to filter by (and
see `postgres_grams`). Bytes may hold anything.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cop.search.analyzer import terms
from cop.search.port import Document
from cop.thai.folding import fold

SCHEMA_VERSION = 1
"""To be raised with every change of keys or tables that needs an index to be built anew."""

TITLE, KEYWORDS, BODY = b"t", b"k", b"b"
FIELDS = (TITLE, KEYWORDS, BODY)
_MARK = b"m"

LONGEST_KEY = 400
"""Bytes; PostgreSQL indexes no more than about 2,700. Longer keys end in a digest of the whole."""

_MOST_COUNTED = 255
_ONE_BYTE, _TWO_BYTES = b"1", b"2"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is kept: its row, and how often it has each key."""

    name: bytes
    thing: bytes
    version: int
    at: int
    weight: float
    lengths: tuple[int, int, int]
    title: bytes
    facets: str
    text: bytes
    keys: tuple[bytes, ...]
    counts: bytes


def entry(document: Document) -> Entry:
    """Return what is kept of a document. Its instant is kept in whole seconds."""
    title, body = fold(document.title), fold(document.body)
    keywords = fold("\n".join(document.keywords))
    text = "\n".join((title, keywords, body))
    found = [terms(each) for each in (title, keywords, body)]
    counts: dict[bytes, int] = {}
    for field, listed in zip(FIELDS, found, strict=True):
        counts.update((key(field, term), count) for term, count in Counter(listed).items())
    counts.update(dict.fromkeys(_marks(document), 1))
    return Entry(
        name=name(document.kind, document.id),
        thing=thing(document.kind, document.id),
        version=document.version,
        at=int(document.at.timestamp()),
        weight=document.weight,
        lengths=(len(found[0]), len(found[1]), len(found[2])),
        title=packed(title),
        facets=json.dumps({each: list(values) for each, values in document.facets.items()}),
        text=packed(text),
        keys=tuple(counts),
        counts=bytes(min(count, _MOST_COUNTED) for count in counts.values()),
    )


def key(field: bytes, term: str) -> bytes:
    """Return the key of a term of a field."""
    made = field + term.encode("utf-8", "replace")
    if len(made) <= LONGEST_KEY:
        return made
    return made[:LONGEST_KEY] + hashlib.sha256(made).digest()


def mark(facet: str, value: str) -> bytes:
    """Return the key of the documents with a value of a facet, of "kind" or of "audience"."""
    return key(_MARK, f"{facet}={value}")


def name(kind: str, identity: str) -> bytes:
    """Return kind and id in one."""
    return f"{kind}:{identity}".encode("utf-8", "surrogatepass")


def named(kept: bytes) -> tuple[str, str]:
    """Return kind and id of a name."""
    kind, _, identity = kept.decode("utf-8", "surrogatepass").partition(":")
    return kind, identity


def thing(kind: str, identity: str) -> bytes:
    """Return the name of what a document is a part of: "thread:12" for "12.p3"."""
    return name(kind, identity.partition(".")[0])


def is_thai(text: str) -> bool:
    """Return whether a text begins and ends with a Thai letter or mark."""
    return "\u0e01" <= text[:1] <= "\u0e4e" and "\u0e01" <= text[-1:] <= "\u0e4e"


def packed(text: str) -> bytes:
    """Return a text in as few bytes as can be: one a character when it is Thai and English."""
    try:
        return _ONE_BYTE + text.encode("cp874")
    except UnicodeEncodeError:
        return _TWO_BYTES + text.encode("utf-16-le", "surrogatepass")


def unpacked(kept: bytes) -> str:
    """Return the text that was packed."""
    if kept[:1] == _ONE_BYTE:
        return kept[1:].decode("cp874")
    return kept[1:].decode("utf-16-le", "surrogatepass")


def may_hold(kept: bytes, piece: str) -> bool:
    """Return False when a packed text cannot hold the piece: told without unpacking it."""
    wanted = packed(piece)
    if kept[:1] == wanted[:1]:
        return wanted[1:] in kept
    # A piece of two bytes a character has one that a text of one byte each cannot have.
    return kept[:1] == _TWO_BYTES and piece.encode("utf-16-le", "surrogatepass") in kept


def _marks(document: Document) -> Iterator[bytes]:
    yield mark("kind", document.kind)
    for token in document.audience:
        yield mark("audience", token)
    for facet, values in document.facets.items():
        for value in values:
            yield mark(facet, value)
