"""§5.0 — Whose duty each clause of chapter 5 is, what carries it, and what a later chapter will carry."""

from __future__ import annotations

from dataclasses import dataclass

from .posts import Post
from .words import Words


@dataclass(frozen=True, slots=True)
class Duty:
    """A clause of chapter 5: the posts it binds, and the clauses whose steps they take for it."""

    clause: str
    posts: tuple[Post, ...]
    carried_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """An obligation that no step carries yet: the chapter of the house it comes with, and why not before."""

    clause: str
    chapter: str
    reason: Words


DUTIES = (
    Duty("5.1.1", (Post.FRONT_DESK, Post.NIGHT_DESK), ("7.1.1", "7.1.5")),
    Duty("5.1.2", (Post.DIRECTOR,), ("7.1.6", "7.1.8")),
    Duty("5.1.3", (Post.DIRECTOR,), ("7.1.9",)),
    Duty("5.1.4", (Post.DIRECTOR,), ("7.1.11",)),
    Duty("5.1.5", (Post.DIRECTOR,), ("7.1.10",)),
    Duty("5.1.6", (Post.ARCHIVIST,), ("7.1.10",)),
    Duty("5.1.7", (Post.COMPANY,), ("8.1",)),
    Duty("5.1.8", (Post.EXECUTIVE,), ("8.2",)),
    Duty("5.2.1", (Post.DIRECTOR, Post.FRONT_DESK), ("7.2.1",)),
    Duty("5.2.2", (Post.COMPANY,), ("7.2.2",)),
    Duty("5.2.3", (Post.DIRECTOR, Post.HANDLER), ("7.2.1", "7.2.2")),
)

LATER = (
    Later("7.1.2", "repairs", Words(
        "报修有自己的步骤表；在它之前，报修记在报修处理表1 的纸单上。",
        "Repairs get a step table of their own; until then they are kept on paper, on Repair Form 1.")),
    Later("7.1.3", "complaints", Words(
        "投诉按物业是否移交分两张步骤表；在它之前，投诉记在投诉处理表1 的纸单上。",
        "Complaints get two step tables, by hand-over; until then they are on paper, on Complaint Form 1.")),
    Later("7.1.4", "paid_services", Words(
        "有偿服务要先有价目和报价；在它之前，记在有偿服务表1 的纸单上。",
        "Paid services need prices and quotes first; until then they are on paper, on Paid Service Form 1.")),
    Later("7.1.11", "analysis", Words(
        "季度分析不是案件的一步，而是对一季案件的统计，由统计分析一章办理。",
        "The quarterly analysis is no step of a case but a count over a quarter; the chapter on analysis "
        "does it.")),
    Later("7.2.1", "gatherings", Words(
        "征询、调查、活动和恳谈会各有记录，由主动收集一章办理；其中的单条意见现在就可以登记。",
        "Canvasses, surveys, activities and forums come with their own records; a single remark can be "
        "registered today.")),
    Later("7.2.2", "surveys", Words(
        "公司的满意度调查由调查一章办理；其中的单条意见现在就可以登记。",
        "The company's surveys come with the chapter on surveys; a single remark can be registered today.")),
    Later("8.1", "inspections", Words(
        "定期抽检由抽检一章办理，抽的是已归档的案件。",
        "Regular inspection comes with the chapter on inspections, which samples archived cases.")),
    Later("8.2", "inspections", Words(
        "不定期抽检由抽检一章办理。",
        "Irregular inspection comes with the chapter on inspections.")),
)  # fmt: skip
