"""The archive as a Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "anju.records"
    label = "records"
