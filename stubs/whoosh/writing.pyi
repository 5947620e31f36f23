from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex
from whoosh.reading import IndexReader

class SegmentWriter:
    docnum: int
    perdocwriter: Any
    pool: Any
    schema: Any
    _added: bool
    def __init__(self, ix: FileIndex, *, codec: W3Codec, compound: bool = True) -> None: ...
    def cancel(self) -> None: ...
    def commit(self) -> None: ...
    def delete_document(self, docnum: int) -> None: ...
    def reader(self) -> IndexReader: ...
