import pytest

import config
from cop.core.settings import BadSettings, check

GOOD_KEY = "k9Xq2vR7tLw4ZbN8mPc5HdJ3sFg6YuAe"


def settings(**over: object) -> dict[str, object]:
    return {**config.DEFAULTS, **over}


def production(**over: object) -> dict[str, object]:
    good = {"ENV": "production", "SECRET_KEY": GOOD_KEY, "BASE_URL": "https://cop.example.go.th"}
    return settings(**{**good, **over})


def test_the_defaults_can_be_used():
    check(settings())


def test_good_production_settings_can_be_used():
    check(production())
    check(production(DATABASE_URL="postgresql+psycopg://cop@db/cop"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "prod"),
        ("ENV", ""),
        ("RATE_LIMITS", "maybe"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "postgres://x"),
        ("SEARCH_URL", "elastic:"),
        ("MATERIAL_MB", 0),
        ("MATERIAL_MB", -5),
        ("RECORDING_MB", "200"),
        ("IDLE_MINUTES", True),
        ("ADMIN_IDLE_MINUTES", 1.5),
        ("ADMIN_IDLE_MINUTES", None),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: object):
    with pytest.raises(BadSettings, match=f"COP_{name}"):
        check(settings(**{name: value}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "secret"),
        ("SECRET_KEY", "x" * 64),
        ("SECRET_KEY", GOOD_KEY[:31]),
        ("BASE_URL", ""),
        ("BASE_URL", "cop.example.go.th"),
        ("BASE_URL", "ftp://cop.example.go.th"),
        ("BASE_URL", "https://"),
        ("RATE_LIMITS", "off"),
    ],
)
def test_production_refuses_weak_settings(name: str, value: str):
    with pytest.raises(BadSettings, match=f"COP_{name}"):
        check(production(**{name: value}))


def test_production_refuses_debug():
    with pytest.raises(BadSettings, match="debug"):
        check(production(DEBUG=True))


def test_every_problem_is_listed_a_line_each():
    with pytest.raises(BadSettings) as problem:
        check(production(SECRET_KEY="", BASE_URL="", RATE_LIMITS="off", MATERIAL_MB=0))
    assert len(str(problem.value).splitlines()) == 4


def test_the_key_itself_is_not_in_the_message():
    with pytest.raises(BadSettings) as problem:
        check(production(SECRET_KEY="short-but-secret"))
    assert "short-but-secret" not in str(problem.value)
