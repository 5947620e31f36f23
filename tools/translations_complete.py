"""Tell which texts of the source have no English. Exit code 1 when there are any."""

import sys
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
METHODS = [("cop/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}


def texts_in_source() -> set[str]:
    """Return every text, singular forms of pairs."""
    found = set()
    for row in extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS, directory_filter=_wanted):
        text = row[2]
        found.add(text[0] if isinstance(text, tuple) else text)
    return found


def missing() -> list[str]:
    """Return the texts without English, sorted."""
    with (ROOT / "cop/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalog = read_po(file, locale="en")
    lacking = []
    for text in texts_in_source():
        message = catalog.get(text)
        strings = message.string if message else ""
        filled = all(strings) if isinstance(strings, tuple | list) else bool(strings)
        if not filled or (message and message.fuzzy):
            lacking.append(text)
    return sorted(lacking)


def _wanted(folder: str | Path) -> bool:
    name = Path(folder).name
    return not name.startswith((".", "_")) and name not in {"node_modules", "static", "instance"}


if __name__ == "__main__":
    lacking = missing()
    for text in lacking:
        print(f"no English for: {text}")
    sys.exit(bool(lacking))
