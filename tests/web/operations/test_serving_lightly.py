"""A process that serves goes without what only commands and other queues need."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
HEAVY = ("alembic", "redis", "psycopg", "nlpo3", "tantivy", "cop.cli", "cop.operations.demo")


def test_the_application_on_sqlite_loads_no_drivers_of_servers(tmp_path: Path) -> None:
    code = f"import sys, wsgi; print([one for one in {HEAVY} if one in sys.modules])"
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COP_")}
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=ours | {"COP_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "[]"


def test_commands_are_listed_all_the_same(tmp_path: Path) -> None:
    from cop.app import create_app  # noqa: PLC0415
    from tests.conftest import site_settings  # noqa: PLC0415

    runner = create_app(site_settings(tmp_path)).test_cli_runner()
    said = runner.invoke(args=["cop", "--help"]).output
    assert "doctor" in said
    assert "reindex" in said
    assert runner.invoke(args=["cop", "no-such"]).exit_code == 2
