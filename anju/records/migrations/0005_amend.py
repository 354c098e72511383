"""Merged cases and repeats: which case each of them points to, and where earlier ones of a place are found."""

from django.db import migrations, models

from anju.records import triggers


def make(_apps, schema_editor):
    """SQLite makes the altered table anew; what that did to triggers is made good."""
    triggers.make(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("records", "0004_supervision")]
    operations = [
        migrations.AddField(
            "case", "merged_into", models.CharField(blank=True, default="", max_length=30), preserve_default=False
        ),
        migrations.AddField(
            "case", "repeat_of", models.CharField(blank=True, default="", max_length=30), preserve_default=False
        ),
        migrations.AddIndex("case", models.Index(fields=["place", "-opened_at"], name="case_of_a_place")),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(("repeat_of__gt", "")), fields=["community", "-opened_at"], name="case_that_repeats"
            ),
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
