"""How a document lies in the Whoosh index: terms counted beforehand, so Whoosh analyses nothing."""

import codecs
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from encodings import cp874

import numpy as np
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Frequency
from whoosh.system import pack_uint

from cop.search.analyzer import terms
from cop.search.cluster_pairs import thai_hashes
from cop.search.port import Document
from cop.thai.folding import fold

WEIGHT_UNIT = 1000
"""A document's weight is kept in thousandths: Whoosh 2.7.4 does not keep floats right."""

SCHEMA_VERSION = 7
"""To be raised with every change of this module that needs an index to be built anew."""

SIGNATURE_BITS = 8192
"""With half as many, texts of 3,000 letters would be read in vain nearly twice as often. A worker
holds all signatures: a kilobyte for each document."""

_SHORT, _LONG = b"s", b"l"
"""The first byte of a text that is kept: whether its letters take one byte each, or two."""

Counts = Mapping[bytes, int]
"""How often each term stands in a field."""
Entry = dict[str, Counts | bytes | int]
Posting = tuple[bytes, int, float, bytes]


class Terms(FieldType):
    """Counted terms with the length of the field, for scoring."""

    def __init__(self) -> None:
        super().__init__(Frequency(), None, scorable=True)

    def index(self, value: Counts, **_kwargs: object) -> Iterator[Posting]:
        """Give what Whoosh writes for each different term."""
        for term, count in value.items():
            # Four bytes, as the format says: a merge of segments reads them again.
            yield term, count, float(count), pack_uint(count)


class Marks(FieldType):
    """Terms that are there or not, for filters.

    Whoosh looks for the lengths of an unscored field on the disk, once for each posting.
    """

    def __init__(self) -> None:
        super().__init__(Existence(), None, scorable=True)

    def index(self, value: Counts, **_kwargs: object) -> Iterator[Posting]:
        """Give what Whoosh writes for each different term."""
        for term in value:
            yield term, 1, 1.0, b""


class Kept(FieldType):
    """A value kept in a column beside the document, which nothing searches in."""

    indexed = False

    def __init__(self, column: VarBytesColumn | NumericColumn) -> None:
        super().__init__(Existence(), None, sortable=column)

    def to_column_value(self, value: bytes | int) -> bytes | int:
        """Return the value: it is given in the form of the column."""
        return value


SCHEMA = Schema(
    key=Marks(),
    title=Terms(),
    keywords=Terms(),
    body=Terms(),
    filters=Marks(),
    text=Kept(VarBytesColumn()),
    heading=Kept(VarBytesColumn()),
    signature=Kept(VarBytesColumn()),
    name=Kept(VarBytesColumn()),
    facets=Kept(VarBytesColumn()),
    at=Kept(NumericColumn("q")),
    version=Kept(NumericColumn("q")),
    weight=Kept(NumericColumn("i")),
)


def entry(document: Document) -> Entry:
    """Return the fields of a document."""
    title, body = fold(document.title), fold(document.body)
    keywords = fold("\n".join(document.keywords))
    text = "\n".join((title, keywords, body))
    return {
        "key": {encoded(name(document.kind, document.id)): 1},
        "title": _counted(title),
        "keywords": _counted(keywords),
        "body": _counted(body),
        "filters": dict.fromkeys(map(encoded, _filters(document)), 1),
        "text": _kept(text),
        "heading": _kept(title),
        "signature": signature(text),
        "name": encoded(name(document.kind, document.id)),
        "facets": json.dumps(dict(document.facets), ensure_ascii=False).encode(),
        "at": int(document.at.timestamp()),
        "version": document.version,
        "weight": round(document.weight * WEIGHT_UNIT),
    }


def _counted(folded_text: str) -> Counts:
    return {encoded(term): count for term, count in Counter(terms(folded_text)).items()}


def signature(folded_text: str) -> bytes:
    """Return a bit for each Thai cluster with marks and each pair of neighbouring Thai clusters.

    A text can hold a piece of Thai only if its signature has all the bits of the piece.
    """
    bits = np.zeros(SIGNATURE_BITS, np.uint8)
    bits[thai_hashes(folded_text) % SIGNATURE_BITS] = 1
    return np.packbits(bits, bitorder="little").tobytes()


def bits_of(folded_text: str) -> list[int]:
    """Return the numbers of the bits that are set in the signature of a text."""
    return sorted(set((thai_hashes(folded_text) % SIGNATURE_BITS).tolist()))


def name(kind: str, identity: str) -> str:
    """Return kind and id in one string."""
    return f"{kind}:{identity}"


def encoded(term: str) -> bytes:
    """Return the bytes under which Whoosh keeps a term."""
    return term.encode("utf-8", "replace")


def _kept(text: str) -> bytes:
    short = shortened(text)
    return _LONG + text.encode("utf-16-le", "surrogatepass") if short is None else _SHORT + short


def shortened(text: str) -> bytes | None:
    """Return the text with one byte for each letter, or None if it has others than Thai and ASCII.

    A piece of text stands in another only if its bytes stand in those of the other.
    """
    try:
        return codecs.charmap_encode(text, "strict", cp874.encoding_table)[0]
    except UnicodeEncodeError:
        return None


def is_short(kept: bytes) -> bool:
    """Return whether a text is kept with one byte for each letter."""
    return kept.startswith(_SHORT)


def decoded(kept: bytes) -> str:
    """Return the folded text that was kept."""
    # Not bytes.decode: it would look the codings up in Python each time.
    if is_short(kept):
        return codecs.charmap_decode(kept[1:], "strict", cp874.decoding_table)[0]
    return codecs.utf_16_le_decode(kept[1:], "surrogatepass", True)[0]  # noqa: FBT003


def filter_term(facet: str, value: str) -> str:
    """Return the term by which documents with this value of a facet are found."""
    return f"{facet}={value}"


def _filters(document: Document) -> Iterator[str]:
    yield filter_term("kind", document.kind)
    for token in document.audience:
        yield filter_term("audience", token)
    for facet, values in document.facets.items():
        for value in values:
            yield filter_term(facet, value)
