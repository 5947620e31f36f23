"""The vendored front-end files are exactly those that frontend.lock.json pins."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
LOCK = ROOT / "frontend.lock.json"
PACKAGES: list[dict[str, Any]] = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]


def folder(package: dict[str, Any]) -> Path:
    return VENDOR / f"{package['name'].rpartition('/')[2]}-{package['version']}"


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: str(package["name"]))
def test_each_file_has_the_pinned_hash(package: dict[str, Any]) -> None:
    assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"])
    for file in package["files"]:
        data = (folder(package) / file["name"]).read_bytes()
        digest = base64.b64encode(hashlib.sha384(data).digest()).decode()
        assert file["integrity"] == f"sha384-{digest}", file["name"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: str(package["name"]))
def test_each_package_carries_its_licence(package: dict[str, Any]) -> None:
    assert package["licence"]
    assert any(file["name"].upper().startswith("LICENSE") for file in package["files"])


def test_nothing_else_is_vendored() -> None:
    pinned = {folder(package) / file["name"] for package in PACKAGES for file in package["files"]}
    assert {path for path in VENDOR.rglob("*") if path.is_file()} == pinned


def test_the_lock_names_no_download_address() -> None:
    assert "://" not in LOCK.read_text(encoding="utf-8")


def test_every_reference_to_a_vendored_file_exists() -> None:
    sources = [
        *(ROOT / "static" / "css").glob("*.css"),
        *(ROOT / "static" / "js").glob("*.js"),
        *(ROOT / "templates").rglob("*.html"),
    ]
    for source in sources:
        text = source.read_text(encoding="utf-8")
        for path in re.findall(r"vendor/([\w.\-]+/[\w.\-]+)", text):
            assert (VENDOR / path).is_file(), f"{source.name}: {path}"
