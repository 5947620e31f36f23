"""The floor: the same rows as the site's pages, written by hand with nothing besides.

Flask, Jinja, SQL by hand on the site's own SQLite file, HTML as it was stored when it was written,
and one look-up of the signed-in member. No rules of visibility, no forms' machinery, no
translations, no journal: what a page costs when nobody asks it for anything else.
"""

import hashlib
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, abort, g, redirect, render_template, request

from cop.core.markup import render

DATABASE = os.environ["FLOOR_DATABASE"]
COOKIE = "floor"
A_PAGE = 20
MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
KINDS = {
    "lesson": "บทเรียน",
    "caution": "ข้อพึงระวัง",
    "good_practice": "แนวปฏิบัติที่ดี",
    "how_to": "วิธีปฏิบัติ",
    "question": "คำถาม",
    "discussion": "สนทนา",
    "announcement": "ประกาศ",
}
OUTCOMES = {"success": "สำเร็จ", "unexpected": "ไม่เป็นไปตามคาด", "mixed": "ผสมผสาน"}
PARTS = (
    ("background_html", "ความเป็นมาและบริบท"),
    ("expected_html", "สิ่งที่คาดหวัง"),
    ("what_happened_html", "สิ่งที่เกิดขึ้นจริง"),
    ("cause_html", "สาเหตุและปัจจัย"),
    ("lesson_html", "บทเรียนที่ได้"),
    ("steps_method_html", "ขั้นตอนและวิธีดำเนินการ"),
    ("success_factors_html", "ปัจจัยความสำเร็จ"),
    ("evidence_html", "หลักฐานและผลลัพธ์"),
)
LESSONS = """
SELECT l.number, l.title, l.summary, l.kind, l.outcome, l.published_at, m.given_name,
  m.family_name, c.name AS community, p.name_th AS province
FROM (
  SELECT id FROM lessons WHERE published_revision_id IS NOT NULL
  ORDER BY published_at DESC, id DESC LIMIT ?
) newest
JOIN lessons l ON l.id = newest.id JOIN members m ON m.id = l.author_id
JOIN communities c ON c.id = l.community_id LEFT JOIN provinces p ON p.code = l.province_code
ORDER BY l.published_at DESC, l.id DESC
"""
THREADS = """
SELECT t.id, t.slug, t.title, t.excerpt, t.answer_excerpt, t.kind, t.answer_position,
  t.reply_count, t.created_at, t.last_activity_at, c.name AS community,
  coalesce(r.given_name, a.given_name) AS given_name,
  coalesce(r.family_name, a.family_name) AS family_name
FROM threads t JOIN communities c ON c.id = t.community_id JOIN members a ON a.id = t.author_id
LEFT JOIN members r ON r.id = t.last_replier_id WHERE t.removed_at IS NULL
"""
NEXT = """
SELECT e.title_th, e.fiscal_year, e.number, e.start_at, e.hall, s.slug FROM exchange_sessions e
JOIN series s ON s.id = e.series_id WHERE e.state = 'announced' AND e.start_at > ?
ORDER BY e.start_at LIMIT 1
"""
MINE = """
SELECT c.slug, c.name FROM communities c JOIN memberships m ON m.community_id = c.id
WHERE m.member_id = ? ORDER BY c.sort_key
"""
LESSON = """
SELECT l.number, l.published_at, r.*, m.given_name, m.family_name, m.position,
  a.name_th AS agency, p.name_th AS province, c.name AS community
FROM lessons l JOIN revisions r ON r.id = l.published_revision_id
JOIN members m ON m.id = l.author_id JOIN communities c ON c.id = l.community_id
LEFT JOIN agencies a ON a.id = l.agency_id LEFT JOIN provinces p ON p.code = l.province_code
WHERE l.number = ?
"""
TERMS = """
SELECT t.scheme, t.code, t.label_th FROM lesson_terms x JOIN terms t ON t.id = x.term_id
WHERE x.revision_id = ? ORDER BY t.scheme, t.code
"""
THREAD = """
SELECT t.*, c.name AS community, m.given_name, m.family_name, a.name_th AS agency FROM threads t
JOIN communities c ON c.id = t.community_id JOIN members m ON m.id = t.author_id
LEFT JOIN agencies a ON a.id = m.agency_id WHERE t.id = ? AND t.removed_at IS NULL
"""
REPLIES = """
SELECT r.position, r.body_html, r.created_at, m.given_name, m.family_name, a.name_th AS agency
FROM replies r JOIN members m ON m.id = r.author_id LEFT JOIN agencies a ON a.id = m.agency_id
WHERE r.thread_id = ? AND r.position BETWEEN ? AND ? ORDER BY r.position
"""
MEMBER = """
SELECT m.id, m.email, m.given_name, m.family_name FROM sign_ins s
JOIN members m ON m.id = s.member_id
WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > ? AND m.is_active
"""

app = Flask(__name__, static_folder=None)
app.jinja_env.trim_blocks = True
app.jinja_env.lstrip_blocks = True
app.jinja_env.globals.update(kinds=KINDS, outcomes=OUTCOMES, parts=PARTS)
_connections: dict[tuple[int, int], sqlite3.Connection] = {}


def database() -> sqlite3.Connection:
    import threading  # noqa: PLC0415

    place = (os.getpid(), threading.get_ident())
    if place not in _connections:
        connection = sqlite3.connect(DATABASE, isolation_level=None)
        connection.row_factory = sqlite3.Row
        for pragma in ("busy_timeout=5000", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _connections[place] = connection
    return _connections[place]


def now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(" ")  # noqa: TID251 - no site here


@app.template_filter()
def day(stored: str) -> str:
    local = datetime.fromisoformat(stored) + timedelta(hours=7)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year + 543}"


@app.before_request
def who() -> None:
    g.me = None
    if token := request.cookies.get(COOKIE):
        digest = hashlib.sha256(token.encode()).hexdigest()
        g.me = database().execute(MEMBER, (digest, now())).fetchone()


@app.get("/")
def home() -> str:
    base = database()
    me = g.me["id"] if g.me else 0
    waiting = f"{THREADS} AND t.kind = 'question' AND t.answer_position IS NULL"
    return render_template(
        "home.html",
        lessons=base.execute(LESSONS, (4,)).fetchall(),
        questions=base.execute(f"{waiting} ORDER BY t.created_at LIMIT 3").fetchall(),
        coming=base.execute(NEXT, (now(),)).fetchone(),
        communities=base.execute(MINE, (me,)).fetchall(),
    )


@app.get("/lessons")
def lessons() -> str:
    base = database()
    count = "SELECT count(*) FROM lessons WHERE published_revision_id IS NOT NULL"
    total = base.execute(count).fetchone()[0]
    rows = base.execute(LESSONS, (A_PAGE,)).fetchall()
    return render_template("lessons.html", rows=rows, total=total)


@app.get("/lessons/<number>")
def lesson(number: str) -> str:
    import json  # noqa: PLC0415

    row = database().execute(LESSON, (number,)).fetchone() or abort(404)
    terms = database().execute(TERMS, (row["id"],)).fetchall()
    steps = json.loads(row["recommendation"])
    return render_template("lesson.html", row=row, terms=terms, steps=steps)


@app.get("/threads")
def threads() -> str:
    base = database()
    total = base.execute("SELECT count(*) FROM threads WHERE removed_at IS NULL").fetchone()[0]
    rows = base.execute(f"{THREADS} ORDER BY t.last_activity_at DESC LIMIT {A_PAGE}").fetchall()
    return render_template("threads.html", rows=rows, total=total)


@app.get("/threads/<int:thread_id>")
def thread(thread_id: int) -> str:
    page = request.args.get("page", 1, int)
    row = database().execute(THREAD, (thread_id,)).fetchone() or abort(404)
    span = (thread_id, (page - 1) * A_PAGE + 1, page * A_PAGE)
    replies = database().execute(REPLIES, span).fetchall()
    return render_template("thread.html", row=row, replies=replies, page=page)


@app.post("/threads/<int:thread_id>/replies")
def reply(thread_id: int) -> Any:
    if g.me is None:
        abort(403)
    body, at, base = request.form["body"], now(), database()
    markup = render(body)
    base.execute("BEGIN IMMEDIATE")
    position = base.execute(
        "UPDATE threads SET reply_count = reply_count + 1, last_activity_at = ?,"
        " last_replier_id = ? WHERE id = ? RETURNING reply_count",
        (at, g.me["id"], thread_id),
    ).fetchone()[0]
    base.execute(
        "INSERT INTO replies (version, thread_id, position, author_id, body, body_html, created_at)"
        " VALUES (1, ?, ?, ?, ?, ?, ?)",
        (thread_id, position, g.me["id"], body, markup, at),
    )
    base.execute("COMMIT")
    page = (position - 1) // A_PAGE + 1
    return redirect(f"/threads/{thread_id}?page={page}#r{position}", 303)
