"""Chapter cases at the counter: two cases that are one matter (§7.1.8)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from anju.procedure.posts import Post

from .answers import Refusal, attempted, done_at
from .desk import Request, behind_the_door, page, say_done
from .merge_page import MergeForm, MergePage
from .one_case import shown


@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_door(Post.DIRECTOR)
def merge(request: Request, number: str) -> HttpResponse:
    """Chosen, looked at side by side, and confirmed with a reason."""
    if request.method != "POST":
        return _merge_page(request, MergePage(shown(request, number), request.GET.get("into", "")))
    form = MergeForm(request.POST)
    asked = MergePage(shown(request, number), request.POST.get("into", ""))
    if asked.other is None:
        raise Http404
    done = attempted(form, lambda: asked.merge(form))
    if isinstance(done, Refusal):
        return _merge_page(request, asked, form, done)
    say_done(request, number, gettext("已并入 %(number)s") % {"number": done["into"]})
    return done_at("case", str(done["into"]))


def _merge_page(
    request: Request, asked: MergePage, form: MergeForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    context = asked.context(form) | {"refusal": refusal, "tried": form}
    status = refusal.status if refusal else 200
    return page(request, "cases/merge.html", gettext("并案"), status=status, here="cases", **context)
