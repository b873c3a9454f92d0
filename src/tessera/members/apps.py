"""The room as Django knows it."""

from django.apps import AppConfig


class Members(AppConfig):
    name = "tessera.members"
    label = "members"
