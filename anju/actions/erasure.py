"""Chapter journal: lawful erasure. The value goes, its digest stays, and the erasure is itself an entry that names it.

What backups and logs still hold is said in operating.md, with what to do on PostgreSQL afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, cast

from django.apps import apps
from django.db import connection
from django.db.models import Q

from anju.gateways import storage
from anju.procedure.words import Refused, Words
from anju.records.comparing import erased_file
from anju.records.copies import merged_on
from anju.records.effects import ERASED, MODELS
from anju.records.models import Attachment, CallBack, Case, Draft, Entry, Fact, Number, Resident, Shift
from anju.records.personal import PERSONAL
from anju.records.replay import told_of
from anju.records.search_tables import TABLES

from . import search
from .cases import Doing
from .journal import Acting, Answer, Given, act
from .rights import OFFICE, Right, check, table
from .wording import line

CLAUSE = "7.1.10"
DEEDS = table(
    Right("erase", CLAUSE, Words("删除个人信息", "Erase personal facts"), posts=OFFICE),
    Right("erase_paper", CLAUSE, Words("删除纸单上的个人信息", "Erase what a sheet names"), posts=OFFICE),
    Right("erase_call", CLAUSE, Words("删除回电的个人信息", "Erase what a call to make names"), posts=OFFICE),
    Right("erase_shift", CLAUSE, Words("删除交接班的说明", "Erase the remark of a shift"), posts=OFFICE),
    Right("erase_resident", CLAUSE, Words("删除住户资料", "Erase a resident"), posts=OFFICE),
)
LONGEST_REASON = 200
CALL_COLUMNS = ("phone", "name", "note", "why")
# Records of the desk: the deed that erases, the model, the columns it blanks.
AT_THE_DESK: dict[str, tuple[str, Any, tuple[str, ...]]] = {
    "call_back": ("erase_call", CallBack, CALL_COLUMNS),
    "shift": ("erase_shift", Shift, ("remark",)),
}
NOTHING = Words(
    "没有可删除的：这些内容不存在、不是个人信息，或已经删除。",
    "There is nothing to erase: these facts do not exist, are not personal, or were erased before.",
)


def erase(doing: Doing, *, number: str, names: Collection[str] | None, reason: str, files: bool = False) -> Answer:
    """Erases personal facts of a case (None: all) and of the calls it came from, their columns, if asked its files.

    Raises Case.DoesNotExist or Refused; then nothing is erased.
    """
    why = line(CLAUSE, "reason", reason, longest=LONGEST_REASON)
    wanted = sorted(names) if names is not None else None
    request = {"do": "erase", "number": number, "names": wanted, "reason": why, "files": files}

    def work(acting: Acting) -> Answer:
        case = Case.objects.select_related("community").get(number=number)
        taken_in = merged_on(case)
        others = sorted({entry.case_id for entry in taken_in if entry.case_id})
        rows = {
            row.pk: row
            for row in Case.objects.select_for_update(of=("self",)).filter(pk__in=[*others, case.pk]).order_by("pk")
        }
        check(doing.by, DEEDS["erase"], case.community, doing.now)
        copies = Q(entry__in=[entry.pk for entry in taken_in])
        facts = _facts(Q(entry__case=case) | _of_calls(case) | copies, wanted) + _facts(_sent_out(case), wanted)
        kept = sorted(set(case.attachments.values_list("digest", flat=True))) if files else []
        if not facts and not any(storage.digest_of(each) for each in kept):
            raise Refused(CLAUSE, NOTHING, "fact")
        _empty(facts)
        for each in (case, *(rows[pk] for pk in others)):
            _blank(each)
        search.anew(others)
        _blank_calls(case, facts)
        Draft.objects.filter(Q(subject=number) | Q(subject__startswith=f"{number}/")).delete()
        _journal(acting, case, facts, why, kept)
        return {"number": number, "erased": len(facts), "files": tuple(kept)}

    answer = act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)
    _remove(number, cast("tuple[str, ...]", answer["files"]))
    settle()
    return answer


def erase_resident(doing: Doing, *, resident: str, reason: str) -> Answer:
    """Erases what is kept of a resident: name, phones, tags, wish, and the facts that told them."""
    why = line(CLAUSE, "reason", reason, longest=LONGEST_REASON)
    request = {"do": "erase_resident", "resident": resident, "reason": why}

    def work(acting: Acting) -> Answer:
        row = Resident.objects.select_related("community").get(uuid=resident)
        check(doing.by, DEEDS["erase_resident"], row.community, doing.now)
        facts = _facts(Q(entry__subject_kind="resident", entry__subject_key=resident), None)
        _empty(facts)
        row.phones.all().delete()
        row.name, row.name_key, row.call_wish, row.tags = ERASED, ERASED, ERASED, []
        row.save(update_fields=["name", "name_key", "call_wish", "tags"])
        Draft.objects.filter(subject=resident).delete()
        given = {"digests": _digests(facts), "reason": Given(why, personal=True)}
        acting.did(row.community, "resident", resident, DEEDS["erase_resident"], given)
        return {"resident": resident, "erased": len(facts)}

    answer = act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)
    settle()
    return answer


def erase_paper(doing: Doing, *, number: str, reason: str) -> Answer:
    """Erases why a sheet of paper was voided or lost. Raises Number.DoesNotExist or Refused."""
    why = line(CLAUSE, "reason", reason, longest=LONGEST_REASON)
    request = {"do": "erase_paper", "number": number, "reason": why}

    def work(acting: Acting) -> Answer:
        sheets = Number.objects.select_for_update(of=("self",)).select_related("community")
        sheet = sheets.get(number=number, case__isnull=True)
        check(doing.by, DEEDS["erase_paper"], sheet.community, doing.now)
        deeds = Q(entry__community=sheet.community, entry__subject_kind="number", entry__subject_key=number)
        facts = _facts(deeds & ~Q(entry__step="erase_paper"), None)
        if not facts:
            raise Refused(CLAUSE, NOTHING, "fact")
        _empty(facts)
        sheet.reason = ERASED
        sheet.save(update_fields=["reason"])
        given = {"digests": _digests(facts), "reason": Given(why, personal=True)}
        acting.did(sheet.community, "number", number, DEEDS["erase_paper"], given)
        return {"number": number, "erased": len(facts)}

    answer = act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)
    settle()
    return answer


def erase_at_the_desk(doing: Doing, *, kind: str, key: str, reason: str) -> Answer:
    """Erases what a call to make or a shift says of people. Raises DoesNotExist or Refused."""
    deed, model, columns = AT_THE_DESK[kind]
    why = line(CLAUSE, "reason", reason, longest=LONGEST_REASON)
    request = {"do": deed, kind: key, "reason": why}

    def work(acting: Acting) -> Answer:
        row = model.objects.select_for_update(of=("self",)).select_related("community").get(uuid=key)
        check(doing.by, DEEDS[deed], row.community, doing.now)
        deeds = Q(entry__community=row.community, entry__subject_kind=kind, entry__subject_key=key)
        facts = _facts(deeds & ~Q(entry__step=deed), None)
        if not facts:
            raise Refused(CLAUSE, NOTHING, "fact")
        _empty(facts)
        model.objects.filter(pk=row.pk).update(**dict.fromkeys(columns, ERASED))
        given = {"digests": _digests(facts), "reason": Given(why, personal=True)}
        acting.did(row.community, kind, key, DEEDS[deed], given)
        return {kind: key, "erased": len(facts)}

    answer = act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)
    settle()
    return answer


def settle() -> bool:
    """Takes what was erased out of SQLite's write-ahead log; False where a reader was in the way.

    `secure_delete` has overwritten it in the file itself by then. PostgreSQL needs VACUUM FULL, by hand.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return connection.vendor != "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    return not busy


def purging() -> list[str]:
    """What is run by hand on PostgreSQL after an erasure: tables and their statistics are written anew."""
    if connection.vendor != "postgresql":
        return []
    models = apps.get_app_config("records").get_models()
    personal = sorted(model._meta.db_table for model in models if model.__name__ in PERSONAL)
    return [
        *(f"VACUUM (FULL, ANALYZE) {table}" for table in (*personal, *TABLES)),
        "VACUUM FULL pg_catalog.pg_statistic",
        "CHECKPOINT",
    ]


def _facts(of: Q, names: list[str] | None) -> list[Fact]:
    found = Fact.objects.filter(of, personal=True, value__isnull=False).select_related("entry")
    return list((found if names is None else found.filter(name__in=names)).order_by("entry__position", "name"))


def _sent_out(case: Case) -> Q:
    """To whom its sheets were given, and what for: no steps of the case, but they may name the resident."""
    of = {"community": case.community_id, "subject_kind": "case", "subject_key": case.first_number}
    sent = Entry.objects.filter(case__isnull=True, step="send_out", **of)
    return Q(entry__in=list(sent.values_list("pk", flat=True)))


def _of_calls(case: Case) -> Q:
    """What the calls told that were registered as this case."""
    calls = [str(each) for each in case.call_backs.values_list("uuid", flat=True)]
    return Q(entry__community=case.community, entry__subject_kind="call_back", entry__subject_key__in=calls)


def _blank_calls(case: Case, facts: Iterable[Fact]) -> None:
    for call in case.call_backs.all():
        gone = {each.name for each in facts if each.entry.subject_key == str(call.uuid)}
        CallBack.objects.filter(pk=call.pk).update(**dict.fromkeys(gone & set(CALL_COLUMNS), ERASED))


def _empty(facts: Iterable[Fact]) -> None:
    Fact.objects.filter(pk__in=[each.pk for each in facts]).update(value=None, salt=None)


def _digests(facts: Iterable[Fact]) -> tuple[tuple[int, str, str], ...]:
    return tuple((each.entry.position, each.name, each.digest) for each in facts)


def _blank(case: Case) -> None:
    """Columns that came from facts now erased are blanked: just what a replay of the journal gives."""
    told = told_of([case.pk])[case.pk]
    for (kind, key), origins in told.personal.items():
        columns = {name: ERASED for name in origins if told.rows[kind, key][name] == ERASED}
        model: Any = MODELS[kind]
        if kind == "case":
            rows = model.objects.filter(pk=case.pk)
        elif kind == "number":
            rows = model.objects.filter(number=key)
        else:
            rows = model.objects.filter(case=case, key=int(key))
        if columns:
            rows.update(**columns)


def _journal(acting: Acting, case: Case, facts: list[Fact], reason: str, files: list[str]) -> None:
    given: dict[str, object] = {"digests": _digests(facts), "reason": Given(reason, personal=True)}
    if files:
        given["files"] = tuple(files)
    acting.did(case.community, "case", case.first_number, DEEDS["erase"], given)


def _remove(number: str, digests: Iterable[str]) -> None:
    """Takes the files away, except those that another case has too and has not erased."""
    for digest in digests:
        others = Attachment.objects.filter(digest=digest).exclude(case__number=number).select_related("case")
        if all(erased_file(each.case, digest) for each in others):
            storage.remove(digest)
