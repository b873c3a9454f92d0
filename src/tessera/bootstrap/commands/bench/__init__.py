"""`tessera bench`: how fast is it, on this machine?"""

from tessera.bootstrap.commands.group import Group

COMMANDS = {
    "checkout": "tessera.bootstrap.commands.bench.checkout:checkout",
    "engine": "tessera.bootstrap.commands.bench.engine:engine",
    "growth": "tessera.bootstrap.commands.bench.growth:growth",
    "http": "tessera.bootstrap.commands.bench.over_http:http",
    "replay": "tessera.bootstrap.commands.bench.replay:replay",
}

bench = Group(
    COMMANDS,
    name="bench",
    help="Measure speed beside a baseline, in a scratch database. Exit code 1 when a target is missed.",
)
