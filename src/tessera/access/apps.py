"""The room as Django knows it."""

from django.apps import AppConfig


class Access(AppConfig):
    name = "tessera.access"
    label = "access"
