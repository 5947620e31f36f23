"""Whoosh's own format of files, written with fewer reads."""

from typing import Any

from whoosh.codec.whoosh3 import W3Codec

# Documents of a list that are read at once: Whoosh's own 128 make long lists many small reads.
_BLOCK = 4_096


class Codec(W3Codec):
    """Writes what W3Codec reads: a segment names that one, so readers need not know of this."""

    def __init__(self) -> None:
        super().__init__(blocklimit=_BLOCK)

    def per_document_reader(self, storage: object, segment: Any) -> Any:  # noqa: ANN401 - untyped
        """Return what tells the writer of lists how long each field of a document is.

        Whoosh asks for every posting and looks on the disk each time, a tenth of a rebuild.
        """
        reader = super().per_document_reader(storage, segment)
        read = reader.doc_field_length
        kept: dict[str, list[int | None]] = {}

        def once(number: int, name: str, default: int = 0) -> int | None:
            if name not in kept:
                numbers = range(segment.doc_count_all())
                kept[name] = [read(each, name, default) for each in numbers]
            return kept[name][number]

        reader.doc_field_length = once
        return reader
