"""Fields and synonyms typed in the search box of the site."""

from cop.search.engine import index
from tests.browser_without_scripts import Browser
from tests.make.accounts import load_reference, make_member
from tests.make.lessons import make_lesson
from tests.make.terms import load_terms
from tests.make.threads import make_reply, make_thread


def find(client: Browser, words: str) -> set[tuple[str, str]]:
    index().refresh()
    return set(client.see(f"/search?q={words}").hits)


def test_fields_narrow_what_the_page_finds(client: Browser) -> None:
    load_reference()
    anne, somchai = make_member(given_name="อัญชลี"), make_member(given_name="ประเสริฐ")
    here = make_lesson(author=anne, province_code="40", title_th="บัตรคิวกระดาษที่ขอนแก่น")
    there = make_lesson(author=somchai, province_code="42", title_th="บัตรคิวกระดาษที่เลย")
    thread = make_thread(author=somchai, title="ถามเรื่องบัตรคิวกระดาษ")
    make_reply(thread, anne, body="ตอบเรื่องบัตรคิวกระดาษ")
    client.as_(make_member())
    mine, other = ("lesson", here.number), ("lesson", there.number)
    talk = ("thread", str(thread.id))
    assert find(client, "บัตรคิวกระดาษ") == {mine, other, talk}
    assert find(client, "บัตรคิวกระดาษ จังหวัด:ขก") == {mine}
    assert find(client, "บัตรคิวกระดาษ -จังหวัด:ขก") == {other, talk}
    assert find(client, "บัตรคิวกระดาษ author:อัญชลี") == {mine, talk}
    assert find(client, "บัตรคิวกระดาษ -ขอนแก่น -ชนิด:กระทู้") == {other}
    assert find(client, "author:ประเสริฐ ชนิด:บทเรียน") == {other}
    assert find(client, "ชื่อ:บัตรคิว after:2400") == {mine, other, talk}
    assert find(client, "ชื่อ:บัตรคิว before:2400") == set()
    assert find(client, "หมวด:T05") == set()


def test_an_abbreviation_finds_the_full_name_on_the_page(client: Browser) -> None:
    load_terms()
    full = make_lesson(what_happened="ประชุมร่วมกับกรมที่ดินและกรมป่าไม้เรื่องแนวเขต")
    short = make_lesson(what_happened="หนังสือจาก ทด. ถึงทุกอำเภอเรื่องแนวเขต")
    code = make_lesson(what_happened="ช่องรหัส ทด ในแบบสำรวจแนวเขต")
    client.as_(make_member())
    by_name = {("lesson", full.number), ("lesson", short.number)}
    assert by_name <= find(client, "ทด.")
    assert find(client, "กรมที่ดิน") == by_name
    assert ("lesson", full.number) not in find(client, "ทด")
    assert ("lesson", code.number) in find(client, "ทด")
    assert ("lesson", full.number) not in find(client, '"ทด."')
