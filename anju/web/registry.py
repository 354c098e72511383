"""Chapter registry at the counter: communities, their places, departments and outside parties (§2.0, §7.1.6)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from anju.actions import access
from anju.actions import registry as hands
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.posts import COMPANY_POSTS, Post
from anju.procedure.words import Refused, Words
from anju.records.models import Community, Delegation, Department, ExternalParty, Location

from . import deeds, wording
from .answers import done_at
from .deeds import Deed, Fields, TriedDeed
from .desk import HEADS, Request, behind_the_door, page, say_done
from .exchange_page import exports_of
from .forms import KeyedForm, day, moment
from .paging import Keyset

BY_CODE = Keyset(("-is_company", "code", "pk"))
IN_ORDER = Keyset(("sort_key", "pk"))
PHONE = gettext_lazy("电话")
CODE = gettext_lazy("代码")
NAME = gettext_lazy("名称")
PARTY_KINDS = gettext_lazy("类型")


def _community_fields(request: Request, _: object) -> Fields:
    return {
        "code": deeds.line(CODE, 6, help_text=gettext("大写字母，进单号，定了不能改")),
        "name": deeds.line(NAME, 60),
        "phone": deeds.line(PHONE, 26, required=False),
    }


def _place_fields(request: Request, community: Community) -> Fields:
    kinds = [(kind, wording.words(words)) for kind, words in hands.KIND_WORDS.items() if kind != "community"]
    return {
        "parent": deeds.line(gettext("上级代码"), 40, required=False, help_text=gettext("不填为小区本身")),
        "kind": deeds.choice(PARTY_KINDS, kinds),
        "code": deeds.line(CODE, 40, help_text=gettext("如 3-2-1201")),
        "name": deeds.line(NAME, 80),
        "completed_on": day(label=gettext("竣工日期"), required=False),
        "delivered_on": day(label=gettext("交付日期"), required=False),
    }


def _stage_fields(request: Request, community: Community) -> Fields:
    stages = [("construction", gettext("在建")), ("handed_over", gettext("完全移交"))]
    return {
        "location": deeds.line(gettext("房号或部位代码"), 40, required=False, help_text=gettext("不填为小区本身")),
        "stage": deeds.choice(gettext("阶段"), stages),
        "starts_on": day(label=gettext("自哪天起")),
    }


def _department_fields(request: Request, community: Community) -> Fields:
    return {"code": deeds.line(CODE, 20), "name": deeds.line(NAME, 40)}


def _party_fields(request: Request, community: Community) -> Fields:
    kinds = [
        ("developer", gettext("建设单位")),
        ("contractor", gettext("施工单位")),
        ("utility", gettext("公用事业单位")),
        ("lift", gettext("电梯公司")),
        ("other", gettext("其他")),
    ]
    return {
        "kind": deeds.choice(PARTY_KINDS, kinds),
        "name": deeds.line(NAME, 80),
        "department": deeds.RowField(gettext("由哪个部门代录"), _departments(community), to_field="code"),
        "contact": deeds.line(gettext("联系人"), 60, required=False),
        "phone": deeds.line(PHONE, 26, required=False),
    }


def _authorise_fields(request: Request, community: Community) -> Fields:
    posts = [(post.value, wording.words(post.words)) for post in Post if post not in COMPANY_POSTS]
    natures = [(each.name, wording.words(each.words)) for each in NATURES if each.name in TABLES]
    return {
        "post": forms.TypedChoiceField(label=gettext("岗位"), choices=[("", ""), *posts], coerce=Post),
        "natures": forms.MultipleChoiceField(label=gettext("性质"), choices=natures, initial=[natures[0][0]]),
        "starts_at": moment(label=gettext("自"), initial=request.now),
        "ends_at": moment(label=gettext("至")),
    }


def _departments(community: Community) -> Any:
    return Department.objects.filter(community=community, closed_on=None).order_by("code")


def _place(community: Community, code: str) -> Location:
    """A place by its code; none named is the community itself."""
    places = Location.objects.filter(community=community)
    found = places.filter(code=code).first() if code else places.filter(parent=None).first()
    if found is None:
        raise Refused("2.0", NO_SUCH_PLACE, "parent", code=code)
    return found


NO_SUCH_PLACE = Words("本小区没有“{code}”这个房号或部位。", "There is no room or place “{code}” here.")
ADD = (
    Deed(
        hands.DEEDS["add_community"],
        "building-community",
        _community_fields,
        lambda _, **given: hands.add_community(**given),
    ),
)
PARTS = (
    Deed(
        hands.DEEDS["add_location"],
        "home-plus",
        _place_fields,
        lambda community, parent, **given: hands.add_location(parent=_place(community, parent), **given),
    ),
    Deed(
        hands.DEEDS["set_stage"],
        "building-arch",
        _stage_fields,
        lambda community, location, **given: hands.set_stage(location=_place(community, location), **given),
    ),
    Deed(
        hands.DEEDS["add_department"],
        "users-group",
        _department_fields,
        lambda community, **given: hands.add_department(community=community, **given),
    ),
    Deed(
        hands.DEEDS["add_external_party"],
        "building-factory",
        _party_fields,
        lambda _, **given: hands.add_external_party(**given),
    ),
    Deed(
        access.DEEDS["authorise"],
        "phone-check",
        _authorise_fields,
        lambda community, **given: access.authorise(community=community, **given),
        Words("授权岗位回访", "Authorise a post to follow up"),
    ),
)


def _adding() -> deeds.Desk:
    return deeds.Desk(ADD, None, None, lambda deed: reverse("community-add"))


def _parts(community: Community) -> deeds.Desk:
    href = lambda deed: reverse("community-part", args=[community.code, deed.name])  # noqa: E731
    return deeds.Desk(PARTS, community, community, href)


@require_safe
@behind_the_door(*HEADS)
def communities(request: Request) -> HttpResponse:
    return _communities(request)


@require_POST
@behind_the_door(*HEADS)
def add_community(request: Request) -> HttpResponse:
    done = _adding().attempt(request, "add_community")
    if isinstance(done, TriedDeed):
        return _communities(request, done)
    say_done(request, str(done["community"]), gettext("已新增，接着建部门和房号"))
    return done_at("community", str(done["community"]))


def _how_many(model: type[Location] | type[Department]) -> Any:
    """How many of them a community has, counted for the rows of a page alone."""
    rows: Any = model._default_manager.filter(community=OuterRef("pk")).order_by().values("community")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def _communities(request: Request, tried: TriedDeed | None = None) -> HttpResponse:
    asked = request.GET.get("name", "").strip()
    visible = Community.objects.visible_to(request.user, request.now)
    visible = visible.annotate(places=_how_many(Location), crews=_how_many(Department))
    if asked:
        visible = visible.filter(Q(name__icontains=asked) | Q(code__istartswith=asked))
    rows, pages = BY_CODE.page(visible, request.GET, reverse("communities"))
    context: dict[str, Any] = {
        "communities": rows,
        "page": pages,
        "asked": asked,
        "doors": _adding().doors(request, tried),
    }
    status = tried.refusal.status if tried else 200
    title = pgettext("page", "小区")
    return page(request, "registry/communities.html", title, status=status, here="communities", **context)


@require_safe
@behind_the_door(*HEADS)
def community(request: Request, code: str) -> HttpResponse:
    return _community(request, _visible(request, code))


@require_POST
@behind_the_door(*HEADS)
def add_part(request: Request, code: str, deed: str) -> HttpResponse:
    """A place, its stage, a department, an outside party."""
    found = _visible(request, code)
    done = _parts(found).attempt(request, deed)
    if isinstance(done, TriedDeed):
        return _community(request, found, done)
    say_done(request, gettext("已保存"), str(next(iter(done.values()))))
    return done_at("community", code)


def _visible(request: Request, code: str) -> Community:
    return get_object_or_404(Community.objects.visible_to(request.user, request.now), code=code)


def _delegations(found: Community, request: Request) -> list[tuple[str, Delegation]]:
    """Who may follow up in this centre besides its director, and until when."""
    rows = Delegation.objects.filter(community=found, revoked_at=None, ends_at__gt=request.now)
    held = rows.select_related("holder", "giver").order_by("ends_at")
    return [(each.holder.name if each.holder else wording.words(Post(each.post).words), each) for each in held]


def _community(request: Request, found: Community, tried: TriedDeed | None = None) -> HttpResponse:
    context = {
        "community": found,
        "departments": _departments(found),
        "parties": ExternalParty.objects.filter(community=found).select_related("department").order_by("name"),
        "delegations": _delegations(found, request),
        "doors": _parts(found).doors(request, tried),
        "taken": exports_of(request.user, found, request.now),
        "form": KeyedForm(),
        **_places(found, request.GET),
    }
    status = tried.refusal.status if tried else 200
    return page(request, "registry/community.html", found.name, status=status, here="communities", **context)


def _places(found: Community, query: QueryDict) -> dict[str, Any]:
    """Its places in their order, or those asked for by code or name."""
    asked = query.get("place", "").strip()
    places = Location.objects.filter(community=found).select_related("parent")
    if asked:
        places = places.filter(Q(code__istartswith=asked) | Q(name__icontains=asked))
    shown, pages = IN_ORDER.page(places, query, reverse("community", args=[found.code]))
    return {"places": shown, "page": pages, "asked": asked, "kinds": hands.KIND_WORDS}
