"""A psycopg conninfo as Django's idea of a database."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

DJANGO_NAMES = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}


def django_database(dsn: str) -> dict[str, Any]:
    """An entry of DATABASES for a URL or conninfo, a socket folder as host included."""
    words = conninfo_to_dict(dsn)
    named = {DJANGO_NAMES[word]: value for word, value in words.items() if word in DJANGO_NAMES}
    options = {word: value for word, value in words.items() if word not in DJANGO_NAMES}
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", **named, "OPTIONS": options}
