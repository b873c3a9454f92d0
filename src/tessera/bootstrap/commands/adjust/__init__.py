"""`tessera adjust`: points by hand, and what waits for a second person."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "approve": "tessera.bootstrap.commands.adjust.decide:approve",
    "list": "tessera.bootstrap.commands.adjust.decide:list_",
    "refuse": "tessera.bootstrap.commands.adjust.decide:refuse",
    "request": "tessera.bootstrap.commands.adjust.request:request",
    "undo": "tessera.bootstrap.commands.adjust.undo:undo",
}

adjust = Group(
    COMMANDS,
    name="adjust",
    help="Give or take points by hand, undo it, and decide what waits for a second person.",
)
