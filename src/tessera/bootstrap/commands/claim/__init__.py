"""`tessera claim`: purchases that no till reported, claimed with a receipt."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "approve": "tessera.bootstrap.commands.claim.decide:approve",
    "list": "tessera.bootstrap.commands.claim.decide:list_",
    "refuse": "tessera.bootstrap.commands.claim.decide:refuse",
    "request": "tessera.bootstrap.commands.claim.request:request",
}

claim = Group(
    COMMANDS,
    name="claim",
    help="Claim a purchase that no till reported, with its receipt, and decide what others have claimed.",
)
