"""Rules over all templates."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "{% extends" in path.read_text(encoding="utf-8")]
JINJA = re.compile(r"{#.*?#}|{{.*?}}|{%.*?%}", re.DOTALL)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_template_begins_with_what_it_needs(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("{#")


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_page_fills_its_title(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"{%-? block title -?%}\s*\S", text), "an empty title"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    markup = JINJA.sub("x", text)
    assert not re.search(r"\sstyle=", markup)
    assert not re.search(r"\son[a-z]+=", markup)
    assert not re.search(r"<script(?![^>]*\ssrc=)", markup)
    assert "<style" not in markup
    assert not re.search(r"\|\s*safe\b", text) or _safe_is_rendered(text)


def _safe_is_rendered(text: str) -> bool:
    """`safe` stands behind HTML that was cleaned when it was saved: names end in html."""
    return all(
        re.search(r"(html|_html\w*|rendered\S*)\s*\|\s*safe", match)
        for match in re.findall(r"{{[^}]*\|\s*safe[^}]*}}", text)
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_imported_macros_are_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for names in re.findall(r'{%-? from "[^"]+" import ([^%]+?) -?%}', text):
        for part in names.removesuffix(" with context").split(","):
            name = part.split(" as ")[-1].strip()
            used = len(re.findall(rf"\b{re.escape(name)}\b", text))
            assert used > 1, f"{name} is imported and not used"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_template_parses(path: Path) -> None:
    environment = Environment(extensions=["jinja2.ext.do", "jinja2.ext.i18n"], autoescape=True)
    environment.parse(path.read_text(encoding="utf-8"))
