"""The frame of every page behind the door: who may enter, the rail, the top bar, and the answer (design §2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy, pgettext_lazy

from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.records.models import Community, Notice, Person

from . import clock, devices, places

View = Callable[..., HttpResponseBase]
DESK = frozenset({Post.FRONT_DESK, Post.NIGHT_DESK, Post.DIRECTOR})
RINGS = DESK | {Post.HANDLER, Post.FOREMAN}  # at whose desk new arrivals ring
CASE_POSTS = frozenset(Post) - {Post.ADMINISTRATOR}
CALLERS = frozenset({Post.DIRECTOR, Post.COMPANY})
HEADS = frozenset({Post.DIRECTOR, Post.COMPANY, Post.ADMINISTRATOR})
WHOLE = frozenset({Post.COMPANY, Post.EXECUTIVE})
SETTERS = frozenset({Post.COMPANY, Post.ADMINISTRATOR})
THEMES = ("light", "dark", "auto")
TEMPORARY = "temporary"  # in the session: signed in with a password that another set
OWN_KEYS = ("account", "account-password")
NO_POST = Words("未任职", "no post yet")


class Request(HttpRequest):
    """A request of somebody who has come through the door; `now` is the time of all it does."""

    user: Person
    now: datetime
    training: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the rail: its page, its icon and word, the posts it is for (empty: everybody)."""

    name: str
    icon: str
    word: Any
    posts: frozenset[Post] = frozenset()
    foot: bool = False
    desk_only: bool = False
    delegated: bool = False  # and for whoever is authorised to follow up (§7.1.9)


PLACES = (
    Place("board", "layout-kanban", pgettext_lazy("rail", "主任"), frozenset({Post.DIRECTOR})),
    Place("overview", "building-skyscraper", pgettext_lazy("rail", "各小区"), WHOLE),
    Place("tasks", "tool", pgettext_lazy("rail", "任务"), frozenset({Post.HANDLER, Post.FOREMAN})),
    Place("register", "headset", gettext_lazy("受理"), DESK),
    Place("to-tell", "checklist", pgettext_lazy("rail", "清单"), DESK),
    Place("calls", "phone-call", gettext_lazy("回访"), CALLERS, delegated=True),
    Place("cases", "list-search", pgettext_lazy("rail", "案件"), CASE_POSTS),
    Place("archive", "archive", pgettext_lazy("rail", "归档"), frozenset({Post.ARCHIVIST, Post.DIRECTOR})),
    Place(
        "holdings", "archive", pgettext_lazy("rail", "档案"), frozenset({Post.COMPANY, Post.EXECUTIVE}), desk_only=True
    ),
    Place("inbox", "inbox", pgettext_lazy("rail", "待办")),
    Place("chart", "sitemap", pgettext_lazy("rail", "流程"), CASE_POSTS, desk_only=True),
    Place("procedure", "book", pgettext_lazy("rail", "规程"), desk_only=True),
    Place("days", "calendar-event", gettext_lazy("日历"), desk_only=True),
    Place("communities", "building-community", pgettext_lazy("rail", "小区"), HEADS, desk_only=True),
    Place("settings", "settings", pgettext_lazy("rail", "设置"), SETTERS, desk_only=True),
    Place("people", "users", gettext_lazy("人员"), HEADS, desk_only=True),
    Place("account", "user-circle", gettext_lazy("我的"), foot=True),
)


@dataclass(frozen=True, slots=True)
class RailItem:
    """One place of the rail as this reader sees it."""

    icon: str
    word: str
    href: str
    here: bool
    count: int
    foot: bool
    desk_only: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What the frame of a page needs; `person` is None before the door."""

    person: Person | None
    post: Words
    community: str
    places: tuple[tuple[str, str, bool], ...]
    rail: tuple[RailItem, ...]
    unread: int
    theme: str
    training: bool
    search: str
    here: str
    next: str
    rings: bool
    done: tuple[dict[str, str], ...]


def posts_of(person: Person, at: datetime) -> frozenset[Post]:
    """All posts held now, wherever."""
    return frozenset(each.post for each in person.held(at))


def behind_the_door(*posts: Post, delegated: bool = False) -> Callable[[View], View]:
    """Only signed-in people, and only holders of one of `posts` (none named: everybody), see this page.

    `delegated`: whoever is authorised to follow up (§7.1.9) sees it as well.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def entered(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
            request.now, request.training = clock.now()
            person = devices.entering(request, request.now)
            if person is None or not _is_proved(request, person):
                return _turned_away(request, person)
            if request.session.get(TEMPORARY) and request.path not in {reverse(each) for each in OWN_KEYS}:
                return redirect("account")
            called = delegated and bool(person.delegations(request.now))
            if posts and not called and not posts_of(person, request.now) & set(posts):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return entered

    return decorate


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in; None before the door."""
    return request.user if isinstance(request.user, Person) else None


def _is_proved(request: Request, person: Person) -> bool:
    """The second factor was given, or is not asked for."""
    if request.training or not person.needs_second_factor(request.now):
        return True
    return bool(cast(Any, person).is_verified())


def _turned_away(request: Request, person: Person | None) -> HttpResponse:
    """Where somebody goes who is not through the door."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": "sign in"}, status=401)
    door = "sign-in" if person is None else "second-factor"
    return devices.forget(redirect(f"{reverse(door)}?{urlencode({'next': request.get_full_path()})}"))


def page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, here: str = "", **context: Any
) -> HttpResponse:
    """One page in its frame; before the door nobody has asked for the time yet."""
    asked = cast(Request, request)
    if not hasattr(asked, "now"):
        asked.now, asked.training = clock.now()
    frame = {"desk": desk_of(asked, here), "now": asked.now, "title": title}
    return render(request, template, {**frame, **context}, status=status)


def desk_of(request: Request, here: str) -> Desk:
    """The frame as this person sees it; two statements beside the posts."""
    person = person_of(request)
    held = posts_of(person, request.now) if person else frozenset()
    unread = Notice.objects.filter(person=person, read_at=None).count() if person else 0
    several = places.of(request, person, request.now) if person else ()
    chosen = places.chosen(request, person, request.now) if person else None
    theme = request.COOKIES.get("anju_theme", "auto")
    return Desk(
        person=person,
        post=_post_words(held),
        community=_community_name(person, request.now) if person else "",
        places=tuple((each.code, each.name, each == chosen) for each in several),
        rail=_rail(person, request.now, here, unread) if person else (),
        unread=unread,
        theme=theme if theme in THEMES else "auto",
        training=request.training,
        search=request.GET.get("q", ""),
        here=request.get_full_path(),
        rings=bool(held & RINGS),
        next=request.POST.get("next") or request.GET.get("next", ""),
        done=tuple(request.session.pop("done", ())) if person else (),
    )


def say_done(request: HttpRequest, title: str, text: str, href: str = "", link: str = "") -> None:
    """A line shown once, on the next page."""
    request.session["done"] = [{"title": title, "text": text, "href": href, "link": link}]


def _rail(person: Person, now: datetime, here: str, unread: int) -> tuple[RailItem, ...]:
    held = posts_of(person, now)
    return tuple(
        RailItem(
            place.icon,
            str(place.word),
            reverse(place.name),
            place.name == here,
            unread if place.name == "inbox" else 0,
            place.foot,
            place.desk_only,
        )
        for place in PLACES
        if not place.posts or place.posts & held or (place.delegated and person.delegations(now))
    )


def _post_words(held: frozenset[Post]) -> Words:
    named = [post.words for post in Post if post in held]
    if not named:
        return NO_POST
    return Words("、".join(each.zh for each in named), ", ".join(each.en for each in named))


def _community_name(person: Person, at: datetime) -> str:
    """The one community somebody works in; nothing for who sees several."""
    visible = {each.community for each in person.held(at)}
    if len(visible) != 1 or None in visible:
        return ""
    return Community.objects.values_list("name", flat=True).get(pk__in=visible)
