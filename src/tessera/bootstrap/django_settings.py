"""Django's settings: Django keeps the tables' shape (models, migrations); hot paths speak SQL by psycopg.

The database comes from DATABASE_URL here, and from its argument in `migrate`.
"""

import os

from tessera.bootstrap.django_database import django_database

INSTALLED_APPS = [
    "tessera.ledger",
    "tessera.members",
    "tessera.versions",
    "tessera.access",
    "tessera.catalogue",
    "tessera.approvals",
]
DATABASES = {"default": django_database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = "unused: nothing is signed with Django"  # noqa: S105 - Django insists on one
