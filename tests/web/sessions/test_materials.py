"""Materials are sent, checked by content, fetched under their Thai names, and taken away."""

import io
import zipfile
from urllib.parse import quote

import pytest
from sqlalchemy import select

from cop.db import db
from cop.sessions.documents import material_documents
from cop.sessions.models import Material
from cop.sessions.services import StoredFile
from tests.make.accounts import make_member
from tests.make.communities import make_community
from tests.make.sessions import DATA, make_material, make_series, make_session

NEW = "/sessions/cops/2563/4/materials/new"
PDF = (DATA / "thai.pdf").read_bytes()


@pytest.fixture
def organiser(client):
    make_session(make_series("cops"), number=4)
    return client.as_(make_member(role="organiser"))


def only() -> Material:
    db.session.expire_all()
    return db.session.scalars(select(Material)).one()


def test_material_is_kept_listed_and_sent_as_attachment(organiser):
    data = {"title": "สไลด์บรรยาย", "kind": "slides"}
    answer = organiser.send(NEW, data, files={"file": (PDF, "ถอดบทเรียน.pdf")})
    assert answer.response.headers["Location"] == "/sessions/cops/2563/4#materials"
    material = only()
    assert (material.name, material.size_bytes) == ("ถอดบทเรียน.pdf", len(PDF))
    assert material.content_type == "application/pdf"
    page = organiser.see("/sessions/cops/2563/4")
    link = next(one for one in page.all(".//a") if page.words(one) == "สไลด์บรรยาย")
    sent = organiser.get(link.get("href"))
    assert sent.data == PDF
    disposition = sent.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert f"filename*=UTF-8''{quote('ถอดบทเรียน.pdf')}" in disposition
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent.headers["Content-Security-Policy"]
    assert "2 หน้า" in page.words()
    assert "ค้นข้างในได้" in page.words()


@pytest.mark.parametrize(
    ("content", "name", "status", "words"),
    [
        (b"", "a.pdf", 422, "ไฟล์นี้ว่างเปล่า"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", 422, "รับไม่ได้"),
        (b"<!doctype html><script>x</script>", "a.pdf", 422, "ชนิดที่รับ: PDF DOCX"),
        (b"MZ" + b"\0" * 100, "a.docx", 422, "รับไม่ได้"),
    ],
)
def test_wrong_files_are_refused_and_the_title_kept(organiser, content, name, status, words):
    data = {"title": "ชื่อที่พิมพ์ไว้"}
    page = organiser.send(NEW, data, status=status, files={"file": (content, name)})
    assert words in page.words()
    assert "ชื่อที่พิมพ์ไว้" in page.text
    assert db.session.scalars(select(Material)).all() == []


def test_missing_file_title_or_kind(organiser):
    assert "เลือกไฟล์ก่อน" in organiser.send(NEW, {"title": "ก ข"}, status=422).words()
    page = organiser.send(NEW, {"title": ""}, status=422, files={"file": (PDF, "a.pdf")})
    assert "กรอกช่องนี้" in page.words()
    data = {"title": "ก ข", "kind": "virus"}
    page = organiser.send(NEW, data, status=422, files={"file": (PDF, "a.pdf")})
    assert "เลือกจากรายการที่มี" in page.words()


def test_too_large_is_413_in_our_words(organiser, app):
    app.config["MATERIAL_MB"] = 0
    try:
        page = organiser.send(NEW, {"title": "ก ข"}, status=413, files={"file": (PDF, "a.pdf")})
    finally:
        app.config["MATERIAL_MB"] = 200
    assert "ไฟล์ใหญ่เกินไป รับได้ไม่เกิน 0 MB" in page.words()


def test_sent_twice_makes_one(organiser):
    def send():
        data = {"title": "ก ข", "kind": "document", "form_key": "k"}
        data["file"] = (io.BytesIO(PDF), "a.pdf")
        return organiser.post(NEW, data, content_type="multipart/form-data")

    assert send().status_code == send().status_code == 303
    only()


def test_text_of_the_file_is_in_the_search_document(organiser):
    material = make_material()
    db.session.expire_all()
    document = material_documents([material.id])[0]
    assert "น้ำท่วมซ้ำซาก" in document.body
    assert "mod" in document.audience


def test_removed_material_is_gone(organiser):
    organiser.send(NEW, {"title": "ก ข"}, files={"file": (PDF, "a.pdf")})
    address = f"/materials/{only().id}"
    organiser.send(f"{address}/remove", {}, page="/sessions/cops/2563/4")
    assert organiser.get(f"{address}/a.pdf").status_code == 404


def test_lost_bytes_are_410(organiser):
    lost = StoredFile(digest="0" * 64, size_bytes=1, content_type="application/pdf", name="a.pdf")
    material = make_material(stored=lost)
    assert organiser.get(f"/materials/{material.id}/a.pdf").status_code == 410
    db.session.expire_all()
    assert db.session.get_one(Material, material.id).unread_reason == "file_lost"


def test_text_files_go_out_as_bytes(organiser):
    organiser.send(NEW, {"title": "ตาราง"}, files={"file": ("ชื่อ,ค่า\n".encode(), "ข้อมูล.csv")})
    answer = organiser.get(f"/materials/{only().id}/x", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.data == "ชื่อ,ค่า\n".encode()
    assert only().text.startswith("ชื่อ,ค่า")


def test_office_file_is_taken_and_read(organiser):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "word/document.xml", "<w:d xmlns:w='w'><w:p>บทเรียน</w:p><w:p>สอง</w:p></w:d>"
        )
    organiser.send(NEW, {"title": "ก ข"}, files={"file": (stream.getvalue(), "a.docx")})
    assert only().text == "บทเรียน\nสอง\n"


def test_staff_fetch_but_do_not_remove(client, organiser):
    material = make_material()
    client.as_(make_member())
    assert client.get(f"/materials/{material.id}/x").status_code == 200
    assert client.post(f"/materials/{material.id}/remove").status_code == 403


def test_outsider_fetches_nothing(client, app):
    closed = make_community(kind="members")
    exchange = make_session(make_series(community=closed), visibility="community")
    material = make_material(exchange)
    assert client.get(f"/materials/{material.id}/x").status_code == 302
    client.as_(make_member())
    assert client.get(f"/materials/{material.id}/x").status_code == 404
    assert client.post(f"/materials/{material.id}/remove").status_code == 404
