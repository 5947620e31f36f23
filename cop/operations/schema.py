"""The tables of the database, brought to what the code needs by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from cop.db import db

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def upgrade() -> None:
    """Bring the tables of the present application to the newest schema."""
    command.upgrade(_config(), "head")


def downgrade(revision: str) -> None:
    """Take the tables back to a revision; "base" is an empty database."""
    command.downgrade(_config(), revision)


def check() -> None:
    """Return quietly when migrations and records agree. Raises alembic.util.CommandError."""
    command.check(_config())


def write_migration(words: str) -> None:
    """Write a new migration with all that the records have and the migrations have not."""
    command.revision(_config(), message=words, autogenerate=True)


def revisions() -> tuple[str | None, str | None]:
    """Return the revision of the database, and the newest that the code knows."""
    with db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present, ScriptDirectory(str(FOLDER)).get_current_head()


def _config() -> Config:
    config = Config(str(FOLDER / "alembic.ini"))
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
