"""§1.0-§9.0 — What each clause obliges, in the product's own wording: number, title, obligation."""

from __future__ import annotations

from .words import Words

# One clause, one paragraph.
# fmt: off
TEXTS: tuple[tuple[str, Words, Words], ...] = (
    ("1.0", Words("目的", "Purpose"), Words(
        "服务要贴近住户、及时、快捷、优质，由此取得信任和满意；是否做到，用指标衡量。",
        "Serve close to residents, in time, quickly and well, and so earn trust and satisfaction; "
        "indicators show whether it is done.")),
    ("2.0", Words("适用范围", "Scope"), Words(
        "凡客户服务管理工作，均按本规程办理。",
        "All customer service management follows this procedure.")),
    ("3.0", Words("工作流程", "Workflow"), Words(
        "办理的路径以流程图为准；流程图随规则印出，并显示现在停在每一步的件数。",
        "Work follows the flow chart; it is printed from the rules and shows how many cases stand at "
        "each step now.")),
    ("4.0", Words("信息收集分类", "Kinds of information"), Words(
        "每条信息都注明是被动收集还是主动收集，并写明具体来源。",
        "Every piece of information says whether it was collected passively or actively, and its exact "
        "source.")),
    ("4.1", Words("被动收集", "Passive collection"), Words(
        "住户自己来反映，或由员工转述的，属被动收集。",
        "What residents bring to us themselves, or an employee relays, is passive.")),
    ("4.2", Words("主动收集", "Active collection"), Words(
        "服务中心和综合管理部通过回访、上门征询、满意度调查、社区文化活动、恳谈会等去问来的，属主动收集。",
        "What the centre or the company administration goes out to ask - follow-up, opinion visit, "
        "satisfaction survey, community activity, owners' forum - is active.")),
    ("5.0", Words("职责", "Duties"), Words(
        "谁可以做哪一步，只在一处规定；没有该职责的人不能做。",
        "Who may take which step is laid down in one place; nobody without the duty may take it.")),
    ("5.1", Words("被动收集信息的职责", "Duties for passive information"), Words(
        "被动收集的信息，按 5.1.1 至 5.1.8 分工。",
        "Passive information is shared out among the posts of 5.1.1 to 5.1.8.")),
    ("5.1.1", Words("前台：记录、区分", "Front desk: record and tell apart"), Words(
        "前台记录住户所说和员工转述的信息，分清性质，按性质办理；报修、投诉、有偿服务转入各自的规程。",
        "The front desk records what residents say and employees relay, tells its nature and handles it "
        "by nature; repairs, complaints and paid services go to their own procedures.")),
    ("5.1.2", Words("主任：分类、监督", "Director: classify and supervise"), Words(
        "主任对其他信息分类处理，并监督处理的全过程。",
        "The director classifies other information, has it handled and supervises the handling "
        "throughout.")),
    ("5.1.3", Words("主任：回访", "Director: follow up"), Words(
        "主任负责回访其他信息的处理结果。",
        "The director answers for the follow-up of other information.")),
    ("5.1.4", Words("主任：统计分析", "Director: analyse"), Words(
        "主任对各类信息和处理情况作统计分析，写成报告。",
        "The director analyses all information and its handling, and writes a report.")),
    ("5.1.5", Words("主任：整理移交", "Director: put in order and hand over"), Words(
        "主任把其他信息的记录整理好，交给文档管理员。",
        "The director puts the records of other information in order and hands them to the archivist.")),
    ("5.1.6", Words("文档管理员：保存", "Archivist: keep"), Words(
        "文档管理员保存其他信息的记录。",
        "The archivist keeps the records of other information.")),
    ("5.1.7", Words("综合管理部：定期抽检", "Company administration: inspect regularly"), Words(
        "综合管理部定期抽查客户服务工作。",
        "The company administration inspects samples of customer service work regularly.")),
    ("5.1.8", Words("高管层：不定期抽检", "Executives: inspect irregularly"), Words(
        "高管层不定期抽查客户服务工作。",
        "The executives inspect samples of customer service work at times of their choosing.")),
    ("5.2", Words("主动收集信息的职责", "Duties for active information"), Words(
        "主动收集的信息，按 5.2.1 至 5.2.3 分工。",
        "Active information is shared out among the posts of 5.2.1 to 5.2.3.")),
    ("5.2.1", Words("服务中心：定期主动收集", "Centre: collect regularly"), Words(
        "服务中心定期开展意见征询、满意度调查、社区文化活动和恳谈会，从中收集信息。",
        "The centre regularly holds opinion canvasses, satisfaction surveys, community activities and "
        "owners' forums, and collects what is said.")),
    ("5.2.2", Words("综合管理部：不定期调查", "Company administration: survey irregularly"), Words(
        "综合管理部不定期开展满意度调查，从中收集信息。",
        "The company administration surveys satisfaction at times of its choosing and collects what is "
        "said.")),
    ("5.2.3", Words("服务中心：处理收集到的信息", "Centre: handle what was collected"), Words(
        "无论由服务中心还是综合管理部主动收集，都由服务中心处理。",
        "The centre handles what was actively collected, by itself or by the company administration.")),
    ("6.0", Words("相关文件", "Companion procedures"), Words(
        "六项相关规程与本规程一并执行。",
        "Six companion procedures are carried out together with this one.")),
    ("6.1.1", Words("报修规程", "Repair procedure"), Words(
        "报修从受理到验收、回访，按此规程。",
        "Repairs follow it from intake to acceptance and follow-up.")),
    ("6.1.2", Words("有偿服务规程", "Paid service procedure"), Words(
        "收费的服务从报价到结算，按此规程。",
        "Services for money follow it from quote to settlement.")),
    ("6.1.3", Words("投诉/抱怨规程（完全移交物业）", "Complaint procedure (handed-over property)"), Words(
        "已完全移交的物业发生投诉、抱怨，按此规程。",
        "Complaints and grievances in fully handed-over property follow it.")),
    ("6.1.4", Words("投诉/抱怨规程（在建物业）", "Complaint procedure (property under construction)"), Words(
        "在建物业发生投诉、抱怨，按此规程。",
        "Complaints and grievances in property under construction follow it.")),
    ("6.1.5", Words("满意度调查规程", "Satisfaction survey procedure"), Words(
        "满意度调查的计划、抽样、问卷和报告，按此规程。",
        "Plan, sample, questionnaire and report of a satisfaction survey follow it.")),
    ("6.1.6", Words("抱怨收集处理规程", "Grievance procedure"), Words(
        "主动收集到的抱怨，按此规程逐条处理、答复。",
        "Grievances collected actively are handled and answered one by one under it.")),
    ("7.0", Words("工作程序及工作标准", "Steps and their standards"), Words(
        "每一步写明谁做、做什么、做到什么程度。",
        "Each step says who does what, and how well.")),
    ("7.1", Words("被动收集信息的处理", "Handling of passive information"), Words(
        "被动收集的信息，从受理到季度分析，按 7.1.1 至 7.1.11 办理。",
        "Passive information is handled under 7.1.1 to 7.1.11, from intake to the quarterly analysis.")),
    ("7.1.1", Words("受理、区分性质", "Take in and tell the nature"), Words(
        "前台接到住户的话或员工的转述，问清内容，分清性质，并把该告诉住户的话告诉住户。标准：内容准确、清"
        "楚、完整，性质不错，话已说到。",
        "The front desk asks until the matter is understood, tells its nature, and tells the resident "
        "what is to be told. Standard: content accurate, clear and complete; nature right; resident told.")),
    ("7.1.2", Words("报修转办", "Repairs"), Words(
        "属于报修的，按报修规程（6.1.1）办理。",
        "A repair follows the repair procedure (6.1.1).")),
    ("7.1.3", Words("投诉转办", "Complaints"), Words(
        "属于投诉的，看物业是否已完全移交，分别按 6.1.3 或 6.1.4 办理。",
        "A complaint follows 6.1.3 or 6.1.4, as the property is handed over or under construction.")),
    ("7.1.4", Words("有偿服务转办", "Paid services"), Words(
        "属于有偿服务的，按有偿服务规程（6.1.2）办理。",
        "A paid service follows the paid service procedure (6.1.2).")),
    ("7.1.5", Words("登记其他信息、传递主任", "Record other information, pass to the director"), Words(
        "其他信息记入客户服务表1，及时传给主任。标准：记录完整、清楚，传递及时。",
        "Other information goes into Customer Service Form 1 and on to the director. Standard: record "
        "complete and clear, passed on in time.")),
    ("7.1.6", Words("主任分类、分派", "Director classifies and dispatches"), Words(
        "主任分门别类，及时分派给有关部门和人员，并督办。标准：分类合理，分派和处理及时，督办有效。",
        "The director classifies, dispatches to departments and people in time, and urges. Standard: "
        "sensible classes, dispatch and handling in time, urging that works.")),
    ("7.1.7", Words("部门处理、反馈", "Departments handle and report back"), Words(
        "有关部门和人员按要求处理，及时把结果反馈给主任。标准：反馈及时、真实，渠道方便、畅通。",
        "Departments and people do what is asked and report the result to the director in time. "
        "Standard: reports timely and true, the way to report easy and open.")),
    ("7.1.8", Words("主任监督", "Director supervises"), Words(
        "主任监督和管理处理过程：期限、督办、改派、延期、升级。",
        "The director supervises and manages the handling: deadlines, urging, reassigning, extending, "
        "escalating.")),
    ("7.1.9", Words("回访", "Follow-up"), Words(
        "处理完后，主任回访，或书面授权他人回访，情况详细记入客户服务表1；不满意的，重新办理。标准：及时"
        "、真实、准确、无遗漏，住户满意。",
        "When the work is done the director follows up, or a person authorised in writing does, and "
        "records it in detail on Customer Service Form 1; a dissatisfied resident reopens the case. "
        "Standard: in time, true, accurate, nothing left out, resident satisfied.")),
    ("7.1.10", Words("整理、归档", "Put in order and file"), Words(
        "回访完后，主任整理记录交文档管理员；文档管理员接收或退回，分类保存。",
        "After follow-up the director puts the records in order and hands them over; the archivist "
        "accepts or returns them and keeps them by class.")),
    ("7.1.11", Words("季度统计分析", "Quarterly analysis"), Words(
        "主任每季度统计分析处理和回访情况，找出不足，提出改进措施，并检查上季度措施的效果。",
        "Every quarter the director analyses handling and follow-up, finds shortcomings, proposes "
        "improvements and checks whether those of last quarter worked.")),
    ("7.2", Words("主动收集信息的处理", "Handling of active information"), Words(
        "主动收集的信息，按 7.2.1 和 7.2.2 办理；每条意见有人负责、有期限、有答复。",
        "Active information is handled under 7.2.1 and 7.2.2; each remark gets an owner, a due date and "
        "an answer.")),
    ("7.2.1", Words("服务中心收集的信息", "What the centre collects"), Words(
        "服务中心在征询、调查、活动和恳谈会上收集的信息，按 6.1.5 和 6.1.6 办理。",
        "What the centre collects at canvasses, surveys, activities and forums follows 6.1.5 and 6.1.6.")),
    ("7.2.2", Words("综合管理部收集的信息", "What the company administration collects"), Words(
        "综合管理部在满意度调查中收集的信息，按 6.1.5 和 6.1.6 办理。",
        "What the company administration collects in satisfaction surveys follows 6.1.5 and 6.1.6.")),
    ("8.0", Words("检查控制", "Inspection"), Words(
        "信息处理情况要接受 8.1 和 8.2 两种抽检。",
        "The handling of information undergoes the two inspections of 8.1 and 8.2.")),
    ("8.1", Words("定期抽检", "Regular sampling inspection"), Words(
        "综合管理部定期抽检信息处理情况。",
        "The company administration inspects samples of the handling regularly.")),
    ("8.2", Words("不定期抽检", "Irregular sampling inspection"), Words(
        "高管层不定期抽检信息处理情况。",
        "The executives inspect samples of the handling at times of their choosing.")),
    ("9.0", Words("质量记录", "Quality records"), Words(
        "按规程办理，留下 9.1 至 9.7 的记录；每份有编号，编号不重用，空号有说明。",
        "The work leaves the records of 9.1 to 9.7; each has a number, never used again, and every gap "
        "is explained.")),
    ("9.1", Words("服务中心客户信息记录表", "Service Centre Customer Information Record"), Words(
        "客户服务表1，记录其他信息的全过程。",
        "Customer Service Form 1 records other information from beginning to end.")),
    ("9.2", Words("小区有偿服务记录表", "Paid Service Record"), Words(
        "有偿服务表1，逐笔登记有偿服务。",
        "Paid Service Form 1 lists the paid services one by one.")),
    ("9.3", Words("有偿服务派工单", "Paid Service Work Order"), Words(
        "有偿服务表2，每次派工一张。",
        "Paid Service Form 2, one sheet for each order of work.")),
    ("9.4", Words("服务中心报修记录表", "Service Centre Repair Record"), Words(
        "报修处理表1，登记每件报修。",
        "Repair Form 1 lists every repair.")),
    ("9.5", Words("客户投诉/抱怨处理单", "Customer Complaint and Grievance Sheet"), Words(
        "投诉处理表1，每件投诉或抱怨一张。",
        "Complaint Form 1, one sheet for each complaint or grievance.")),
    ("9.6", Words("月客诉问题分类统计表", "Monthly Table of Complaints by Class"), Words(
        "投诉处理表4，按月分类统计投诉。",
        "Complaint Form 4 counts a month's complaints by class.")),
    ("9.7", Words("满意度调查报告", "Satisfaction Survey Report"), Words(
        "每次满意度调查写一份报告，本表无编号。",
        "Each satisfaction survey ends in a report; this record has no form number.")),
)
