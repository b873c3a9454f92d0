"""Post what an activity was given, in memory, and say in which lots it lies."""

from collections.abc import Mapping, Sequence

import msgspec

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decision import Effect
from tessera.engine.shares import by_line, share_out
from tessera.ledger.rows import Cause
from tessera.ledger.wallet import Lots, Wallet
from tessera.usecases.answer_parts import Granted, GrantedLine

Shares = Sequence[Mapping[int, int]]
"""Of each effect, the points of each line; of one that lies in one lot, nothing."""


def issue_points(
    effects: Sequence[Effect],
    wallets: Mapping[str, Wallet],
    cause: Cause,
    *,
    waiting: Mapping[str, object],
    shares: Shares = (),
) -> tuple[Granted, ...]:
    """Post the effects and name the posting and the lot of each.

    What waits for an event (`waiting`: its terms, by rule) shares a lot only with what waits on the same terms, and with
    what the same line earned: it may be released by itself.
    """
    opened: dict[tuple[str, object, int | None], Lots] = {}
    granted = []
    for place, effect in enumerate(effects):
        currency, terms = effect.currency, waiting.get(effect.rule)
        lines: tuple[GrantedLine, ...] = ()
        if shares and shares[place]:
            lines = tuple(
                GrantedLine(
                    line,
                    points,
                    *wallets[currency].earn(
                        msgspec.structs.replace(effect, amount=points),
                        cause,
                        opened.setdefault((currency, terms, line), {}),
                    ),
                )
                for line, points in shares[place].items()
            )
            version, lot = lines[0].version, lines[0].lot
        else:
            together = currency, terms, None
            lots = opened.get(together)
            if lots is None:
                lots = opened[together] = {}
            version, lot = wallets[currency].earn(effect, cause, lots)
        granted.append(
            Granted(
                effect.rule,
                currency,
                effect.amount,
                effect.available_at,
                effect.expires_at,
                version,
                lot,
                lines,
            )
        )
    for currency, _, _ in opened:
        wallets[currency].repay(cause)
    return tuple(granted)


def shares_waiting(
    effects: Sequence[Effect], compiled: Compiled, activity: Activity, traits: Mapping[str, str]
) -> Shares:
    """What each line has of the effects that wait for an event, for the event may come line by line."""
    if not activity.lines or not any(effect.rule in compiled.waiting for effect in effects):
        return ()
    earned = [(effect.rule, effect.currency, effect.amount) for effect in effects]
    split = share_out(compiled.seen_with(traits), activity, earned)
    return [
        by_line(shares) if effect.rule in compiled.waiting else {}
        for effect, shares in zip(effects, split, strict=True)
    ]
