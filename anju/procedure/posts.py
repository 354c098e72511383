"""§5.0 — Who acts: the posts, the ladder of approval, and whose duty each clause is."""

from __future__ import annotations

from enum import StrEnum

from .words import Words


class Post(StrEnum):
    """A post of the procedure. A person may hold several; duties are separated by person."""

    FRONT_DESK = "front_desk"
    NIGHT_DESK = "night_desk"
    HANDLER = "handler"
    FOREMAN = "foreman"
    DIRECTOR = "director"
    ARCHIVIST = "archivist"
    COMPANY = "company_administration"
    EXECUTIVE = "executive"
    ADMINISTRATOR = "system_administrator"

    @property
    def words(self) -> Words:
        return POST_WORDS[self]


POST_WORDS = {
    Post.FRONT_DESK: Words("前台", "Front desk"),
    Post.NIGHT_DESK: Words("夜班", "Night desk"),
    Post.HANDLER: Words("处理人", "Handler"),
    Post.FOREMAN: Words("班长", "Foreman"),
    Post.DIRECTOR: Words("主任", "Director"),
    Post.ARCHIVIST: Words("文档管理员", "Archivist"),
    Post.COMPANY: Words("综合管理部", "Company administration"),
    Post.EXECUTIVE: Words("高管层", "Executive"),
    Post.ADMINISTRATOR: Words("系统管理员", "System administrator"),
}

# Ladder of approval (design §1): each rung approves what the one below may not decide alone.
LADDER = (Post.HANDLER, Post.FOREMAN, Post.DIRECTOR, Post.COMPANY, Post.EXECUTIVE)

# Posts held for the whole company; all others are held in one community.
COMPANY_POSTS = frozenset({Post.COMPANY, Post.EXECUTIVE, Post.ADMINISTRATOR})

# Posts that must prove themselves a second time when they sign in (design §3, security).
SECOND_FACTOR_POSTS = COMPANY_POSTS


def one_higher(post: Post) -> Post:
    """The post that approves what `post` asks for; the executive has none above and approves itself."""
    place = LADDER.index(post)
    return LADDER[min(place + 1, len(LADDER) - 1)]
