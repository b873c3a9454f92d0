"""What a decision costs under ten campaigns and under a thousand, over the real year's baskets."""

import gc
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from tessera.bootstrap.bench.engine import BASKETS_A_CHUNK, Basket
from tessera.bootstrap.replay.year import example_text
from tessera.connect.complete_journey import read_households, read_year
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.standing import Standing
from tessera.engine.vocabulary import VOCABULARY
from tessera.kit.record import Record
from tessera.programme.load import load

FEW, MANY = 10, 1_000
CHUNKS = 10
SURVEYED = 20_000  # baskets whose goods and stores the campaigns are for
SEED = 0xCA4
_YEAR_BEGINS = date(2017, 1, 1)
_DAYS = 14
_EARN = "\nearn:\n"

Standings = defaultdict[int, Standing]


class Costs(Record, frozen=True):
    """Microseconds of processor time for a decision, by document; `rules_applied`: effects for each basket there."""

    microseconds: dict[str, float]
    rules_applied: dict[str, float]
    baskets: int


def race_campaigns(*, baskets: int) -> Costs:
    """Decide the same baskets of the year under each document, a chunk at a time, in turns."""
    year = list(islice(read_year(), max(baskets, SURVEYED)))
    contestants = {
        name: _Contestant(_document(campaigns))
        for name, campaigns in _documents(year, random.Random(SEED)).items()  # noqa: S311 - no secret
    }
    del year[baskets:]
    chunk = max(1, min(BASKETS_A_CHUNK, len(year) // CHUNKS))
    gc.collect()
    gc.freeze()  # the baskets are not the engine's garbage
    for start in range(0, len(year), chunk):
        names = list(contestants) if start // chunk % 2 else list(contestants)[::-1]
        for name in names:
            contestants[name].run(year[start : start + chunk])
    gc.unfreeze()
    return Costs(
        {name: 1e6 * one.seconds / one.decided for name, one in contestants.items()},
        {name: one.effects / one.decided for name, one in contestants.items()},
        len(year),
    )


class _Contestant:
    """One document with the memory of its members. The first chunk warms it, as a server that has run for a while."""

    def __init__(self, document: str) -> None:
        programme = load(document, vocabulary=VOCABULARY).programme
        assert programme is not None  # noqa: S101 - written here
        self._compiled = Compiled(programme)
        self._standings: Standings = defaultdict(Standing)
        self._traits: Mapping[int, dict[str, str]] = {one.id: one.traits for one in read_households()}
        self._warm = False
        self.seconds = 0.0
        self.decided = self.effects = 0

    def run(self, chunk: Sequence[Basket]) -> None:
        """Decide a chunk, timed; the first one twice, and the second time counts."""
        if not self._warm:
            self._decide(chunk)
            self._standings.clear()
            self._warm = True
        gc.disable()
        started = time.process_time()
        effects = self._decide(chunk)
        self.seconds += time.process_time() - started
        gc.enable()
        self.effects += effects
        self.decided += len(chunk)

    def _decide(self, chunk: Sequence[Basket]) -> int:
        effects, standings = 0, self._standings
        for household, activity in chunk:
            decision = decide(self._compiled, standings[household], activity, self._traits[household])
            standings[household] = decision.standing
            effects += len(decision.effects)
        return effects


def lasting_document(number: int) -> str:
    """The example programme with so many campaigns that are live all year, each on a product of its own."""
    year = list(islice(read_year(), SURVEYED))
    products = sorted({line.product for _, basket in year for line in basket.lines if line.product})
    random.Random(SEED).shuffle(products)  # noqa: S311 - no secret
    return _document(list(islice(_lasting(iter(products)), number)))


def _document(campaigns: Sequence[str]) -> str:
    """The example programme with campaigns beside its own rules."""
    head, tail = example_text().split(_EARN)
    rules = [f"  campaign-{place}: {{on: purchase, {rule}}}\n" for place, rule in enumerate(campaigns)]
    return f"{head}{_EARN}{''.join(rules)}{tail}"


def _documents(year: Sequence[Basket], chance: random.Random) -> dict[str, list[str]]:
    """Campaigns on goods and stores that the baskets really hold: few and many over the year, and many at once."""
    products = sorted({line.product for _, basket in year for line in basket.lines if line.product})
    stores = sorted({basket.store for _, basket in year if basket.store})
    chance.shuffle(products)
    goods = iter(products * (1 + 2 * MANY // len(products)))
    return {
        f"{FEW} campaigns of the year": list(islice(_seasonal(goods, stores, chance), FEW)),
        f"{MANY} campaigns of the year": list(islice(_seasonal(goods, stores, chance), MANY)),
        f"{MANY} campaigns at once": list(islice(_lasting(goods), MANY)),
    }


def _seasonal(goods: Iterator[str], stores: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Two weeks each, spread over the year: a gift, a better rate or a multiplier for a product, a gift in a store."""
    for product in goods:
        begins = _YEAR_BEGINS + timedelta(days=chance.randrange(365 - _DAYS))
        during = f"during: {{from: {begins}, until: {begins + timedelta(days=_DAYS)}}}"
        lines = f"lines: {{product: '{product}'}}"
        yield f"{lines}, {during}, give: {{points: 20}}"
        yield f"{lines}, {during}, give: {{points: 3, per: 1.00}}, phase: bonus"
        yield f"{lines}, {during}, multiply: 2"
        yield f"stores: '{chance.choice(stores)}', {during}, min-spend: 40.00, give: {{points: 50}}"


def _lasting(goods: Iterator[str]) -> Iterator[str]:
    """Live all year: each on a product of its own."""
    for product in goods:
        yield f"lines: {{product: '{product}'}}, give: {{points: 20}}, cap: {{times: 1, per: week}}"
