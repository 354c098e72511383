"""Voices (附议): another resident with the same matter joins the case, is told and followed up on his own (§7.1.9).

A voice that is dissatisfied reopens the case, and is heard again when the work was done again. Whoever cannot be
reached is given up as the speaker himself would be: after as many attempts, by another person.
"""

from __future__ import annotations

from . import facts as f
from .attempts import needed, of_voice
from .guards import confirmed_by_another, follow_up_is_asked_for
from .makers import next_key, word_of
from .steps import Branch, Effect, FromFact
from .views import Question
from .words import Words

FACTS = (
    f.SAID_AT,
    f.SPEAKER,
    f.NAME,
    f.PHONE,
    f.RESIDENT,
    f.PLACE,
    f.VOICE_CONTENT,
    f.TOLD_NOW,
    f.TELL_BY,
    f.UNTOLD,
    f.DECLINES_CALL,
)
ALL_HEARD = Words("附议住户都已回访。", "Every resident who joined has been followed up.")


def the_voice(asked: Question) -> tuple[Effect, ...]:
    """The voice with its snapshot of who spoke and where, and the word told to him or still to tell."""
    voice = voice_of(asked)
    if asked.facts.get("untold"):
        return (voice,)
    return (voice, Effect("word", next_key(asked, "word"), word_of(asked, voice=int(voice.key))))


def voice_of(asked: Question) -> Effect:
    """The next voice, as the form names him."""
    given, key = asked.facts, next_key(asked, "voice")
    voice: dict[str, object] = {
        "place": given.get("place"),
        "resident": given.get("resident"),
        "name": FromFact("name") if given.get("name") else "",
        "phone": FromFact("phone") if given.get("phone") else "",
        "content": FromFact("content") if given.get("content") else "",
        "said_at": given["said_at"],
        "reachable": given.get("speaker") != "anonymous" and not given.get("declines_call"),
        "outcome": "",
    }
    return Effect("voice", key, voice)


def the_end_of_the_voice(asked: Question) -> tuple[Effect, ...]:
    """What this resident said when he was followed up."""
    return (Effect("voice", str(asked.facts["voice"]), {"outcome": asked.facts["score"]}),)


def the_voice_given_up(asked: Question) -> tuple[Effect, ...]:
    """Unreachable is neither satisfied nor done."""
    return (Effect("voice", str(asked.facts["voice"]), {"outcome": "unreachable"}),)


def the_voices_to_hear_again(asked: Question) -> tuple[Effect, ...]:
    """The work is done again: whoever was dissatisfied with it before is asked again."""
    unhappy = [each for each in asked.view.voices if each.outcome == "dissatisfied"]
    return tuple(Effect("voice", str(each.key), {"outcome": ""}) for each in unhappy)


def voice_is_dissatisfied(asked: Question) -> bool:
    return asked.facts.get("score") == "dissatisfied"


BY_VOICE = (
    Branch("passed_on", Words("附议住户不满意，重开", "a voice is dissatisfied: reopened"), voice_is_dissatisfied),
    Branch("", Words("附议住户满意或基本满意", "the voice is satisfied or fairly satisfied")),
)


def waiting(asked: Question) -> tuple[int, ...]:
    """The voices still to be followed up: none where the grade asks for no calls."""
    if not follow_up_is_asked_for(asked):
        return ()
    return tuple(each.key for each in asked.view.voices if each.reachable and not each.outcome)


def every_voice_was_heard(asked: Question) -> Words | None:
    """Each resident who joined was followed up, unless nobody can be."""
    if waiting(asked):
        return Words("还有附议住户没有回访。", "A resident who joined has not been followed up yet.")
    return None


def there_is_a_voice_to_call(asked: Question) -> Words | None:
    """Only offered while somebody is still to be called."""
    return None if waiting(asked) else ALL_HEARD


def named_voice_is_to_be_called(asked: Question) -> Words | None:
    """Only a voice that can be reached and was not followed up yet."""
    if asked.facts.get("voice") in waiting(asked):
        return None
    return Words("这位附议住户无需再回访。", "This resident needs no further follow-up.")


def a_voice_may_be_given_up(asked: Question) -> Words | None:
    """Offered to whoever may give up at least one of them."""
    reasons = [_still_to_try(asked, each) for each in waiting(asked)]
    return None if None in reasons else next(iter(reasons), ALL_HEARD)


def named_voice_may_be_given_up(asked: Question) -> Words | None:
    """Tried as often as the edition asks, and confirmed by another person than who tried last."""
    return _still_to_try(asked, int(str(asked.facts["voice"])))


def _still_to_try(asked: Question, voice: int) -> Words | None:
    """Attempts count since the work was last given out; the person who made the last one does not confirm it."""
    made = of_voice(asked.view, voice)
    if not made or needed([at for _, at in made], asked.rules).calls:
        return Words(
            "这位附议住户联系次数还不够：要在不同的日子和时段多次联系过。",
            "This resident was not tried often enough: several attempts on different days and parts of the day.",
        )
    return confirmed_by_another(asked, made[-1][0])
