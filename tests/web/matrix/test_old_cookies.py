"""A cookie is dead as soon as its sign-in has ended, by whatever way."""

import pytest

from tests.make.accounts import PASSWORD
from tests.web.matrix.walking import Walker

COOKIE = "cop_session"
ENDINGS = {
    "signing out": ("staff", "/logout", {}),
    "a new password": (
        "staff",
        "/account/password",
        {
            "old_password": PASSWORD,
            "new_password": "สะพานไม้ข้ามคลอง 77",
            "new_password_again": "สะพานไม้ข้ามคลอง 77",
        },
    ),
    "being disabled": ("admin", "/admin/members/{staff}/disable", {}),
    "a password set by an administrator": (
        "admin",
        "/admin/members/{staff}/password",
        {"password": "ท่าเรือเก่าริมคลอง 88"},
    ),
    "a new role": (
        "admin",
        "/admin/members/{staff}/grants",
        {"role": "auditor", "scope": "body:0"},
    ),
    "a role taken back": ("admin", "/admin/members/{staff}/grants/{grant}/revoke", {}),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_old_cookie_is_of_no_use_after(fresh, ending):
    role, address, form = ENDINGS[ending]
    staff = fresh.world.people["staff"].id
    grants = [row for row in fresh.kept["role_grants"] if row["member_id"] == staff]
    address = address.format(staff=staff, grant=grants[0]["id"])
    browser = fresh.enter("staff")
    old = cookie(browser)
    assert works(fresh, old)
    by = browser if role == "staff" else fresh.enter(role)
    assert by.post(address, form).status_code == 303
    assert not works(fresh, old)


def test_signing_in_gives_a_new_cookie_and_leaves_the_old_one_signed_out(fresh):
    browser = fresh.enter("visitor")
    browser.get("/login")
    before = cookie(browser)
    staff = fresh.world.people["staff"]
    answer = browser.post("/login", {"email": staff.email, "password": PASSWORD})
    assert answer.status_code == 303
    assert cookie(browser) != before
    assert works(fresh, cookie(browser))
    assert not works(fresh, before)


def test_ending_one_sign_in_leaves_the_others(fresh):
    here, there = fresh.enter("staff"), fresh.enter("staff")
    assert here.post("/account/sign-ins/end-others").status_code == 303
    assert works(fresh, cookie(here))
    assert not works(fresh, cookie(there))


def cookie(browser) -> str:
    """Return what the browser would send."""
    found = browser.client.get_cookie(COOKIE)
    return found.value if found else ""


def works(walker: Walker, value: str) -> bool:
    """Tell whether another browser that sends this cookie is let in."""
    thief = walker.enter("visitor")
    thief.client.set_cookie(COOKIE, value)
    return thief.get("/account/profile").status_code == 200
