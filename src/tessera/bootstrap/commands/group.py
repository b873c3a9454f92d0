"""A group of commands that loads each one when it is called, and speaks of problems in one sentence."""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from tessera.kit.problems import Problem, Unavailable

EXIT_NO = 1
EXIT_NOT_DONE = 3
EXIT_STOPPED = 130  # what shells say of Ctrl-C
_WHOLE = 1_000  # letters: longer than any first sentence


class Group(click.Group):
    """Commands by name, each as `module:attribute`.

    A Problem that a command raises ends it with its sentence, and Ctrl-C with a word.
    """

    def __init__(self, places: Mapping[str, str], *, version: str | None = None, **words: Any) -> None:
        super().__init__(no_args_is_help=True, context_settings={"max_content_width": 100}, **words)
        self._places = places
        if version is not None:
            click.version_option(version, message="tessera %(version)s")(self)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = self._places.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each with the whole of its first sentence, which click would cut off at the end of the line."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, own.get_short_help_str(_WHOLE)) for name, own in commands if own])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Unavailable as problem:
            what, cause = problem.detail.partition(".")[0], problem.facts["cause"].rstrip(".")
            click.echo(f"Error: {what}: {cause}. What was committed stays; run it again.", err=True)
            sys.exit(EXIT_NOT_DONE)
        except Problem as problem:
            click.echo(f"Error: {problem.detail}", err=True)
            sys.exit(EXIT_NOT_DONE)
        except KeyboardInterrupt:
            click.echo("Stopped. What was committed stays.", err=True)
            sys.exit(EXIT_STOPPED)
