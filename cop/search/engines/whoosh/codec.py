"""Whoosh's own format of files, written list by list; what is written is the same to the byte."""

from array import array
from collections.abc import Iterator

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PerDocReader, W3PostingsWriter
from whoosh.fields import Schema
from whoosh.formats import Existence

from cop.search.engines.whoosh.lists import Numbers

# Documents of a list that are read at once: Whoosh's own 128 make long lists many small reads.
BLOCK = 4_096


class Codec(W3Codec):
    """Writes what W3Codec reads: a segment names that one, so readers need not know of this."""

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK)

    def field_writer(self, storage: object, segment: object) -> "_FieldWriter":
        """Return what writes the lists that `Lists` gives."""
        return _FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: object, *, byteids: bool = False) -> "_PostingsWriter":
        """Return what writes one list after the other into a file."""
        return _PostingsWriter(dbfile, BLOCK, byteids=byteids)


class _FieldWriter(W3FieldWriter):
    def add_postings(
        self,
        schema: Schema,
        lengths: W3PerDocReader,
        items: Iterator[tuple[str, bytes, Numbers, Numbers]],
    ) -> None:
        """Write all lists; they come by field and term, which Whoosh's file of terms insists on."""
        current, sizes = None, np.zeros(0, np.uint32)
        for name, term, documents, counts in items:
            if name != current:
                if current is not None:
                    self.finish_field()
                self.start_field(name, schema[name])
                current, sizes = name, _sizes(lengths, name)
            self.start_term(term)
            self._postwriter.add_list(documents, counts, sizes[documents])
            self.finish_term()
        if current is not None:
            self.finish_field()


class _PostingsWriter(W3PostingsWriter):
    """Takes a list whole. Whoosh takes a posting a call, and asks each what makes a block small."""

    def add_list(self, documents: Numbers, counts: Numbers, sizes: Numbers) -> None:
        """Take documents, how often the term stands in each, and how long each is."""
        for start in range(0, len(documents), BLOCK):
            if start:
                self._write_block()
            end = start + BLOCK
            self._add_block(documents[start:end], counts[start:end], sizes[start:end])

    def _add_block(self, documents: Numbers, counts: Numbers, sizes: Numbers) -> None:
        self._documents, self._counts = documents, counts
        self._ids = array("I", documents.tobytes())
        self._weights = array("f", counts.astype(np.float32).tobytes())
        self._maxweight = float(counts.max())
        self._minlength, self._maxlength = int(sizes.min()), int(sizes.max())

    def _mini_ids(self) -> tuple[int, ...]:
        return tuple(np.diff(self._documents, prepend=np.uint32(0)).tolist())

    def _mini_weights(self) -> tuple[float, ...] | float | None:
        first = int(self._counts[0])
        if (self._counts != first).any():
            return tuple(self._weights)
        return None if first == 1 else float(first)

    def _mini_values(self) -> bytes | None:
        if isinstance(self._format, Existence):
            return None
        return self._counts.astype(">u4").tobytes()


def _sizes(lengths: W3PerDocReader, name: str) -> Numbers:
    """Return the length of a field of each document, as near as Whoosh keeps it."""
    found = (lengths.doc_field_length(each, name) or 0 for each in range(lengths.doc_count_all()))
    return np.fromiter(found, np.uint32, lengths.doc_count_all())
