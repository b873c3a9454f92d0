"""The arithmetic of a page: activities of one member, one a line, and what each gives.

`2026-06-06T18:00 purchase amount=10.00 channel=app: base 10, app 20` is decided after the lines before it. A `return`
takes back of the last purchase; `choice favourites=MILK,BREAD` chooses for the first period that is open, by the day of
the `enrolment` before it; `conversion payday` converts what the lines before have given; `basket` is what the rewards
take off one, in minor units. Instants are local;
`lines=MILK:8.00,DIESEL:60.00:40:litre` are category, amount, and perhaps quantity and unit; `measures=night:3` and
`payments=card:8.00,voucher:2.00` are pairs; `spend=points:500` pays with so many smallest units, and tells what they pay of
which line; any other word is a trait of the member when it begins with `my-`, else a fact.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from tessera.engine.activity import Activity, Line
from tessera.engine.budgeted import budgets_left
from tessera.engine.choices import CHOICE, choice_facts, choose, chosen_at
from tessera.engine.compile import Compiled
from tessera.engine.convert import convert
from tessera.engine.decide import decide
from tessera.engine.discount.discount import best
from tessera.engine.payment import Payment
from tessera.engine.returned import Part, returned_with
from tessera.engine.returns import take_back
from tessera.engine.spend import earning, give_back, net_returned, pay
from tessera.engine.standing import Standing
from tessera.programme.document import Programme

_KNOWN = {"amount", "lines", "measures", "payments", "channel", "store", "spend"}


def retell(programme: Programme, block: str) -> str:
    """The block as it ought to be: each line's activity, with what the engine gives for it."""
    return "".join(f"{said}: {given}\n" for said, given in _decided(Compiled(programme), block))


def _decided(compiled: Compiled, block: str) -> Iterator[tuple[str, str]]:
    standing, traits = Standing(), dict[str, str]()
    facts, balance, drawn = traits, Counter[str](), Counter[str]()
    joined: date | None = None
    payments: tuple[Payment, ...] = ()
    bought, earned, returned = None, list[tuple[str, str, int]](), dict[int, Part]()
    for place, line in enumerate(block.splitlines()):
        said = line.rpartition(": ")[0]
        at, kind, *words = said.split()
        if kind == "basket":
            yield said, _taken_off(compiled, at, words)
            continue
        if kind == "conversion":
            yield said, _converted(compiled.programme, words[0], balance)
            continue
        values = dict(word.split("=", 1) for word in words)
        traits |= {name[3:]: value for name, value in values.items() if name.startswith("my-")}
        joined = date.fromisoformat(at[:10]) if kind == "enrolment" else joined
        of = "bought" if kind == "return" else None
        activity = read_activity(at, kind, values, zone=compiled.zone, key=str(place), of=of)
        if kind == CHOICE:
            ((choice, chosen),) = values.items()
            activity = replace(activity, facts=choice_facts(choice, chosen.split(","), period_on=None))
            standing = choose(compiled, standing, activity, joined=joined)
        if kind == "return" and bought is not None:
            after = returned_with(bought, returned, activity)
            net = [payment for payment in payments if compiled.spending[payment.currency].terms.earns_net]
            decision = take_back(
                compiled,
                earning(compiled, bought, payments),
                earned,
                before=net_returned(net, bought, returned),
                after=net_returned(net, bought, after),
                standing=standing,
                traits=facts,
            )
            backs = [give_back(payment, bought, returned, after) for payment in payments]
            paid = [
                f"{of.currency} {back.points}"
                for of, back in zip(payments, backs, strict=True)
                if back.points
            ]
            given = [(earned[taken.effect][0], -taken.amount) for taken in decision.takebacks]
            balance.subtract({earned[taken.effect][1]: taken.amount for taken in decision.takebacks})
            returned = after
        else:
            payments = pay(compiled, activity, activity.spend or {})
            paid = [_paid(payment) for payment in payments]
            balance.subtract({payment.currency: payment.points for payment in payments})
            facts = traits | chosen_at(compiled, standing, activity.occurred_at)
            room = {currency: most - balance[currency] for currency, most in compiled.most.items()}
            bare = earning(compiled, activity, payments)
            left = budgets_left(compiled, bare, drawn)
            decision = decide(compiled, standing, bare, facts, room=room, left=left)
            given = [(effect.rule, effect.amount) for effect in decision.effects]
            bought, returned = activity, {}
            earned = [(effect.rule, effect.currency, effect.amount) for effect in decision.effects]
            balance.update({effect.currency: effect.amount for effect in decision.effects})
        standing = decision.standing
        drawn.update(decision.drawn)
        yield said, ", ".join([*paid, *(f"{rule} {amount}" for rule, amount in given)]) or "nothing"


def _paid(payment: Payment) -> str:
    """What points pay of which line: "points -1000 (5.46 of 1, 4.54 of 2)"."""
    lines = [f"{Decimal(line.amount_minor).scaleb(-2)} of {line.line + 1}" for line in payment.lines]
    return f"{payment.currency} {-payment.points} ({', '.join(lines)})"


def _converted(programme: Programme, id_: str, balance: Counter[str]) -> str:
    """What a conversion takes and gives; the balance is moved."""
    conversion = next(one for one in programme.conversions if one.id == id_)
    done = convert(conversion, balance[conversion.takes])
    balance.update({conversion.takes: -done.taken, conversion.gives: done.given})
    return f"{conversion.takes} {-done.taken}, {conversion.gives} {done.given}" if done.taken else "nothing"


def _taken_off(compiled: Compiled, at: str, words: list[str]) -> str:
    """What all rewards that are discounts take off a basket together; 0 where another is better."""
    values = dict(word.split("=", 1) for word in words)
    basket = read_activity(at, "purchase", values, zone=compiled.zone, key="basket")
    told = best(compiled.rewards, basket, compiled.rewards.for_basket(basket))
    return ", ".join(f"{one.reward} {one.amount_minor}" for one in told) or "nothing"


def read_activity(
    at: str, kind: str, values: dict[str, str], *, zone: ZoneInfo, key: str, of: str | None = None
) -> Activity:
    """The activity that a line tells: its instant, its type, and its words by name."""
    when = datetime.fromisoformat(at)
    lines = tuple(_line(place, text) for place, text in enumerate(values.get("lines", "").split(",")) if text)
    facts = {n: v for n, v in values.items() if n not in _KNOWN and not n.startswith("my-")}
    return Activity(
        kind,
        key,
        (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC),
        _scaled(values["amount"], 2) if "amount" in values else sum(line.amount_minor for line in lines),
        channel=values.get("channel"),
        store=values.get("store"),
        lines=lines,
        of=of,
        facts=facts or None,
        measures=_pairs(values.get("measures"), 3),
        payments=_pairs(values.get("payments"), 2),
        spend=_pairs(values.get("spend"), 0),
    )


def _line(place: int, text: str) -> Line:
    category, amount, *more = text.split(":")
    quantity = _scaled(more[0], 3) if more else 1000
    unit = more[1] if len(more) > 1 else None
    return Line(str(place + 1), _scaled(amount, 2), quantity, category=category, unit=unit)


def _pairs(text: str | None, digits: int) -> dict[str, int] | None:
    if text is None:
        return None
    return {name: _scaled(value, digits) for name, value in (pair.split(":") for pair in text.split(","))}


def _scaled(text: str, digits: int) -> int:
    return int(Decimal(text).scaleb(digits))
