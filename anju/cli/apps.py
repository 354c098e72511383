"""The back door as a Django app."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "anju.cli"
    label = "cli"
