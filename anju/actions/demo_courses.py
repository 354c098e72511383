"""How a case of the demo goes: where it stays, what is out of the ordinary, and how often each of it happens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """How a case goes: before which step it stays, and what is out of the ordinary."""

    stop: str = ""
    late: bool = False
    paper: bool = False
    night: bool = False
    anonymous: bool = False
    identified: bool = False
    declines_call: bool = False
    relayed: bool = False
    outside: bool = False
    slow: bool = False
    more: bool = False
    returned: bool = False
    declined: bool = False
    dissatisfied: bool = False
    not_agreed: bool = False
    refused: bool = False
    unreachable: bool = False
    called_again: bool = False
    open_word: bool = False
    promise: bool = False
    broken: bool = False
    void: bool = False
    on_the_spot: bool = False
    taken_up: bool = False
    praise: bool = False
    voice: bool = False
    cross_voice: bool = False
    noted: bool = False
    incomplete: bool = False
    anew: bool = False
    held: bool = False
    extended: bool = False
    urged: bool = False


# What six months bring, and how often of a thousand.
OFTEN = (
    (Course(), 298),
    (Course(on_the_spot=True), 290),
    (Course(praise=True, on_the_spot=True), 40),
    (Course(relayed=True), 32),
    (Course(night=True), 30),
    (Course(night=True, paper=True), 18),
    (Course(slow=True), 30),
    (Course(late=True), 24),
    (Course(late=True, paper=True), 10),
    (Course(returned=True), 24),
    (Course(declined=True), 18),
    (Course(dissatisfied=True), 26),
    (Course(dissatisfied=True, not_agreed=True), 6),
    (Course(dissatisfied=True, not_agreed=True, refused=True), 2),
    (Course(unreachable=True), 12),
    (Course(unreachable=True, called_again=True), 3),
    (Course(promise=True), 26),
    (Course(promise=True, broken=True, slow=True), 5),
    (Course(open_word=True), 22),
    (Course(declines_call=True), 18),
    (Course(outside=True), 14),
    (Course(anonymous=True), 12),
    (Course(anonymous=True, identified=True), 4),
    (Course(void=True), 11),
    (Course(voice=True), 13),
    (Course(voice=True, cross_voice=True), 3),
    (Course(more=True), 9),
    (Course(noted=True), 14),
    (Course(incomplete=True), 5),
    (Course(anew=True), 9),
    (Course(on_the_spot=True, taken_up=True), 6),
    (Course(held=True), 8),
    (Course(extended=True), 4),
    (Course(urged=True), 8),
)

# Cases that stand before each step of the procedure, so that every list has something on it: days ago, hour.
WAITING = (
    (Course(stop="pass_on"), 0, 9),
    (Course(stop="dispatch"), 0, 8),
    (Course(stop="dispatch"), 0, 9),
    (Course(stop="read_answer", on_the_spot=True), 0, 8),
    (Course(stop="dispatch", outside=True), 1, 17),
    (Course(stop="accept"), 0, 8),
    (Course(stop="accept", relayed=True), 1, 15),
    (Course(stop="reassign", declined=True), 0, 8),
    (Course(stop="report"), 1, 10),
    (Course(stop="report", open_word=True), 1, 16),
    (Course(stop="report", promise=True), 1, 14),
    (Course(stop="accept", promise=True), 0, 9),
    (Course(stop="accept", open_word=True), 0, 8),
    (Course(stop="resume", held=True), 1, 9),
    (Course(stop="extend", extended=True), 0, 9),
    (Course(stop="answer_urge", urged=True), 0, 8),
    (Course(stop="accept_report"), 1, 9),
    (Course(stop="follow_up"), 2, 10),
    (Course(stop="confirm_unreachable", unreachable=True), 4, 9),
    (Course(stop="approve_not_agreed", dissatisfied=True, not_agreed=True), 2, 11),
    (Course(stop="put_in_order"), 3, 15),
    (Course(stop="hand_over"), 3, 10),
    (Course(stop="archive"), 3, 9),
)
