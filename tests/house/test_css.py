"""The style sheets keep to the tokens, to the oldest browser and to their budget."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
import tinycss2

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
SHEETS = sorted(CSS.glob("*.css"))
PARTS = [sheet for sheet in SHEETS if sheet.name != "base.css"]
PAGE_BUDGET_BYTES = 10 * 1024
FORBIDDEN = {
    "light-dark(": "Chrome 123",
    "color-mix(": "Chrome 111",
    "subgrid": "Chrome 117",
    "style(": "no Firefox",
    "@container": "kept out with its style queries",
    "@import": "a sheet is one request",
    "@scope": "Chrome 118",
    "letter-spacing": "parts Thai marks",
    "text-transform": "Thai has no capitals",
    "font-style: italic": "Thai has no italic face here",
    "text-align: justify": "opens rivers in Thai",
    "http:": "our own origin only",
    "https:": "our own origin only",
}
LAYERS = ["base", "layout", "parts", "pages", "print"]


def text_of(sheet: Path) -> str:
    """Return the sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)


def outside_tokens(sheet: Path) -> str:
    whole = sheet.read_text(encoding="utf-8")
    return re.sub(r"/\* tokens \*/.*?/\* end of tokens \*/", "", whole, flags=re.DOTALL)


def rules(nodes: list[Any], selector: str = "") -> list[tuple[str, list[Any]]]:
    """Return (selector, content) of every rule, groups and layers opened."""
    found = []
    for node in nodes:
        if node.type == "qualified-rule":
            found.append((tinycss2.serialize(node.prelude).strip(), node.content))
        elif node.type == "at-rule" and node.content and node.at_keyword != "font-face":
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            found += [] if node.at_keyword == "page" else rules(inner, selector)
    return found


def parsed(sheet: Path) -> list[tuple[str, list[Any]]]:
    source = sheet.read_text(encoding="utf-8")
    return rules(tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.name))
def test_it_parses_and_its_braces_balance(sheet: Path) -> None:
    text = text_of(sheet)
    assert text.count("{") == text.count("}")
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    problems = [node.message for node in nodes if node.type == "error"]
    for selector, content in parsed(sheet):
        declarations = tinycss2.parse_blocks_contents(
            content, skip_comments=True, skip_whitespace=True
        )
        for node in declarations:
            assert node.type != "qualified-rule", f"nested rule in {selector}"
            if node.type == "error":
                problems.append(f"{selector}: {node.message}")
    assert not problems


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.name))
def test_it_uses_nothing_that_the_oldest_browser_or_thai_forbids(sheet: Path) -> None:
    text = text_of(sheet)
    assert not {what: why for what, why in FORBIDDEN.items() if what in text}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.name))
def test_raw_colours_stand_in_the_token_block_only(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", outside_tokens(sheet), flags=re.DOTALL)
    raw = re.findall(r":[^;{}]*?(#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\))", text)
    at_print = re.findall(r":[^;{}]*\b(white|black|red|green|blue|grey|gray)\b", text)
    assert raw == []
    assert at_print == []


def test_every_token_used_is_defined_and_every_token_defined_is_used() -> None:
    everything = "".join(text_of(sheet) for sheet in SHEETS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", text_of(CSS / "base.css")))
    used = set(re.findall(r"var\((--[\w-]+)\)", everything))
    assert used <= defined
    assert defined - used == set()


def test_both_schemes_give_every_colour_that_changes() -> None:
    block = (CSS / "base.css").read_text(encoding="utf-8").split("/* end of tokens */")[0]
    light, dark = block.split("prefers-color-scheme: dark", 1)
    pattern = r"(--[\w-]+):\s*(?:#|rgba)"
    fixed = {"--on-dark", "--veil", "--face-b", "--face-c", "--face-d", "--ok-line"}
    roles = {name for name in re.findall(pattern, light) if not re.match(r"--\w+-\d{3}$", name)}
    assert roles - fixed - set(re.findall(pattern, dark)) == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.name))
def test_thai_has_room_above_and_below(sheet: Path) -> None:
    text = text_of(sheet)
    heights = re.findall(r"line-height:\s*([\d.]+)", text)
    heights += re.findall(r"font:[^;]*?/\s*([\d.]+)", text)
    heights += re.findall(r"--lh-[\w]+:\s*([\d.]+)", text)
    assert [height for height in heights if float(height) < 1.35] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.name))
def test_text_is_hidden_from_sight_only_on_purpose(sheet: Path) -> None:
    for selector, content in parsed(sheet):
        body = tinycss2.serialize(content)
        if re.search(r"overflow:\s*hidden", body):
            assert "clip-path: inset(50%)" in body, selector


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.name))
def test_only_known_layers(sheet: Path) -> None:
    named = re.findall(r"@layer\s+([\w, ]+?)\s*[{;]", text_of(sheet))
    assert {layer.strip() for names in named for layer in names.split(",")} <= set(LAYERS)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: str(part.name))
def test_a_page_stays_within_its_budget(part: Path) -> None:
    together = sum(len(gzip.compress(s.read_bytes(), 9)) for s in (CSS / "base.css", part))
    assert together <= PAGE_BUDGET_BYTES, f"{part.name}: {together} bytes with base.css"


def test_every_file_a_sheet_names_exists() -> None:
    for sheet in SHEETS:
        for path in re.findall(r"url\(\"([^\"]+)\"\)", text_of(sheet)):
            assert (sheet.parent / path).resolve().is_file(), f"{sheet.name}: {path}"
