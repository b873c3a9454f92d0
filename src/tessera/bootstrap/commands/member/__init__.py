"""`tessera member`: look a member up, make two of them one, and undo it."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "history": "tessera.bootstrap.commands.member.history:history",
    "merge": "tessera.bootstrap.commands.member.merge:merge",
    "show": "tessera.bootstrap.commands.member.show:show",
    "unmerge": "tessera.bootstrap.commands.member.unmerge:unmerge",
}

member = Group(
    COMMANDS,
    name="member",
    help="Look a member up: what they have, and how it came about. Merge two who are one.",
)
