"""What members read when nobody paid in time, and when nothing could come back."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from tests.integration.usecases.paying import BREAD, MILK, PROGRAMME, Checkout
from tests.integration.usecases.rewarding import Counter
from tests.integration.usecases.shop import DAY

from tessera.usecases.programmes import Programmes
from tessera.usecases.read_history import read_history


@pytest.fixture
def till(dsn: str) -> Iterator[Checkout]:
    """A till where points that have ended do not come back."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        till = Checkout(connection, programme=PROGRAMME.replace(", grace: {days: 30}", ""))
        yield till
        assert till.verify().differences == []


def told(till: Checkout, lang: str) -> set[str]:
    """All that Ann reads in her history."""
    page = read_history(till.connection, Programmes(), till.ann, before=None, limit=50, lang=lang)
    return {sentence for entry in page.entries for sentence in entry.told}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "The time to pay for your basket is over, so you have 700 points back."),
        ("ru", "Время на оплату покупки вышло, и мы вернули вам 700 points."),
        ("ro", "Timpul pentru plata coșului a trecut, așa că v-am înapoiat 700 points."),
    ],
)
def test_a_hold_that_ended_by_itself_is_told(till: Checkout, lang: str, said: str) -> None:
    """Not before, and not of a hold that was released."""
    till.answer(till.hold("h1", MILK, BREAD, spend={"points": 700}))
    till.answer(till.release("r1", "h1"))
    till.answer(till.hold("h2", MILK, BREAD, spend={"points": 700}))
    assert said not in told(till, lang)
    till.clock.instant += timedelta(minutes=30)
    till.sweep()
    assert said in told(till, lang)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Your basket was not paid for, so you have 700 points back."),
        ("ru", "Покупка не состоялась, и мы вернули вам 700 points."),
        ("ro", "Coșul nu a fost plătit, așa că v-am înapoiat 700 points."),
    ],
)
def test_a_hold_that_was_released_is_told(till: Checkout, lang: str, said: str) -> None:
    """A refused release tells nothing."""
    till.answer(till.hold("h1", MILK, BREAD, spend={"points": 700}))
    till.answer(till.release("r1", "h1"))
    newest = told(till, lang)
    assert said in newest
    assert till.answer(till.release("r2", "h1")).refusal == "hold_over"
    assert told(till, lang) == newest


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "You would have 700 points back, but the expiry date had passed."),
        ("ru", "Мы вернули бы вам 700 points, но срок действия уже истёк."),
        ("ro", "V-am fi înapoiat 700 points, dar termenul expirase între timp."),
    ],
)
def test_a_return_that_gives_nothing_back_says_why(till: Checkout, lang: str, said: str) -> None:
    """The points that paid would have ended by then."""
    till.answer(till.pay("p1", MILK, BREAD, spend={"points": 700}))
    till.clock.instant += 70 * DAY
    (refunded,) = till.answer(till.back("ANN1", "b1", "p1")).refunded
    assert refunded.gone == 700
    assert said in told(till, lang)


def test_a_release_that_frees_no_points_is_told_all_the_same(dsn: str) -> None:
    """A reward that costs nothing was set aside: nothing is posted, and the history says what became of it."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        counter = Counter(connection)
        counter.answer(counter.aside("h", MILK, rewards=("tenth",)))
        counter.answer(counter.release("r", "h"))
        page = read_history(connection, Programmes(), counter.ann, before=None, limit=1, lang="en")
    assert page.entries[0].told == ("Your basket was not paid for, so nothing is set aside for it any more.",)
