"""Everybody's browser over the small world, what they saw, and the database before and after."""

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from cop.accounts.models import SignIn
from cop.db import Base, db
from tests.browser_without_scripts import Browser
from tests.web.matrix.table import PAGES, things_for
from tests.web.matrix.world import PEOPLE, VISITORS, Thing, World

Rows = dict[str, list[dict[str, Any]]]
Asked = tuple[str, str]
WORD = re.compile(r"zq[a-z]+")
# What changes from one answer to the next and says nothing.
# The bell has a test of its own.
PASSING = re.compile(
    r'name="(csrf_token|form_key|next|tab)" value="[^"]*"|<a class="icon-btn bell".*?</a>',
    re.DOTALL,
)
# PostgreSQL gives out ids by counters of its own, which go back with the rows.
_COUNT_ON = (
    "SELECT setval(pg_get_serial_sequence('{0}', 'id'),"
    " (SELECT COALESCE(max(id), 0) + 1 FROM {0}), false)"
)


@dataclass(frozen=True)
class Seen:
    """What an answer says."""

    address: str
    status: int
    location: str
    words: frozenset[str]
    plain: str

    @classmethod
    def of(cls, address: str, answer: TestResponse) -> "Seen":
        said = answer.get_data().decode("utf-8", "replace")
        words = WORD.findall(said + repr(list(answer.headers)))
        return cls(
            address,
            answer.status_code,
            answer.headers.get("Location", ""),
            frozenset(word.removesuffix("tag") for word in words),
            PASSING.sub("", said) if answer.status_code >= 400 else "",
        )


class Walker:
    """Every role's browser over one world."""

    def __init__(self, site: Flask, world: World) -> None:
        self.site = site
        self.world = world
        self.browsers = {role: self.enter(role) for role in (*PEOPLE, *VISITORS)}
        staff = world.people["staff"].id
        world.ids["sign_in"] = db.session.scalars(
            select(SignIn.id).where(SignIn.member_id == staff)
        ).one()
        self._walks: dict[str, dict[Asked, Seen]] = {}
        self.kept = self.rows()
        self.copy = self._copied()

    def enter(self, role: str) -> Browser:
        """Return a new browser of the role, signed in unless it is a visitor's."""
        browser = Browser(self.site)
        return browser if role in VISITORS else browser.as_(self.world.people[role])

    def browser(self, role: str) -> Browser:
        """Return the role's browser; public reading is on for the public visitor alone."""
        self.site.config["PUBLIC_READING"] = role == "public_visitor"
        return self.browsers[role]

    def look(self, role: str, address: str) -> Seen:
        return Seen.of(address, self.browser(role).get(address))

    def walk(self, role: str) -> Mapping[Asked, Seen]:
        """Return what the role sees of every page of every thing; each is opened once."""
        if role not in self._walks:
            self._walks[role] = {
                (endpoint, thing.name if thing else ""): self.look(role, self.page(endpoint, thing))
                for endpoint, page in PAGES.items()
                for thing in things_for(page, self.world)
            }
        return self._walks[role]

    def page(self, endpoint: str, thing: Thing | None) -> str:
        """Return the address of the page about the thing."""
        ids = self.world.ids
        values = {
            "member_id": ids["member"],
            "agency_id": ids["agency"],
            "term_id": ids["term"],
            "scheme": "topic",
            "thread_id": 1,
            "version": "x",
            "name": "css/base.css",
            "token": "x" * 43,
        }
        values.update(thing.values if thing else {})
        rule = self.rule(endpoint, "GET")
        return self.address(endpoint, **{name: values[name] for name in rule.arguments})

    def rule(self, endpoint: str, method: str) -> Any:
        """Return the first rule of an endpoint that takes the method."""
        rules = self.site.url_map.iter_rules(endpoint)
        return next(rule for rule in rules if method in (rule.methods or ()))

    def endpoints(self, method: str) -> set[str]:
        """Return all that the address map answers to the method."""
        rules = self.site.url_map.iter_rules()
        return {rule.endpoint for rule in rules if method in (rule.methods or ())}

    def address(self, endpoint: str, **values: Any) -> str:
        with self.site.test_request_context():
            return url_for(endpoint, **values)

    def rows(self) -> Rows:
        """Return all that the database holds."""
        db.session.remove()
        found = {}
        with db.engine.connect() as connection:
            for table in Base.metadata.sorted_tables:
                rows = connection.execute(select(table).order_by(*table.primary_key.columns))
                found[table.name] = [dict(row) for row in rows.mappings()]
        return found

    def changed(self, before: Rows) -> list[str]:
        """Return the tables that are not as they were; the use of a sign-in is no change."""
        after = self.rows()
        return [name for name in after if _settled(name, after) != _settled(name, before)]

    def restore(self) -> None:
        """Put the database back to what was kept, its counters of ids too."""
        db.session.remove()
        if self.copy is not None:
            with closing(self._file()) as file:
                self.copy.backup(file)
            return
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in Base.metadata.sorted_tables:
                connection.execute(table.delete())
                if rows := self.kept[table.name]:
                    connection.execute(table.insert(), rows)
                if "id" in table.c:
                    connection.execute(text(_COUNT_ON.format(table.name)))

    def _copied(self) -> sqlite3.Connection | None:
        if self.site.config["DATABASE_URL"]:
            return None
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(self._file()) as file:
            file.backup(copy)
        return copy

    def _file(self) -> sqlite3.Connection:
        return sqlite3.connect(Path(self.site.config["DATA_DIR"]) / "cop.db")


def _settled(name: str, rows: Rows) -> list[dict[str, Any]]:
    if name != "sign_ins":
        return rows[name]
    return [{**row, "last_seen_at": None} for row in rows[name]]
