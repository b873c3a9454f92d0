from django.apps import AppConfig


class Members(AppConfig):
    name = "tessera.members"
    label = "members"
