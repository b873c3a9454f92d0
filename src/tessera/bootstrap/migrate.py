"""Bring a database's tables to this version's shape."""

import os

import django
import psycopg
from django.core.management import call_command
from django.db import OperationalError, connections

from tessera.bootstrap.django_database import django_database

MIGRATING = 0x7E55E7A  # an advisory lock's number, ours alone: "tessera", nearly


def migrate(dsn: str) -> None:
    """Run every migration that the database has not seen; safe to repeat, and from several processes at once.

    Raises psycopg's OperationalError when the database cannot be reached, or has no room.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tessera.bootstrap.django_settings")
    django.setup()
    with psycopg.connect(dsn, autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", (MIGRATING,))
        _point_django_at(dsn)
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:  # Django's own, around psycopg's
            raise error.__cause__ or error from error
        finally:
            connections["default"].close()


def _point_django_at(dsn: str) -> None:
    connections["default"].close()
    del connections["default"]
    databases = connections.configure_settings({"default": django_database(dsn)})
    connections.databases["default"] = databases["default"]
