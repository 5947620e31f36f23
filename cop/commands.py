"""The command group `cop`, loaded when a command is asked for: serving goes without its modules."""

from importlib import import_module

import click


class LateCommands(click.Group):
    """The commands of `cop.cli`, which needs Alembic, the demo and all that looks after a site."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return _commands().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name."""
        return _commands().get_command(ctx, cmd_name)


def _commands() -> click.Group:
    found: click.Group = import_module("cop.cli").commands
    return found
