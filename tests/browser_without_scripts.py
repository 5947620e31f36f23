"""A browser for tests: keeps cookies, checks every page it sees, fills forms as a person would."""

import re
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from cop.accounts import queries
from cop.accounts.guards import Door  # noqa: F401 - the cookie below stands for one
from cop.core.clock import now
from cop.db import db

MOST_QUERIES = 12
NS = "{http://www.w3.org/1999/xhtml}"
# Findings of the parser that HTML itself allows.
ALLOWED_PARSE_ERRORS = {"expected-doctype-but-got-chars"}


class Page:
    """One answer, parsed."""

    def __init__(self, response: TestResponse, queries: int) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self.queries = queries
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.tree = parser.parse(self.text)
        self.parse_errors = [e for e in parser.errors if e[1] not in ALLOWED_PARSE_ERRORS]

    def all(self, path: str) -> list[Any]:
        return self.tree.findall(path)

    def words(self, element: Any = None) -> str:
        node = self.tree if element is None else element
        return " ".join("".join(node.itertext()).split())

    @property
    def h1(self) -> str:
        return self.words(self.all(".//h1")[0])

    @property
    def total(self) -> int:
        return int(self.tree.find(".//output[@data-total]").get("data-total"))

    @property
    def hits(self) -> list[tuple[str, str]]:
        found = self.all(".//article[@data-kind]")
        return [(one.get("data-kind"), one.get("data-id")) for one in found]

    def form(self, action: str | None = None) -> Any:
        for form in self.all(".//form"):
            if form.get("method", "get").lower() != "post":
                continue
            if action is None or (form.get("action") or "").endswith(action):
                return form
        raise AssertionError(f"no POST form for {action!r}")

    def check(self, language: str = "th") -> "Page":
        assert not self.parse_errors, self.parse_errors[:3]
        root = self.tree
        assert root.get("lang") == language
        assert len(self.all(".//h1")) == 1, "one h1"
        title = self.words(self.all(".//title")[0])
        assert len(title) > 3, "the title is filled"
        assert self.tree.find(".//main[@id='main']") is not None
        for script in self.all(".//script"):
            assert script.get("src"), "no inline script"
        assert not self.all(".//style"), "no inline style"
        ids: set[str] = set()
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            for name in list(element.attrib):
                assert name != "style", f"style attribute on {element.tag}"
                assert not name.startswith("on"), f"{name} on {element.tag}"
            one = element.get("id")
            assert one is None or one not in ids, f"id {one} twice"
            if one:
                ids.add(one)
        self._labels(ids)
        return self

    def _labels(self, ids: set[str]) -> None:
        labelled = {label.get("for") for label in self.all(".//label")}
        inside = {id(node) for label in self.all(".//label") for node in label.iter()}
        for kind in ("input", "select", "textarea"):
            for field in self.all(f".//{kind}"):
                if field.get("type") in {"hidden", "submit", "button"}:
                    continue
                named = (
                    field.get("id") in labelled
                    or id(field) in inside
                    or field.get("aria-label")
                    or field.get("aria-labelledby")
                )
                assert named, f"{kind} {field.get('name')} has no label"
                for target in (field.get("aria-describedby") or "").split():
                    assert target in ids, f"aria-describedby names {target}, which is not there"


class _Client(FlaskClient):
    """Gives every request its own application context: `g` of one must not reach the next."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.remove()
        with self.application.app_context():
            return super().open(*args, **kwargs)


class Browser:
    """A person's browser, with scripts off."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = _Client(app, use_cookies=True)

    def as_(self, who: Any) -> "Browser":
        """Sign in as a member (or the address of one) without the sign-in page."""
        from cop.accounts.services._sign_ins import Browser as Where  # noqa: PLC0415
        from cop.accounts.services._sign_ins import open_row  # noqa: PLC0415

        member = queries.by_email(who) if isinstance(who, str) else who
        token, _row = open_row(member.id, Where("test", "127.0.0.1"), now())
        db.session.commit()
        with self.client.session_transaction() as session:
            session.clear()
            session["_user_id"] = token
            session["_fresh"] = True
        return self

    def get(self, address: str, **kwargs: Any) -> TestResponse:
        db.session.remove()
        response = self.client.get(address, **kwargs)
        response.get_data()
        response.close()
        return response

    def see(
        self, address: str, status: int = 200, language: str = "th", queries: int = MOST_QUERIES
    ) -> Page:
        """Open a page and check what every page must be."""
        with counted() as count:
            response = self.get(address)
        page = Page(response, count[0])
        assert page.status == status, f"{address}: {page.status} {response.headers.get('Location')}"
        if status < 300 or status >= 400:
            page.check(language)
        assert page.queries <= queries, f"{address}: {page.queries} queries"
        return page

    def post(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Post with a good token, without looking at the page first."""
        db.session.remove()
        data = {"csrf_token": self.token(), **(data or {})}
        return self.client.post(address, data=data, **kwargs)

    def send(
        self,
        address: str,
        data: dict[str, Any],
        status: int = 303,
        page: str | None = None,
        files: dict[str, tuple[bytes, str]] | None = None,
    ) -> Page:
        """Open the page that holds the form, fill it, send it, and check the answer."""
        shown = Page(self.get(page or address), 0)
        form = shown.form(address)
        fields = _filled(form)
        fields.update(data)
        for name, (content, file_name) in (files or {}).items():
            fields[name] = (BytesIO(content), file_name)
        db.session.remove()
        kind = "multipart/form-data" if files else None
        response = self.client.post(address, data=fields, content_type=kind)
        answer = Page(response, 0)
        words = answer.words()[:300]
        assert answer.status == status, f"{address}: {answer.status} {words}"
        if status not in {302, 303}:
            answer.check()
        return answer

    def token(self) -> str:
        from flask_wtf.csrf import generate_csrf  # noqa: PLC0415

        with self.app.app_context(), self.app.test_request_context():
            from flask import session as made  # noqa: PLC0415

            token = generate_csrf()
            raw = made["csrf_token"]
        with self.client.session_transaction() as session:
            session["csrf_token"] = raw
        return token


def _filled(form: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in form.iter("input"):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or kind in {"submit", "button", "file"}:
            continue
        if kind in {"checkbox", "radio"} and field.get("checked") is None:
            continue
        _add(fields, name, field.get("value", "on" if kind == "checkbox" else ""))
    for area in form.iter("textarea"):
        if area.get("name"):
            _add(fields, area.get("name"), re.sub(r"^\n", "", "".join(area.itertext())))
    for select in form.iter("select"):
        options = list(select.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        for option in chosen:
            value = option.get("value")
            words = "".join(option.itertext())
            _add(fields, select.get("name"), words if value is None else value)
    return fields


def _add(fields: dict[str, Any], name: str, value: str) -> None:
    if name in fields:
        earlier = fields[name]
        fields[name] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
    else:
        fields[name] = value


@contextmanager
def counted() -> Any:
    """Count the statements that reach the database."""
    count = [0]

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.upper().startswith(("BEGIN", "PRAGMA", "ROLLBACK", "COMMIT")):
            count[0] += 1

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield count
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
