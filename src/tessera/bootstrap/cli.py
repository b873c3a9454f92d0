"""The `tessera` command. Each subcommand is a file under `commands`, and one line in `COMMANDS`."""

from tessera import __version__
from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "adjust": "tessera.bootstrap.commands.adjust:adjust",
    "bench": "tessera.bootstrap.commands.bench:bench",
    "catalogue": "tessera.bootstrap.commands.catalogue:catalogue",
    "claim": "tessera.bootstrap.commands.claim:claim",
    "codes": "tessera.bootstrap.commands.codes:codes",
    "correction": "tessera.bootstrap.commands.correction:correction",
    "demo": "tessera.bootstrap.commands.demo:demo",
    "draw": "tessera.bootstrap.commands.draw:draw",
    "export": "tessera.bootstrap.commands.export:export",
    "gift-card": "tessera.bootstrap.commands.gift_card:gift_card",
    "household": "tessera.bootstrap.commands.household:household",
    "import": "tessera.bootstrap.commands.import_:import_",
    "instruction": "tessera.bootstrap.commands.instruction:instruction",
    "key": "tessera.bootstrap.commands.key:key",
    "member": "tessera.bootstrap.commands.member:member",
    "openapi": "tessera.bootstrap.commands.openapi:openapi_",
    "programme": "tessera.bootstrap.commands.programme:programme",
    "replay": "tessera.bootstrap.commands.replay:replay",
    "tick": "tessera.bootstrap.commands.tick:tick",
    "up": "tessera.bootstrap.commands.up:up",
    "verify": "tessera.bootstrap.commands.verify:verify",
}

INTRODUCTION = """Tessera: a customer loyalty platform that runs from one readable document.

\b
See it       tessera demo                      a real year, then the API
Write yours  tessera programme check FILE      is this a programme?
             tessera programme explain FILE    what does it promise?
             tessera programme publish FILE    from now on it decides
Run it       tessera key create SOURCE         who may call the API
             tessera up                        serve it
             tessera tick                      do what time has brought about
             tessera verify                    prove the books

Data lives in .tessera (TESSERA_HOME) under the working directory, in an embedded PostgreSQL; DATABASE_URL names
another PostgreSQL instead. Exit codes: 0 done, 1 the answer is no, 2 the command was misused, 3 it could not be
done.
"""

main = Group(COMMANDS, name="tessera", help=INTRODUCTION, version=__version__)
