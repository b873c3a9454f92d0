"""`tessera member`: look a member up, let one give points away, make two of them one, and undo it."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "donate": "tessera.bootstrap.commands.member.donate:donate",
    "history": "tessera.bootstrap.commands.member.history:history",
    "merge": "tessera.bootstrap.commands.member.merge:merge",
    "show": "tessera.bootstrap.commands.member.show:show",
    "transfer": "tessera.bootstrap.commands.member.send:transfer",
    "unmerge": "tessera.bootstrap.commands.member.unmerge:unmerge",
}

member = Group(
    COMMANDS,
    name="member",
    help="Look a member up: what they have, and how it came about. Let one give points away. Merge two who are one.",
)
