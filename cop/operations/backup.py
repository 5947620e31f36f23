"""One consistent archive of database and files, taken while the site runs, and back again.

SQLite is copied through its online backup API (copying the file loses what stands in the WAL);
PostgreSQL through pg_dump and pg_restore. The search index is not in it: it is rebuilt.
"""

import io
import json
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from flask import current_app
from sqlalchemy import text

from cop import files
from cop.core.clock import now
from cop.db import db

FORMAT = 1


class BackupProblem(Exception):
    """The archive cannot be made or used; the message says why."""


def back_up(target: Path) -> int:
    """Write the archive and return its size in bytes; an earlier file stays until it is whole."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / "database"
        _dump(dump)
        with tarfile.open(part, "w:gz", compresslevel=3) as archive:
            part.chmod(0o600)
            _add_text(archive, "manifest.json", json.dumps(_manifest()))
            archive.add(dump, "database")
            for digest in files.digests():
                archive.add(files.path_of(digest), f"files/{digest}")
    part.replace(target)
    return target.stat().st_size


def restore(source: Path) -> None:
    """Fill an empty data folder, or an empty PostgreSQL database, from an archive.

    Sign-ins of the archive are ended. Raises BackupProblem when there is data already.
    """
    if not _is_empty():
        raise BackupProblem("the data folder or database is not empty; nothing was changed")
    with tempfile.TemporaryDirectory() as folder:
        _unpack(source, folder)
        _load(Path(folder) / "database")
        for stored in sorted((Path(folder) / "files").glob("*")):
            with stored.open("rb") as stream:
                kept = files.keep(stream, stored.stat().st_size)
            if kept.digest != stored.name:
                raise BackupProblem(f"file {stored.name} is damaged")
    with db.engine.begin() as connection:
        connection.execute(
            text("UPDATE sign_ins SET ended_at = :at WHERE ended_at IS NULL"),
            {"at": now().replace(tzinfo=None).isoformat(" ")},
        )


def _unpack(source: Path, folder: str) -> None:
    try:
        with tarfile.open(source, "r:gz") as archive:
            _check(archive)
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError) as error:
        raise BackupProblem("this is not a whole archive of this product") from error


def _manifest() -> dict[str, object]:
    revision = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    engine = db.engine.dialect.name
    return {"format": FORMAT, "engine": engine, "schema": revision, "made_at": now().isoformat()}


def _check(archive: tarfile.TarFile) -> None:
    try:
        member = archive.extractfile("manifest.json")
        manifest = json.load(member) if member else {}
    except (KeyError, ValueError) as error:
        raise BackupProblem("this is not an archive of this product") from error
    if manifest.get("format") != FORMAT:
        raise BackupProblem(f"archive format {manifest.get('format')} is not known")
    if manifest.get("engine") != db.engine.dialect.name:
        raise BackupProblem(f"the archive is of {manifest.get('engine')}: set COP_DATABASE_URL")


def _dump(target: Path) -> None:
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        with (
            sqlite3.connect(str(db.engine.url.database)) as source,
            sqlite3.connect(target) as copy,
        ):
            source.backup(copy, pages=1_000)
        copy.close()
        source.close()
        return
    without_index = "--exclude-table=cop_search_*"
    _run(["pg_dump", "--format=custom", without_index, f"--file={target}", _libpq_address()])


def _load(dump: Path) -> None:
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        with (
            sqlite3.connect(dump) as source,
            sqlite3.connect(str(db.engine.url.database)) as target,
        ):
            if source.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupProblem("the database in the archive is damaged")
            source.backup(target)
        source.close()
        target.close()
        return
    _run(["pg_restore", "--no-owner", f"--dbname={_libpq_address()}", str(dump)])


def _is_empty() -> bool:
    folder = Path(current_app.config["DATA_DIR"]) / "files"
    if any(files.digests()) if folder.exists() else False:
        return False
    tables = set(db.inspect(db.engine).get_table_names())
    if "members" not in tables:
        return not tables
    return not db.session.execute(text("SELECT count(*) FROM members")).scalar()


def _libpq_address() -> str:
    return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise BackupProblem(f"{command[0]} is not installed") from error
    if done.returncode:
        raise BackupProblem(done.stderr.strip().splitlines()[-1] if done.stderr else command[0])


def _add_text(archive: tarfile.TarFile, name: str, words: str) -> None:
    data = words.encode()
    info = tarfile.TarInfo(name)
    info.size = len(data)
    info.mode = 0o600
    archive.addfile(info, io.BytesIO(data))
