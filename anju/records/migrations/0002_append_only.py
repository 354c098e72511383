"""The triggers that keep the journal append-only (records/triggers.py)."""

from django.db import migrations

from anju.records import triggers


def make(_apps, schema_editor):
    triggers.make(schema_editor.connection)


def drop(_apps, schema_editor):
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_the_archive")]
    operations = [migrations.RunPython(make, drop)]
