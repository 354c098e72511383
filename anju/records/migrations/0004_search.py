"""The index of cases and places (records/search_tables.py); `anju search --rebuild` fills it from the records."""

import django.db.models.deletion
from django.db import migrations, models

from anju.records import search_tables


def make(_apps, schema_editor):
    search_tables.make(schema_editor.connection)


def drop(_apps, schema_editor):
    search_tables.drop(schema_editor.connection)


def index(name, table):
    community = models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to="records.community",
    )
    texts = ("words", "phones", "rooms", "numbers", "names", "days")
    return migrations.CreateModel(
        name=name,
        fields=[
            ("rowid", models.BigIntegerField(primary_key=True, serialize=False)),
            ("kind", models.CharField(max_length=12)),
            *((each, models.TextField()) for each in texts),
            ("community", community),
        ],
        options={"db_table": table, "managed": False},
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0003_imports")]
    operations = [
        migrations.RunPython(make, drop),
        index("CaseText", "records_casetext"),
        index("PlaceText", "records_placetext"),
    ]
