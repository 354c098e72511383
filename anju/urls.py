"""Every address of the site."""

from django.urls import path

from anju.web import (
    account,
    board,
    cases,
    drafts,
    editions,
    errors,
    field_work,
    intake,
    lists,
    notices,
    people,
    registry,
)

urlpatterns = [
    path("", account.home, name="home"),
    path("sign-in", account.sign_in, name="sign-in"),
    path("sign-out", account.sign_out, name="sign-out"),
    path("second-factor", account.second_factor, name="second-factor"),
    path("change-person", account.change_person, name="change-person"),
    path("reader", account.reader, name="reader"),
    path("account", account.show, name="account"),
    path("account/password", account.set_word, {"which": "password"}, name="account-password"),
    path("account/pin", account.set_word, {"which": "pin"}, name="account-pin"),
    path("register", intake.register, name="register"),
    path("register/limits", intake.limits, name="limits"),
    path("register/places", intake.places, name="places"),
    path("register/household", intake.household, name="household"),
    path("register/similar", intake.alike, name="similar"),
    path("register/draft", drafts.keep, name="draft"),
    path("to-tell", lists.to_tell, name="to-tell"),
    path("cases", cases.listed, name="cases"),
    path("cases/<str:number>", cases.show, name="case"),
    path("cases/<str:number>/phone", cases.phone, name="case-phone"),
    path("cases/<str:number>/pictures/<int:key>", cases.attachment, name="attachment"),
    path("cases/<str:number>/do/<slug:name>", cases.step, name="case-step"),
    path("cases/<str:number>/legs/<int:leg>/<slug:name>", cases.step, name="leg-step"),
    path("inbox", notices.listed, name="inbox"),
    path("inbox/read", notices.read, name="inbox-read"),
    path("board", board.show, name="board"),
    path("board/groups", board.groups, name="board-groups"),
    path("board/dispatch", board.dispatch, name="board-dispatch"),
    path("board/lists", board.lists, name="board-lists"),
    path("board/<str:number>/legs/<int:leg>/<slug:name>", board.report, name="board-report"),
    path("tasks", field_work.show, name="tasks"),
    path("tasks/<str:number>/phone", field_work.phone, name="task-phone"),
    path("tasks/<str:number>/picture", field_work.picture, name="task-picture"),
    path("tasks/<str:number>/<int:leg>/<slug:name>", field_work.step, name="task-step"),
    path("procedure", editions.procedure, name="procedure"),
    path("procedure/<str:number>", editions.shown_clause, name="clause"),
    path("days", editions.days, name="days"),
    path("communities", registry.communities, name="communities"),
    path("communities/add", registry.add_community, name="community-add"),
    path("communities/<str:code>", registry.community, name="community"),
    path("communities/<str:code>/<slug:deed>", registry.add_part, name="community-part"),
    path("people", people.listed, name="people"),
    path("people/add", people.add, name="person-add"),
    path("people/<uuid:key>", people.show, name="person"),
    path("people/<uuid:key>/<slug:deed>", people.do, name="person-do"),
]

handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
