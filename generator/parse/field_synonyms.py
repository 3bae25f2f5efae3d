"""Words that clerks' workbooks and forms have for fields, beside the names these have here.

The columns are those of county project libraries (`项目实施主体`, `建设性质`), of notices and of
ledgers of money. A word leads to the first of its codes that the record at hand has.
"""

import unicodedata
from collections.abc import Container, Mapping

from generator.base.patterns import pattern

WORDS: Mapping[str, tuple[str, ...]] = {
    "项目名称 项目名 项目 工程名称 名称 标题 题目 文件名称 文件标题 公示标题": (
        "title",
        "name",
        "project",
    ),
    "单位名称 机构名称 全称": ("name",),
    "姓名 名字 人员姓名 联络员姓名": ("name", "person"),
    "简称 单位简称": ("short_name",),
    "行政区划 区划 区划名称 所属区划": ("division",),
    "区划代码 行政区划代码 代码 地区代码": ("code",),
    "级别 层级 单位级别": ("level",),
    "上级 上级单位 主管上级": ("parent",),
    "年度 年份 项目年度 实施年度 所属年度 年": ("year",),
    "类别 项目类别 项目类型 类型 种类 分类": ("category", "kind"),
    "状态 项目状态 阶段 项目阶段 进展阶段 所处阶段": ("stage", "status"),
    "公开状态 发布状态": ("status",),
    "绩效目标 绩效 绩效指标 预期绩效 目标": ("performance_target",),
    "建设性质 项目性质 性质": ("nature",),
    "轻重缓急 紧急程度 缓急": ("urgency",),
    "地点 建设地点 建设地址 建设详细地址 实施地点 详细地址 地址 项目地点": ("address", "places"),
    "建设规模及内容 项目建设规模及内容 建设内容 建设任务 建设规模 实施内容 任务 项目内容": (
        "task",
    ),
    "利益联结机制 带贫机制 带贫减贫机制 联农带农机制 群众参与": ("benefit_mechanism",),
    "责任单位 主管单位 项目主管单位 主管部门 行业主管部门 牵头单位": (
        "responsible_unit",
        "responsible",
    ),
    "实施单位 实施主体 项目实施主体 实施部门 建设单位 业主单位 项目业主": ("implementer",),
    "施工单位 承建单位 中标单位 承包单位 施工方": ("contractor",),
    "负责人 项目负责人 责任人 联系人": ("person_responsible", "person", "responsible"),
    "电话 联系电话 联系方式 手机 手机号 手机号码 联系人电话 公示电话 咨询电话": ("phone",),
    "同意公开 号码公开同意": ("phone_consent",),
    "批复文号 批复文件 立项批复 审批文号 批准文号": ("approval_document", "document"),
    "文号 文件号 发文字号 资金文号 资金文号来源 文件": ("document", "number"),
    "补助标准 补贴标准": ("subsidy_standard",),
    "资金 金额 资金规模 拨付金额 下达金额": ("amount", "budget"),
    "预算 总投资 项目总投资 计划资金 投资 预算金额 投资规模 统筹资金规模 项目预算总投资": (
        "budget",
        "amount",
    ),
    "资金来源 来源 资金组成": ("sources", "fund", "source"),
    "资金名称 资金类别": ("fund",),
    "中标价 中标金额 合同价 合同金额": ("bid_price",),
    "结算价 结算金额 决算金额": ("settled_price",),
    "审定价 审定金额 审计金额": ("audited_price",),
    "支付 拨付 资金拨付 拨付记录 付款 已付资金": ("payments",),
    "用途 资金用途": ("purpose",),
    "受益 受益人 受益对象 受益群众 受益情况": ("beneficiaries",),
    "受益户数 户数 受益总户数 总户数": ("households",),
    "受益人口 人口 受益人数 人数 受益总人口 总人口": ("people", "population"),
    "受益贫困户 贫困户 贫困户数 建档立卡户": ("poor_households",),
    "受益贫困人口 贫困人口 贫困人数": ("poor_people",),
    "计划 计划时间 计划工期 建设周期 建设期限": ("plan",),
    "实际 实际时间 实际工期": ("actual",),
    "开工 开工时间 开工日期 计划开工 计划开工时间 开始时间 开始日期 起始时间 开始": (
        "start",
        "first",
    ),
    "完工 完工时间 完工日期 计划完工 计划完工时间 竣工时间 竣工日期 结束时间 结束日期 结束": (
        "finish",
        "last",
    ),
    "进度 工程进度 进展 项目进度": ("progress", "percent"),
    "百分比 完成比例 完成率": ("percent",),
    "验收 验收情况 验收结果": ("acceptance", "result"),
    "成效 项目成效 社会效益 经济效益 效益 结果": ("results", "result"),
    "变更 项目变更 调整": ("changes",),
    "照片 图片 现场照片": ("photos", "photo"),
    "备注 说明": ("note", "why"),
    "日期 时间 发生日期 会议时间 会议日期 开会时间 来信日期 来信时间": ("date",),
    "公示开始 公示开始日期 公示起": ("first",),
    "公示结束 公示结束日期 公示止": ("last",),
    "公示地点 公示位置": ("places",),
    "异议 反馈意见 群众意见 意见": ("objections",),
    "主持人 主持": ("chair",),
    "参会人数 参加人数 到会人数 出席人数 实到人数 实到": ("people", "present"),
    "听取汇报 汇报单位 报告": ("reports",),
    "答复日期 答复时间 回复日期 回复时间": ("answered",),
    "决定 议定事项 决议": ("decisions", "decision"),
    "问题 发现问题 存在问题 发现的问题": ("found",),
    "整改时限 整改期限 时限 期限 截止日期": ("deadline", "due"),
    "整改措施 整改情况 措施": ("done", "measures"),
    "考核指标 指标": ("measures",),
    "理由": ("why", "reason"),
    "销号 销号时间": ("closed",),
    "附件": ("attachment",),
    "发文机关 发文单位 印发单位 批准单位 审批单位": ("by", "issuer"),
    "表彰对象 受表彰人员 获奖人员": ("honorees",),
    "岗位 监督员": ("posts",),
    "角色 职务 职位": ("role", "post"),
    "小组 村民小组": ("groups", "group"),
    "队员 成员 工作队员 队伍成员": ("members",),
    "单位 所属单位": ("unit",),
    "只上公示栏 仅公示栏": ("board_only",),
}
"""Words, parted by spaces, and the codes of the fields they may stand for, the likeliest first."""
_CODES = {word: codes for words, codes in WORDS.items() for word in words.split()}
_ASIDE = pattern(r"[（(].*?[)）]|[\s*＊:：]|^[一二三四五六七八九十\d]+[、.．]")


def code(key: str, fields: Container[str]) -> str:
    """Return the field of `fields` that a clerk's `key` stands for, "" where none does.

    Remarks in brackets, stars and numbers are passed over: `*项目名称（必填）` is 项目名称.
    """
    return next((each for each in codes(key) if each in fields), "")


def codes(key: str) -> tuple[str, ...]:
    """Return the fields that a clerk's `key` may stand for, the likeliest first; none mostly."""
    return _CODES.get(_ASIDE.sub("", unicodedata.normalize("NFKC", key)), ())
