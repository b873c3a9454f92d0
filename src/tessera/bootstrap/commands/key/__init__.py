"""`tessera key`: who may call the HTTP API."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "create": "tessera.bootstrap.commands.key.create:create",
    "list": "tessera.bootstrap.commands.key.list:list_",
    "revoke": "tessera.bootstrap.commands.key.revoke:revoke",
}

key = Group(COMMANDS, name="key", help="Make, list and revoke API keys.")
