"""The commands of the product: `flask --app wsgi cop …`."""

import json
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, ScriptInfo, pass_script_info

from cop.accounts import services as accounts
from cop.app import create_app
from cop.core.actor import ROLES, SYSTEM
from cop.core.clock import now
from cop.core.errors import Invalid
from cop.db import transaction
from cop.jobs import run_worker
from cop.operations import backup, demo, doctor, evaluation, scale, schema, serving, setup, starting
from cop.operations.harming import HARMS
from cop.search import indexing
from cop.search.jobs import compare, keep_words
from cop.web.messages import message

ENGINES = ("whoosh", "tantivy", "postgresql")

commands = AppGroup("cop", help="Run and look after this site.")


def _fail(words: str) -> None:
    click.echo(words, err=True)
    sys.exit(1)


@commands.command("init")
def init() -> None:
    """Migrate the database, create the index, load reference data; safe to repeat."""
    for line in setup.prepare():
        click.echo(line)


@commands.command("demo")
@click.option("--scale", "many", type=click.IntRange(1, 100_000), help="Add N synthetic lessons.")
def load_demo(many: int | None) -> None:
    """Load the demo content; with --scale, synthetic content for load tests."""
    if current_app.config["ENV"] == "production":
        _fail("demo content is refused in production (COP_ENV=production)")
    demo.load()
    if many:
        click.echo(json.dumps(scale.load(many), ensure_ascii=False))
    else:
        click.echo(demo.ACCOUNTS_TEXT)


@commands.command("create-member")
@click.argument("email")
@click.option("--name", required=True, help="Given and family name.")
@click.option("--role", type=click.Choice(ROLES), default="staff", show_default=True)
def create_member(email: str, name: str, role: str) -> None:
    """Add a member with a role over the whole body; asks for a password, or reads it."""
    password = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True)
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\n")
    )
    given, _, family = name.strip().partition(" ")
    try:
        with transaction():
            facts = {"given_name": given, "family_name": family.strip()}
            made = accounts.create_member(email, password, by=SYSTEM, at=now(), **facts)
            accounts.give(made, role, by=SYSTEM, at=now())
    except Invalid as error:
        words = [f"{field}: {message(c, **error.details)}" for field, c in error.problems.items()]
        _fail("; ".join(words))
    click.echo(f"{email} is a member with the role {role}")


@commands.command("worker")
@pass_script_info
def worker(info: ScriptInfo) -> None:
    """Run the background worker alone; first it brings the index up to date."""
    app = info.load_app()
    compare.later()
    keep_words.later()
    run_worker(app)


@commands.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--web-workers", default=2, show_default=True, help="gunicorn processes.")
@click.option("--prepare", is_flag=True, help="First do `cop init`, and the demo on an empty site.")
def serve(host: str, port: int, web_workers: int, *, prepare: bool) -> None:
    """Serve web and worker together until told to stop."""
    if not prepare:
        starting.announce(f"{host}:{port}", click.echo)
    serving.serve(host, port, web_workers, prepare=prepare)


@commands.command("migration")
@click.argument("words")
def write_migration(words: str) -> None:
    """Write the migration that changed records need; for those who work on the code."""
    schema.write_migration(words)


@commands.command("reindex")
def reindex() -> None:
    """Rebuild the search index aside and swap it in; searching goes on meanwhile."""
    shown = sys.stderr.isatty()

    def tell(done: int, total: int) -> None:
        if shown:
            click.echo(f"\r{done:,} of {total:,} read", nl=done == total, err=True)

    click.echo(f"{indexing.rebuild(tell)} documents indexed")


@commands.command("search-eval")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--engine", type=click.Choice(ENGINES), default="whoosh", show_default=True)
@click.option("--harm", type=click.Choice(list(HARMS)), default="none", show_default=True)
@click.option("--semantic", is_flag=True, help="Rank whole questions by their meaning, too.")
def evaluate_search(folder: Path, engine: str, harm: str, *, semantic: bool) -> None:
    """Measure how well search finds the right texts of a data set in BEIR layout.

    The questions can be harmed first: a letter or three lost, or written in other encodings.
    """
    try:
        found = evaluation.evaluate_elsewhere(
            folder, f"{engine}:", create_app, harm, semantic=semantic
        )
    except (evaluation.BadDataSet, evaluation.NoModel) as problem:
        _fail(str(problem))
    else:
        click.echo(json.dumps(found))


@commands.command("doctor")
@click.option("--repair", is_flag=True, help="Mend what can be mended.")
def look(*, repair: bool) -> None:
    """List what is wrong with database, index, files, queue and settings."""
    left = 0
    for remark in doctor.remarks():
        click.echo(remark)
    for finding in doctor.examine():
        if repair and finding.mend is not None:
            finding.mend()
            click.echo(f"mended: {finding.what}")
        else:
            left += 1
            click.echo(finding.what)
    if left:
        _fail(f"{left} to look at")
    click.echo("all is well")


@commands.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def make_backup(file: Path) -> None:
    """Write one consistent archive of database and files while the site runs."""
    try:
        size = backup.back_up(file)
    except (backup.BackupProblem, OSError) as error:
        _fail(f"backup failed: {error}")
    else:
        click.echo(f"{file}: {size:,} bytes")


@commands.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def take_backup(file: Path) -> None:
    """Fill an empty data folder with a whole site from an archive."""
    try:
        backup.restore(file)
    except (backup.BackupProblem, OSError) as error:
        _fail(f"restore failed: {error}")
    click.echo("; ".join(setup.prepare()))
