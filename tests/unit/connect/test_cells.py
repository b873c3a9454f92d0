"""Cells as figures and instants."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.connect.mapping.cells import to_figure, to_instant, to_text
from tessera.kit.problems import InvalidValue

CHISINAU = ZoneInfo("Europe/Chisinau")


@pytest.mark.parametrize(
    ("cell", "decimal", "figure"),
    [
        ("1.010,50", ",", "1010.50"),
        ("1 010,50", ",", "1010.50"),
        ("1,010.50", ".", "1010.50"),
        ("12.50", ".", "12.50"),
        ("-3,5", ",", "-3.5"),
        (12.1, ".", "12.1"),
        (7, ",", "7"),
        (Decimal("0.10"), ",", "0.10"),
    ],
)
def test_a_figure_is_read_by_the_signs_that_the_map_names(cell: Any, decimal: str, figure: str) -> None:
    """Exactly, and digits may be grouped by threes."""
    assert to_figure(cell, decimal=decimal, field="amount") == Decimal(figure)


@pytest.mark.parametrize(
    ("cell", "decimal"),
    [("12.50", ","), ("12,50", "."), ("1,2,3", "."), ("1e5", "."), ("nan", "."), ("٣", ".")],
)
def test_a_figure_in_another_hand_is_refused(cell: str, decimal: str) -> None:
    """12.50 under a decimal comma is no twelve hundred and fifty."""
    with pytest.raises(InvalidValue):
        to_figure(cell, decimal=decimal, field="amount")


@given(st.text(), st.sampled_from([".", ","]))
def test_any_text_is_a_figure_or_refused(text: str, decimal: str) -> None:
    """Nothing else is raised."""
    try:
        figure = to_figure(text, decimal=decimal, field="amount")
    except InvalidValue:
        return
    assert figure is None or figure.is_finite()


@given(st.text(), st.sampled_from([None, "%d.%m.%Y %H:%M", "%Y%m%d", "%s %z"]))
def test_any_text_is_an_instant_or_refused(text: str, written: str | None) -> None:
    """Nothing else is raised, whatever the format."""
    try:
        instant = to_instant(text, written=written, zone=CHISINAU, field="at")
    except InvalidValue:
        return
    assert instant is None or instant.tzinfo is UTC


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("2026-07-01T12:00:00+02:00", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-07-01T12:00:00", datetime(2026, 7, 1, 9, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 6, 30, 21, tzinfo=UTC)),
        ("2026-10-25T02:30:00", datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        ("0001-01-01", None),
    ],
)
def test_a_local_time_is_read_in_its_zone(cell: Any, instant: datetime | None) -> None:
    """With its own offset if it has one; of an hour that comes twice the first is meant."""
    if instant is None:
        with pytest.raises(InvalidValue):
            to_instant(cell, written=None, zone=CHISINAU, field="at")
    else:
        assert to_instant(cell, written=None, zone=CHISINAU, field="at") == instant


def test_a_list_is_no_value() -> None:
    """JSON's containers do not become text by accident."""
    with pytest.raises(InvalidValue):
        to_text([1], field="store")
