"""The pages of what cannot be shown: what is the matter, and where to go from here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from .desk import page


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(
        request,
        403,
        gettext("无权"),
        "lock",
        gettext("这一页不属于您的岗位"),
        gettext("需要的话请换人，或请系统管理员任命"),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(
        request,
        404,
        gettext("没找到"),
        "search",
        gettext("没有这一件，或它不在您的范围内"),
        gettext("查一下单号，或回到首页"),
    )


def not_done(request: HttpRequest, why: str) -> HttpResponse:
    """An act that has no form of its own to stand beside was refused: in the words of the law."""
    return _error(request, 403, gettext("没有办成"), "lock", why, gettext("需要的话请换人，或请系统管理员任命"))


def broken(request: HttpRequest) -> HttpResponse:
    return _error(
        request,
        500,
        gettext("出错了"),
        "alert-triangle",
        gettext("系统出错，这一次没有办成，已保存的都在"),
        gettext("请再试一次；仍不行，把时间告诉系统管理员"),
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(
        request,
        403,
        gettext("请重新打开"),
        "refresh",
        gettext("这一页放得太久，或不是从本系统打开的"),
        gettext("返回上一页，刷新后再提交"),
    )


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: object = None) -> HttpResponse:
    """Too many wrong passwords: the person is throttled, not the address."""
    return _error(
        request,
        429,
        gettext("请稍后再试"),
        "clock-pause",
        gettext("密码或快捷码错得太多"),
        gettext("15 分钟后再试，或请系统管理员重设"),
    )


def _error(request: HttpRequest, status: int, title: str, sign: str, *words: str) -> HttpResponse:
    why, mend = words
    context = {"sign": sign, "why": why, "mend": mend, "href": reverse("home"), "link": gettext("回到首页")}
    return page(request, "error.html", title, status=status, **context)
