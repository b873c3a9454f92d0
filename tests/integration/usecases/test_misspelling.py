"""Types that nothing in the programme asks for, and that are nearly one that it knows."""

from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.problems import InvalidValue
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.quote_activities import quote_activities

VISITING = PROGRAMME.replace("earn:\n", "earn:\n  come: {on: visit, give: {points: 5}}\n")


def reported(shop: Shop, type_: str, key: str) -> Submission:
    return Submission("till", "card", "ANN1", Activity(type_, key, shop.clock.instant, amount_minor=1000))


def test_a_misspelt_purchase_is_refused_beside_others_and_can_be_sent_again(shop: Shop) -> None:
    """The source is told what is meant; nothing is kept of it, so that the right word has the same key."""
    shop.enrol("ANN1")
    wrong, right = shop.record(reported(shop, "purchse", "p1"), shop.buy("ANN1", "p2", Line("milk", 1000)))
    assert isinstance(wrong, InvalidValue)
    assert (wrong.facts["field"], "Perhaps purchase is meant" in wrong.detail) == ("type", True)
    assert isinstance(right, Recorded)
    assert isinstance(shop.record(shop.buy("ANN1", "p1", Line("milk", 1000)))[0], Recorded)


def test_a_quote_tells_it_before(shop: Shop) -> None:
    """As the recording would."""
    shop.enrol("ANN1")
    with shop.connection.transaction():
        (told,) = quote_activities(
            shop.connection, shop.programmes, [reported(shop, "purchases", "")], clock=shop.clock
        )
    assert isinstance(told, InvalidValue)


def test_what_was_recorded_before_a_rule_came_keeps_its_answer(shop: Shop) -> None:
    """`visits` is a word of the shop's own until the programme asks for `visit`; the books stay proved after that."""
    assert "on: visit," in VISITING
    shop.enrol("ANN1")
    before = reported(shop, "visits", "v1")
    first = shop.answer(before)
    shop.publish(VISITING)
    shop.clock.instant += DAY
    (again,) = shop.record(before)
    assert isinstance(again, Recorded)
    assert (again.answer, again.replayed) == (first, True)
    (refused,) = shop.record(reported(shop, "visits", "v2"))
    assert isinstance(refused, InvalidValue)
    assert "Perhaps visit is meant" in refused.detail
    assert shop.verify().ok


def test_a_word_with_a_text_is_the_shop_s_own(shop: Shop) -> None:
    """Whoever says how members read it means it."""
    shop.enrol("ANN1")
    shop.publish(VISITING + "words: {visits: {en: Visits}}\n")
    shop.clock.instant += DAY
    assert shop.answer(reported(shop, "visits", "v1")).granted == ()
