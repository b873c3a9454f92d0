"""`tessera instruction`: what members give each month by themselves."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "donate": "tessera.bootstrap.commands.instruction.donate:donate",
    "list": "tessera.bootstrap.commands.instruction.list:list_",
    "stop": "tessera.bootstrap.commands.instruction.stop:stop",
}

instruction = Group(
    COMMANDS, name="instruction", help="Let members give points to a cause each month, until it is stopped."
)
