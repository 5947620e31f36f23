"""The commands, run as an operator runs them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FLASK = Path(sys.executable).parent / "flask"


def run(folder: Path, *words: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COP_")}
    return subprocess.run(
        [FLASK, "--app", "wsgi", "cop", *words],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**clean, "COP_DATA_DIR": str(folder), **env},
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a site that `cop init` made."""
    made = tmp_path_factory.mktemp("operated")
    done = run(made, "init")
    assert done.returncode == 0, done.stderr
    return made


def test_init_may_be_repeated(folder: Path) -> None:
    assert run(folder, "init").returncode == 0


def test_member_is_made_with_a_password_from_stdin(folder: Path) -> None:
    words = ("create-member", "a@example.go.th", "--name", "ชื่อ สกุล", "--role", "admin")
    done = run(folder, *words, stdin="กุญแจยาวที่จำได้คนเดียว\n")
    assert done.returncode == 0, done.stderr
    again = run(folder, *words, stdin="กุญแจยาวที่จำได้คนเดียว\n")
    assert again.returncode == 1
    assert len(again.stderr.strip().splitlines()) == 1


def test_weak_password_is_refused_in_one_line(folder: Path) -> None:
    words = ("create-member", "b@example.go.th", "--name", "ชื่อ สกุล")
    done = run(folder, *words, stdin="short\n")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_doctor_names_the_missing_worker_and_nothing_else(folder: Path) -> None:
    done = run(folder, "doctor")
    assert done.returncode == 1
    assert done.stdout.strip().splitlines() == ["no worker has reported for 90 s: start cop worker"]


def test_site_comes_back_whole_from_its_archive(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "site.tar.gz"
    assert run(folder, "backup", str(archive)).returncode == 0
    assert archive.stat().st_mode & 0o077 == 0
    again = tmp_path / "again"
    done = run(again, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    report = run(again, "doctor").stdout.strip().splitlines()
    assert report == ["no worker has reported for 90 s: start cop worker"]


def test_restore_refuses_a_folder_with_data(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "site.tar.gz"
    run(folder, "create-member", "c@example.go.th", "--name", "ก ข", stdin="กุญแจยาวที่จำได้คนเดียว\n")
    run(folder, "backup", str(archive))
    done = run(folder, "restore", str(archive))
    assert done.returncode == 1
    assert "not empty" in done.stderr


def test_restore_refuses_what_is_no_archive(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tar.gz"
    wrong.write_bytes(b"not an archive")
    done = run(tmp_path / "new", "restore", str(wrong))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_production_refuses_to_start_on_weak_settings(tmp_path: Path) -> None:
    done = run(tmp_path, "init", COP_ENV="production")
    assert done.returncode != 0
    for name in ("COP_SECRET_KEY", "COP_BASE_URL"):
        assert name in done.stderr


def test_production_refuses_demo_content_and_demo_accounts(tmp_path: Path) -> None:
    real = {
        "COP_ENV": "production",
        "COP_SECRET_KEY": "k3JfP0s8Qm1vZx7RtYw2BnC5dLhGuEaT9",
        "COP_BASE_URL": "https://cop.example.go.th",
    }
    assert run(tmp_path, "init", **real).returncode == 0
    refused = run(tmp_path, "demo", **real)
    assert refused.returncode == 1
    assert "production" in refused.stderr
    assert run(tmp_path, "demo").returncode == 0
    started = run(tmp_path, "doctor", **real)
    assert started.returncode != 0
    assert "demo accounts" in started.stderr


def test_every_command_explains_itself(folder: Path) -> None:
    names = ("init", "demo", "create-member", "worker", "serve", "reindex", "doctor")
    for name in (*names, "backup", "restore"):
        done = run(folder, name, "--help")
        assert done.returncode == 0
        assert len(done.stdout) > 60
