"""Pools of codes that somebody else made: brought in, and how many are left."""

import msgspec
from litestar import get, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import voucher_examples as examples
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.forms import Word
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.api.reward_forms import CodesForm
from tessera.catalogue.pools import Pool, list_pools
from tessera.kit.problems import InvalidValue
from tessera.usecases.import_codes import import_codes

FEW = 10
"""Fewer than one in so many are left: it is time to bring in more."""

_form = msgspec.json.Decoder(CodesForm)


class PoolBody(Body, frozen=True):
    """A pool: how many codes were brought in, how many are left, and whether these are `few`, less than a tenth."""

    pool: str
    imported: int
    left: int
    few: bool


class PoolsBody(Body, frozen=True):
    """Every pool, by name."""

    pools: list[PoolBody]


class ImportedBody(Body, frozen=True):
    """How many codes are new, and how many some pool had before, or came twice."""

    new: int
    repeated: int


@get(
    "/v1/pools",
    opt={
        OPT: Operation(
            id="listPools",
            summary="Pools of codes",
            description="How many codes of each are left for the rewards that give them.",
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
    found = await desk_of(request).services.run(list_pools)
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
    return reply(ImportedBody(imported.new, imported.repeated))


def _body(pool: Pool) -> PoolBody:
    return PoolBody(pool.pool, pool.imported, pool.left, few=pool.left * FEW < pool.imported)


def _name(pool: str) -> str:
    """A pool's name as the document has it. Raises InvalidValue."""
    try:
        return msgspec.convert(pool, Word)
    except msgspec.ValidationError:
        raise InvalidValue("A pool is small letters, digits and -, such as cinema.", field="pool") from None
