"""What a key may do."""

from enum import StrEnum


class Scope(StrEnum):
    """One permission; a key has any number of them."""

    ACTIVITIES_WRITE = "activities:write"
    QUOTES_READ = "quotes:read"
    MEMBERS_READ = "members:read"
    MEMBERS_WRITE = "members:write"
    MEMBERS_MERGE = "members:merge"
    HOUSEHOLDS_WRITE = "households:write"
    POINTS_SPEND = "points:spend"
    POINTS_GIVE = "points:give"
    POINTS_ADJUST = "points:adjust"
    POINTS_APPROVE = "points:approve"
    VOUCHERS_READ = "vouchers:read"
    VOUCHERS_USE = "vouchers:use"
    RECEIPTS_CLAIM = "receipts:claim"
    RECEIPTS_CORRECT = "receipts:correct"
    CATALOGUE_WRITE = "catalogue:write"
    CODES_IMPORT = "codes:import"
    GIFT_CARDS_ISSUE = "gift-cards:issue"
    GIFT_CARDS_READ = "gift-cards:read"
    GIFT_CARDS_VOID = "gift-cards:void"
    PROGRAMME_READ = "programme:read"
