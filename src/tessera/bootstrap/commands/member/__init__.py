"""`tessera member`: look a member up."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {"show": "tessera.bootstrap.commands.member.show:show"}

member = Group(COMMANDS, name="member", help="Look a member up.")
