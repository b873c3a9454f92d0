from django.apps import AppConfig


class Access(AppConfig):
    name = "tessera.access"
    label = "access"
