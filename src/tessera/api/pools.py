"""Pools of codes that somebody else made: brought in, and how many are left."""

import msgspec
from litestar import get, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import voucher_examples as examples
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.fields import Word
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.reward_forms import CodesForm
from tessera.kit.problems import InvalidValue
from tessera.usecases.import_codes import import_codes
from tessera.usecases.read_pools import ShownPool, read_pools

_form = msgspec.json.Decoder(CodesForm)


class PoolBody(Body, frozen=True):
    """A pool: how many codes were brought in, how many are left, and whether these are `few`: less than a tenth, or none.

    `rewards` give its codes, now or later; where there are none, nobody takes any.
    """

    pool: str
    imported: int
    left: int
    few: bool
    rewards: list[str]


class PoolsBody(Body, frozen=True):
    """Every pool that there is or that a reward names, by name."""

    pools: list[PoolBody]


class ImportedBody(Body, frozen=True):
    """How many codes are new, and how many some pool had before, or came twice; which `rewards` give them, if any does."""

    new: int
    repeated: int
    rewards: list[str]


@get(
    "/v1/pools",
    opt={
        OPT: Operation(
            id="listPools",
            summary="Pools of codes",
            description="How many codes of each are left for the rewards that give them, and which these are.",
            tag="Vouchers",
            scope=Scope.VOUCHERS_READ,
            answer=PoolsBody,
            answers={200: "The pools."},
            example=examples.POOLS,
        )
    },
)
async def pools(request: Call) -> Reply:
    await caller_of(request, Scope.VOUCHERS_READ)
    desk = desk_of(request)
    found = await desk.services.perform(read_pools, at=desk.clock.now())
    return reply(PoolsBody([_body(pool) for pool in found]))


@post(
    "/v1/pools/{pool:str}/codes",
    status_code=200,
    opt={
        OPT: Operation(
            id="importCodes",
            summary="Bring codes into a pool",
            description="Codes of the shop's own, or a partner's, for rewards with `give: {code: …}`. They are kept sealed, "
            "and given in this order. Safe to send again: what some pool has already is counted and left out.",
            tag="Vouchers",
            scope=Scope.CODES_IMPORT,
            form=CodesForm,
            form_examples={"two": examples.CODES},
            answer=ImportedBody,
            answers={200: "They are in."},
            example=examples.IMPORTED,
            problems=(InvalidValue,),
        )
    },
)
async def import_pool(request: Call, pool: FromPath[str]) -> Reply:
    await caller_of(request, Scope.CODES_IMPORT)
    desk = desk_of(request)
    form = read_form(_form, await request.body())
    name = _name(pool)
    imported = await desk.services.run(import_codes, name, form.codes, seal=desk.seal)
    pools = await desk.services.perform(read_pools, at=desk.clock.now())
    rewards = next((list(one.rewards) for one in pools if one.pool == name), [])
    return reply(ImportedBody(imported.new, imported.repeated, rewards))


def _body(pool: ShownPool) -> PoolBody:
    return PoolBody(pool.pool, pool.imported, pool.left, few=pool.few, rewards=list(pool.rewards))


def _name(pool: str) -> str:
    """A pool's name as the document has it. Raises InvalidValue."""
    try:
        return msgspec.convert(pool, Word)
    except msgspec.ValidationError:
        raise InvalidValue("A pool is small letters, digits and -, such as cinema.", field="pool") from None
