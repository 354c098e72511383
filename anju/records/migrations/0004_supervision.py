"""Supervision (§7.1.8): holds and requests of a department's work; urges with who urged and who answered.

No release has written an urge, so its table is made anew.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL
PROTECT = django.db.models.deletion.PROTECT


def person(name, **options):
    return models.ForeignKey(on_delete=PROTECT, related_name=name, to=PERSON, **options)


URGE = (
    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("key", models.PositiveSmallIntegerField()),
    ("leg", models.PositiveSmallIntegerField()),
    ("text", models.TextField()),
    ("urged_at", models.DateTimeField()),
    ("due", models.DateTimeField()),
    ("answer", models.TextField(blank=True)),
    ("answered_at", models.DateTimeField(blank=True, null=True)),
    ("ending", models.CharField(blank=True, max_length=10)),
    ("community", models.ForeignKey(on_delete=PROTECT, to="records.community")),
    (
        "case",
        models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.case"),
    ),
    ("department", models.ForeignKey(on_delete=PROTECT, related_name="urges", to="records.department")),
    ("person", person("urges", blank=True, null=True)),
    ("urged_by", person("urges_sent")),
    ("answered_by", person("urges_answered", blank=True, null=True)),
)


class Migration(migrations.Migration):
    dependencies = [("records", "0003_search")]
    operations = [
        migrations.DeleteModel("Urge"),
        migrations.CreateModel(
            name="Urge",
            fields=list(URGE),
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["community", "due"], condition=Q(answered_at__isnull=True), name="urge_still_to_answer"
                    ),
                    models.Index(
                        fields=["department", "due"], condition=Q(answered_at__isnull=True), name="urge_owed_by"
                    ),
                    models.Index(fields=["department", "urged_at"], name="urge_by_department"),
                ],
                "constraints": [models.UniqueConstraint(fields=("case", "key"), name="urge_key_is_unique_in_its_case")],
            },
        ),
        migrations.AddField("leg", "held_for", models.CharField(blank=True, default="", max_length=12), False),
        migrations.AddField("leg", "held_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("leg", "held_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("leg", "request", models.CharField(blank=True, default="", max_length=10), False),
        migrations.AddField("leg", "requested_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            "leg",
            models.Index(fields=["community", "held_until"], condition=Q(held_until__isnull=False), name="leg_on_hold"),
        ),
        migrations.AddIndex(
            "leg",
            models.Index(
                fields=["community", "requested_at"],
                condition=Q(requested_at__isnull=False),
                name="leg_with_a_request",
            ),
        ),
        migrations.AddConstraint(
            "leg",
            models.CheckConstraint(
                condition=Q(state="held", held_until__isnull=False) | (~Q(state="held") & Q(held_until__isnull=True)),
                name="a_leg_on_hold_has_an_end",
            ),
        ),
    ]
