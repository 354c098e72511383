"""§9.0 — The columns of each register, with what the registers of other systems call them."""

from __future__ import annotations

from .posts import Post
from .registers import Column, Register
from .words import Words

DATE = Words("日期，如 2026-10-01", "a date such as 2026-10-01")
PATH = (
    Column("phase", Words("分期", "Phase"), ("期", "期数", "期别", "区期"), example="一期"),
    Column("building", Words("楼栋", "Building"), (
        "楼号", "楼栋号", "楼栋编号", "楼栋名称", "栋号", "栋", "幢", "幢号", "楼", "座", "座号", "楼宇", "block",
        "building no", "building number", "tower"), example="3",
        note=Words("3、3栋、三栋、A座 都可以", "3 or A, with or without the word for building")),
    Column("unit", Words("单元", "Unit"), (
        "单元号", "单元编号", "单元名称", "单元代码", "门洞", "entrance", "unit no", "stair"), example="2",
        note=Words("没有单元的留空或填 0", "leave empty or write 0 where there are no units")),
    Column("room", Words("房号", "Room"), (
        "房间", "房间号", "房间编号", "室号", "室", "房屋", "房屋编号", "房屋号", "房产编号", "房产", "门牌号", "户号",
        "商铺号", "车位号", "room no", "room number", "flat", "apartment"), required=True, example="1201",
        note=Words("照原样写：2501-2、26F、14#车位", "as it is written on the door: 2501-2, 26F, 14#")),
)  # fmt: skip
NAME = Column("name", Words("姓名", "Name"), (
    "业主", "业主姓名", "业主名称", "住户", "住户姓名", "客户姓名", "客户名称", "联系人", "反映人", "员工姓名", "owner",
    "resident", "full name"), example="王小明")  # fmt: skip
PHONE = Column("phone", Words("电话", "Phone"), (
    "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "业主电话", "mobile", "tel", "telephone",
    "phone number"), example="13812345678",
    note=Words("可以没有；几个号码用逗号分开", "may be empty; several are separated by commas"))  # fmt: skip

ROOMS = Register("rooms", Words("房屋", "Rooms"), (
    *PATH,
    Column("kind", Words("类型", "Type"), (
        "房屋类型", "房产类型", "房间类型", "用途", "房屋用途", "kind", "use"), example="住宅",
        note=Words("住宅、商铺、车库、车位或公共部位；留空按房号判断",
                   "room, shop, garage, parking or place; where empty the room number tells")),
    Column("completed_on", Words("竣工日期", "Completed on"), ("竣工时间",), example="2019-06-30", note=DATE),
    Column("delivered_on", Words("交付日期", "Delivered on"), (
        "交房日期", "交房时间", "交付时间", "接房日期", "收房日期"), example="2019-10-01", note=DATE),
))  # fmt: skip

RESIDENTS = Register("residents", Words("住户", "Residents"), (
    *PATH,
    Column(NAME.name, NAME.words, NAME.aliases, required=True, example=NAME.example,
           note=Words("几位业主用逗号分开", "several owners are separated by commas")),
    PHONE,
    Column("role", Words("身份", "Role"), (
        "业主类型", "住户类型", "人员类型", "关系", "与业主关系", "成员类型", "relation"), example="业主",
        note=Words("业主、租户、家属或待交付买受人；留空为业主", "owner, tenant, family or buyer; where empty owner")),
    Column("starts_on", Words("入住日期", "Since"), (
        "入住时间", "起始日期", "开始日期", "迁入日期", "moved in", "from"), example="2019-10-05", note=DATE),
), most_rows=20_000)  # fmt: skip

STAFF = Register("staff", Words("员工", "Staff"), (
    Column("number", Words("工号", "Staff number"), ("员工编号", "员工号", "人员编号", "staff no", "employee number"),
           required=True, example="A012"),
    Column(NAME.name, NAME.words, NAME.aliases, required=True, example="李明"),
    Column("post", Words("岗位", "Post"), ("职务", "职位", "岗位名称", "position", "role"), required=True,
           example="前台",
           note=Words("、".join(post.words.zh for post in Post), ", ".join(post.words.en for post in Post))),
    Column("department", Words("部门", "Department"), ("所属部门", "承办部门", "班组"), example="工程部",
           note=Words("处理人和班长要填，写代码或名称", "for handlers and foremen: its code or name")),
    PHONE,
    Column("starts_on", Words("任职日期", "Since"), ("入职日期", "任职时间", "到岗日期", "from"), example="2026-11-01",
           note=DATE),
), most_rows=1_000)  # fmt: skip

CASES = Register("cases", Words("在办纸质单", "Open paper cases"), (
    Column("old_number", Words("原编号", "Old number"), ("编号", "单号", "原单号", "纸单号", "记录编号", "case number"),
           required=True, example="客服2026-031", note=Words("纸单上的编号", "as on the paper")),
    Column("said_at", Words("反映时间", "Said at"), (
        "日期", "登记日期", "受理日期", "接报时间", "登记时间", "受理时间", "反映日期", "date", "reported"),
        required=True, example="2026-10-08 09:30", note=Words("日期，可带时间", "a date, with or without its time")),
    *PATH,
    Column(NAME.name, NAME.words, NAME.aliases, example=NAME.example),
    PHONE,
    Column("content", Words("内容", "Content"), ("反映内容", "事项", "诉求", "问题", "描述", "matter"), required=True,
           example="楼道灯不亮"),
    Column("source", Words("来源", "Source"), ("信息来源", "渠道", "反映渠道"), example="来电",
           note=Words("留空为来电", "where empty a phone call")),
    Column("category", Words("类别", "Category"), ("分类", "信息类别"), example="工程设施"),
    Column("grade", Words("等级", "Grade"), ("信息等级", "信息类型"), example="咨询",
           note=Words("留空为建议", "where empty a suggestion")),
    Column("state", Words("状态", "State"), ("办理状态", "进度", "处理状态", "当前状态", "status"), required=True,
           example="处理中", note=Words(
               "待传递、待分派、待接单、处理中、待审核或待回访",
               "To pass on, To dispatch, To accept, In handling, To review or To follow up")),
    Column("department", Words("承办部门", "Department"), ("处理部门", "责任部门", "部门"), example="工程部",
           note=Words("分派以后的状态要填", "needed once it was dispatched")),
    Column("worker", Words("处理人工号", "Handler"), ("处理人", "承办人", "handler number"), example="A031",
           note=Words("接单以后的状态要填工号", "the staff number, needed once it was accepted")),
    Column("result", Words("处理结果", "Result"), ("结果", "办理结果", "反馈"), example="已更换灯泡",
           note=Words("待审核和待回访要填", "needed for To review and To follow up")),
    Column("told", Words("已告知住户", "Told to the resident"), ("告知内容", "回复内容", "答复"),
           example="已告知次日上门"),
), most_rows=500)  # fmt: skip

REGISTERS: dict[str, Register] = {each.kind: each for each in (ROOMS, RESIDENTS, STAFF, CASES)}
