"""Rules over the address map."""

import re

import pytest
from flask import Flask

from cop.app import create_app
from cop.web.public import is_public
from tests.conftest import site_settings

# Everything that answers somebody who has not signed in. Adding a line is a decision.
PUBLIC = {
    "/",
    "/about",
    "/accessibility",
    "/account/language",
    "/communities",
    "/communities/<string:slug>",
    "/communities/<string:slug>/sessions",
    "/communities/<string:slug>/threads",
    "/dates/read",
    "/expert/<string(length=43):token>",
    "/guide",
    "/healthz",
    "/lessons",
    "/lessons/<string:lesson_ref>",
    "/lessons/<string:lesson_ref>/print",
    "/login",
    "/logout",
    "/materials/<int(max=2147483647):material_id>/<path:name>",
    "/pictures/<string(length=16):key>-<int(max=99999):width>x<int(max=99999):height>",
    "/privacy",
    "/readyz",
    "/recordings/<int(max=2147483647):recording_id>",
    "/recordings/<int(max=2147483647):recording_id>/captions/<string(maxlength=8):language>.vtt",
    "/recordings/<int(max=2147483647):recording_id>/media",
    "/search",
    "/search/suggest",
    "/sessions",
    "/sessions/<string:series>/<int(max=2147483647):fiscal_year>/<int(max=2147483647):number>",
    "/static/<string:version>/<path:name>",
    "/threads",
    "/threads/<int(max=2147483647):thread_id>",
    "/threads/<int(max=2147483647):thread_id>/<string:slug>",
    "/threads/<int(max=2147483647):thread_id>/replies/<int(min=1, max=2147483647):position>",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(site_settings(tmp_path_factory.mktemp("map")))


def test_public_addresses_are_the_listed_ones(site: Flask) -> None:
    found = {
        rule.rule
        for rule in site.url_map.iter_rules()
        if is_public(site.view_functions[rule.endpoint])
    }
    assert found == PUBLIC


def test_addresses_are_lower_case_nouns_with_typed_parts(site: Flask) -> None:
    for rule in site.url_map.iter_rules():
        for part in rule.rule.strip("/").split("/"):
            if part.startswith("<"):
                assert ":" in part, f"{rule.rule}: give {part} a type"
            else:
                assert re.fullmatch(r"[a-z0-9.-]*", part), rule.rule


def test_no_address_changes_anything_by_get(site: Flask) -> None:
    writing = re.compile(
        r"/(submit|publish|reject|withdraw|start-review|request-changes|recall|restore|join|leave"
        r"|logout|language|revoke|disable|enable|end|remove|lock|unlock)$"
    )
    for rule in site.url_map.iter_rules():
        if writing.search(rule.rule):
            assert "GET" not in (rule.methods or set()), rule.rule
