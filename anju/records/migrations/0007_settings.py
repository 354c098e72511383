"""Drafts of editions, what the dated days were before, and editions in force that never change (records/triggers.py)."""

import anju.records.models.editions
from anju.records import triggers
from django.db import migrations, models


def make(_apps, schema_editor):
    triggers.make(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0006_tick")]
    operations = [
        migrations.AddField(model_name="day", name="history", field=models.JSONField(blank=True, default=list)),
        migrations.AddField(model_name="daywindows", name="history", field=models.JSONField(blank=True, default=list)),
        migrations.AddField(model_name="edition", name="revision", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(
            model_name="listedyear", name="listed_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AlterField(
            model_name="day",
            name="kind",
            field=models.CharField(blank=True, choices=anju.records.models.editions.day_kinds, max_length=10),
        ),
        migrations.AlterField(model_name="daywindows", name="windows", field=models.JSONField(default=list, null=True)),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("state",), name="one_draft_at_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("step", "move_deadlines")), fields=["subject_key"], name="entry_of_moved_deadlines"
            ),
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
