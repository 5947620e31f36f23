"""A picture is sent while one writes: what is taken, what is kept, and what is forgotten."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from cop import files
from cop.core.clock import now
from cop.core.errors import Invalid
from cop.db import db
from cop.pictures import forms, jobs, services
from cop.pictures.models import Picture
from tests.make.accounts import make_member
from tests.make.pictures import GIF, SECRET, exif, jpeg, make_picture, png, sending, webp

JSON = {"Accept": "application/json"}


@pytest.fixture
def writer(client):
    member = make_member()
    client.as_(member)
    return member


def rows() -> list[Picture]:
    db.session.expire_all()
    return list(db.session.scalars(select(Picture).order_by(Picture.id)))


def send(client, data: bytes, name: str = "ภาพ.png"):
    form = sending(data, name)
    answer = client.post("/pictures", form, content_type="multipart/form-data", headers=JSON)
    answer.get_data()
    answer.close()
    return answer


@pytest.mark.parametrize(
    ("data", "kind", "size"),
    [
        (png(), "image/png", (12, 8)),
        (jpeg(exif(6)), "image/jpeg", (8, 12)),
        (webp((b"EXIF", SECRET)), "image/webp", (12, 8)),
        (GIF + b";", "image/gif", (12, 8)),
    ],
)
def test_a_picture_is_kept_without_what_it_tells(client, writer, data, kind, size):
    answer = send(client, data, "สถานที่ลับ.svg")
    assert answer.status_code == 201
    told = answer.get_json()
    (row,) = rows()
    assert told == {"address": row.address, "width": size[0], "height": size[1]}
    assert told["address"].endswith(f"-{size[0]}x{size[1]}")
    seen = client.get(told["address"])
    assert seen.status_code == 200
    assert seen.content_type == kind
    assert SECRET not in seen.get_data()
    assert SECRET not in files.path_of(row.digest).read_bytes()
    assert (row.member_id, row.place, row.place_id) == (writer.id, "", 0)
    # A number in it might be taken for somebody's telephone.
    assert re.fullmatch("[b-z]{16}", row.key)


def test_the_answer_is_never_run_never_guessed_and_asked_for_each_time(client, writer):
    address = send(client, png()).get_json()["address"]
    seen = client.get(address)
    assert seen.headers["Cache-Control"] == "private, no-cache"
    assert seen.headers["X-Content-Type-Options"] == "nosniff"
    assert seen.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "attachment" not in seen.headers.get("Content-Disposition", "")
    same = client.get(address, headers={"If-None-Match": seen.headers["ETag"]})
    assert same.status_code == 304
    assert client.as_(make_member()).get(address, headers={"If-None-Match": "*"}).status_code == 404


def test_the_same_picture_sent_twice_is_one(client, writer):
    first, second = send(client, png()), send(client, png(), "อีกชื่อ.png")
    assert first.get_json() == second.get_json()
    assert len(rows()) == 1
    client.as_(make_member())
    assert send(client, png()).get_json() != first.get_json()
    assert len({row.digest for row in rows()}) == 1


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"", 422, "ว่างเปล่า"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 422, "PNG JPEG WebP GIF"),
        (b"%PDF-1.7", 422, "PNG JPEG WebP GIF"),
        (png()[:60], 422, "อาจเสียหาย"),
        (png(10_001, 5), 422, "10,000"),
        (png(9_999, 9_999), 422, "25 ล้าน"),
    ],
)
def test_what_is_no_picture_for_a_page_is_refused_in_words(client, writer, data, status, words):
    answer = send(client, data)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert words in answer.get_json()["detail"]
    assert rows() == []


def test_too_many_bytes_are_refused(client, writer, monkeypatch):
    monkeypatch.setattr(forms, "_MOST_BYTES", 1_000)
    answer = send(client, png() + bytes(1_000))
    assert answer.status_code == 413
    assert "5 MB" in answer.get_json()["detail"]
    assert rows() == []


def test_the_words_of_a_refusal_are_in_the_readers_language(client, writer):
    client.post("/account/language", {"language": "en"})
    assert "PNG JPEG WebP GIF" in send(client, b"x").get_json()["detail"]
    assert send(client, b"x").get_json()["detail"].isascii()


def test_nothing_sent_is_said(client, writer):
    answer = client.post("/pictures", {}, headers=JSON)
    assert answer.status_code == 422
    assert answer.get_json()["detail"] == "เลือกไฟล์ก่อน"


def test_a_visitor_sends_nothing(client):
    assert send(client, png()).status_code == 401
    assert rows() == []


def test_too_many_that_wait_for_their_texts(app, monkeypatch):
    monkeypatch.setattr(services, "MOST_WAITING", 2)
    member = make_member()
    for shade in (1, 2, 2):
        make_picture(member, shade=shade)
    with pytest.raises(Invalid):
        make_picture(member, shade=3)
    make_picture(make_member(), shade=3)


def test_what_came_into_no_text_is_forgotten_with_its_bytes(client, writer):
    send(client, png())
    (row,) = rows()
    path = files.path_of(row.digest)
    start = now()
    with time_machine.travel(start + timedelta(days=30), tick=False):
        jobs.forget()
        jobs.sweep()
        assert len(rows()) == 1
        assert path.is_file()
    with time_machine.travel(start + timedelta(days=32), tick=False):
        jobs.forget()
        assert rows() == []
        jobs.sweep()
        assert not path.exists()


def test_bytes_that_another_row_names_stay(client, writer):
    send(client, png())
    with time_machine.travel(now() + timedelta(days=20), tick=False):
        client.as_(make_member())
        send(client, png())
    with time_machine.travel(now() + timedelta(days=40), tick=False):
        jobs.forget()
        jobs.sweep()
        (row,) = rows()
        assert files.path_of(row.digest).is_file()
