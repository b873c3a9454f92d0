"""`tessera draw`: hold prize draws, and check any record of one."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "close": "tessera.bootstrap.commands.draw.close:close",
    "commit": "tessera.bootstrap.commands.draw.commit:commit",
    "list": "tessera.bootstrap.commands.draw.list:list_",
    "run": "tessera.bootstrap.commands.draw.run:run",
    "show": "tessera.bootstrap.commands.draw.show:show",
    "verify": "tessera.bootstrap.commands.draw.verify:verify",
}

draw = Group(
    COMMANDS,
    name="draw",
    help="Hold a prize draw that anyone can check: commit it, close it, run it; and check a record of one.",
)
