"""Thai is in the source, English is complete."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from tools.translations_complete import missing, texts_in_source

ROOT = Path(__file__).resolve().parents[2]
THAI = re.compile("[\u0e00-\u0e7f]")


def test_every_text_of_the_source_is_thai() -> None:
    assert not [text for text in texts_in_source() if not THAI.search(text)]


def test_no_text_lacks_its_english() -> None:
    assert not missing()


def test_english_keeps_the_named_places_of_the_thai() -> None:
    with (ROOT / "cop/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalog = read_po(file)
    places = re.compile(r"%\((\w+)\)s")
    for message in catalog:
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if not ids[0]:
            continue
        for string in strings:
            assert set(places.findall(string)) <= set(places.findall(ids[0])), ids[0]
