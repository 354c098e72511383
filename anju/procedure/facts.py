"""The facts that steps record. Every free text may name somebody, so every free text is personal."""

from __future__ import annotations

from .steps import Choice, Fact, Kind
from .words import Words

PASSIVE_SOURCES = (
    Choice("phone", Words("来电", "Phone call")),
    Choice("counter", Words("来访", "At the counter")),
    Choice("message", Words("微信消息", "Message")),
    Choice("scan", Words("扫码", "Scan code")),
    Choice("letter", Words("来函", "Letter")),
    Choice("relayed", Words("员工转述", "Relayed by an employee")),
    Choice("outside_order", Words("12345 或社区转办", "Outside order (12345, community office)")),
)
ACTIVE_SOURCES = (
    Choice("return_visit", Words("回访", "Follow-up call")),
    Choice("opinion_visit", Words("上门征询", "Opinion visit")),
    Choice("survey", Words("满意度调查", "Satisfaction survey")),
    Choice("activity", Words("社区文化活动", "Community activity")),
    Choice("forum", Words("业主恳谈会", "Owners' forum")),
)
SPEAKERS = (
    Choice("owner", Words("业主", "Owner")),
    Choice("family", Words("家属", "Family")),
    Choice("tenant", Words("租户", "Tenant")),
    Choice("buyer", Words("待交付买受人", "Buyer before hand-over")),
    Choice("visitor", Words("访客", "Visitor")),
    Choice("outside", Words("外部单位", "Outside body")),
    Choice("anonymous", Words("匿名或不明", "Anonymous or unknown")),
)
URGENCIES = (
    Choice("normal", Words("一般", "Normal")),
    Choice("urgent", Words("急", "Urgent")),
    Choice("very_urgent", Words("特急", "Very urgent")),
)
CHANNELS = (
    Choice("phone", Words("电话", "Phone")),
    Choice("face", Words("当面", "Face to face")),
    Choice("message", Words("微信消息", "Message")),
    Choice("letter", Words("书面", "In writing")),
)
SCORES = (
    Choice("satisfied", Words("满意", "Satisfied")),
    Choice("fairly", Words("基本满意", "Fairly satisfied")),
    Choice("dissatisfied", Words("不满意", "Dissatisfied")),
)
NO_ANSWER = (
    Choice("no_reply", Words("无人接听", "No reply")),
    Choice("refused", Words("拒接", "Call refused")),
    Choice("powered_off", Words("关机或停机", "Switched off")),
    Choice("wrong_number", Words("号码有误", "Wrong number")),
    Choice("later", Words("请改时再拨", "Asked to call later")),
)
TELLINGS = (
    Choice("told", Words("已告知", "Told")),
    Choice("cannot", Words("无法告知", "Cannot be told")),
)
KEPT = (
    Choice("kept", Words("已兑现", "Kept")),
    Choice("broken", Words("未兑现", "Broken")),
    Choice("released", Words("住户同意作罢", "Released by the resident")),
)

VERIFIED = (
    Choice("yes", Words("已向住户核实", "Verified with the resident")),
    Choice("unreached", Words("联系不上住户", "Resident not reached")),
    Choice("unknown", Words("不知是哪一户", "Resident not known")),
    Choice("needless", Words("无需核实", "Nothing to verify")),
)

SAID_AT = Fact("said_at", Kind.WHEN, Words("说出时间", "Said at"))
SOURCE = Fact("source", Kind.CHOICE, Words("信息来源", "Source"), choices=PASSIVE_SOURCES + ACTIVE_SOURCES)
SPEAKER = Fact("speaker", Kind.CHOICE, Words("反映人身份", "Speaker"), choices=SPEAKERS)
NAME = Fact("name", Kind.LINE, Words("姓名", "Name"), personal=True, required=False)
PHONE = Fact("phone", Kind.PHONE, Words("电话", "Phone"), personal=True, required=False)
RELAYER = Fact("relayer", Kind.LINE, Words("转述人", "Relayed by"), personal=True, required=False)
CHECKED = Fact(
    "verified", Kind.CHOICE, Words("转述内容核实", "Verified with the resident"), required=False, choices=VERIFIED
)
RESIDENT = Fact("resident", Kind.RESIDENT, Words("登记住户", "Resident on the register"), required=False)
CALL = Fact("call", Kind.KEY, Words("同一通来电", "Of one call"), required=False)
HEARD_IN = Fact("heard_in", Kind.CASE, Words("在哪件的回访中听到", "Heard in the follow-up of"), required=False)
PLACE = Fact("place", Kind.PLACE, Words("房号或部位", "Room or place"))
SPOT = Fact("spot", Kind.LINE, Words("具体位置", "Exact spot"), personal=True, required=False)
CONTENT = Fact("content", Kind.TEXT, Words("内容", "Content"), personal=True)
GRADE = Fact("grade", Kind.GRADE, Words("等级", "Grade"))
CATEGORY = Fact("category", Kind.CATEGORY, Words("类别", "Category"))
URGENCY = Fact("urgency", Kind.CHOICE, Words("紧急度", "Urgency"), choices=URGENCIES)
TOLD_NOW = Fact("told", Kind.TEXT, Words("已告知住户", "Told to the resident"), personal=True, required=False)
TELL_BY = Fact("tell_by", Kind.WHEN, Words("稍后告知，不迟于", "To be told by"), required=False)
UNTOLD = Fact("untold", Kind.LINE, Words("无法告知的原因", "Why nobody can be told"), personal=True, required=False)
PROMISE = Fact("promise", Kind.TEXT, Words("承诺", "Promise"), personal=True, required=False)
PROMISE_BY = Fact("promise_by", Kind.WHEN, Words("承诺时间", "Promised by"), required=False)
OUTSIDE_ORDER = Fact("outside_order", Kind.LINE, Words("转办单号", "Outside order"), personal=True, required=False)
OUTSIDE_LIMIT = Fact("outside_limit", Kind.WHEN, Words("转办时限", "Limit of the outside order"), required=False)
DECLINES_CALL = Fact("declines_call", Kind.YES, Words("不愿被回访", "Wants no follow-up call"), required=False)

DEPARTMENTS = Fact("departments", Kind.DEPARTMENTS, Words("承办部门", "Departments"))
INSTRUCTION = Fact("instruction", Kind.TEXT, Words("处理要求", "Instruction"), personal=True, required=False)
FINISH_BY = Fact("finish_by", Kind.WHEN, Words("要求完成时间", "To be finished by"), required=False)
WORKER = Fact("person", Kind.PERSON, Words("处理人", "Handler"), required=False)
REASON = Fact("reason", Kind.TEXT, Words("原因", "Reason"), personal=True)
REMARK = Fact("remark", Kind.TEXT, Words("说明", "Remark"), personal=True, required=False)
RESULT = Fact("result", Kind.TEXT, Words("处理结果", "Result"), personal=True)
NOTE = Fact("note", Kind.TEXT, Words("补充说明", "Note"), personal=True)

CHANNEL = Fact("channel", Kind.CHOICE, Words("方式", "Channel"), choices=CHANNELS)
NO_ANSWER_WHY = Fact("no_answer", Kind.CHOICE, Words("未接通原因", "Why not reached"), choices=NO_ANSWER)
SCORE = Fact("score", Kind.CHOICE, Words("满意度", "Score"), choices=SCORES)
RATING = Fact("rating", Kind.COUNT, Words("评分（1-5）", "Rating (1-5)"), required=False)
OPINION = Fact("opinion", Kind.TEXT, Words("住户意见", "What the resident said"), personal=True, required=False)
ANSWER = Fact("answer", Kind.TEXT, Words("给住户的书面答复", "Written answer to the resident"), personal=True)
WORD = Fact("word", Kind.COUNT, Words("待告知第几条", "Which word"))
TELLING = Fact("telling", Kind.CHOICE, Words("告知结果", "Outcome"), choices=TELLINGS)
WHAT_WAS_TOLD = Fact("told", Kind.TEXT, Words("告知内容或原因", "What was told, or why not"), personal=True)
NEW_PROMISE = Fact("promise", Kind.TEXT, Words("承诺", "Promise"), personal=True)
NEW_PROMISE_BY = Fact("promise_by", Kind.WHEN, Words("承诺时间", "Promised by"))
WHICH_PROMISE = Fact("which", Kind.COUNT, Words("第几条承诺", "Which promise"))
PROMISE_END = Fact("kept", Kind.CHOICE, Words("兑现情况", "How it ended"), choices=KEPT)
SHEETS = Fact("sheets", Kind.COUNT, Words("记录张数", "Sheets"))
COUNTED = Fact("counted", Kind.COUNT, Words("清点张数", "Sheets counted"))
HOLDING = Fact("holding", Kind.LINE, Words("档号", "Holding number"), personal=True)
FILE_NAME = Fact("file_name", Kind.LINE, Words("文件名", "File name"), personal=True)
DIGEST = Fact("digest", Kind.LINE, Words("文件摘要 (SHA-256)", "Digest (SHA-256)"))

ANSWERED = Fact("answer", Kind.TEXT, Words("当场答复内容", "The answer given"), personal=True)
VOICE = Fact("voice", Kind.COUNT, Words("第几位附议住户", "Which voice"))
VOICE_CONTENT = Fact("content", Kind.TEXT, Words("附议内容", "What was said"), personal=True, required=False)
KNOWN_SPEAKER = Fact(
    "speaker",
    Kind.CHOICE,
    Words("反映人身份", "Speaker"),
    choices=tuple(each for each in SPEAKERS if each.value != "anonymous"),
)
KNOWN_PLACE = Fact("place", Kind.PLACE, Words("房号或部位", "Room or place"), required=False)
