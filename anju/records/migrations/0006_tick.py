"""What tick finds its work by; an installation that is upgraded has every open case looked at by its first ticks."""

from django.db import migrations, models


def look_at_every_open_case(apps, schema_editor):
    cases = apps.get_model("records", "Case").objects.using(schema_editor.connection.alias)
    cases.filter(next_due_at__isnull=False).update(next_look_at=models.F("opened_at"))


class Migration(migrations.Migration):
    dependencies = [("records", "0005_amend")]
    operations = [
        migrations.AddField("case", "next_look_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("case", "rings_since", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("notice", "about", models.JSONField(default=dict)),
        migrations.RunPython(look_at_every_open_case, migrations.RunPython.noop),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["next_look_at"], condition=models.Q(next_look_at__isnull=False), name="case_to_look_at"
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(fields=["community"], condition=models.Q(rings_since__isnull=False), name="case_that_rings"),
        ),
    ]
