"""The text of a material is read by a job, in a process of its own."""

import json
import subprocess
import sys
import zipfile

import pytest
from sqlalchemy import select

from cop.db import db, transaction
from cop.journal import Entry
from cop.sessions import jobs
from cop.sessions.jobs import extraction
from cop.sessions.models import Material
from tests.make.sessions import DATA, make_material


def fresh() -> Material:
    db.session.expire_all()
    return db.session.scalars(select(Material)).one()


def test_thai_of_a_pdf_is_whole(app):
    make_material()
    material = fresh()
    assert (material.read_state, material.pages) == ("read", 2)
    for words in (
        "การสร้างองค์กรนวัตกรรมภาครัฐ",
        "น้ำท่วมซ้ำซากแก้ได้ด้วยการทำงานร่วมกันของจังหวัด",
        "ผู้ที่เดินเข้ามาเอง เวลารอคิว",
        "แล้วแก้ทีละขั้น",
    ):
        assert words in material.text
    what = db.session.scalars(
        select(Entry.what).where(Entry.subject_kind == "material").order_by(Entry.id)
    ).all()
    assert what == ["material_added", "material_read"]


def test_reading_twice_changes_nothing(app):
    make_material()
    jobs.read_text(fresh().id)
    jobs.read_text(999_999)
    read = select(Entry).where(Entry.what == "material_read")
    assert len(db.session.scalars(read).all()) == 1


def test_what_takes_too_long_is_left_unread(app, monkeypatch):
    make_material()
    with transaction():
        fresh().read_state = "waiting"
    monkeypatch.setattr(jobs, "LONGEST_SECONDS", 0.001)
    jobs.read_text(fresh().id)
    assert (fresh().read_state, fresh().unread_reason) == ("unread", "too_long")


def run(path, content_type: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-I", extraction.__file__, str(path), content_type],
        capture_output=True,
        check=True,
        timeout=30,
    )
    return json.loads(done.stdout)


def test_the_process_loads_nothing_of_the_site():
    assert run(DATA / "thai.pdf", "application/pdf")["pages"] == 2


def test_broken_files_say_so(tmp_path):
    broken = tmp_path / "a"
    broken.write_bytes(b"%PDF-1.4 nothing more")
    assert run(broken, "application/pdf") == {"unread": "damaged"}
    assert run(broken, "application/vnd.x-officedocument.wordprocessingml.document") == {
        "unread": "damaged"
    }
    assert run(broken, "image/png") == {"unread": "no_text"}


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("ppt/slides/slide1.xml", "<a:p xmlns:a='a'>สไลด์</a:p>"),
        ("xl/sharedStrings.xml", "<sst><si><t>ตาราง</t></si></sst>"),
        ("content.xml", "<o xmlns:text='t'><text:p>เอกสาร</text:p></o>"),
    ],
)
def test_office_parts_are_read(tmp_path, part, text):
    path = tmp_path / "a"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(part, text)
    found = extraction.text_of_office(str(path))
    assert found.strip() in {"สไลด์", "ตาราง", "เอกสาร"}


def test_a_document_type_is_refused(tmp_path):
    path = tmp_path / "a"
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", bomb)
    with pytest.raises(extraction.Unread, match="damaged"):
        extraction.text_of_office(str(path))


def test_repair_puts_sara_am_and_marks_right():
    assert extraction.repaired("นํ้า ท ี่\x00นํา") == "น้ำ ที่นำ"


def test_plain_text_in_tis_620(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("ชื่อ,น้ำ".encode("tis-620"))
    assert extraction.text_of_plain(str(path)) == "ชื่อ,น้ำ"
