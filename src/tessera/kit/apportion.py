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
    shares = [total * weight for weight in weights]
    parts = [share // whole for share in shares]
    if left := total - sum(parts):
        remainders = [share % whole for share in shares]
        # Sorting keeps the order of equals, also downwards.
        for place in sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)[:left]:
            parts[place] += 1
    return parts if sign == 1 else [-part for part in parts]
