"""Every table of the house."""

import anju.procedure.posts
import anju.records.models.call_backs
import anju.records.models.cases
import anju.records.models.editions
import anju.records.models.exchange
import anju.records.models.notices
import anju.records.models.numbers
import anju.records.models.people
import anju.records.models.registry
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CaseText",
            fields=[
                ("rowid", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("words", models.TextField()),
                ("phones", models.TextField()),
                ("rooms", models.TextField()),
                ("numbers", models.TextField()),
                ("names", models.TextField()),
                ("days", models.TextField()),
            ],
            options={
                "db_table": "records_casetext",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="PlaceText",
            fields=[
                ("rowid", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("words", models.TextField()),
                ("phones", models.TextField()),
                ("rooms", models.TextField()),
                ("numbers", models.TextField()),
                ("names", models.TextField()),
                ("days", models.TextField()),
            ],
            options={
                "db_table": "records_placetext",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Day",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("kind", models.CharField(choices=anju.records.models.editions.day_kinds, max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20, unique=True)),
                ("holder", models.CharField(blank=True, max_length=80)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("last_run_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ListedYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("staff_number", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("name_key", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("pin", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("left_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["name_key"], name="person_by_name")],
            },
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor_key", models.CharField(max_length=36)),
                ("key", models.CharField(max_length=64)),
                ("request_digest", models.CharField(max_length=64)),
                ("answer", models.TextField()),
                ("entered_at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("actor_key", "key"), name="a_key_acts_once_per_actor")],
            },
        ),
        migrations.CreateModel(
            name="Community",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=6, unique=True)),
                ("name", models.CharField(max_length=60, unique=True)),
                ("is_company", models.BooleanField(default=False)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "communities",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_company", True)), fields=("is_company",), name="there_is_one_company"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_number", models.CharField(max_length=30, unique=True)),
                ("number", models.CharField(max_length=30, unique=True)),
                ("nature", models.CharField(choices=anju.records.models.cases.natures, max_length=12)),
                ("state", models.CharField(choices=anju.records.models.cases.states, max_length=16)),
                ("grade", models.CharField(max_length=20)),
                ("category", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=20)),
                ("passive", models.BooleanField()),
                ("urgency", models.CharField(max_length=12)),
                ("speaker", models.CharField(max_length=12)),
                ("anonymous", models.BooleanField()),
                ("wants_follow_up", models.BooleanField()),
                ("edition", models.CharField(max_length=10)),
                ("said_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("room", models.CharField(max_length=80)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("relayer", models.CharField(blank=True, max_length=200)),
                ("spot", models.CharField(blank=True, max_length=200)),
                ("content", models.TextField()),
                ("outside_order", models.CharField(blank=True, max_length=200)),
                ("outside_limit", models.DateTimeField(blank=True, null=True)),
                ("call", models.CharField(blank=True, max_length=36)),
                ("outcome", models.CharField(blank=True, max_length=14)),
                ("holding", models.CharField(blank=True, max_length=200)),
                ("keep_until", models.DateField(blank=True, null=True)),
                ("next_due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="records.community"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["community", "state", "next_due_at"], name="case_by_state_and_due"),
                    models.Index(fields=["community", "-opened_at"], name="case_newest_first"),
                    models.Index(
                        condition=models.Q(("next_due_at__isnull", False)),
                        fields=["community", "next_due_at"],
                        name="case_with_a_due_time",
                    ),
                    models.Index(
                        condition=models.Q(("call", ""), _negated=True), fields=["call"], name="case_of_one_call"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opened_at__gte", models.F("said_at"))), name="said_before_recorded"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "archived"), _negated=True),
                            ("keep_until__isnull", False),
                            _connector="OR",
                        ),
                        name="an_archived_case_is_kept_until_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.case"
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="attachment_key_is_unique_in_its_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stand_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in_during",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="absence_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stand_in__isnull", True),
                            models.Q(("stand_in", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_stands_in_for_himself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=4)),
                ("month", models.CharField(max_length=6)),
                ("last", models.PositiveIntegerField(default=0)),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("community", "form", "month"), name="one_counter_a_month")
                ],
            },
        ),
        migrations.CreateModel(
            name="DayWindows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("windows", models.JSONField(default=list)),
                ("reason", models.CharField(max_length=100)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="day_windows", to="records.community"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "day windows",
                "constraints": [
                    models.UniqueConstraint(fields=("community", "day"), name="one_entry_per_community_and_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.CharField(blank=True, choices=anju.records.models.people.posts, max_length=30)),
                ("natures", models.JSONField(default=list)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_held",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__isnull", False), ("post", "")),
                            models.Q(("holder__isnull", True), models.Q(("post", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="delegation_names_a_person_or_a_post",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="delegation_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=40)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="departments", to="records.community"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "code"), name="department_code_is_unique_in_its_community"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.CharField(choices=anju.records.models.people.posts, max_length=30)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="records.community",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="records.department",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community", "post"], name="appointment_by_post")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("community__isnull", True),
                                (
                                    "post__in",
                                    [
                                        anju.procedure.posts.Post["COMPANY"],
                                        anju.procedure.posts.Post["EXECUTIVE"],
                                        anju.procedure.posts.Post["ADMINISTRATOR"],
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "post__in",
                                        [
                                            anju.procedure.posts.Post["COMPANY"],
                                            anju.procedure.posts.Post["EXECUTIVE"],
                                            anju.procedure.posts.Post["ADMINISTRATOR"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("community__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="company_posts_are_held_in_the_company",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "post__in",
                                    [anju.procedure.posts.Post["HANDLER"], anju.procedure.posts.Post["FOREMAN"]],
                                ),
                                _negated=True,
                            ),
                            ("department__isnull", False),
                            _connector="OR",
                        ),
                        name="handlers_belong_to_a_department",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="appointment_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("label", models.CharField(max_length=60)),
                ("registered_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="devices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=40)),
                ("subject", models.CharField(blank=True, max_length=40)),
                ("content", models.JSONField(default=dict)),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("saved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "form", "subject"), name="one_draft_per_form")
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "community",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="records.community"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community", "starts_at"], name="duty_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="duty_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=10, unique=True)),
                ("state", models.CharField(choices=anju.records.models.editions.edition_states, max_length=10)),
                ("content", models.JSONField()),
                ("in_force_from", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force")), fields=("state",), name="one_edition_is_in_force"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("in_force_from__isnull", True), ("state", "draft")),
                            models.Q(models.Q(("state", "draft"), _negated=True), ("in_force_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_edition_in_force_says_since_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveBigIntegerField()),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_key", models.CharField(max_length=40)),
                ("law", models.CharField(max_length=10)),
                ("step", models.CharField(max_length=30)),
                ("clause", models.CharField(max_length=8)),
                ("leg", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("left", models.CharField(blank=True, max_length=16)),
                ("entered", models.CharField(blank=True, max_length=16)),
                ("case_left", models.CharField(blank=True, max_length=16)),
                ("case_entered", models.CharField(blank=True, max_length=16)),
                ("binds", models.BooleanField()),
                ("happened_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField()),
                ("effects", models.TextField()),
                ("marks", models.TextField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="records.act"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="records.case",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="records.community"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(fields=["case", "position"], name="entry_of_case"),
                    models.Index(
                        condition=models.Q(("case_entered", "follow_up"), ("step", "read_answer")),
                        fields=["community", "entered_at"],
                        name="answer_drawn_for_a_call",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("community", "position"), name="a_position_is_taken_once"),
                    models.CheckConstraint(
                        condition=models.Q(("happened_at__lte", models.F("entered_at"))),
                        name="nothing_happens_in_the_future",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=anju.records.models.registry.parties, max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("contact", models.CharField(blank=True, max_length=60)),
                ("phone", models.CharField(blank=True, max_length=30)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="records.community"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="records.department"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "external parties",
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=30)),
                ("personal", models.BooleanField()),
                ("salt", models.CharField(max_length=64, null=True)),
                ("value", models.TextField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="records.entry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "name"), name="a_fact_once_per_entry"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("salt__isnull", False), ("value__isnull", False)),
                            models.Q(("salt__isnull", True), ("value__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_erased_fact_has_neither_value_nor_salt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(max_length=64)),
                ("mac", models.CharField(max_length=64)),
                (
                    "community",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="head", to="records.community"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(choices=anju.records.models.exchange.registers, max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=anju.records.models.exchange.batch_states, default="checked", max_length=10
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("content", models.BinaryField(null=True)),
                ("by_hand", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("checked_at", models.DateTimeField()),
                ("imported_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="records.community"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "import batches",
                "indexes": [models.Index(fields=["community", "-checked_at"], name="import_newest_first")],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("key", models.PositiveBigIntegerField()),
                ("name", models.CharField(blank=True, max_length=40)),
                ("before", models.JSONField(blank=True, null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="records.importbatch"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "key"], name="import_row_by_record")],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "kind", "key"), name="a_batch_touches_a_record_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField()),
                ("training", models.BooleanField(default=False)),
                ("clock_shift_seconds", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="there_is_one_installation"),
                    models.CheckConstraint(
                        condition=models.Q(("training", True), ("clock_shift_seconds", 0), _connector="OR"),
                        name="only_a_training_clock_moves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=30)),
                ("content", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(choices=anju.records.models.notices.job_states, default="waiting", max_length=10),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "lease_until"], name="job_by_lease")],
            },
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.PositiveSmallIntegerField()),
                ("state", models.CharField(choices=anju.records.models.cases.leg_states, max_length=12)),
                ("instruction", models.TextField(blank=True)),
                ("finish_by", models.DateTimeField(blank=True, null=True)),
                ("result", models.TextField(blank=True)),
                ("next_due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="legs", to="records.case"
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="legs", to="records.department"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["department", "state", "next_due_at"], name="leg_by_department")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="leg_key_is_unique_in_its_case"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["withdrawn", "accepted"]), _negated=True),
                        fields=("case", "department"),
                        name="a_department_has_one_live_leg",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=anju.records.models.registry.place_kinds, max_length=12)),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("sort_key", models.CharField(blank=True, max_length=120)),
                ("scan_code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("completed_on", models.DateField(blank=True, null=True)),
                ("delivered_on", models.DateField(blank=True, null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="locations", to="records.community"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="records.location",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community", "sort_key"], name="place_in_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("community", "code"), name="place_code_is_unique_in_its_community"),
                    models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", True)),
                        fields=("community",),
                        name="a_community_has_one_root",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "community"), ("parent__isnull", True)),
                            models.Q(models.Q(("kind", "community"), _negated=True), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_the_community_is_a_root",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="households", to="records.location"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="household_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.CharField(max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hints", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hints", to="records.community"
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hints", to="records.location"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["location", "ends_at"], name="hint_of_a_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gte", models.F("starts_at"))), name="hint_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(choices=anju.records.models.call_backs.call_kinds, max_length=8)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("note", models.TextField(blank=True)),
                ("called_at", models.DateTimeField()),
                ("call_by", models.DateTimeField(blank=True, null=True)),
                ("due", models.DateTimeField()),
                ("added_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("moves", models.PositiveSmallIntegerField(default=1)),
                ("end", models.CharField(blank=True, choices=anju.records.models.call_backs.call_ends, max_length=12)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.TextField(blank=True)),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls_taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_backs",
                        to="records.case",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="call_backs", to="records.community"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_backs",
                        to="records.location",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["community", "kind", "due"],
                        name="call_still_to_make",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", ""), ("ended_at__isnull", True)),
                            models.Q(models.Q(("end", ""), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_call_has_an_end_iff_it_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("end", "registered")),
                            models.Q(models.Q(("end", "registered"), _negated=True), ("case__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_call_has_a_case_iff_it_was_registered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("added_at__gte", models.F("called_at"))), name="called_before_it_was_added"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=30)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="records.case",
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-created_at"], name="notice_newest_first"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notice_unread"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Number",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30, unique=True)),
                ("form", models.CharField(max_length=4)),
                ("month", models.CharField(max_length=6)),
                ("serial", models.PositiveIntegerField()),
                ("state", models.CharField(choices=anju.records.models.numbers.number_states, max_length=12)),
                ("transferred_to", models.CharField(blank=True, max_length=30)),
                ("reason", models.TextField(blank=True)),
                ("reserved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbers",
                        to="records.case",
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("community", "form", "month", "serial"), name="a_serial_is_given_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "issued")), fields=("case",), name="a_case_has_one_current_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["reserved", "lost"]), _negated=True),
                            models.Q(("case__isnull", True), ("reserved_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_is_reserved_or_lost_has_no_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True)),
                ("channel", models.CharField(max_length=12)),
                ("topic", models.CharField(max_length=30)),
                ("created_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("provider_id", models.CharField(blank=True, max_length=80)),
                ("error", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to="records.case"
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "outbox",
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)), fields=["next_try_at"], name="outbox_unsent"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="records.community"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="records.edition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "community"), name="one_override_per_community")
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("due", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("kept", models.CharField(blank=True, max_length=10)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.case"
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("kept", "")), fields=["community", "due"], name="promise_still_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="promise_key_is_unique_in_its_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Resident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("name_key", models.CharField(blank=True, max_length=200)),
                ("tags", models.JSONField(default=list)),
                ("call_wish", models.CharField(blank=True, max_length=100)),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
            ],
            options={
                "indexes": [models.Index(fields=["community", "name_key"], name="resident_by_name")],
            },
        ),
        migrations.CreateModel(
            name="Residency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=anju.records.models.registry.roles, max_length=10)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="residencies", to="records.household"
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="residencies", to="records.resident"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "residencies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="residency_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResidentPhone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30)),
                ("tail", models.CharField(max_length=4)),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phones", to="records.resident"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["community", "tail"], name="phone_by_tail")],
                "constraints": [
                    models.UniqueConstraint(fields=("resident", "number"), name="a_number_once_per_resident")
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("items", models.JSONField(default=dict)),
                ("remark", models.TextField(blank=True)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shifts", to="records.community"
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts_taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["community", "-ends_at"], name="shift_newest_first"),
                    models.Index(
                        condition=models.Q(("taken_at__isnull", True)),
                        fields=["community", "ends_at"],
                        name="shift_still_to_be_taken",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="shift_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True),
                        name="a_shift_goes_to_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_at__isnull", True), ("taken_at__gte", models.F("ends_at")), _connector="OR"
                        ),
                        name="taken_after_it_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(choices=anju.records.models.registry.stages, max_length=12)),
                ("starts_on", models.DateField()),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="records.location"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("location", "starts_on"), name="one_stage_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Urge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("due", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.case"
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "leg",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urges",
                        to="records.leg",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("case", "key"), name="urge_key_is_unique_in_its_case")],
            },
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.PositiveSmallIntegerField()),
                ("room", models.CharField(blank=True, max_length=80)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("content", models.TextField(blank=True)),
                ("said_at", models.DateTimeField()),
                ("reachable", models.BooleanField(default=True)),
                ("outcome", models.CharField(blank=True, max_length=14)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.case"
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voices",
                        to="records.location",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voices",
                        to="records.resident",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="voice_key_is_unique_in_its_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.PositiveSmallIntegerField()),
                ("whom", models.CharField(default="resident", max_length=10)),
                ("voice", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("text", models.TextField(blank=True)),
                ("due", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("channel", models.CharField(blank=True, max_length=12)),
                ("telling", models.CharField(blank=True, max_length=10)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="records.case"
                    ),
                ),
                ("community", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.community")),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words_told",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("told_at__isnull", True)),
                        fields=["community", "due"],
                        name="word_still_to_tell",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("case", "key"), name="word_key_is_unique_in_its_case")],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="records.location"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="resident",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="records.resident",
            ),
        ),
    ]
