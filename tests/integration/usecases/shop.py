"""A small shop over a real database, for tests: its programme, its members, its till."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity, Line
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.usecases.adjust_points import adjustment
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.record_activities import Result, record_activities
from tessera.usecases.sweep_due import sweep_due
from tessera.usecases.verify_books import Verified, verify_books

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: America/New_York}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01, pending: {days: 14}, expire: {days: 60}}
  stars: {name: {en: [star, stars]}, worth: 0.05}
earn:
  base: {on: purchase, give: {points: 2, per: 1.00}}
  dairy: {on: purchase, lines: {department: dairy}, multiply: 2, cap: {points: 40, per: day}}
  big: {on: purchase, give: {stars: 5}, min-spend: 50.00, cap: {times: 2, per: week}}
  welcome: {on: enrolment, give: {points: 100}, pending: none}
  review: {on: review, give: {points: 20}, pending: none, cap: {times: 3, per: month}}
tiers:
  qualify: {by: points-earned, of: points, within: calendar-year}
  levels: [{id: seed}, {id: oak, at: 300, perks: [{multiply: 1.5}]}]
"""


class Shop:
    """One process of a shop: a connection, a clock, and the programme versions as this process knows them."""

    def __init__(
        self, connection: Connection, *, programme: str | None = PROGRAMME, now: datetime = NOON
    ) -> None:
        self.connection = connection
        self.clock = SetClock(now)
        self.programmes = Programmes()
        if programme is not None:
            with connection.transaction():
                publish_programme(connection, programme, effective_at=now - 300 * DAY, clock=self.clock)

    def publish(self, text: str, *, effective_at: datetime | None = None) -> None:
        """A new version, from now on or from a later instant."""
        publish_programme(self.connection, text, effective_at=effective_at, clock=self.clock)

    def enrol(self, *names: str) -> list[UUID]:
        """New members, each with a card of the same name."""
        enrolments = [
            Enrolment("till", f"enrol-{name}", name, "en", {"town": "Orhei"}, (("card", name),))
            for name in names
        ]
        with self.connection.transaction():
            results = enrol_members(
                self.connection, self.programmes, enrolments, clock=self.clock, new_id=new_id
            )
        return [result.answer.member_id for result in results if isinstance(result, Recorded)]

    def record(self, *submissions: Submission) -> list[Result]:
        """Record a batch, in a transaction of its own."""
        with self.connection.transaction():
            return record_activities(
                self.connection, self.programmes, submissions, clock=self.clock, new_id=new_id
            )

    def answer(self, submission: Submission) -> Answer:
        """Record one activity that must be decided."""
        (result,) = self.record(submission)
        assert isinstance(result, Recorded), result
        return result.answer

    def buy(self, card: str, key: str, *lines: Line, at: datetime | None = None) -> Submission:
        """A purchase of these lines."""
        amount = sum(line.amount_minor for line in lines)
        return Submission("till", "card", card, self.purchase(key, lines, amount, at=at))

    def purchase(
        self, key: str, lines: Sequence[Line], amount: int, *, at: datetime | None = None
    ) -> Activity:
        """A purchase at this instant, or another."""
        return Activity("purchase", key, at or self.clock.now(), amount, "USD", lines=tuple(lines))

    def back(self, card: str, key: str, of: str, *lines: Line) -> Submission:
        """A return of a purchase; without lines, of all that is left."""
        activity = Activity("return", key, self.clock.now(), money="USD", lines=lines, of=of)
        return Submission("till", "card", card, activity)

    def review(self, card: str, key: str, *, at: datetime | None = None) -> Submission:
        """A review, worth 20 points at once."""
        return Submission("till", "card", card, Activity("review", key, at or self.clock.now()))

    def adjust(self, member_id: UUID, key: str, points: int) -> Submission:
        """Points by hand."""
        return adjustment(
            source="desk", key=key, member_id=str(member_id), currency="points", points=points,
            reason="goodwill", occurred_at=self.clock.now(),
        )  # fmt: skip

    def sweep(self) -> int:
        """Sweep until nothing is due; how many accounts were looked at."""
        total = 0
        while True:
            with self.connection.transaction():
                swept = sweep_due(self.connection, self.programmes, clock=self.clock, new_id=new_id)
            if not swept:
                return total
            total += swept

    def verify(self) -> Verified:
        """Verify the books as another process would, that knows nothing yet."""
        with self.connection.transaction():
            return verify_books(self.connection, Programmes(), progress=lambda _stage, _done, _of: None)
