"""Taking lists out of the house: who took what - which filter, how many rows, which file - is an act like any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from anju.papers import exports
from anju.papers.exports import Export
from anju.papers.lists import Written, as_xlsx
from anju.procedure.instants import local
from anju.procedure.posts import Post
from anju.procedure.words import Language, Refused, Words
from anju.records import seeing
from anju.records.models import Case, Community, Override, Person

from .journal import Acting, Answer, Given, act
from .people import company
from .rights import CENTRE_HEAD, OFFICE, Right, check, table

DEEDS = table(
    Right("export", "9.0", Words("导出案件", "Export cases"), posts=frozenset(Post) - {Post.ADMINISTRATOR}),
    Right("export_register", "9.0", Words("导出登记资料", "Export a register"), posts=CENTRE_HEAD),
    Right("export_staff", "5.0", Words("导出员工", "Export staff"), posts=OFFICE),
)
RIGHT_OF = {"cases": "export", "rooms": "export_register", "residents": "export_register", "staff": "export_staff"}
SHORT = 12  # of a digest, beside a key
NO_KIND = Words("没有“{kind}”这种导出，可用的有：{known}。", "There is no export of “{kind}”; there are: {known}.")


@contextmanager
def exported(
    *,
    by: Person,
    key: str,
    now: datetime,
    kind: str,
    community: Community | None,
    chosen: Export,
    filters: Mapping[str, object] | None = None,
) -> Iterator[tuple[IO[bytes], Written]]:
    """A list as xlsx, open for reading once its act is in the journal. `filters` is what it was narrowed by.

    Each file that leaves has an act of its own: the key goes with the digest. Without a community it is what this
    person may see anywhere, and stands in the company's chain.
    """
    _check(by, kind, community, now)
    language: Language = "en" if by.language.startswith("en") else "zh"
    listing = as_xlsx(chosen.columns, chosen.rows, title=chosen.title, person=str(by), at=now, language=language)
    with listing as (file, written):

        def work(acting: Acting) -> Answer:
            narrowed = {name: str(value) for name, value in (filters or {}).items() if value not in (None, "")}
            facts = {
                "kind": kind,
                "filters": Given(narrowed or None, personal=True),
                "rows": written.rows,
                "digest": written.digest,
            }
            acting.did(community or company(), "export", kind, _right(kind), facts)
            return {"rows": written.rows, "digest": written.digest}

        request = {"do": "export", "kind": kind, "digest": written.digest}
        act(by=by, key=f"{key}-{written.digest[:SHORT]}", request=request, now=now, work=work)
        yield file, written


def chosen(kind: str, *, by: Person, now: datetime, community: Community) -> Export:
    """The whole list of one kind in a community, as far as this person may see it."""
    check(by, _right(kind), community, now)
    today = local(now).date()
    if kind == "rooms":
        return exports.rooms(community)
    if kind == "residents":
        return exports.residents(community, today)
    if kind == "staff":
        return exports.staff(community, today)
    found = Case.objects.visible_to(by, now).filter(community=community).order_by("opened_at", "pk")
    language: Language = "en" if by.language.startswith("en") else "zh"
    return exports.cases(found, class_words(community), language)


def class_words(community: Community | None) -> dict[str, Words]:
    """Categories and grades by their codes, in the edition in force; of everywhere, those of every community."""
    places = [community.pk] if community else [company().pk, *_with_their_own_words()]
    found: dict[str, Words] = {}
    for place in places:
        edition = seeing.rules_of(place).edition
        for classes in (edition.categories, edition.grades):
            found |= {each.code: each.words for some in classes.values() for each in some}
    return found


def _with_their_own_words() -> list[int]:
    overrides = Override.objects.filter(edition__state="in_force")
    return list(overrides.order_by("community").values_list("community", flat=True))


def _check(by: Person, kind: str, community: Community | None, now: datetime) -> None:
    """Cases of everywhere: whoever may take out those of one place; each sees only his own in them."""
    places = {each.community for each in by.held(now)}
    if kind == "cases" and community is None and None not in places:
        community = Community.objects.filter(pk__in=places).first()
    check(by, _right(kind), community, now)


def _right(kind: str) -> Right:
    if kind not in RIGHT_OF:
        raise Refused("9.0", NO_KIND, "kind", kind=kind, known=", ".join(RIGHT_OF))
    return DEEDS[RIGHT_OF[kind]]
