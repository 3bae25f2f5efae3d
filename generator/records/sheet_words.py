"""The words of clerks' workbooks for columns, kind by kind, beside those of `field_synonyms`.

Those of projects are the columns of county project libraries (the brief); the others are those of
rosters, ledgers and minutes.
"""

from collections.abc import Mapping

from generator.base.findings import Step
from generator.parse.yaml_nodes import Raw

Path = tuple[str, ...]
"""A field: its name, within its group; `[]` stands for an item of a list."""
Data = dict[str, Raw]
"""The fields of a record, as text."""
Where = dict[tuple[Step, ...], Path]
"""The field of the sheet that each part of a record comes from."""
ITEM = "[]"
ADDRESS, COUNTER, NUMBER = ("@address",), ("@counter",), ("@number",)
COUNTY, TOWN, VILLAGE, ORDINAL = ("@county",), ("@town",), ("@village",), ("@ordinal",)
SKIP = ("@skip",)
HAMLET = ("@group",)
"""A group of a village, where records say it in their address."""
PLACES = (COUNTY, TOWN, VILLAGE)
PLACE_LEVELS: Mapping[Path, str] = {COUNTY: "county", TOWN: "town", VILLAGE: "village"}
NOT_POOR = {
    ("@not_poor_households",): ("households", "poor_households"),
    ("@not_poor_people",): ("people", "poor_people"),
}
"""Of these a record has the sum with the poor: both fields are of `beneficiaries`."""

_COUNTIES = "县 旗 县市 县市区 区县 市县 县区 县旗 旗县 旗县市 旗县区 旗县市区 市县区"
_TOWNS = (
    "乡镇 镇 乡 街道 乡镇街道 镇乡 镇街 街镇 镇街道 乡镇场 团场"
    " 苏木 苏木镇 苏木乡 苏木乡镇 苏木镇街道 镇苏木 乡镇苏木"
)
_VILLAGES = (
    "村 行政村 村社区 村居 社区 村委会 居委会 村民委员会 居民委员会 连队"
    " 嘎查 嘎查村 村嘎查 嘎查社区 嘎查村社区 嘎查委员会"
)
PLACE_WORDS: Mapping[str, Path] = {
    f"{before}{word}{after}": path
    for words, path in ((_COUNTIES, COUNTY), (_TOWNS, TOWN), (_VILLAGES, VILLAGE))
    for word in words.split()
    for before in ("", "所属", "所在", "项目", "项目所在", "实施", "项目实施", "建设")
    for after in ("", "名", "名称")
} | {
    word: path
    for words, path in (
        ("序号 编号 序 行号 排序 顺序号", COUNTER),
        ("项目编号 项目编码 项目代码 项目库编号 项目库编码 项目ID 统一编号 系统编号", NUMBER),
        ("是否贫困村 是否深度贫困村 贫困村 村性质 是否贫困嘎查 是否贫困嘎查村", SKIP),
    )
    for word in words.split()
}
_LEVELS = {
    "central": "中央 中央级 国家",
    "province": "省 自治区",
    "prefecture": "市 州 盟 地 地区 市州 州市 盟市 地市 地州 地州市",
    "county": f"{_COUNTIES.replace(' 市县 ', ' ').replace(' 市县区', '')} 区",
    "social": "社会 社会帮扶 社会捐赠 帮扶",
    "self_raised": "自筹 群众自筹 群众 企业自筹 业主自筹",
}
"""Who gives money, with how sheets call them; 市县 may be either of two."""
_GOVERNED = ("province", "prefecture", "county")
_OF_LEVEL = (
    "",
    "资金",
    "财政资金",
    "财政",
    "专项资金",
    "财政专项资金",
    "衔接资金",
    "投入",
    "配套",
    "配套资金",
)
_PROJECT_WORDS: Mapping[str, tuple[Path, ...]] = {
    "实施年度 计划实施年度 建设年度 开工年度": (("year",), ("plan", "start")),
    "年度 年份 项目年度 项目年份 计划年度 所属年度": (("year",),),
    "完结年度 完成年度 完工年度 计划完成年度 竣工年度": (("plan", "finish"),),
    "建设周期 建设期限 建设工期 计划工期 建设起止年限 建设起止时间 起止时间 实施期限 实施周期"
    " 计划开工和完工": (("plan",),),
    "计划开工 计划开工时间 计划开工日期 拟开工时间 预计开工时间": (("plan", "start"),),
    "计划完工 计划完工时间 计划完工日期 计划竣工时间 计划竣工日期 预计完工时间": (
        ("plan", "finish"),
    ),
    "实际开工 实际开工时间 实际开工日期": (("actual", "start"),),
    "实际完工 实际完工时间 实际完工日期 实际竣工时间 实际竣工日期": (("actual", "finish"),),
    "受益非贫困户 受益非贫困户数 非贫困户 非贫困户数 受益一般户": (("@not_poor_households",),),
    "受益非贫困人口 非贫困人口 受益非贫困人数 非贫困人数": (("@not_poor_people",),),
    "受益总户数 受益户数 受益户 受益农户 受益农户数 受益牧户 受益牧户数 受益农牧户 受益农牧户数": (
        ("beneficiaries", "households"),
    ),
    "受益总人口 受益人口 受益人数 受益总人数 受益农牧民 受益农牧民人数 受益牧民 受益牧民人数": (
        ("beneficiaries", "people"),
    ),
    "受益贫困户 受益贫困户数 贫困户 贫困户数 受益建档立卡户 建档立卡户 受益贫困牧户 受益贫困农牧户"
    " 贫困牧户 贫困农牧户 受益贫困牧户数 受益贫困农牧户数 受益脱贫户 受益脱贫户数": (
        ("beneficiaries", "poor_households"),
    ),
    "受益贫困人口 贫困人口 贫困人数 受益贫困人数 建档立卡人口 受益脱贫人口": (
        ("beneficiaries", "poor_people"),
    ),
    "是否统筹整合项目 是否统筹 是否统筹整合 是否整合 统筹整合": (("sources", "@all", "pooled"),),
    "资金文号来源 资金文号 资金来源文号 资金下达文号 文号": (("sources", "@all", "document"),),
    "资金名称 资金类别 资金种类 资金来源 资金渠道 资金来源渠道 资金来源及名称": (
        ("sources", "@all", "fund"),
    ),
    "建设项目名称 工程项目名称 项目名 项目内容名称": (("title",),),
    "建设阶段 实施阶段 建设状态 项目进展 进展情况 项目进展情况 实施情况 项目实施情况 实施进展"
    " 建设情况 项目建设情况 目前进展": (("stage",),),
    "建设内容及规模 建设内容与规模 主要建设内容及规模 主要建设内容 建设规模与内容 建设内容规模"
    " 建设任务及规模 任务和规模 实施内容及规模 项目主要建设内容 主要内容 内容及规模 规模及内容": (
        ("task",),
    ),
    "实施地点 建设地点 项目建设地点 项目实施地点 具体地点 建设位置 项目地址": (("address",),),
    "项目单位 项目实施单位 实施责任单位 承建主体 项目法人 实施乡镇单位": (("implementer",),),
    "中标单位 中标企业 施工企业 施工队": (("contractor",),),
    "行业主管单位 行业部门 项目主管部门 监管单位": (("responsible_unit",),),
    "组 组别 村民小组 村民组 所在组 组名 自然寨 寨名": (HAMLET,),
    "责任人姓名 项目责任人 分管领导": (("person_responsible",),),
    "项目负责人联系电话 项目负责人电话 负责人电话 负责人联系电话 责任人电话": (("phone",),),
    "开工时间 开工日期 开工年月": (("actual", "start"), ("plan", "start")),
    "竣工时间 竣工日期 完工时间 完工日期 完成时间 竣工年月": (
        ("actual", "finish"),
        ("plan", "finish"),
    ),
    "开竣工时间 开工及竣工时间 建设时间 项目建设期 建设时限 起止年限 实施时间 项目实施期限"
    " 计划实施时间 建设年限": (("plan",),),
    "项目批复文号 批复文件及文号 批复文件号 立项文号 审批文号": (("approval_document",),),
    "合同金额 合同价 中标价格": (("bid_price",),),
    "结算金额 决算金额 决算价": (("settled_price",),),
    "审定金额 审计金额 审定造价": (("audited_price",),),
    "带贫机制 联农带农机制 利益联结 利益联结方式 带贫减贫机制 群众参与及带贫机制": (
        ("benefit_mechanism",),
    ),
    "绩效 预期目标 项目绩效 项目绩效目标 预期效益 绩效目标及效益": (("performance_target",),),
    # what a project has no field for, though its name is like that of one
    "备注 说明 附注 累计拨付 累计支付 拨付进度 支付率 拨付率 资金拨付率"
    " 拨付金额 拨付资金 已拨付 已支付 支付金额 报账金额 批准单位 审批单位": (),
    "统筹资金规模 总投资 项目总投资 投资规模 资金规模 资金总额 总资金 预算 预算总投资"
    " 项目预算总投资 项目预算 计划投资 计划总投资 计划投资额 投资概算 概算 概算总投资 投资估算"
    " 批复投资 投资总额 投资 资金 金额 合计 小计": (("budget",),),
    "社会效益": (("social_benefit",),),
    "经济效益": (("economic_benefit",),),
    "项目成效 成效": (("results",),),
    "验收时间 验收日期": (("acceptance", "date"),),
    "验收结果": (("acceptance", "result"),),
    "验收单位 验收组": (("acceptance", "by"),),
}
_SOURCE_LEVELS: Mapping[str, tuple[Path, ...]] = {
    f"{word}{of}": (("sources", f"@{level}", "amount"),)
    for level, words in _LEVELS.items()
    for own in words.split()
    for word in ((own, f"{own}级", f"{own}本级") if level in _GOVERNED else (own,))
    for of in _OF_LEVEL
    if of or word != own or level not in _GOVERNED  # alone it is called as a column of places is
}
BOTH = (
    (("actual", "start"), ("plan", "start")),
    (("actual", "finish"), ("plan", "finish")),
)
"""What a word may mean alike where no other column has either of the two: it is asked for."""
_PERSON = "姓名 人员姓名 名字"
_PHONE = "联系电话 电话 联系方式 手机 手机号 手机号码 电话号码"
_ITEM_WORDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "units": (
        "leaders",
        {
            f"{_PERSON} 负责人 负责人姓名 领导姓名 主要负责人": "name",
            "职务 现任职务 领导职务 单位职务 党政职务 单位及职务": "post",
            "任职时间 任现职时间": "since",
            "手机 手机号 手机号码 负责人电话 个人电话 移动电话": "phone",
        },
    ),
    "supervisors": (
        "posts",
        {
            f"{_PERSON} 监督员 联络员 监督员姓名": "person",
            "岗位 角色 类别 职务 身份 岗位类型 人员类别 监督员类型": "role",
            "职责 分工 工作职责 负责事项 监督内容 监督事项 主要职责": "duty",
            "村民小组 组别 组 小组 所在组 组名 村民组 所属小组 负责小组 自然寨"
            " 寨名 村组 社": "group",
            _PHONE: "phone",
            "任期开始 任职时间 上岗时间 聘任时间 聘用时间 任期起": "since",
            "任期届满 任期结束 到期时间 任期止": "until",
            "是否空缺": "vacant",
        },
    ),
    "teams": (
        "members",
        {
            f"{_PERSON} 驻村干部 队员姓名 第一书记": "name",
            "角色 身份 队内职务 职务 类别 驻村职务 队员类别 任职职务 工作队职务": "role",
            "派出单位 选派单位 派驻单位 工作单位 单位 原单位 派出单位及职务 工作单位及职务"
            " 原单位及职务 派员单位 帮扶单位 原工作单位": "sent_by",
            "驻村时间 任职时间 到村时间 任期开始 到岗时间 驻村起始时间 驻村开始时间 选派时间"
            " 驻村起止时间 任期": "since",
            "任期届满 任期结束 离任时间 驻村结束时间 到期时间": "until",
            "职责 分工 帮扶任务 工作职责": "responsibility",
            _PHONE: "phone",
        },
    ),
    "commendations": (
        "honorees",
        {
            f"{_PERSON} 表彰对象 受表彰对象 获奖人员 集体名称 姓名或集体名称 获奖对象 先进集体"
            " 先进集体名称 优秀个人 先进个人 个人姓名": "name",
            "单位 所在单位 工作单位 所属单位 推荐单位": "unit",
            "职务 单位职务 职务职称": "post",
            "类型 类别 奖项 荣誉类型 表彰类别 表彰类型 荣誉称号 称号 奖项名称 表彰称号": "honour",
            "主要事迹 事迹 先进事迹 事迹简介 主要先进事迹 推荐理由": "reason",
        },
    ),
    "meetings": (
        "decisions",
        {
            "议定事项 决定事项 决定 任务 会议议定事项 会议决定 会议决定事项 研究决定事项 工作任务"
            " 交办事项 会议决议": "what",
            "责任单位 落实单位 责任人 牵头单位 承办单位 责任单位及责任人": "owner",
            "完成时限 办结时限 时限 办理时限 要求完成时间": "due",
            "办结时间 完成时间 办理时间 落实时间 实际完成时间": "done",
            "涉及项目 相关项目": "project",
        },
    ),
    "rectifications": (
        "done",
        {
            "整改措施 整改情况 措施 整改进展 整改落实情况 整改完成情况 整改结果 采取措施": "what",
            "整改时间 完成时间 整改完成时间": "date",
            "佐证材料 印证资料 证明材料": "evidence",
        },
    ),
    "exits": (
        "population",
        {
            "贫困人口 年末贫困人口 年底贫困人口 贫困人口数 未脱贫人口 剩余贫困人口": "poor_people",
            "计划剩余人口 计划年底贫困人口": "planned",
            "数据来源 来源 数字来源": "source",
            "年度 年份": "year",
        },
    ),
    "assessments": (
        "measures",
        {
            "考核内容 指标 考核指标 考核项目 指标名称 考核事项 考核内容指标": "name",
            "权重 分值 标准分 满分 所占比重 比重 占比": "weight",
            "得分 考核得分 实得分 评分": "score",
            "是否脱贫攻坚 是否党建扶贫 是否扶贫 脱贫攻坚": "poverty",
        },
    ),
    "libraries": (
        "entries",
        {
            "项目 项目名称 入库项目 项目库项目": "project",
            "轻重缓急 轻重缓急类别 缓急": "urgency",
            "理由 原因 入库理由 排序理由": "why",
        },
    ),
}
"""The list of each kind that a table has a row for each entry of, and the words for its fields."""
_OUTER_WORDS: Mapping[str, Mapping[str, str]] = {
    "units": {
        "单位 单位名称 机构名称 全称 工作站名称 指挥部名称 作战室名称": "name",
        "办公电话 单位电话 值班电话 联系电话 电话 办公室电话 座机 固定电话": "phone",
        "工作人员数 人员数 人数 在岗人数 编制人数 工作人员 工作人员人数 现有人数 配备人数"
        " 实有人数 专职人员数": "staff",
        "办公时间 上班时间 工作时间": "hours",
        "办公地点 办公地址 地址 单位地址": "address",
        "区划代码 行政区划代码": "code",
        "户数 总户数 农户数 常住户数": "households",
        "是否贫困村 是否贫困乡镇 是否贫困县 是否贫困": "poor",
        "主要职责 工作职责 职能": "duties",
        "成立时间 设立时间": "established",
    },
    "meetings": {
        "会议时间 会议日期 召开时间 时间 日期 开会时间": "date",
        "会议名称 会议 会议主题 会议标题": "title",
        "主持人 主持 会议主持": "chair",
        "参会人数 参加人数 到会人数 人数 出席人数 参会人员数": "present",
        "汇报单位 发言单位": "reports",
    },
    "allocations": {
        "文号 下达文号 资金文号 文件号 指标文号 文件文号 资金下达文号": "document",
        "下达日期 下达时间 日期 时间 文件日期 发文日期 发文时间 分配时间": "date",
        "资金级次 资金级别 资金来源 来源级次 级次 资金层级 资金来源级次": "level",
        "金额 下达金额 资金 资金规模 分配金额 指标金额 下达资金 安排资金 拨付金额 资金额度"
        " 安排金额": "amount",
        "资金名称 专项资金名称 资金项目 资金种类 资金类别 专项名称 资金性质": "fund",
        "用途 资金用途 支出方向 使用方向 资金投向": "purpose",
        "分配原则 分配依据 分配办法": "principle",
        "是否统筹整合 是否整合 是否统筹": "pooled",
        "备注 说明": "note",
        "咨询电话 电话 联系电话": "phone",
    },
    "rectifications": {
        "发现日期 发现时间 日期 时间 反馈时间 检查时间 督查时间 问题发现时间": "date",
        "存在问题 问题 发现问题 发现的问题 问题描述 具体问题 问题内容 反馈问题 主要问题": "found",
        "检查单位 发现单位 督查单位 问题来源 反馈单位 检查组 督查组 来源": "by",
        "文号 整改文号 通知文号 文件": "document",
        "整改责任单位 责任单位 整改单位 牵头单位": "responsible",
        "整改期限 整改时限 完成时限 整改完成时限": "deadline",
    },
    "answers": {
        "来信日期 来信时间 收信日期 收到日期 受理日期 受理时间 登记日期 日期 时间": "date",
        "反映事项 反映问题 反映内容 来信内容 来信事项 诉求 诉求内容 问题 事项": "title",
        "来信人数 反映人数 人数 联名人数": "people",
        "答复期限 办理期限 办结期限 时限 期限": "due",
        "答复单位 答复机关 承办单位 办理单位 责任单位": "by",
        "答复日期 答复时间 办结日期 办结时间 回复日期 回复时间": "answered",
        "答复内容 答复 答复意见 办理结果 处理结果 处理意见 回复 回复内容 办理情况": "answer",
    },
    "commendations": {
        "表彰名称 名称 表彰项目 表彰文件名称": "title",
        "年度 表彰年度": "year",
        "表彰单位 表彰机关 授予单位 作出表彰的单位 决定单位": "by",
    },
    "teams": {"截至日期 统计日期 截止日期 统计时间 填报日期": "date"},
    "supervisors": {"全部小组 全村小组 所有小组": "groups"},
    "documents": {
        "文件名称 标题 文件标题 文件名 政策名称": "title",
        "文号 文件文号 发文字号 发文号": "number",
        "发文机关 发文单位 制发单位 印发单位": "issuer",
        "发文时间 成文日期 成文时间 印发时间 印发日期 发布时间 发布日期 日期 时间": "date",
        "主要内容 内容摘要 摘要 文件内容 简介 内容": "about",
        "施行日期 施行时间 生效日期 实施日期 执行时间": "since",
        "有效期至 失效日期 废止日期 有效期": "until",
        "附件名称 附件": "attachment",
    },
    "assessments": {"年度 考核年度": "year"},
    "disclosures": {
        "公示标题 公示名称 标题 公示内容": "title",
        "公示类型 公示类别 公示阶段 类型 类别": "stage",
        "年度 公示年度": "year",
        "公示开始时间 公示开始 公示起始时间 公示时间 公示日期 开始时间": "first",
        "公示结束时间 公示结束 公示截止时间 结束时间 公示截止": "last",
        "监督电话 举报电话 咨询电话 联系电话 电话 反映电话": "phone",
        "反映地址 联系地址 受理地址": "address",
        "公示项目 关联项目 涉及项目 项目 项目名称": "projects",
        "收到意见数 意见数 异议数 反映意见条数": "objections_received",
    },
    "libraries": {"年度 项目库年度": "year", "文号 调整文号": "document"},
}
_GROUPED_WORDS: Mapping[str, Mapping[str, Path]] = {
    "commendations": {
        "公示开始 公示开始时间 公示起": ("notice", "first"),
        "公示结束 公示结束时间 公示止": ("notice", "last"),
        "公示电话 监督电话 举报电话": ("notice", "phone"),
        "表彰时间 表彰日期 决定日期 授予时间": ("decision", "date"),
        "表彰文号 决定文号 文号": ("decision", "document"),
    },
    "rectifications": {
        "销号时间 销号日期 销号": ("closed", "date"),
        "销号单位 验收单位 核查单位": ("closed", "by"),
    },
    "exits": {
        "计划退出年度 计划脱贫年度 计划出列年度 计划摘帽年度": ("planned",),
        "退出时间 出列时间 摘帽时间 脱贫时间 退出日期 实际退出时间": ("exited", "date"),
        "退出文号 批准文号 公告文号": ("exited", "document"),
        "评估单位 评估机构 第三方评估机构": ("exited", "evaluated_by"),
    },
    "libraries": {"调整时间 调整日期 入库时间": ("date",)},
    "allocations": {"使用单位 资金使用单位 用款单位 受款单位 收款单位 分配单位 接收单位": TOWN},
    "answers": {
        "涉及项目 项目 项目名称 关联项目": ("about", "project"),
    },
}
_BOTH_WORDS = (
    "民生监督员、联络员 监督员、联络员 监督员(联络员) 监督联络员 监督员兼任联络员 联络员兼监督员"
)
MEANINGS: Mapping[Path, Mapping[str, str]] = {
    ("level",): {
        **dict.fromkeys(("镇", "乡", "街道", "镇级", "乡级", "乡镇级"), "town"),
        **dict.fromkeys(("行政村", "社区", "村级"), "village"),
        **dict.fromkeys(("省", "自治区"), "province"),
        "县": "county",
    },
    ("posts", ITEM, "role"): dict.fromkeys(_BOTH_WORDS.split(), "both"),
    ("members", ITEM, "role"): dict.fromkeys(
        ("驻村队员", "队员", "工作队员", "驻村工作队员", "驻村工作队队员"), "resident"
    ),
    ("stage",): {
        **dict.fromkeys(("年度计划公示", "项目计划公示", "年度项目公示"), "year_plan"),
        **dict.fromkeys(("完工公示", "竣工公示", "项目完工公示", "完工后公示"), "after_completion"),
        **dict.fromkeys(("开工前公示", "项目开工公示"), "before_start"),
        **dict.fromkeys(("项目库公示", "入库公示"), "library"),
        **dict.fromkeys(("资金分配公示", "资金下达公示"), "allocation"),
        **dict.fromkeys(("拟表彰公示", "拟表彰名单公示"), "commendation_proposed"),
        **dict.fromkeys(("表彰决定公示", "表彰公示"), "commendation_decided"),
    },
    ("honorees", ITEM, "honour"): {
        **dict.fromkeys(("先进个人", "先进工作者", "优秀工作者"), "individual"),
        "优秀集体": "collective",
    },
}
"""Words of a column that can mean but one of its choices, though they are none of its labels."""
TOPICS: Mapping[str, str] = {
    "projects": "项目|工程|建设",
    "meetings": "会议",
    "disclosures": "公示",
    "assessments": "考核",
    "rectifications": "整改|问题",
    "commendations": "受?表彰",
    "documents": "文件|发文",
    "allocations": "资金|指标",
    "answers": "来信|来访|反映|信访|诉求",
    "teams": "驻村|队员|人员",
    "supervisors": "监督员|人员",
    "units": "单位|机构",
    "exits": "退出|出列",
    "libraries": "入库|项目库",
}
"""What a heading may begin with that all of its sheet is about, as patterns: 会议地点 is 地点."""
MAIN = {folder: name for folder, (name, _) in _ITEM_WORDS.items()}
"""The list of each kind that a table may have a row for each entry of."""
WORDS: Mapping[str, Mapping[str, tuple[Path, ...]]] = {
    "projects": {
        **_SOURCE_LEVELS,
        **{word: paths for words, paths in _PROJECT_WORDS.items() for word in words.split()},
    },
    **{
        folder: {
            **{
                word: ((name, ITEM, of),)
                for name, table in [_ITEM_WORDS.get(folder, ("", {}))]
                for words, of in table.items()
                for word in words.split()
            },
            **{
                word: ((of,),)
                for words, of in _OUTER_WORDS.get(folder, {}).items()
                for word in words.split()
            },
            **{
                word: (path,)
                for words, path in _GROUPED_WORDS.get(folder, {}).items()
                for word in words.split()
            },
        }
        for folder in {*_ITEM_WORDS, *_OUTER_WORDS, *_GROUPED_WORDS}
    },
}
