"""`tessera member`: look a member up."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "history": "tessera.bootstrap.commands.member.history:history",
    "show": "tessera.bootstrap.commands.member.show:show",
}

member = Group(COMMANDS, name="member", help="Look a member up: what they have, and how it came about.")
