"""The whole document: its sections."""

from tessera.programme.construct import Vocabulary
from tessera.programme.sections.adjustments import ADJUSTMENTS
from tessera.programme.sections.cause import CAUSES
from tessera.programme.sections.choice import CHOICES
from tessera.programme.sections.claims import CLAIMS
from tessera.programme.sections.conversion import CONVERSIONS
from tessera.programme.sections.currency import CURRENCIES, PluralForms
from tessera.programme.sections.draw import DRAWS
from tessera.programme.sections.gift_cards import GIFT_CARDS
from tessera.programme.sections.header import HEADER
from tessera.programme.sections.household import HOUSEHOLDS
from tessera.programme.sections.migrate import MIGRATE
from tessera.programme.sections.plan import SECTIONS
from tessera.programme.sections.reward import NEVER_DISCOUNT, rewards
from tessera.programme.sections.rule import rules
from tessera.programme.sections.spend import SPEND
from tessera.programme.sections.tier import TIERS
from tessera.programme.sections.transfer import TRANSFERS
from tessera.programme.shapes import Key, MapOf, Table, Text

WORDS = MapOf(Text("a word of the document"), PluralForms("its text"), "words with their texts")


def document(vocabulary: Vocabulary) -> Table:
    """The shape of a document that uses the words of `vocabulary`."""
    return Table(
        "the document",
        {
            "programme": Key(HEADER, "Who the programme is, its money, its time zone.", required=True),
            "currencies": Key(
                CURRENCIES, "What it gives, by id; multipliers work on the first.", required=True
            ),
            "earn": Key(rules(vocabulary), "The ways to earn, by id.", required=True),
            "spend": Key(SPEND, "How points pay for baskets, by currency."),
            "tiers": Key(TIERS, "The levels that members reach."),
            "choices": Key(CHOICES, "What members choose for a period, by id."),
            "convert": Key(CONVERSIONS, "What becomes of what on set dates, by id."),
            "rewards": Key(rewards(vocabulary), "What points buy and levels bring, by id."),
            "never-discount": Key(
                NEVER_DISCOUNT, "Lines that no reward makes cheaper: their price is fixed."
            ),
            "gift-cards": Key(GIFT_CARDS, "How long gift cards last, and who may pay with them."),
            "draws": Key(DRAWS, "What is drawn among whom, by id."),
            "transfers": Key(TRANSFERS, "What members may give to each other, by currency."),
            "causes": Key(CAUSES, "What members may give points to, by id."),
            "households": Key(HOUSEHOLDS, "Who shares one balance, and what each role may do."),
            "words": Key(WORDS, "How members read the document's own words: categories, traits, perks."),
            "adjustments": Key(ADJUSTMENTS, "What staff may do by hand, and from where on it takes two."),
            "claims": Key(CLAIMS, "Until when purchases that were never reported can be claimed."),
            "migrate": Key(MIGRATE, "What takes the place of what earlier versions had."),
            **SECTIONS,
        },
        advice="What a rule says stands below `earn`, under an id of its own.",
    )
