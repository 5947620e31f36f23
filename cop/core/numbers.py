"""Numbers in what was sent."""


def row_number(sent: object) -> int | None:
    """Return the id or version that a text names, None when it names none a database can hold."""
    text = str(sent or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
