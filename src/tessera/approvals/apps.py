from django.apps import AppConfig


class Approvals(AppConfig):
    name = "tessera.approvals"
    label = "approvals"
