"""Writers and reviewers are shown what looks like personal data, where it stands."""

from tests.browser_without_scripts import Browser, Page
from tests.make.accounts import make_member
from tests.make.lessons import make_lesson

TOLD = "ผู้ยื่นคำขอ 1-1017-00230-70-8 โทร 081-234-5678 มาไม่ทันเวลานัด"


def marked(page: Page) -> list[str]:
    section = page.tree.find(".//section[@aria-labelledby='privacy-t']")
    return [] if section is None else [page.words(one) for one in section.findall(".//mark")]


def test_the_author_sees_it_while_writing_and_before_submitting(client: Browser) -> None:
    author = make_member()
    lesson = make_lesson("draft", author=author, what_happened=TOLD)
    client.as_(author)
    page = client.see(f"/lessons/{lesson.id}/edit")
    assert marked(page) == ["1-1017-00230-70-8", "081-234-5678"]
    section = page.tree.find(".//section[@aria-labelledby='privacy-t']")
    assert {one.get("href") for one in section.findall(".//a")} == {"#what_happened"}
    page = client.see(f"/lessons/{lesson.id}")
    assert marked(page) == ["1-1017-00230-70-8", "081-234-5678"]
    assert page.all(f".//a[@href='/lessons/{lesson.id}/edit#what_happened']")


def test_a_clean_lesson_has_no_warning(client: Browser) -> None:
    author = make_member()
    lesson = make_lesson("draft", author=author)
    client.as_(author)
    assert marked(client.see(f"/lessons/{lesson.id}/edit")) == []
    assert marked(client.see(f"/lessons/{lesson.id}")) == []


def test_the_reviewer_sees_it_too_and_readers_do_not(client: Browser) -> None:
    lesson = make_lesson("in_review", recommendation=("แจ้งไปที่ clerk@example.go.th",))
    client.as_(make_member(role="moderator"))
    assert marked(client.see(f"/moderation/{lesson.ref}")) == ["clerk@example.go.th"]
    shown = make_lesson(what_happened=TOLD)
    client.as_(make_member())
    assert marked(client.see(f"/lessons/{shown.ref}")) == []
