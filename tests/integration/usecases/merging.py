"""A shop whose desk merges members."""

from uuid import UUID

from tests.integration.usecases.shop import Shop

from tessera.kit.ids import new_id
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Recorded
from tessera.usecases.merge_members import Merging, merge_members
from tessera.usecases.read_balances import Balances, read_balances
from tessera.usecases.unmerge_members import Unmerging, unmerge_members


class Desk:
    """Merges and undoes, each in a transaction of its own."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def try_merge(
        self, member_id: UUID, into_id: UUID, *, key: str = "merge", reason: str = "twice"
    ) -> Recorded:
        """Merge `member_id` into `into_id`."""
        shop, merging = self.shop, Merging("desk", key, member_id, into_id, reason)
        with shop.connection.transaction():
            return merge_members(shop.connection, shop.programmes, merging, clock=shop.clock, new_id=new_id)

    def merge(self, member_id: UUID, into_id: UUID, *, key: str = "merge") -> Answer:
        """Merge them for the first time under this key."""
        recorded = self.try_merge(member_id, into_id, key=key)
        assert not recorded.replayed
        return recorded.answer

    def try_undo(
        self, member_id: UUID, into_id: UUID, *, key: str = "undo", reason: str = "twins"
    ) -> Recorded:
        """Undo the merge of `member_id` into `into_id`."""
        shop, unmerging = self.shop, Unmerging("desk", key, member_id, into_id, reason)
        with shop.connection.transaction():
            return unmerge_members(
                shop.connection, shop.programmes, unmerging, clock=shop.clock, new_id=new_id
            )

    def undo(self, member_id: UUID, into_id: UUID, *, key: str = "undo") -> Answer:
        """Undo it for the first time under this key."""
        recorded = self.try_undo(member_id, into_id, key=key)
        assert not recorded.replayed
        return recorded.answer

    def told(self, member_id: UUID) -> Balances:
        """What is told of a member's balances now."""
        shop = self.shop
        return read_balances(shop.connection, shop.programmes, member_id, at=None, clock=shop.clock)

    def points(self, member_id: UUID) -> Balance:
        """A member's points now."""
        return self.told(member_id).balances["points"]
