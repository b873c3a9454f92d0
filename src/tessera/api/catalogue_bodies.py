"""What goes out of the catalogue."""

from datetime import datetime

from tessera.api.body import Body
from tessera.api.problems import FieldErrorBody
from tessera.api.sentences import reward_sentence_of
from tessera.usecases.publish_catalogue import Stocked, told_of
from tessera.usecases.read_catalogue import Catalogue, ForMember, MemberRewards, OnOffer


class EditionBody(Body, frozen=True):
    """An edition and the programme version that it came with; how many rewards it has, and what became of them.

    `absent`: ids that were to go, and that no reward had. `warnings`: what is seldom meant, of those that came or changed.
    """

    edition: int
    version: int
    rewards: int
    added: int
    changed: int
    removed: int
    absent: list[str]
    warnings: list[FieldErrorBody]


class CostBody(Body, frozen=True):
    """So many smallest units of a currency, and minor units beside; free where both are 0."""

    currency: str | None
    points: int
    money_minor: int


class OfferBody(Body, frozen=True):
    """A reward as members read it, in the language of the page.

    `left`: so many pieces that anybody can have, null where there is no end to them.
    """

    reward: str
    name: str
    price: str
    says: str
    picture: str | None
    from_at: datetime | None
    until_at: datetime | None
    left: int | None


class CatalogueBody(Body, frozen=True):
    """A page of what is on offer, by id; `next` asks for the one after it."""

    programme_version: int
    edition: int
    lang: str
    rewards: list[OfferBody]
    next: str | None


class WhyNotBody(Body, frozen=True):
    """Why a reward cannot be taken now."""

    code: str
    sentence: str


class MemberRewardBody(Body, frozen=True):
    """A reward, what it costs this member, and why it cannot be taken now; `refusal` is null where it can."""

    offer: OfferBody
    cost: CostBody
    refusal: WhyNotBody | None


class MemberRewardsBody(Body, frozen=True):
    """A page of them, likewise."""

    programme_version: int
    lang: str
    rewards: list[MemberRewardBody]
    next: str | None


def edition_body(stocked: Stocked) -> EditionBody:
    """What was published."""
    return EditionBody(
        stocked.edition,
        stocked.version,
        stocked.rewards,
        stocked.added,
        stocked.changed,
        stocked.removed,
        list(stocked.absent),
        [FieldErrorBody(*told_of(doubt)) for doubt in stocked.doubts],
    )


def catalogue_body(page: Catalogue) -> CatalogueBody:
    """A page of what is on offer."""
    rewards = [_offer_body(one) for one in page.rewards]
    return CatalogueBody(page.programme_version, page.edition, page.lang, rewards, page.next)


def member_rewards_body(page: MemberRewards) -> MemberRewardsBody:
    """A page of what a member may have."""
    rewards = [_member_reward(one, lang=page.lang) for one in page.rewards]
    return MemberRewardsBody(page.programme_version, page.lang, rewards, page.next)


def _member_reward(one: ForMember, *, lang: str) -> MemberRewardBody:
    code = one.refusal
    refusal = None if code is None else WhyNotBody(code, reward_sentence_of(code, lang=lang))
    return MemberRewardBody(_offer_body(one.offer), CostBody(*one.cost), refusal)


def _offer_body(offer: OnOffer) -> OfferBody:
    return OfferBody(
        offer.reward,
        offer.name,
        offer.price,
        offer.says,
        offer.picture,
        offer.from_at,
        offer.until_at,
        offer.left,
    )
