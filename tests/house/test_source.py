"""Rules over the source text itself."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("cop", "tests", "bench", "tools")
PYTHON = [p for folder in FOLDERS for p in sorted((ROOT / folder).rglob("*.py"))]
CODE = [p for p in PYTHON if p.is_relative_to(ROOT / "cop") and "migrations" not in p.parts]
ROLES = {"models", "policies", "queries", "services", "documents", "forms", "views", "jobs"}
FEATURES = ("accounts", "communities", "terms", "sessions", "lessons", "threads", "moderation")
MOST_LINES = 300


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [p for p in PYTHON if "migrations" not in p.parts], ids=_name)
def test_file_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_only_the_database_and_the_journal_commit() -> None:
    committing = {
        _name(path)
        for path in CODE
        if re.search(r"session\.commit\(\)", path.read_text(encoding="utf-8"))
    }
    assert committing <= {"cop/db.py", "cop/journal.py"}


def test_features_have_files_of_known_roles_only() -> None:
    extra = {"accounts": {"guards"}, "terms": {"data"}, "accounts_data": set()}
    for feature in FEATURES:
        for entry in (ROOT / "cop" / feature).iterdir():
            if entry.name in {"__init__.py", "__pycache__", "data"}:
                continue
            allowed = ROLES | extra.get(feature, set())
            assert entry.stem in allowed, f"{_name(entry)}: name the thing, or put it lower"


def test_no_nameless_modules() -> None:
    bad = {"utils", "helpers", "common", "misc", "tools"}
    assert not [_name(path) for path in CODE if path.stem in bad]


def _public_functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def _service_functions() -> list[tuple[str, Path, ast.FunctionDef]]:
    found = []
    for feature in FEATURES:
        folder = ROOT / "cop" / feature
        files = [*folder.glob("services.py"), *(folder / "services").glob("*.py")]
        for path in files:
            if path.stem.startswith("_") and path.stem != "__init__":
                continue
            found += [(feature, path, function) for function in _public_functions(path)]
    return found


def test_every_service_that_acts_asks_a_rule_first() -> None:
    """A public service with a `by` or `at` calls `require()` on a rule of its feature."""
    silent = []
    for _feature, path, function in _service_functions():
        named = {a.arg for a in (*function.args.args, *function.args.kwonlyargs)}
        if "by" not in named:
            continue
        text = ast.unparse(function)
        if ".require()" not in text:
            silent.append(f"{_name(path)}:{function.name}")
    assert not silent


def test_commands_settings_and_variables_are_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    config = (ROOT / "config.py").read_text(encoding="utf-8")
    for name in re.findall(r'^    "([A-Z_]+)":', config, re.MULTILINE):
        assert f"COP_{name}" in readme, name
    cli = (ROOT / "cop/cli.py").read_text(encoding="utf-8")
    for command in re.findall(r'@commands\.command\("([a-z-]+)"\)', cli):
        assert f"cop {command}" in readme, command


def test_tracked_text_has_no_path_of_a_machine_and_no_download_address() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    for name in listed:
        if not name or name.startswith("static/vendor/") or name == "LICENSE":
            continue
        path = ROOT / name
        if path.suffix in {".png", ".woff2", ".pdf", ".webm", ".ogg", ".mp3", ".wav"}:
            continue
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert str(ROOT) + "/" not in text, name
        if name.startswith("requirements/") or name.endswith("lock.json"):
            assert "://" not in text, name


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [ROOT / ".venv/bin/lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
