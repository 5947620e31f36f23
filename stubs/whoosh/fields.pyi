from whoosh.columns import Column
from whoosh.formats import Format

class FieldType:
    column_type: Column | None
    def __init__(
        self,
        format: Format,
        analyzer: None,
        scorable: bool = False,
        stored: bool = False,
        unique: bool = False,
        multitoken_query: str = "default",
        sortable: Column | bool = False,
    ) -> None: ...

class Schema:
    def __init__(self, **fields: FieldType) -> None: ...
    def __getitem__(self, name: str) -> FieldType: ...
    def items(self) -> list[tuple[str, FieldType]]: ...
