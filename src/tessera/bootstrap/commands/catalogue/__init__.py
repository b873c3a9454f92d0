"""`tessera catalogue`: the rewards beside the document, and their editions."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "diff": "tessera.bootstrap.commands.catalogue.diff:diff_",
    "publish": "tessera.bootstrap.commands.catalogue.publish:publish",
    "show": "tessera.bootstrap.commands.catalogue.show:show",
}

catalogue = Group(
    COMMANDS, name="catalogue", help="Compare, publish and show the rewards that stand beside the document."
)
