"""`tessera programme`: the document and its published versions."""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "check": "tessera.bootstrap.commands.programme.check:check",
    "diff": "tessera.bootstrap.commands.programme.diff:diff_",
    "draft": "tessera.bootstrap.commands.programme.draft:draft",
    "explain": "tessera.bootstrap.commands.programme.explain:explain_",
    "history": "tessera.bootstrap.commands.programme.history:history",
    "publish": "tessera.bootstrap.commands.programme.publish:publish",
    "rollback": "tessera.bootstrap.commands.programme.rollback:rollback",
    "schema": "tessera.bootstrap.commands.programme.schema:schema_",
}

programme = Group(
    COMMANDS, name="programme", help="Check, explain, compare and publish the programme document."
)
