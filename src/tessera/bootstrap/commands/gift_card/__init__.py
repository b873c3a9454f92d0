"""`tessera gift-card`: money in advance, issued, looked at and taken out of use."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "issue": "tessera.bootstrap.commands.gift_card.issue:issue",
    "list": "tessera.bootstrap.commands.gift_card.list:list_",
    "show": "tessera.bootstrap.commands.gift_card.show:show",
    "void": "tessera.bootstrap.commands.gift_card.void:void",
}

gift_card = Group(COMMANDS, name="gift-card", help="Issue gift cards, look at them, take one out of use.")
