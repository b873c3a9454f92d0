"""`tessera household`: members who share one balance."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "found": "tessera.bootstrap.commands.household.found:found",
    "invite": "tessera.bootstrap.commands.household.invite:invite",
    "join": "tessera.bootstrap.commands.household.join:join",
    "leave": "tessera.bootstrap.commands.household.leave:leave",
    "role": "tessera.bootstrap.commands.household.role:role",
    "show": "tessera.bootstrap.commands.household.show:show",
    "withdraw": "tessera.bootstrap.commands.household.withdraw:withdraw",
}

household = Group(
    COMMANDS,
    name="household",
    help="Let members share one balance: start a household, invite, join, give out roles, leave.",
)
