"""The index of cases and places (records/search_tables.py); `anju search --rebuild` fills it from the records."""

from django.db import migrations

from anju.records import search_tables


def make(_apps, schema_editor):
    search_tables.make(schema_editor.connection)


def drop(_apps, schema_editor):
    search_tables.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0002_append_only")]
    operations = [migrations.RunPython(make, drop)]
