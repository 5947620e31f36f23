"""Where a sign-in or a choice of language may lead: to this site only."""

from cop.web.kept import is_local
from tests.browser_without_scripts import Browser
from tests.make.accounts import PASSWORD, make_member

HOSTILE = [
    "https://evil.example",
    "http://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/x\r\nLocation: https://evil.example",
    "/x\r\nSet-Cookie: a=b",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "evil.example",
    "evil.example/login",
    "@evil.example",
    "https://localhost@evil.example",
    "http://127.0.0.1:8000@evil.example",
    "ftp://evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "./login",
    "../login",
    "/path\\..\\evil",
    "/\x7f/evil.example",
    "",
]
LOCAL = [
    ("/", "/"),
    ("/lessons/LL-2563-0001", "/lessons/LL-2563-0001"),
    ("/search?q=%E0%B8%81&page=2#x", "/search?q=%E0%B8%81&page=2#x"),
    ("/threads/1/งาน", "/threads/1/%E0%B8%87%E0%B8%B2%E0%B8%99"),
    ("/x?u=https://other.example", "/x?u=https://other.example"),
    ("/x@y", "/x@y"),
]  # fmt: skip


def test_no_hostile_next_is_followed(client: Browser):
    client.as_(make_member("a@example.go.th"))
    for address in HOSTILE:
        assert not is_local(address), address
        again = client.client.get("/login", query_string={"next": address})
        assert again.headers["Location"] == "/", address
        chosen = client.post("/account/language", {"language": "th", "next": address})
        assert chosen.headers["Location"] == "/", address
    for address in HOSTILE[::6]:
        fields = {"email": "a@example.go.th", "password": PASSWORD, "next": address}
        assert client.post("/login", fields).headers["Location"] == "/", address


def test_a_next_with_a_zero_character_is_refused(client: Browser):
    client.as_(make_member("a@example.go.th"))
    for address in ("/\x00/evil.example", "\x00//evil.example"):
        assert not is_local(address), address
        again = client.client.get("/login", query_string={"next": address})
        assert again.status_code == 400, address
        chosen = client.post("/account/language", {"language": "th", "next": address})
        assert chosen.status_code == 400, address


def test_a_local_next_is_followed(client: Browser):
    make_member("a@example.go.th")
    for address, location in LOCAL:
        assert is_local(address), address
        fields = {"email": "a@example.go.th", "password": PASSWORD, "next": address}
        assert client.post("/login", fields).headers["Location"] == location
        again = client.client.get("/login", query_string={"next": address})
        assert again.headers["Location"] == location


def test_a_next_address_is_shown_as_text_only(client: Browser):
    page = client.see("/login?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.text
