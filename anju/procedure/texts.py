"""§7.1.9, §9.1 — What is said and printed at fixed places, as shipped. A company words them itself in its edition.

A text may hold places in braces, such as {room}; each has those that are known where it is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from .words import Refused, Words

LONGEST = 300
BAD_TEXT = Words(
    "“{name}”只能用这些占位：{places}；不能用“{found}”。",
    "“{name}” may hold these places only: {places}; not “{found}”.",
)
NO_PLACES = Words("（无）", "(none)")
TEXT_NEEDED = Words("“{name}”的中文和英文都要写。", "“{name}” needs its Chinese and its English wording.")
TOO_LONG = Words("“{name}”不超过 300 字。", "“{name}” has at most 300 characters.")


@dataclass(frozen=True, slots=True)
class Text:
    """One text: where it is said, under which clause, its shipped wording, the places it may hold."""

    words: Words
    clause: str
    shipped: Words
    places: tuple[str, ...] = ()


_CALL = ("community", "caller")
TEXTS: dict[str, Text] = {
    "greeting_person": Text(
        Words("回访开场：知道房号和姓名", "Opening a call: room and name known"),
        "7.1.9",
        Words(
            "您好，请问是 {room} 的{name}吗？我是{community}服务中心的{caller}。",
            "Good day, is this {name} of {room}? This is {caller} of the service centre of {community}.",
        ),
        ("room", "name", *_CALL),
    ),
    "greeting_name": Text(
        Words("回访开场：只知道姓名", "Opening a call: name known"),
        "7.1.9",
        Words(
            "您好，请问是{name}吗？我是{community}服务中心的{caller}。",
            "Good day, is this {name}? This is {caller} of the service centre of {community}.",
        ),
        ("name", *_CALL),
    ),
    "greeting_room": Text(
        Words("回访开场：只知道房号", "Opening a call: room known"),
        "7.1.9",
        Words(
            "您好，请问是 {room} 吗？我是{community}服务中心的{caller}。",
            "Good day, is this {room}? This is {caller} of the service centre of {community}.",
        ),
        ("room", *_CALL),
    ),
    "call_result": Text(
        Words("回访：说处理结果", "Call: the result"),
        "7.1.9",
        Words("您说的“{said}”处理结果是：{result}。", "About what you told us, “{said}”: {result}."),
        ("said", "result"),
    ),
    "call_redial": Text(
        Words("回访：前几次没接通", "Call: after earlier attempts"),
        "7.1.9",
        Words(
            "前几次没能接通，打扰了。您说的“{said}”处理结果是：{result}。",
            "We could not reach you before, sorry to disturb. About “{said}”: {result}.",
        ),
        ("said", "result"),
    ),
    "call_again": Text(
        Words("回访：重新处理以后", "Call: after it was handled again"),
        "7.1.9",
        Words(
            "上次您说“{opinion}”，我们重新处理了：{result}。",
            "Last time you said “{opinion}”; we handled it again: {result}.",
        ),
        ("opinion", "result"),
    ),
    "call_voice": Text(
        Words("回访：附议住户", "Call: a resident who joined the matter"),
        "7.1.9",
        Words("“{said}”这件事您也说过，处理结果是：{result}。", "You too told us “{said}”; the result is: {result}."),
        ("said", "result"),
    ),
    "call_spot": Text(
        Words("回访：当场答复过", "Call: answered on the spot"),
        "7.1.9",
        Words("您问过“{said}”，当时答复您：{result}。", "You asked “{said}” and were told: {result}."),
        ("said", "result"),
    ),
    "ask": Text(
        Words("回访：要问的", "Call: what is asked"),
        "7.1.9",
        Words(
            "问题解决了吗？处理得及时吗？还有别的要我们做的吗？",
            "Is it solved? Was it done in time? Is there anything else we should do?",
        ),
    ),
    "ask_again": Text(
        Words("回访：重新处理后要问的", "Call: what is asked after it was handled again"),
        "7.1.9",
        Words(
            "这次您满意吗？还差什么，请您直说，我原话记下来。",
            "Are you satisfied this time? Please say plainly what is missing; I write it down in your words.",
        ),
    ),
    "ask_spot": Text(
        Words("回访：当场答复过，要问的", "Call: what is asked after an answer on the spot"),
        "7.1.9",
        Words(
            "当时说清楚了吗？照着办成了吗？还有别的想问的吗？",
            "Was it made clear? Did it work out? Is there anything else you would like to ask?",
        ),
    ),
    "receipt": Text(
        Words("受理回执：怎样查询进展", "Receipt: how to ask how it stands"),
        "9.1",
        Words(
            "查询进展：请拨打服务中心电话 {phone}，或到服务中心，报上面的编号。",
            "To ask how it stands, call the service centre at {phone} or come in, and give the number above.",
        ),
        ("phone",),
    ),
    "receipt_no_phone": Text(
        Words("受理回执：小区没有登记电话时", "Receipt: where the community has no phone"),
        "9.1",
        Words(
            "查询进展：请到服务中心，报上面的编号。",
            "To ask how it stands, come to the service centre and give the number above.",
        ),
    ),
}


def checked_text(name: str, zh: str, en: str) -> Words:
    """The wording of a text, trimmed; Refused where one language is missing or a place is not known there."""
    text, said = TEXTS[name], Words(zh.strip(), en.strip())
    if not said.zh or not said.en:
        raise Refused(text.clause, TEXT_NEEDED, f"{name}.{'en' if said.zh else 'zh'}", name=text.words)
    for language, phrase in (("zh", said.zh), ("en", said.en)):
        if len(phrase) > LONGEST:
            raise Refused(text.clause, TOO_LONG, f"{name}.{language}", name=text.words)
        wrong = _wrong_place(phrase, text.places)
        if wrong:
            shown = " ".join(f"{{{each}}}" for each in text.places)
            told: Words | str = shown or NO_PLACES
            raise Refused(text.clause, BAD_TEXT, f"{name}.{language}", name=text.words, places=told, found=wrong)
    return said


def _wrong_place(phrase: str, places: tuple[str, ...]) -> str:
    """The first thing in braces that is no known place."""
    try:
        parsed = list(Formatter().parse(phrase))
    except ValueError:
        return "{ }"
    for _, place, form, conversion in parsed:
        if place is not None and (place not in places or form or conversion):
            return f"{{{place}}}"
    return ""
