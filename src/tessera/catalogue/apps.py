"""The room as Django knows it."""

from django.apps import AppConfig


class Catalogue(AppConfig):
    name = "tessera.catalogue"
    label = "catalogue"
