"""Terms and synonyms: the starter lists, and how administrators keep them."""

import pytest
from sqlalchemy import func, select

from cop.core.actor import VISITOR, Actor
from cop.core.clock import now
from cop.core.errors import Missing, Refused
from cop.db import db, transaction
from cop.journal import Entry
from cop.terms import queries, services
from cop.terms.models import SCHEMES, Synonym, Term
from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member
from tests.make.terms import load_terms, make_term


@pytest.fixture
def admin(client: Browser) -> Browser:
    return client.as_(make_member(role="admin"))


def stored(term: Term) -> Term:
    db.session.remove()
    return db.session.get_one(Term, term.id)


def test_the_starter_taxonomy_is_complete_in_both_languages(app):
    load_terms()
    sizes = {scheme: len(queries.by_scheme(scheme)) for scheme in SCHEMES}
    assert sizes == {
        "principle": 4,
        "topic": 15,
        "process": 10,
        "channel": 5,
        "audience": 6,
        "reason": 8,
    }
    for scheme in SCHEMES:
        for row in queries.by_scheme(scheme):
            assert row.label_th, row
            assert row.label_en, row
    assert [row.code for row in queries.by_scheme("principle")] == ["P1", "P2", "P3", "P4"]
    assert queries.by_scheme("topic")[0].label_th == "นวัตกรรมภาครัฐ"
    pairs = {(row.short, row.full): row.both_ways for row in queries.synonyms()}
    assert pairs["มท.", "กระทรวงมหาดไทย"] is True
    assert pairs["สดร.", "สถาบันดำรงราชานุภาพ"] is False


def test_loading_again_changes_nothing_that_people_changed(app):
    load_terms()
    first = db.session.scalars(select(Term).where(Term.code == "T01")).one()
    first.label_th = "นวัตกรรม"
    db.session.delete(db.session.scalars(select(Synonym).where(Synonym.short == "KM")).one())
    db.session.commit()
    before = db.session.scalar(select(func.count(Term.id)))
    load_terms()
    assert db.session.scalar(select(func.count(Term.id))) == before
    assert stored(first).label_th == "นวัตกรรม"
    gone = select(func.count(Synonym.id)).where(Synonym.short == "KM")
    assert db.session.scalar(gone) == 0


def test_labels_are_read_by_id_even_of_retired_terms(app):
    one, other = make_term(label_th="ก"), make_term(label_th="ข")
    with transaction():
        services.retire(stored(other), by=admin_actor(), at=now())
    assert {i: row.label_th for i, row in queries.labels([one.id, other.id]).items()} == {
        one.id: "ก",
        other.id: "ข",
    }
    assert queries.labels([]) == {}
    assert [row.id for row in queries.by_scheme("topic")] == [one.id]


def admin_actor() -> Actor:
    return Actor(name="system", is_system=True)


def test_a_term_is_added_at_the_end(admin: Browser):
    load_terms()
    admin.send("/admin/terms/topic", {"code": "T15", "label_th": "เรื่องใหม่", "label_en": "New"})
    last = queries.by_scheme("topic")[-1]
    assert (last.code, last.label_th, last.label_en) == ("T15", "เรื่องใหม่", "New")
    assert "เรื่องใหม่" in admin.see("/admin/terms/topic").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "", "กรอกช่องนี้"),
        ("code", "หัว", "ใช้ตัวอักษรอังกฤษ"),
        ("code", "t01", "มีผู้ใช้แล้ว"),
        ("code", "T" * 21, "ยาวเกินไป"),
        ("label_th", " ", "กรอกช่องนี้"),
        ("label_en", "x" * 151, "ยาวเกินไป"),
    ],
)
def test_a_bad_term_is_refused_at_the_field(admin: Browser, field: str, value: str, words: str):
    load_terms()
    good = {"code": "T15", "label_th": "เรื่องใหม่"}
    page = admin.send("/admin/terms/topic", {**good, field: value}, 422)
    assert words in page.text
    assert page.tree.find(f".//a[@href='#{field}']") is not None


def test_one_code_may_stand_in_two_schemes(admin: Browser):
    make_term("topic", "A1")
    admin.send("/admin/terms/process", {"code": "A1", "label_th": "กระบวนงาน"})
    assert db.session.scalar(select(func.count(Term.id)).where(Term.code == "A1")) == 2


def test_labels_change_and_the_code_stays(admin: Browser):
    term = make_term("topic", "A1", label_th="เดิม")
    facts = {"label_th": "ใหม่", "label_en": "new", "scope_note": "ใช้กับงานใหม่", "place": "๓"}
    admin.send(f"/admin/terms/{term.id}", {**facts, "code": "B2", "scheme": "reason"})
    after = stored(term)
    assert (after.scheme, after.code) == ("topic", "A1")
    assert (after.label_th, after.label_en, after.place) == ("ใหม่", "new", 3)
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).one()
    assert (entry.what, entry.subject_id) == ("term_changed", term.id)


@pytest.mark.parametrize("place", ["", "x", "-1", "10001", "1.5", "9" * 30])
def test_a_place_is_a_whole_number(admin: Browser, place: str):
    term = make_term()
    page = admin.send(f"/admin/terms/{term.id}", {"place": place}, 422)
    assert "ใส่ตัวเลขตั้งแต่ 0 ถึง 10000" in page.text


def test_a_stale_edit_of_a_term_shows_both_versions(admin: Browser):
    term = make_term(label_th="แรก")
    stale = str(stored(term).version)
    admin.send(f"/admin/terms/{term.id}", {"label_th": "บันทึกก่อน"})
    page = admin.send(f"/admin/terms/{term.id}", {"label_th": "ของฉัน", "version": stale}, 409)
    assert "บันทึกก่อน" in page.text
    assert "ของฉัน" in page.text
    assert stored(term).label_th == "บันทึกก่อน"


def test_a_term_is_retired_with_an_heir_and_revived(admin: Browser):
    old, new = make_term(label_th="เก่า"), make_term(label_th="แทน")
    page = f"/admin/terms/{old.id}"
    admin.send(f"{page}/retire", {"replaced_by": str(new.id)}, page=page)
    assert (stored(old).status, stored(old).replaced_by_id) == ("retired", new.id)
    assert [row.id for row in queries.by_scheme("topic")] == [new.id]
    assert "ใช้ แทน แทน" in admin.see("/admin/terms/topic").text
    admin.send(f"{page}/revive", {}, page=page)
    assert (stored(old).status, stored(old).replaced_by_id) == ("active", None)


def test_an_heir_is_another_term_of_the_scheme_in_use(admin: Browser):
    term, foreign, gone = make_term(), make_term("reason"), make_term()
    with transaction():
        services.retire(stored(gone), by=admin_actor(), at=now())
    for heir in (term.id, foreign.id, gone.id, 999_999, "x"):
        answer = admin.post(f"/admin/terms/{term.id}/retire", {"replaced_by": str(heir)})
        assert answer.status_code == 422, heir
    assert stored(term).status == "active"


def test_a_synonym_is_added_found_and_removed(admin: Browser):
    pair = {"short": "ศปถ.", "full": "ศูนย์อำนวยการความปลอดภัยทางถนน", "both_ways": "y"}
    admin.send("/admin/terms/synonyms", pair)
    assert [tuple(row) for row in queries.synonyms()] == [("ศปถ.", pair["full"], True)]
    page = admin.see("/admin/terms/synonyms?q=ถนน")
    assert "1 คู่" in page.text
    assert "สองทาง" in page.text
    one = db.session.scalar(select(Synonym.id))
    admin.send(f"/admin/terms/synonyms/{one}/remove", {}, page="/admin/terms/synonyms")
    assert not queries.synonyms()
    of_synonyms = select(Entry.what).where(Entry.subject_kind == "synonym").order_by(Entry.id)
    kinds = db.session.scalars(of_synonyms).all()
    assert kinds == ["synonym_added", "synonym_removed"]


def test_the_address_brings_the_short_form_that_people_search_for(admin: Browser):
    page = admin.see("/admin/terms/synonyms?short=%20ศปถ.%20&q=ถนน")
    assert [one.get("value") for one in page.all(".//input[@name='short']")] == ["ศปถ."]
    refused = {"short": "", "full": "ศูนย์อำนวยการความปลอดภัยทางถนน"}
    page = admin.send(
        "/admin/terms/synonyms", refused, 422, page="/admin/terms/synonyms?short=ศปถ."
    )
    assert not page.all(".//input[@name='short']")[0].get("value")


@pytest.mark.parametrize(
    ("short", "full", "words"),
    [
        ("", "เต็ม", "กรอกช่องนี้"),
        ("ย่อ", " ", "กรอกช่องนี้"),
        ("มท.", "กระทรวงมหาดไทย", "มีผู้ใช้แล้ว"),
        ("KM", "km", "เรื่องเดียวกัน"),
        ("ก" * 101, "เต็ม", "ยาวเกินไป"),
    ],
)
def test_a_bad_synonym_is_refused(admin: Browser, short: str, full: str, words: str):
    load_terms()
    page = admin.send("/admin/terms/synonyms", {"short": short, "full": full}, 422)
    assert words in page.text


def test_what_is_not_there_is_missing(admin: Browser):
    for number in ("0", "999999", "99999999999999999999"):
        assert admin.get(f"/admin/terms/{number}").status_code == 404
        for act in ("retire", "revive"):
            assert admin.post(f"/admin/terms/{number}/{act}").status_code == 404
        assert admin.post(f"/admin/terms/synonyms/{number}/remove").status_code == 404
    assert admin.get("/admin/terms/colours").status_code == 404


@pytest.mark.parametrize("by", [VISITOR, Actor(id=1), Actor(id=1, name="x")])
def test_the_services_themselves_refuse(app, by: Actor):
    number = make_term().id

    def term() -> Term:
        return db.session.get_one(Term, number)

    acts = (
        lambda: services.create_term("topic", "Z1", "x", by=by, at=now()),
        lambda: services.change_term(term(), version=1, by=by, at=now()),
        lambda: services.retire(term(), by=by, at=now()),
        lambda: services.revive(term(), by=by, at=now()),
        lambda: services.add_synonym("a", "b", by=by, at=now()),
        lambda: services.remove_synonym(1, by=by, at=now()),
        lambda: services.load_reference(by=by, at=now()),
    )
    for act in acts:
        with pytest.raises(Refused), transaction():
            act()


def test_a_synonym_that_is_not_there(app):
    with pytest.raises(Missing), transaction():
        services.remove_synonym(7, by=admin_actor(), at=now())
