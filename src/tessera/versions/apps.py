"""The room as Django knows it."""

from django.apps import AppConfig


class Versions(AppConfig):
    name = "tessera.versions"
    label = "versions"
