"""What `verify` may find, each as a sentence in both languages that says what to look at."""

from __future__ import annotations

from dataclasses import dataclass

from anju.procedure.words import Language, Words

KINDS: dict[str, Words] = {
    "trigger": Words(
        "保护日志的触发器“{name}”缺失、停用或被改过。",
        'The trigger "{name}" that protects the journal is missing, disabled or changed.',
    ),
    "head_missing": Words("日志链的链头不见了。", "The head of the chain is missing."),
    "head_broken": Words(
        "链头的封签不对：链头、安装标识或密钥被改过。",
        "The seal of the head does not match: the head, the name of the installation or the key was changed.",
    ),
    "tail_missing": Words(
        "链头记到第 {position} 条，日志只到第 {last} 条：末尾被删去。",
        "The head stands at entry {position}, the journal ends at {last}: its tail was removed.",
    ),
    "tail_unsealed": Words(
        "日志有第 {last} 条，链头只记到第 {position} 条：末尾多出来的没有封签。",
        "The journal reaches entry {last}, its head stands at {position}: what follows was never sealed.",
    ),
    "head_differs": Words(
        "第 {position} 条的摘要与链头不符：日志被重算过。",
        "Entry {position} is not the one the head names: the chain was recomputed.",
    ),
    "entry_missing": Words("缺第 {first} 至 {last} 条日志。", "Entries {first} to {last} of the journal are missing."),
    "entry_changed": Words(
        "第 {position} 条日志，或它的操作、事实清单被改过。",
        "Entry {position}, its act or its list of facts was changed.",
    ),
    "entry_unlinked": Words(
        "第 {position} 条日志没有接在前一条之后：次序被改过，或前一条被换过。",
        "Entry {position} does not follow the one before: the order was changed, or that one was replaced.",
    ),
    "fact_changed": Words(
        "第 {position} 条日志的事实“{name}”被改过。", 'The fact "{name}" of entry {position} was changed.'
    ),
    "act_missing": Words("第 {position} 条日志所属的操作不见了。", "The act of entry {position} is missing."),
    "act_unexplained": Words("操作 {key} 没有任何日志。", "No entry of the journal belongs to the act {key}."),
    "entry_homeless": Words("有日志属于不存在的小区。", "There are entries of a community that does not exist."),
    "case_missing": Words(
        "第 {position} 条日志所记的案件不见了。", "The case that entry {position} tells of is missing."
    ),
    "case_unexplained": Words("没有日志说明这件案件的来历。", "No entry of the journal explains this case."),
    "case_misplaced": Words(
        "案件的首号或小区与日志不符。", "The first number or the community of the case differs from the journal."
    ),
    "row_missing": Words("应有的记录 {row} 不见了。", "The record {row} should be there and is not."),
    "row_unexplained": Words("没有日志说明记录 {row} 的来历。", "No entry of the journal explains the record {row}."),
    "column_changed": Words(
        "记录 {row} 的“{column}”与日志重演的结果不符。",
        'The column "{column}" of the record {row} differs from the replay of the journal.',
    ),
    "due_changed": Words(
        "{row} 的到期时间与重新推算的不符。", "The due time of {row} differs from the one computed anew."
    ),
    "look_changed": Words(
        "系统下次查看这一件的时间晚于应提醒的时间，会漏掉提醒。",
        "The clock would look at this case later than a warning is due, and miss it.",
    ),
    "replay_impossible": Words(
        "案件无法重演：它的性质、版本或某项记录认不出来（{why}）。",
        "The case cannot be replayed: its nature, its edition or a record is not known ({why}).",
    ),
    "number_wrong": Words(
        "单号与它的表号、月份、流水号不符。", "The number does not match its form, month and serial."
    ),
    "number_unexplained": Words(
        "单号没有案件，也没有日志说明它的去向。", "The number has no case, and no entry says what became of it."
    ),
    "number_missing": Words(
        "日志记有这个预留号，登记簿里没有。", "The journal reserved this number; the register does not have it."
    ),
    "shift_changed": Words(
        "交接班记录与日志不符，或已不在。", "The hand-over of a shift differs from the journal, or is gone."
    ),
    "call_changed": Words("待回电的记录与日志不符，或已不在。", "A call to make differs from the journal, or is gone."),
    "edition_changed": Words(
        "版本与生效时记入日志的不符，或已不在。",
        "The edition differs from what was put in force by the journal, or is gone.",
    ),
    "day_changed": Words("这一天与日志记的不符。", "This day is not as the journal has it."),
    "serial_missing": Words("{register} 的第 {serial} 号没有记录。", "Serial {serial} of {register} has no record."),
    "counter_wrong": Words(
        "{register} 的计数器记到 {last}，最大流水号是 {highest}。",
        "The counter of {register} stands at {last}, its highest serial is {highest}.",
    ),
    "index_differs": Words(
        "搜索索引与记录不符；可用 anju search --rebuild 重建。",
        "The index of the search differs from the records; anju search --rebuild makes it anew.",
    ),
    "file_missing": Words("附件 {row} 的文件不见了。", "The file of attachment {row} is missing."),
    "file_changed": Words("附件 {row} 的文件被改过。", "The file of attachment {row} was changed."),
    "file_orphan": Words(
        "文件 {digest} 不属于任何附件；无妨，可以删去。",
        "The file {digest} belongs to no attachment; it does no harm and may be removed.",
    ),
}
NOTES = frozenset({"file_orphan"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree. `subject`: the number of the case, or a name of what was looked at."""

    kind: str
    community: str
    subject: str
    words: Words

    @property
    def is_note(self) -> bool:
        """Worth knowing, but nothing is wrong."""
        return self.kind in NOTES

    def say(self, language: Language) -> str:
        place = " ".join(filter(None, (self.community, self.subject)))
        said = self.words.say(language)
        return f"{place}: {said}" if place else said


def found(kind: str, community: str = "", subject: object = "", **values: object) -> Finding:
    """A finding with its sentence filled in."""
    words = KINDS[kind]
    return Finding(kind, community, str(subject), Words(words.say("zh", **values), words.say("en", **values)))
