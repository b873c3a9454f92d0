"""The tables of this room. No foreign keys between them: each may be distributed by another column."""

from typing import ClassVar

from django.db import models


class Member(models.Model):
    """A person. Points belong to the account, which the members of a household share."""

    member_id = models.UUIDField(primary_key=True)
    account_id = models.UUIDField()
    name = models.TextField()
    language = models.TextField()
    traits = models.BinaryField()  # msgpack {trait: value}
    enrolled_at = models.DateTimeField()
    birthday = models.SmallIntegerField(null=True)  # the trait's month and day: 605 is June 5
    merged_into = models.UUIDField(null=True)  # who stands for this member; the id stays an alias

    class Meta:
        db_table = "member"
        # Beside it, in SQL: member_joined, by the month and day of enrolled_at in UTC.
        indexes: ClassVar = [
            models.Index(fields=["birthday", "member_id"], name="member_birthday"),
            models.Index(
                fields=["merged_into"], name="member_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.member_id)


class Merge(models.Model):
    """A member merged into another by an activity, and what it takes to undo that. Kept when it is undone."""

    pk = models.CompositePrimaryKey("member_id", "merge_id")
    member_id = models.UUIDField()
    merge_id = models.UUIDField()  # the activity's
    account_id = models.UUIDField()
    into_id = models.UUIDField()
    into_account_id = models.UUIDField()
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    identities = models.BinaryField()  # msgpack [[kind, value]]: those that changed hands
    filled = models.BinaryField()  # msgpack {trait: value}: those that the other lacked
    standing = models.BinaryField()  # the engine's memory of either, as it was before
    into_standing = models.BinaryField()

    class Meta:
        db_table = "member_merge"
        indexes: ClassVar = [
            models.Index(fields=["account_id"], name="member_merge_account"),
            models.Index(fields=["into_account_id"], name="member_merge_into"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} into {self.into_id}"


class Household(models.Model):
    """Members who share an account, whose id is the household's. It ends with the leaving (`end_id`) of the last one."""

    household_id = models.UUIDField(primary_key=True)
    founded_at = models.DateTimeField()
    end_id = models.UUIDField(null=True)

    class Meta:
        db_table = "household"

    def __str__(self) -> str:
        return str(self.household_id)


class Membership(models.Model):
    """A member's time in a household, between two activities: `join_id` and, once it is over, `leave_id`.

    Joining emptied `from_account_id`, which nobody uses any more; the member left with the new account `to_account_id`.
    """

    pk = models.CompositePrimaryKey("member_id", "join_id")
    member_id = models.UUIDField()
    join_id = models.UUIDField()
    household_id = models.UUIDField()
    role = models.TextField()
    joined_at = models.DateTimeField()
    from_account_id = models.UUIDField()
    left_at = models.DateTimeField(null=True)
    leave_id = models.UUIDField(null=True)
    to_account_id = models.UUIDField(null=True)

    class Meta:
        db_table = "membership"
        indexes: ClassVar = [
            models.Index(fields=["household_id"], name="membership_household"),
            models.Index(fields=["from_account_id"], name="membership_from"),
            models.Index(
                fields=["to_account_id"],
                name="membership_to",
                condition=models.Q(to_account_id__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member_id"], name="membership_one", condition=models.Q(left_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.household_id}"


class Invitation(models.Model):
    """That somebody may join a household once, by a code of which only the SHA-256 is kept; until `ends_at`."""

    code_hash = models.BinaryField(primary_key=True)
    invitation_id = models.UUIDField()
    household_id = models.UUIDField()
    role = models.TextField()
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invitation"
        indexes: ClassVar = [models.Index(fields=["household_id"], name="invitation_household")]

    def __str__(self) -> str:
        return str(self.invitation_id)


class TraitChange(models.Model):
    """What a trait was until it changed; None if there was none. Read backwards from the member's row, it is a history."""

    pk = models.CompositePrimaryKey("member_id", "changed_at", "trait")
    member_id = models.UUIDField()
    changed_at = models.DateTimeField()
    trait = models.TextField()
    before = models.TextField(null=True)  # noqa: DJ001 - no trait is not an empty one

    class Meta:
        db_table = "trait_change"

    def __str__(self) -> str:
        return f"{self.trait} of {self.member_id} until {self.changed_at}"


class Identity(models.Model):
    """What a source knows a member by; found by its value, so distributed by it."""

    pk = models.CompositePrimaryKey("kind", "value")
    kind = models.TextField()
    value = models.TextField()
    member_id = models.UUIDField()
    account_id = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        db_table = "identity"
        indexes: ClassVar = [models.Index(fields=["member_id"], name="identity_member")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.member_id}"


class Standing(models.Model):
    """The engine's memory of a member, which this room keeps without reading it.

    Empty: another member's remembers it, or the member's own in another account.
    """

    pk = models.CompositePrimaryKey("account_id", "member_id")
    account_id = models.UUIDField()
    member_id = models.UUIDField()
    version = models.BigIntegerField()
    state = models.BinaryField()
    review_at = models.DateTimeField(null=True)  # when to look at the levels again, at the latest

    class Meta:
        db_table = "standing"
        # Changed seldom, so that other updates of the row need no index.
        indexes: ClassVar = [
            models.Index(
                fields=["review_at"], name="standing_review", condition=models.Q(review_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.version}"


class Almanac(models.Model):
    """How far the days have been told, of birthdays and anniversaries, conversions, instructions: a row for each
    (`almanac.Told`), held by the process that tells them.
    """

    almanac_id = models.SmallIntegerField(primary_key=True)
    day = models.DateField(null=True)
    step = models.IntegerField(default=0)
    after = models.UUIDField(null=True)

    class Meta:
        db_table = "almanac"

    def __str__(self) -> str:
        return f"{self.day}, step {self.step}"


class Instruction(models.Model):
    """What a member has asked for once and for all: so many points, or all `above` so many, to a cause each month."""

    instruction_id = models.UUIDField(primary_key=True)
    source = models.TextField()
    key = models.TextField()
    member_id = models.UUIDField()
    cause = models.TextField()
    points = models.BigIntegerField(null=True)
    above = models.BigIntegerField(null=True)
    on_day = models.SmallIntegerField()
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "instruction"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("source", "key"), name="instruction_key"),
            models.CheckConstraint(
                condition=models.Q(on_day__range=(1, 31))
                & (models.Q(points__gt=0, above=None) | models.Q(points=None, above__gte=0)),
                name="instruction_sums",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["on_day", "instruction_id"], name="instruction_by_day"),
            models.Index(fields=["member_id"], name="instruction_by_member"),
        ]

    def __str__(self) -> str:
        return f"{self.points or f'all above {self.above}'} to {self.cause}"


class Subscription(models.Model):
    """How many points of a currency pay for each order of a subscription at the most; 0: as many as can."""

    pk = models.CompositePrimaryKey("member_id", "subscription", "currency")
    member_id = models.UUIDField()
    subscription = models.TextField()
    currency = models.TextField()
    points = models.BigIntegerField()

    class Meta:
        db_table = "subscription"

    def __str__(self) -> str:
        return f"{self.points} {self.currency} for {self.subscription}"


class VersionReview(models.Model):
    """How far members have been told what a new version does to their levels: one row, held by the process that does it."""

    review_id = models.SmallIntegerField(primary_key=True)
    version = models.IntegerField(default=0)
    after = models.UUIDField(null=True)

    class Meta:
        db_table = "version_review"

    def __str__(self) -> str:
        return f"version {self.version}, after {self.after}"
