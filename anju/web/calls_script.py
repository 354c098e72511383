"""§7.1.9 — What to say on the phone, a few short sentences for each situation, in the language of the reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a script is told with."""

    community: str
    caller: str
    room: str
    name: str
    said: str
    result: str
    opinion: str = ""


def script(situation: str, told: Spoken) -> list[str]:
    """The greeting, the matter, the questions."""
    words = {name: getattr(told, name) for name in ("community", "caller", "room", "name", "said", "result", "opinion")}
    if told.name and told.room[:1].isdigit():
        greeting = gettext("您好，请问是 %(room)s 的%(name)s吗？我是%(community)s服务中心的%(caller)s。")
    elif told.name:
        greeting = gettext("您好，请问是%(name)s吗？我是%(community)s服务中心的%(caller)s。")
    else:
        greeting = gettext("您好，请问是 %(room)s 吗？我是%(community)s服务中心的%(caller)s。")
    return [each % words for each in (greeting, *_matter(situation))]


def _matter(situation: str) -> tuple[str, ...]:
    ask = gettext("问题解决了吗？处理得及时吗？还有别的要我们做的吗？")
    if situation == "redial":
        return gettext("前几次没能接通，打扰了。您说的“%(said)s”处理结果是：%(result)s。"), ask
    if situation == "again":
        return (
            gettext("上次您说“%(opinion)s”，我们重新处理了：%(result)s。"),
            gettext("这次您满意吗？还差什么，请您直说，我原话记下来。"),
        )
    if situation == "voice":
        return gettext("“%(said)s”这件事您也说过，处理结果是：%(result)s。"), ask
    if situation == "spot":
        return (
            gettext("您问过“%(said)s”，当时答复您：%(result)s。"),
            gettext("当时说清楚了吗？照着办成了吗？还有别的想问的吗？"),
        )
    return gettext("您说的“%(said)s”处理结果是：%(result)s。"), ask
