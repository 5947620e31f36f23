"""Words that operators add: into the dictionary, into the index, and into every question after."""

import threading

import pytest
from sqlalchemy import select

from cop.core.clock import now
from cop.db import db
from cop.journal import Entry
from cop.search import indexing, jobs
from cop.search.analyzer import analysis_version, terms
from cop.search.dictionary import agree
from cop.search.engine import index
from cop.search.models import DomainWord, IndexBuild, WordList
from cop.search.queries import words
from cop.thai.words import BUILT_IN, Dictionary, dictionary_version, use, using
from tests.browser_without_scripts import Browser
from tests.make.accounts import load_reference, make_agency, make_member
from tests.make.lessons import make_lesson
from tests.make.searches import make_words

WORD = "ซอฟต์พาวเวอร์"


@pytest.fixture(autouse=True)
def _built_in_words_again():
    yield
    use(BUILT_IN)


@pytest.fixture
def operator(client: Browser) -> Browser:
    return client.as_(make_member(role="admin"))


def _built() -> int:
    db.session.remove()
    return len(db.session.scalars(select(IndexBuild.id)).all())


def test_an_added_word_is_one_word_in_index_and_question(app) -> None:
    lesson = make_lesson(what_happened=f"งาน{WORD}ของจังหวัด")
    assert WORD not in terms(f"งาน{WORD}")
    before = index().analysis_version()
    assert make_words(WORD) == 1
    assert index().analysis_version() != before
    assert WORD in terms(f"งาน{WORD}")
    assert WORD in {term for term, _ in index().vocabulary()}
    assert [hit.id for hit in index().find(_asked(WORD), None, 5).hits] == [str(lesson.id)]
    assert indexing.drift().count == 0
    assert not indexing.drift().other_analysis


def _asked(text: str):
    from cop.search.language.query import parse  # noqa: PLC0415

    return parse(text).query


def test_removing_it_brings_the_old_words_back(operator: Browser) -> None:
    make_words(WORD)
    number = db.session.scalars(select(DomainWord.id)).one()
    operator.send(f"/admin/words/{number}/remove", {}, page="/admin/words")
    assert index().analysis_version() == analysis_version(BUILT_IN)
    assert dictionary_version() == BUILT_IN.version
    assert WORD not in terms(WORD)


def test_another_process_takes_the_words_of_the_index(app) -> None:
    make_words(WORD)
    use(BUILT_IN)  # as in a process that has not looked since
    assert WORD not in terms(WORD)
    named = agree()
    assert named == index().analysis_version() == analysis_version()
    assert WORD in terms(WORD)


def test_the_search_page_agrees_before_it_reads_the_question(client: Browser) -> None:
    make_words(WORD)
    use(BUILT_IN)
    client.as_(make_member()).see(f"/search?q={WORD}")
    assert WORD in terms(WORD)


def test_wanted_words_wait_for_their_index(app, monkeypatch) -> None:
    """Until the index is built with them nobody cuts by new words, whatever the table says."""
    monkeypatch.setattr(jobs.renew, "later", lambda: None)
    make_words(WORD)
    agree()
    assert WORD not in terms(WORD)
    assert indexing.drift().other_analysis
    jobs.compare()
    assert WORD in terms(WORD)


def test_only_the_thread_that_builds_cuts_by_the_new_words(app) -> None:
    reached, go_on, seen = threading.Event(), threading.Event(), []

    def build() -> None:
        with using(Dictionary([WORD])):
            reached.set()
            assert go_on.wait(10)
            seen.append(WORD in terms(WORD))

    builder = threading.Thread(target=build)
    builder.start()
    assert reached.wait(10)
    seen.append(WORD in terms(WORD))
    go_on.set()
    builder.join()
    assert seen == [False, True]


def test_what_is_written_beside_a_rebuild_is_cut_by_its_words(app, monkeypatch) -> None:
    """A change that was analysed before the swap is analysed again after it."""
    lesson = make_lesson(what_happened=f"งาน{WORD}")
    monkeypatch.setattr(jobs.renew, "later", lambda: None)
    make_words(WORD)
    engine, swapped = index(), []
    real = type(engine).replace

    def replace(self, *args: object) -> None:
        if not swapped:
            swapped.append(True)
            indexing.rebuild()  # another process swaps while this one waits for the lock
            with using(BUILT_IN):
                real(self, [f"lesson:{lesson.id}"], _documents_as_before(lesson.id))
            return
        real(self, *args)

    monkeypatch.setattr(type(engine), "replace", replace)
    indexing.replace({"lesson": [lesson.id]})
    assert WORD in {term for term, _ in index().vocabulary()}


def _documents_as_before(number: int):
    return indexing.SOURCES["lesson"].documents([number])


def test_a_burst_of_words_is_built_once(app, monkeypatch) -> None:
    before = _built()
    make_words("ซอฟต์พาวเวอร์", "สมาร์ตซิตี้", "เนชันแนลไอดี")
    assert _built() == before + 1
    jobs.renew()
    assert _built() == before + 1


def test_the_list_stays_known_under_its_version(app) -> None:
    make_words(WORD)
    version = dictionary_version()
    kept = db.session.get(WordList, version)
    assert kept is not None
    assert kept.words == WORD
    assert words.made_with("000000000000") is None


def test_provinces_come_in_whole_and_agencies_in_parts(app) -> None:
    load_reference()
    added = words.wanted().added
    names = set(BUILT_IN.matcher.segment("บึงกาฬ"))
    assert names == {"บึงกาฬ"} or "บึงกาฬ" in added
    assert "กระทรวงมหาดไทย" not in added
    assert words.unknown_pieces("สำนักงานปลัดกระทรวงมหาดไทย") == ()
    make_agency("กองฟหกดสวท")
    assert any("ฟหก" in word for word in words.wanted().added)


@pytest.mark.parametrize(
    "bad", ["", "  \n ", "ก", "soft power", "คำ เว้น", "คำ1", "ก" * 61, f"{WORD}\nabc"]
)
def test_what_is_no_thai_word_is_refused_and_nothing_is_added(operator: Browser, bad: str) -> None:
    page = operator.send("/admin/words", {"words": bad}, 422)
    assert page.tree.find(".//a[@href='#words']") is not None
    assert db.session.scalars(select(DomainWord)).all() == []


def test_known_words_and_other_spellings_add_nothing(operator: Browser) -> None:
    operator.send("/admin/words", {"words": "จังหวัด\nองค์ความรู้"})
    assert db.session.scalars(select(DomainWord)).all() == []
    assert "ไม่ต้องเพิ่ม" in operator.see("/admin/words").text
    operator.send("/admin/words", {"words": f" {WORD} \nนํ้าพุเต้นรำ\n{WORD}"})
    held = set(db.session.scalars(select(DomainWord.word)))
    assert held == {WORD, "น้ำพุเต้นรำ"}
    what = db.session.scalars(select(Entry.what).where(Entry.subject_kind == "domain_word")).all()
    assert what == ["domain_word_added"] * 2


def test_sent_twice_is_added_once(operator: Browser) -> None:
    sent = {"words": WORD, "form_key": "once"}
    assert operator.post("/admin/words", sent).status_code == 303
    assert operator.post("/admin/words", sent).status_code == 303
    assert len(db.session.scalars(select(DomainWord)).all()) == 1


def test_the_page_shows_how_far_the_index_is(operator: Browser, monkeypatch) -> None:
    assert "ดัชนีใช้คำศัพท์ชุดปัจจุบันแล้ว" in operator.see("/admin/words").text
    monkeypatch.setattr(jobs.renew, "later", lambda: None)
    make_words(WORD)
    assert "ยังไม่มีผล" in operator.see("/admin/words").text
    db.session.add(IndexBuild(started_at=now(), seen_at=now(), done=300, total=1_200))
    db.session.commit()
    page = operator.see("/admin/words")
    assert "300 จาก 1,200 เรื่อง" in page.text
    bar = page.tree.find(".//progress")
    assert (bar.get("value"), bar.get("max")) == ("300", "1200")


def test_the_page_asks_for_its_progress_only_while_there_is_more_to_come(
    operator: Browser, monkeypatch
) -> None:
    def asks() -> tuple[str, bool]:
        page = operator.see("/admin/words")
        return page.all(".//*[@data-progress]")[0].get("data-progress"), "progress.js" in page.text

    assert asks() == ("", False)
    monkeypatch.setattr(jobs.renew, "later", lambda: None)
    make_words(WORD)
    assert asks() == ("/admin/words", True)
    db.session.add(IndexBuild(started_at=now(), seen_at=now(), done=300, total=1_200))
    db.session.commit()
    assert asks() == ("/admin/words", True)


def test_words_are_found_by_their_letters(operator: Browser) -> None:
    make_words(WORD, "สมาร์ตซิตี้")
    page = operator.see("/admin/words?q=ซิตี้")
    assert "สมาร์ตซิตี้" in page.text
    assert WORD not in page.text
    assert "ดูคำทั้งหมด" in operator.see("/admin/words?q=ไม่มี").text
