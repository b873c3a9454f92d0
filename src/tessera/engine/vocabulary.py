"""Every word that a rule may use. A new construct is a file in `conditions` or `benefits` and one line here."""

from tessera.engine.benefits.cashback import Cashback
from tessera.engine.benefits.fixed import Fixed
from tessera.engine.benefits.multiply import Multiply
from tessera.engine.benefits.per_amount import PerAmount
from tessera.engine.benefits.per_quantity import PerQuantity
from tessera.engine.benefits.per_step import PerStep, RatePerStep
from tessera.engine.conditions.anniversary import Anniversary
from tessera.engine.conditions.birthday import Birthday
from tessera.engine.conditions.channel import Channels
from tessera.engine.conditions.fact import ActivityFacts
from tessera.engine.conditions.gated import Gated
from tessera.engine.conditions.hour import Hours
from tessera.engine.conditions.minimum_spend import MinimumSpend
from tessera.engine.conditions.nth import Nth
from tessera.engine.conditions.payment import Payment
from tessera.engine.conditions.period import Period
from tessera.engine.conditions.source import Sources
from tessera.engine.conditions.store import Stores
from tessera.engine.conditions.tier import Tiers
from tessera.engine.conditions.trait import Traits
from tessera.engine.conditions.weekday import Weekdays
from tessera.programme.construct import Vocabulary

CONDITIONS: tuple[type[Gated], ...] = (
    Period,
    Weekdays,
    Hours,
    Birthday,
    Anniversary,
    Channels,
    Stores,
    Sources,
    Traits,
    Tiers,
    ActivityFacts,
    Payment,
    Nth,
    MinimumSpend,
)

VOCABULARY = Vocabulary(
    conditions={condition.key: condition for condition in CONDITIONS},
    benefits=(Cashback, Fixed, PerStep, PerQuantity, PerAmount, RatePerStep, Multiply),  # tried in this order
)
