"""`tessera codes`: pools of codes that somebody else made."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "import": "tessera.bootstrap.commands.codes.import_:import_",
    "list": "tessera.bootstrap.commands.codes.list:list_",
    "new-secret": "tessera.bootstrap.commands.codes.new_secret:new_secret",
}

codes = Group(COMMANDS, name="codes", help="Bring in codes that rewards give, and see how many are left.")
