"""What writes a segment: terms come counted, so that Whoosh has nothing to do for each."""

from collections.abc import Mapping
from pathlib import Path

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from cop.search.engines.whoosh.codec import Codec
from cop.search.engines.whoosh.lists import Lists
from cop.search.engines.whoosh.schema import Entry


class Writer(SegmentWriter):
    """A writer of `FileIndex` that takes entries. Documents of other segments it merges as ever."""

    def __init__(self, index: FileIndex, folder: Path) -> None:
        super().__init__(index, codec=Codec(), compound=False)
        self.pool = self._lists = Lists(folder)

    def add_entry(self, fields: Entry) -> None:
        """Add a document."""
        kept = self.perdocwriter
        kept.start_doc(self.docnum)
        for name in sorted(fields):
            value, field = fields[name], self.schema[name]
            if isinstance(value, Mapping):
                self._lists.add_document(name, self.docnum, value)
                kept.add_field(name, field, None, sum(value.values()))
            else:
                kept.add_column_value(name, field.column_type, value)
        kept.finish_doc()
        self._added = True
        self.docnum += 1
