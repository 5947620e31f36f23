import threading
import time
import unicodedata

import pytest

from cop.core import passwords
from cop.core.passwords import hash_password, verify, weakness

OWN = ["somchai.jaidee@example.go.th", "สมชาย", "ใจดี"]
GOOD = [
    "ถนนสายเก่าริมน้ำ 41",
    "correct horse battery staple",
    "แมวดำสามตัวบนหลังคา",
    "kXv9!tQw2#Lm",
    "three blue kettles sing",
    "ฝนตกหนักที่บางกะปิ",
    "       ก้อนเมฆสีเทา       ",
    "0fT3n-B3yond-w4ll",
]
BAD = [
    "passwordpassword",
    "Password1234!",
    "p@ssw0rd2563",
    "123456789012",
    "098765432109",
    "qwertyuiop12",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "asdfghjkl;'12",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "ababababababab",
    "กกกกกกกกกกกก",
    "กขฃคฅฆงจฉชซฌ",
    "ฟหกดเ้่าสวง12",
    "๑๒๓๔๕๖๗๘๙๐๑๒",
    "รหัสผ่านรหัสผ่าน",
    "รหัสผ่าน2563",
    "กระทรวงมหาดไทย2563",
    "somchaijaidee",
    "Somchai.Jaidee2563",
    "สมชายใจดี2563",
    "iloveyou1234",
    "letmein2563cop",
    "administrator1",
    "welcome12345",
    "cop-cop-cop-cop",
    "!@#$%^&*()_+",
    "            ",
]


@pytest.mark.parametrize("password", GOOD)
def test_a_password_that_nobody_guesses_is_taken(password: str):
    assert weakness(password, OWN) is None


@pytest.mark.parametrize("password", BAD)
def test_a_password_that_everybody_tries_is_refused(password: str):
    assert weakness(password, OWN) == "password_common"


@pytest.mark.parametrize(
    ("length", "with_rights", "code"),
    [
        (11, False, "password_short"),
        (12, False, None),
        (14, True, "password_short"),
        (15, True, None),
        (128, False, None),
        (129, False, "too_long"),
    ],
)
def test_length_counts_in_characters(length: int, with_rights: bool, code: str | None):
    text = "".join(chr(0x0E01 + (i * i * 7 + i // 3) % 46) for i in range(length))
    assert weakness(text, [], with_rights=with_rights) == code


def test_a_password_is_right_however_its_letters_are_composed():
    kept = hash_password("Café ริมน้ำ ยามเช้า")
    assert verify(unicodedata.normalize("NFD", "Café ริมน้ำ ยามเช้า"), kept)[0]


def test_nothing_of_a_long_password_is_cut_off():
    kept = hash_password("ก" * 127 + "ข")
    assert verify("ก" * 127 + "ข", kept)[0]
    assert not verify("ก" * 127 + "ค", kept)[0]
    assert not verify("ก" * 127, kept)[0]


def test_spaces_and_letter_case_count():
    kept = hash_password(" Tamarind tree ")
    for wrong in ("Tamarind tree", " tamarind tree ", " Tamarind tree"):
        assert not verify(wrong, kept)[0]


def test_a_hash_has_the_settings_of_owasp_and_its_own_salt():
    one, other = hash_password("same words"), hash_password("same words")
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other


def test_wasted_time_is_that_of_a_check():
    settings = hash_password("some words here").split("$")[:4]
    assert passwords._DUMMY.split("$")[:4] == settings


def test_hashes_at_one_time_are_limited():
    running = []
    most = []
    real = passwords._hasher

    class Watched:
        def hash(self, password: str) -> str:
            running.append(1)
            most.append(len(running))
            time.sleep(0.01)
            running.pop()
            return "x"

    passwords._hasher = Watched()
    try:
        threads = [threading.Thread(target=hash_password, args=("x",)) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        passwords._hasher = real
    assert max(most) <= 4


@pytest.mark.parametrize("hostile", ["ab" * 64, "a" * 128, "123" * 42, "กข" * 64, "qwe" * 42])
def test_the_rules_take_no_time(hostile: str):
    begin = time.perf_counter()
    assert weakness(hostile, OWN)
    assert time.perf_counter() - begin < 0.2
