"""The room as Django knows it."""

from django.apps import AppConfig


class Approvals(AppConfig):
    name = "tessera.approvals"
    label = "approvals"
