"""What a start does before it serves: a site made ready, and the words that say where it is."""

from collections.abc import Callable

from flask import current_app

from cop.operations import demo, setup

Say = Callable[[str], object]


def make_ready(say: Say) -> None:
    """Do what `cop init` does; on an empty site of development load the demo as well."""
    for line in setup.prepare():
        say(line)
    if current_app.config["ENV"] == "development" and not demo.has_members():
        demo.load()
        say("demo content loaded")


def announce(address: str, say: Say) -> None:
    """Say where the site is, and who can sign in where it is a demo."""
    say(f"http://{address}")
    if current_app.config["ENV"] == "development" and demo.is_loaded():
        say(demo.ACCOUNTS_TEXT)
