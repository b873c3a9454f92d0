"""Rewards outside of any basket: a voucher is issued, used at the checkout or given back, each once."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import msgspec
import psycopg
import pytest
from tests.integration.usecases.rewarding import BREAD, ESPRESSO, MILK, PROGRAMME, Counter, off
from tests.integration.usecases.shop import DAY

from tessera.catalogue.tallies import read_tallies
from tessera.catalogue.voucher import State
from tessera.catalogue.vouchers import read_vouchers
from tessera.engine.activity import Activity, Line
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.ids import new_id
from tessera.usecases.answer_parts import Balance, Restored
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.read_history import read_history

MINUTE = timedelta(minutes=1)
NAMED = PROGRAMME.replace(
    "coffee: {", "coffee: {name: {en: Coffee to go, ru: Кофе с собой, ro: Cafea la pachet}, "
)


class Kiosk(Counter):
    """A counter with an app beside it, where members take rewards before they shop."""

    def redeem(self, key: str, reward: str, *, card: str = "ANN1") -> Submission:
        """A reward, taken by itself."""
        return Submission(
            "till", "card", card, Activity("redemption", key, self.clock.now(), rewards=(reward,))
        )

    def give_back(self, key: str, voucher: UUID, *, card: str = "ANN1") -> Submission:
        """A voucher that nobody needs."""
        facts = {"voucher": str(voucher)}
        return Submission("till", "card", card, Activity("cancellation", key, self.clock.now(), facts=facts))

    def present(self, sent: Submission, *vouchers: UUID) -> Submission:
        """The same basket with vouchers."""
        return msgspec.structs.replace(
            sent, activity=msgspec.structs.replace(sent.activity, vouchers=vouchers)
        )

    def state(self, voucher: UUID) -> State:
        """How a voucher stands."""
        return read_vouchers(self.connection, [voucher])[voucher].state_at(self.clock.now())


@pytest.fixture
def kiosk(dsn: str) -> Iterator[Kiosk]:
    """A kiosk, whose books, tallies and vouchers must prove themselves at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Kiosk(connection, programme=NAMED)
        yield shop
        assert shop.verify().differences == []
        shop.clock.instant += 400 * DAY
        shop.sweep()
        assert shop.verify().differences == []


def voucher_of(answer: Answer) -> UUID:
    """The voucher that a redemption issued."""
    assert answer.activity_id is not None
    assert answer.refusal is None
    return answer.activity_id


def test_a_reward_is_taken_and_its_voucher_used_once_by_whoever_has_it(kiosk: Kiosk) -> None:
    """Its points are gone at once; the voucher pays of a basket, and never again."""
    sent = kiosk.redeem("r", "five")
    answer = kiosk.answer(sent)
    assert answer.redeemed[0].usable_until == kiosk.clock.now().replace(hour=0) + 31 * DAY
    assert kiosk.balance == Balance(available=600)
    assert kiosk.answer(sent) == answer
    voucher = voucher_of(answer)
    quoted = kiosk.quote(kiosk.present(kiosk.take("", MILK, BREAD, rewards=("tenth",)), voucher))
    bought = kiosk.answer(kiosk.present(kiosk.take("p", MILK, BREAD, rewards=("tenth",)), voucher))
    assert off(quoted) == off(bought) == {"tenth": 150, "five": 500}
    assert kiosk.state(voucher) is State.USED
    again = kiosk.answer(kiosk.present(kiosk.take("q", MILK), voucher))
    assert again.refusal == RefusalCode.VOUCHER_USED
    assert kiosk.balance == Balance(available=608)


def test_a_voucher_is_its_member_s(kiosk: Kiosk) -> None:
    """Another member who presents it is refused, and nothing of the purchase is recorded."""
    kiosk.enrol("BOB1")
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "five")))
    answer = kiosk.answer(kiosk.present(kiosk.take("p", MILK, card="BOB1"), voucher))
    assert answer.refusal == RefusalCode.OTHER_MEMBERS_VOUCHER
    assert kiosk.state(voucher) is State.ISSUED


def test_another_member_gives_back_neither_a_voucher_nor_a_purchase(kiosk: Kiosk) -> None:
    """Ann's points have paid for both, and her account is not at hand: Bob is refused, and whatever comes with it is not."""
    kiosk.enrol("BOB1")
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "five")))
    kiosk.answer(kiosk.take("p", MILK, spend={"points": 100}))
    sent = kiosk.give_back("c", voucher, card="BOB1"), kiosk.back("BOB1", "b", "p")
    refusals = [kiosk.answer(one).refusal for one in sent]
    assert refusals == [RefusalCode.OTHER_MEMBERS_VOUCHER, RefusalCode.OTHER_MEMBERS_PURCHASE]
    assert kiosk.balance == Balance(available=509)


def test_a_voucher_that_is_over_pays_nothing(kiosk: Kiosk) -> None:
    """Thirty days and no more; set aside in time it is used all the same."""
    first, second = (voucher_of(kiosk.answer(kiosk.redeem(key, "five"))) for key in ("r1", "r2"))
    kiosk.clock.instant += 31 * DAY - timedelta(hours=12, minutes=10)
    kiosk.answer(kiosk.present(kiosk.aside("h", MILK), second))
    kiosk.clock.instant += timedelta(minutes=20)
    assert kiosk.answer(kiosk.present(kiosk.take("p", MILK), first)).refusal == RefusalCode.VOUCHER_EXPIRED
    assert off(kiosk.answer(kiosk.take("q", MILK, hold="h"))) == {"five": 500}


def test_a_voucher_of_a_discount_is_set_aside_released_and_used(kiosk: Kiosk) -> None:
    """A coffee that was taken in the app: held for one basket it cannot be used for another; a basket without coffee
    frees it.
    """
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "coffee")))
    kiosk.answer(kiosk.present(kiosk.aside("h1", MILK, ESPRESSO), voucher))
    other = kiosk.answer(kiosk.present(kiosk.take("p0", ESPRESSO), voucher))
    assert other.refusal == RefusalCode.VOUCHER_HELD
    assert off(kiosk.answer(kiosk.take("p1", MILK, hold="h1"))) == {}
    assert kiosk.state(voucher) is State.ISSUED
    kiosk.answer(kiosk.present(kiosk.aside("h2", ESPRESSO), voucher))
    kiosk.answer(kiosk.release("l2", "h2"))
    assert kiosk.state(voucher) is State.ISSUED
    kiosk.answer(kiosk.present(kiosk.aside("h3", ESPRESSO), voucher))
    kiosk.clock.instant += timedelta(hours=1)
    assert kiosk.state(voucher) is State.ISSUED
    assert off(kiosk.answer(kiosk.present(kiosk.take("p2", ESPRESSO), voucher))) == {"coffee": 300}
    assert kiosk.balance.available == 1000 - 300 + 10


def test_several_of_one_reward_share_its_budget_in_one_basket(kiosk: Kiosk) -> None:
    """4.00 in all: by its name and two vouchers it would take 5.25 off 6.00; each by itself is within it. So is a hold of
    two that a larger basket outgrows.
    """
    one, other = (voucher_of(kiosk.answer(kiosk.redeem(key, "fund"))) for key in ("r1", "r2"))
    loaf = Line("loaf", 600, department="bakery")
    over = kiosk.answer(kiosk.present(kiosk.take("p1", loaf, rewards=("fund",)), one, other))
    assert over.refusal == RefusalCode.BUDGET_SPENT
    roll = Line("roll", 100, department="bakery")
    kiosk.answer(kiosk.present(kiosk.aside("h", roll, rewards=("fund",)), one))
    assert kiosk.answer(kiosk.take("p2", loaf, hold="h")).refusal == RefusalCode.BUDGET_SPENT
    assert kiosk.answer(kiosk.take("p3", roll, hold="h")).due_minor == 25
    assert read_tallies(kiosk.connection, ["money fund"]) == {"money fund": 75}


def test_vouchers_of_a_reward_without_a_budget_wait_for_nobody(kiosk: Kiosk) -> None:
    """Using one locks nothing that all members share: no row stands for a budget that is not there."""
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "five")))
    kiosk.answer(kiosk.present(kiosk.take("o1", MILK), voucher))
    counted = {row[0] for row in kiosk.connection.execute("select subject from tally")}
    assert counted == {"pieces five"}


def test_a_capture_uses_no_voucher_that_was_not_set_aside(kiosk: Kiosk) -> None:
    """The till counted on it, so the whole is refused, and the hold is as it was."""
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "five")))
    kiosk.answer(kiosk.aside("h", MILK, rewards=("tenth",)))
    more = kiosk.answer(kiosk.present(kiosk.take("p1", MILK, hold="h"), voucher))
    assert more.refusal == RefusalCode.CAPTURE_EXCEEDS_HOLD
    assert off(kiosk.answer(kiosk.take("p2", MILK, hold="h"))) == {"tenth": 100}


def test_what_a_return_brings_back_can_be_used_again(kiosk: Kiosk) -> None:
    """The voucher, not its points: they were spent when it was issued."""
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "five")))
    kiosk.answer(kiosk.present(kiosk.take("p", MILK), voucher))
    back = kiosk.answer(kiosk.back("ANN1", "b", "p"))
    assert (back.restored, back.owed_minor) == ((Restored("five"),), 500)
    assert kiosk.state(voucher) is State.ISSUED
    assert kiosk.balance == Balance(available=600)


def test_what_is_given_back_unused_gives_its_points_and_its_piece_back(kiosk: Kiosk) -> None:
    """Three vouchers in all: the third is taken only once one came back; a day later none comes back any more."""
    for place in (1, 2):
        kiosk.answer(kiosk.redeem(f"r{place}", "five"))
    kiosk.answer(kiosk.adjust(kiosk.ann, "more", 1000))
    third = voucher_of(kiosk.answer(kiosk.redeem("r3", "five")))
    assert kiosk.answer(kiosk.redeem("r4", "five")).refusal == RefusalCode.OUT_OF_STOCK
    sent = kiosk.give_back("c", third)
    answer = kiosk.answer(sent)
    assert answer.restored == (Restored("five", "points", 400, to_lots=400),)
    assert kiosk.answer(sent) == answer
    assert kiosk.state(third) is State.REFUNDED
    assert kiosk.answer(kiosk.give_back("c2", third)).refusal == RefusalCode.VOUCHER_CANCELLED
    fourth = voucher_of(kiosk.answer(kiosk.redeem("r5", "five")))
    kiosk.clock.instant += DAY
    assert kiosk.answer(kiosk.give_back("c3", fourth)).refusal == RefusalCode.TOO_LATE_TO_UNDO


def test_what_cannot_be_had_issues_no_voucher(kiosk: Kiosk) -> None:
    """A perk of another level, an unknown reward, a second coffee, too few points."""
    assert kiosk.answer(kiosk.redeem("r1", "delivery")).refusal == ReasonCode.TIER_DIFFERS
    assert kiosk.answer(kiosk.redeem("r2", "moon")).refusal == RefusalCode.UNKNOWN_REWARD
    kiosk.answer(kiosk.redeem("r3", "coffee"))
    assert kiosk.answer(kiosk.redeem("r4", "coffee")).refusal == RefusalCode.OVER_LIMIT
    kiosk.answer(kiosk.redeem("r5", "five"))
    assert kiosk.answer(kiosk.redeem("r6", "five")).refusal == RefusalCode.INSUFFICIENT_POINTS
    assert kiosk.balance == Balance(available=300)


def test_the_sandbox_takes_nothing_that_real_members_share(dsn: str) -> None:
    """It has stock, budgets and limits of its own, set aside and given back apart; and its books prove themselves."""
    one = PROGRAMME.replace("give: sample}", "give: sample, stock: 1}").replace("stock: 3}", "stock: 1}")
    with psycopg.connect(dsn, autocommit=True) as connection:
        kiosk = Kiosk(connection, programme=one)
        trying = Enrolment("test:till", "e", "Tess", "en", {}, (("test:card", "ANN1"),))
        enrol_members(connection, kiosk.programmes, [trying], clock=kiosk.clock, new_id=new_id)

        def tried(sent: Submission) -> Answer:
            return kiosk.answer(
                msgspec.structs.replace(sent, source="test:till", kind="test:card", value="ANN1")
            )

        assert off(tried(kiosk.take("t1", BREAD, rewards=("fund",)))) == {"fund": 250}
        assert tried(kiosk.take("t2", BREAD, rewards=("fund",))).refusal == RefusalCode.BUDGET_SPENT
        assert tried(kiosk.aside("t3", ESPRESSO, rewards=("tenth",))).held is not None
        mixed = [kiosk.take("r1", BREAD, rewards=("fund",)), kiosk.redeem("r2", "five")]
        sandboxed = msgspec.structs.replace(
            kiosk.redeem("t4", "five"), source="test:till", kind="test:card", value="ANN1"
        )
        results = kiosk.record(mixed[0], sandboxed, mixed[1])
        refusals = [one.answer.refusal for one in results if isinstance(one, Recorded)]
        assert refusals == [None, RefusalCode.INSUFFICIENT_POINTS, None]
        assert tried(kiosk.back("ANN1", "t5", "t1")).restored[0].reward == "fund"
        assert kiosk.answer(kiosk.take("r3", BREAD, rewards=("fund",))).refusal == RefusalCode.BUDGET_SPENT
        assert kiosk.verify().differences == []


def test_points_buy_tickets_of_another_currency_at_once(dsn: str) -> None:
    """They are there when the answer is, end as their currency does, and there is no voucher; a full balance takes none."""
    terms = PROGRAMME.replace(
        "spend:", "  tickets: {name: {en: [ticket, tickets]}, expire: {days: 9}, most: 12}\nspend:"
    )
    with psycopg.connect(dsn, autocommit=True) as connection:
        kiosk = Kiosk(
            connection, programme=terms + "  ticket: {price: {points: 50}, give: {earn: {tickets: 5}}}\n"
        )
        sent = kiosk.redeem("t1", "ticket")
        answer = kiosk.answer(sent)
        (granted,) = answer.granted
        assert (granted.rule, granted.amount, granted.expires_at) == (
            "reward:ticket",
            5,
            kiosk.clock.now().replace(hour=0) + 10 * DAY,
        )
        assert answer.vouchers == ()
        assert kiosk.answer(sent) == answer
        kiosk.answer(kiosk.redeem("t2", "ticket"))
        full = kiosk.answer(kiosk.redeem("t3", "ticket"))
        assert full.refusal == ReasonCode.BALANCE_FULL
        assert kiosk.answer(kiosk.take("p", MILK, rewards=("ticket",))).refusal == ReasonCode.NOT_A_DISCOUNT
        assert {c: b.available for c, b in full.balances.items()} == {"points": 900, "tickets": 10}
        assert kiosk.verify().differences == []
        kiosk.clock.instant += 30 * DAY
        kiosk.sweep()
        assert kiosk.verify().differences == []


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            [
                "We set Coffee to go aside for your basket.",
                "You can use Coffee to go again.",
                "You used Coffee to go and saved $3.",
                "You took Coffee to go for 300 points.",
                "You can have Coffee to go again. You got 300 points back.",
                "You got Coffee to go for 300 points and saved $3.",
            ],
        ),
        (
            "ru",
            [
                "Мы отложили для вашей покупки: Кофе с собой.",
                "Этим снова можно воспользоваться: Кофе с собой.",
                "Вы использовали: Кофе с собой — и сэкономили 3 $.",
                "Вы взяли за 300 points: Кофе с собой.",
                "Это снова можно взять: Кофе с собой. Мы вернули вам 300 points.",
                "Вы получили за 300 points: Кофе с собой — и сэкономили 3 $.",
            ],
        ),
        (
            "ro",
            [
                "Am pus deoparte pentru coșul dumneavoastră: Cafea la pachet.",
                "Puteți folosi din nou: Cafea la pachet.",
                "Ați folosit: Cafea la pachet și ați economisit 3 USD.",
                "Ați luat în schimbul a 300 points: Cafea la pachet.",
                "Puteți lua din nou: Cafea la pachet. V-am înapoiat 300 points.",
                "Ați primit în schimbul a 300 points: Cafea la pachet și ați economisit 3 USD.",
            ],
        ),
    ],
)
def test_a_history_tells_what_became_of_rewards(kiosk: Kiosk, lang: str, told: list[str]) -> None:
    """In the member's language, the newest first: set aside, used, taken by itself, given back, taken with a basket."""
    kiosk.answer(kiosk.take("p", ESPRESSO, rewards=("coffee",)))
    kiosk.clock.instant += MINUTE
    kiosk.answer(kiosk.back("ANN1", "b", "p"))
    kiosk.clock.instant += MINUTE
    voucher = voucher_of(kiosk.answer(kiosk.redeem("r", "coffee")))
    kiosk.clock.instant += MINUTE
    kiosk.answer(kiosk.present(kiosk.take("q", ESPRESSO), voucher))
    kiosk.clock.instant += MINUTE
    kiosk.answer(kiosk.back("ANN1", "c", "q"))
    kiosk.clock.instant += DAY
    kiosk.answer(kiosk.aside("h", ESPRESSO, rewards=("coffee",)))
    history = read_history(kiosk.connection, kiosk.programmes, kiosk.ann, before=None, limit=50, lang=lang)
    assert [" ".join(entry.told) for entry in history.entries if entry.told] == told
