"""What `--help` prints."""

import click
import click.testing

from tessera.bootstrap.cli import main
from tessera.bootstrap.commands.group import Group


def helped(group: Group, *words: str) -> dict[str, str]:
    """What `--help` prints for a group and all those within it, by their words."""
    context = click.Context(group)
    told = {" ".join(words): click.testing.CliRunner().invoke(main, [*words, "--help"]).output}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        told |= helped(command, *words, name) if isinstance(command, Group) else {}
    return told


def test_no_sentence_is_cut_off() -> None:
    """Every command of every group is listed with the whole of its first sentence."""
    told = helped(main)
    assert len(told) > 10
    assert [words for words, text in told.items() if "..." in text.replace("[ARGS]...", "")] == []
