"""How a document lies in the Tantivy index: its terms are cut beforehand, with spaces between."""

import json
import secrets
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator

from tantivy import Document as Entry
from tantivy import Schema, SchemaBuilder

from cop.search.analyzer import terms
from cop.search.engines.tantivy.pieces import pairs, pieces, title_letters, triples
from cop.search.port import Document
from cop.thai.folding import fold

SCHEMA_VERSION = 3
"""To be raised with every change here or in `pieces.py` that needs an index built anew."""

_SERIAL_BITS = 62
_MOST_COUNTED = 3
_CODING = "utf-16-le"
# Tantivy multiplies scores with the logarithm of two more than a field, which is not below 1.
WEIGHT_UNIT = 16.0


def _schema() -> Schema:
    made = SchemaBuilder()
    for name in ("key", "thing", "filters"):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title", "keywords", "body", "pairs", "title_pairs"):
        made.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    # All terms of a document, its pieces, and those of its title: whether they are there.
    for name in ("words", "pieces", "title_pieces"):
        made.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("triples", "title_triples", "title_letters"):
        made.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    made.add_integer_field("serial", fast=True)
    made.add_integer_field("version", fast=True)
    made.add_integer_field("at", fast=True, indexed=True)
    made.add_float_field("weight", fast=True)
    made.add_bytes_field("card", stored=True)
    made.add_bytes_field("telling", stored=True)
    return made.build()


SCHEMA = _schema()


def entry(document: Document) -> Entry:
    """Return what is put in the index for a document."""
    title, body = fold(document.title), fold(document.body)
    keywords = fold("\n".join(document.keywords))
    row, title_row = pieces("\n".join((title, keywords, body))), pieces(title)
    found = {"title": terms(title), "keywords": terms(keywords), "body": terms(body)}
    all_terms = Counter(term for each in found.values() for term in each)
    kept = {name: _joined(each) for name, each in found.items()}
    made = Entry(
        **kept,
        words=_joined(all_terms),
        pieces=_joined(set(row)),
        pairs=_joined(pairs(row)),
        triples=_joined(triples(row)),
        title_pieces=_joined(set(title_row)),
        title_pairs=_joined(pairs(title_row)),
        title_triples=_joined(triples(title_row)),
        title_letters=_joined(title_letters(title)),
        key=clean(name(*document.key)),
        thing=clean(thing(*document.key)),
        filters=[clean(each) for each in _filters(document)],
        serial=secrets.randbits(_SERIAL_BITS),
        version=document.version,
        at=int(document.at.timestamp()),
        weight=2.0 ** (WEIGHT_UNIT * document.weight) - 2,
    )
    made.add_bytes("card", _card(document))
    made.add_bytes("telling", _told(all_terms))
    return made


def name(kind: str, identity: str) -> str:
    """Return kind and id in one string."""
    return f"{kind}:{identity}"


def thing(kind: str, identity: str) -> str:
    """Return the name of the thing that a document is, or is a part of."""
    return name(kind, identity.partition(".")[0])


def filter_term(facet: str, value: str) -> str:
    """Return the term by which documents with this value of a facet are found."""
    return clean(f"{facet}={value}")


def clean(text: str) -> str:
    """Return the text with what is no character of UTF-8 replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _joined(found: Iterable[str]) -> str:
    return clean(" ".join(found))


def _card(document: Document) -> bytes:
    facets = {facet: list(values) for facet, values in document.facets.items()}
    at = int(document.at.timestamp())
    return json.dumps([*document.key, at, document.weight, facets], ensure_ascii=True).encode()


def _told(found: Counter[str]) -> bytes:
    """Return the terms that may tell a document from others: a line for each number of times.

    They take a third of the room that they would take as an object with numbers.
    """
    lines: list[list[str]] = [[] for _ in range(_MOST_COUNTED)]
    for term, count in found.items():
        if len(term) > 1:
            lines[min(count, _MOST_COUNTED) - 1].append(clean(term))
    return zlib.compress("\n".join(map(" ".join, lines)).encode(_CODING), level=1)


def telling(kept: bytes) -> dict[str, int]:
    """Return the terms that `_told` kept, with how often each stands there, three times at most."""
    lines = zlib.decompress(kept).decode(_CODING).split("\n")
    return {term: count for count, line in enumerate(lines, 1) for term in line.split()}


def _filters(document: Document) -> Iterator[str]:
    yield filter_term("kind", document.kind)
    for token in document.audience:
        yield filter_term("audience", token)
    for facet, values in document.facets.items():
        for value in values:
            yield filter_term(facet, value)
