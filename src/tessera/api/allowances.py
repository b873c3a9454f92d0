"""What a key may still do, as headers (draft-ietf-httpapi-ratelimit-headers)."""

from tessera.access.limits import WINDOW_SECONDS, Allowance

Header = tuple[bytes, bytes]


def limit_headers(allowance: Allowance | None) -> list[Header]:
    """`RateLimit-Policy` and `RateLimit`; none where no key was asked for."""
    if allowance is None:
        return []
    policy = f'"key";q={allowance.quota};w={WINDOW_SECONDS}'
    now = f'"key";r={allowance.left};t={allowance.reset_seconds}'
    return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", now.encode())]
