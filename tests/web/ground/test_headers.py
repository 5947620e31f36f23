"""What every answer carries."""

import gzip

from tests.browser_without_scripts import Browser
from tests.make.accounts import make_member


def test_policy_allows_nothing_inline_and_nothing_foreign(client: Browser) -> None:
    for address in ("/", "/login", "/no-such-page", "/healthz"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_pages_are_not_kept_by_caches(client: Browser) -> None:
    response = client.as_(make_member()).get("/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


def test_static_files_are_kept_for_a_year(client: Browser) -> None:
    page = client.see("/login")
    sheet = next(link.get("href") for link in page.all(".//link[@rel='stylesheet']"))
    response = client.get(sheet)
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_static_files_outside_the_folder_are_not_served(client: Browser) -> None:
    for path in ("../config.py", "%2e%2e/config.py", "css/../../config.py", "css/nothing.css"):
        assert client.get(f"/static/x/{path}").status_code == 404


def test_page_is_compressed_with_a_name_of_changing_length(client: Browser) -> None:
    sizes = set()
    for _ in range(12):
        response = client.get("/login", headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert b"<h1" in gzip.decompress(response.data)
        sizes.add(response.data.find(b"\0", 10))
    assert len(sizes) > 1


def test_frames_of_other_sites_are_refused(client: Browser) -> None:
    response = client.get("/")
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_form_without_token_changes_nothing(client: Browser) -> None:
    response = client.client.post("/login", data={"email": "x", "password": "y"})
    assert response.status_code == 400


def test_unknown_page_says_so_in_both_languages(client: Browser) -> None:
    assert "ไม่พบ" in client.see("/no-such-page", 404).text
    client.client.set_cookie("cop_lang", "en")
    assert "ไม่พบ" not in client.see("/no-such-page", 404, language="en").words()


def test_programs_get_problem_json(client: Browser) -> None:
    response = client.get("/no-such-page", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert response.get_json()["status"] == 404
