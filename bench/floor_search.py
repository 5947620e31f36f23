"""The floor of the search page: a full text table of SQLite, SQL by hand, a thin template.

Beside `bench.floor`, whose application, sign-in and connection it shares. The texts are those of
the site's own index, in a table of three-letter pieces, which finds Thai anywhere in a word. It
knows no visibility, facets, synonyms, spelling or second ranking.
"""

import os
import sqlite3
import sys

from flask import render_template, request

from bench.floor import app, database

TEXTS = os.environ["FLOOR_TEXTS"]
A_PAGE = 20
_FILTERS = ("fiscal_year", "outcome", "province_code", "kind")
_SHORT = 3
_FROM = """
FROM texts LEFT JOIN lessons l ON texts.kind = 'lesson' AND l.id = texts.thing
WHERE {conditions}
"""
_FOUND = """
SELECT texts.kind, texts.thing, texts.title, l.number, l.kind AS type, l.outcome, l.published_at,
  m.given_name, m.family_name, c.name AS community, p.name_th AS province,
  snippet(texts, 1, char(2), char(3), '…', 60) AS snip
FROM texts LEFT JOIN lessons l ON texts.kind = 'lesson' AND l.id = texts.thing
LEFT JOIN members m ON m.id = l.author_id LEFT JOIN communities c ON c.id = l.community_id
LEFT JOIN provinces p ON p.code = l.province_code
WHERE {conditions} ORDER BY rank LIMIT ?
"""


@app.get("/search")
def search() -> str:
    """Find what has all the words: of shorter ones than three letters only as plain text."""
    typed = request.args.get("q", "")
    words = typed.split()
    long = [word for word in words if len(word) >= _SHORT]
    conditions, values = [], []
    if long:
        conditions.append("texts MATCH ?")
        values.append(" ".join(f'"{word.replace(chr(34), "")}"' for word in long))
    for word in words:
        if len(word) < _SHORT:
            conditions.append("texts.body LIKE ?")
            values.append(f"%{word}%")
    for name in _FILTERS:
        if chosen := request.args.get(name):
            conditions.append(f"l.{name} = ?")
            values.append(chosen)
    asked = " AND ".join(conditions) or "0"
    base = _with_texts(database())
    total = base.execute(f"SELECT count(*) {_FROM.format(conditions=asked)}", values).fetchone()[0]
    rows = base.execute(_FOUND.format(conditions=asked), (*values, A_PAGE)).fetchall()
    return render_template("search.html", rows=rows, total=total, typed=typed)


@app.template_filter()
def with_marks(snippet: str) -> list[tuple[str, bool]]:
    """Return the pieces of a snippet, and whether each is what was looked for."""
    first, *others = snippet.split("\x02")
    pieces = [(first, False)]
    for other in others:
        marked, _, rest = other.partition("\x03")
        pieces += [(marked, True), (rest, False)]
    return [piece for piece in pieces if piece[0]]


def _with_texts(base: sqlite3.Connection) -> sqlite3.Connection:
    """Return the connection with the texts attached to it."""
    if len(base.execute("PRAGMA database_list").fetchall()) == 1:
        base.execute("ATTACH ? AS found", (TEXTS,))
    return base


def main() -> None:
    """Write the texts of the site whose data folder is named: `python -m bench.floor_search`."""
    from cop.search.sources import SOURCES, thing_id  # noqa: PLC0415
    from wsgi import app as site  # noqa: PLC0415

    base = sqlite3.connect(TEXTS)
    base.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(title, body, kind UNINDEXED, thing UNINDEXED,"
        " tokenize='trigram')"
    )
    with site.app_context():
        for source in SOURCES.values():
            ids = list(source.all_ids())
            for start in range(0, len(ids), 200):
                made = source.documents(ids[start : start + 200])
                rows = [(one.title, one.body, one.kind, thing_id(one.id)) for one in made]
                base.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", rows)
    base.execute("INSERT INTO texts(texts) VALUES ('optimize')")
    base.commit()
    base.close()
    print(TEXTS, file=sys.stderr)


if __name__ == "__main__":
    main()
