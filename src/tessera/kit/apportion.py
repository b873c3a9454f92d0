"""Share a whole number out exactly."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` out in proportion to `weights` (>= 0), to the last unit.

    Largest remainder (Hamilton's method); equal remainders go to the earlier place. Without any weight
    the parts are equal, the earlier ones taking what is left over. The parts have the sign of `total`.
    """
    if not weights:
        return []
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    sign, total = (1, total) if total >= 0 else (-1, -total)
    parts, remainders = [], []
    for place, weight in enumerate(weights):
        part, remainder = divmod(total * weight, whole)
        parts.append(part)
        remainders.append((-remainder, place))
    for _, place in sorted(remainders)[: total - sum(parts)]:
        parts[place] += 1
    return [sign * part for part in parts]
