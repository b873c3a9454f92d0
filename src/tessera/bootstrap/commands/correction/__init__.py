"""`tessera correction`: receipts with the wrong member on them."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "approve": "tessera.bootstrap.commands.correction.decide:approve",
    "list": "tessera.bootstrap.commands.correction.decide:list_",
    "refuse": "tessera.bootstrap.commands.correction.decide:refuse",
    "request": "tessera.bootstrap.commands.correction.request:request",
}

correction = Group(
    COMMANDS,
    name="correction",
    help="Give a receipt to the member whose it is, and decide what waits for a second person.",
)
