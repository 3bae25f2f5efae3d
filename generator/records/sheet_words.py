"""The words of clerks' workbooks for columns, kind by kind, beside those of `field_synonyms`.

Those of projects are the columns of county project libraries (the brief); the others are those of
rosters, ledgers and minutes.
"""

from collections.abc import Mapping

Path = tuple[str, ...]
"""A field: its name, within its group; `[]` stands for an item of a list."""
ITEM = "[]"
ADDRESS, COUNTER, NUMBER = ("@address",), ("@counter",), ("@number",)
COUNTY, TOWN, VILLAGE, ORDINAL = ("@county",), ("@town",), ("@village",), ("@ordinal",)
SKIP = ("@skip",)
PLACES = (COUNTY, TOWN, VILLAGE)
PLACE_LEVELS: Mapping[Path, str] = {COUNTY: "county", TOWN: "town", VILLAGE: "village"}
NOT_POOR = {
    ("@not_poor_households",): ("households", "poor_households"),
    ("@not_poor_people",): ("people", "poor_people"),
}
"""Of these a record has the sum with the poor: both fields are of `beneficiaries`."""

PLACE_WORDS: Mapping[str, Path] = {
    word: path
    for words, path in (
        ("县 县市 县市区 区县 市县 县区 所属县 县名 县名称 所在县 项目县", COUNTY),
        ("乡镇 镇 乡 乡镇街道 镇乡 镇街 乡镇名称 所属乡镇 所在乡镇 项目乡镇 街道 镇名", TOWN),
        ("所在乡 所在镇 项目所在乡镇 实施乡镇 建设乡镇", TOWN),
        (
            "村 行政村 村名 村名称 所属村 所在村 项目村 村社区 村居 实施村 项目实施村 社区 村委会",
            VILLAGE,
        ),
        ("项目所在村 建设村", VILLAGE),
        ("序号 编号 序 行号 排序 顺序号", COUNTER),
        ("项目编号 项目编码 项目代码 项目库编号 项目库编码 项目ID 统一编号 系统编号", NUMBER),
        ("是否贫困村 是否深度贫困村 贫困村 村性质", SKIP),
    )
    for word in words.split()
}
_LEVELS = {
    "central": "中央 中央级 国家",
    "province": "省级 省",
    "prefecture": "市级 州级 市州级 市 州 地级",
    "county": "县级 县 区级 县区级 区县级",
    "social": "社会 社会帮扶 社会捐赠 帮扶",
    "self_raised": "自筹 群众自筹 群众 企业自筹 业主自筹",
}
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
    "受益总户数 受益户数 受益户 受益农户": (("beneficiaries", "households"),),
    "受益总人口 受益人口 受益人数 受益总人数": (("beneficiaries", "people"),),
    "受益贫困户 受益贫困户数 贫困户 贫困户数 受益建档立卡户 建档立卡户": (
        ("beneficiaries", "poor_households"),
    ),
    "受益贫困人口 贫困人口 贫困人数 受益贫困人数 建档立卡人口": (("beneficiaries", "poor_people"),),
    "是否统筹整合项目 是否统筹 是否统筹整合 是否整合 统筹整合": (("sources", "@all", "pooled"),),
    "资金文号来源 资金文号 资金来源文号 资金下达文号 文号": (("sources", "@all", "document"),),
    "资金名称 资金类别 资金种类": (("sources", "@all", "fund"),),
    "建设项目名称 工程项目名称 项目名": (("title",),),
    "建设阶段 实施阶段 建设状态": (("stage",),),
    # what a project has no field for, though its name is like that of one
    "备注 说明 附注 拨付金额 拨付资金 已拨付 已支付 支付金额 报账金额 批准单位 审批单位": (),
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
    for word in words.split()
    for of in _OF_LEVEL
    if of or len(word) > 1
}
_PERSON = "姓名 人员姓名 名字"
_PHONE = "联系电话 电话 联系方式 手机 手机号 手机号码 电话号码"
_ITEM_WORDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "units": (
        "leaders",
        {
            f"{_PERSON} 负责人 负责人姓名 领导姓名": "name",
            "职务 现任职务 领导职务": "post",
            "任职时间 任现职时间": "since",
            "手机 手机号 手机号码 负责人电话": "phone",
        },
    ),
    "supervisors": (
        "posts",
        {
            f"{_PERSON} 监督员 联络员 监督员姓名": "person",
            "岗位 角色 类别 职务 身份 岗位类型": "role",
            "职责 分工 工作职责 负责事项": "duty",
            "村民小组 组别 组 小组 所在组 组名": "group",
            _PHONE: "phone",
            "任期开始 任职时间 上岗时间 聘任时间": "since",
            "任期届满 任期结束 到期时间": "until",
            "是否空缺": "vacant",
        },
    ),
    "teams": (
        "members",
        {
            f"{_PERSON} 驻村干部 队员姓名 第一书记": "name",
            "角色 身份 队内职务 职务 类别": "role",
            "派出单位 选派单位 派驻单位 工作单位 单位 原单位": "sent_by",
            "驻村时间 任职时间 到村时间 任期开始": "since",
            "任期届满 任期结束 离任时间": "until",
            "职责 分工 帮扶任务": "responsibility",
            _PHONE: "phone",
        },
    ),
    "commendations": (
        "honorees",
        {
            f"{_PERSON} 表彰对象 受表彰对象 获奖人员 集体名称": "name",
            "单位 所在单位 工作单位": "unit",
            "职务": "post",
            "类型 类别 奖项 荣誉类型": "honour",
            "主要事迹 事迹 先进事迹": "reason",
        },
    ),
    "meetings": (
        "decisions",
        {
            "议定事项 决定事项 决定 任务": "what",
            "责任单位 落实单位 责任人 牵头单位": "owner",
            "完成时限 办结时限 时限": "due",
            "办结时间 完成时间 办理时间": "done",
        },
    ),
    "rectifications": ("done", {"整改措施 整改情况 措施": "what", "整改时间 完成时间": "date"}),
    "exits": ("population", {"贫困人口 年末贫困人口": "poor_people", "数据来源 来源": "source"}),
    "assessments": ("measures", {"考核内容 指标 考核指标": "name", "权重 分值": "weight"}),
    "libraries": ("entries", {"项目": "project", "轻重缓急": "urgency", "理由 原因": "why"}),
}
"""The list of each kind that a table has a row for each entry of, and the words for its fields."""
_OUTER_WORDS: Mapping[str, Mapping[str, str]] = {
    "units": {
        "单位名称 机构名称 全称": "name",
        "办公电话 单位电话 值班电话 联系电话 电话": "phone",
        "工作人员数 人员数 人数 在岗人数 编制人数 工作人员": "staff",
        "办公时间": "hours",
        "办公地点 办公地址": "address",
        "区划代码 行政区划代码": "code",
    },
    "meetings": {
        "会议时间 会议日期 召开时间 时间 日期": "date",
        "会议名称 会议": "title",
        "主持人 主持": "chair",
        "参会人数 参加人数 到会人数 人数": "present",
    },
    "allocations": {
        "文号 下达文号 资金文号 文件号": "document",
        "下达日期 下达时间 日期 时间 文件日期 发文日期": "date",
        "资金级次 资金级别 资金来源 来源级次": "level",
        "金额 下达金额 资金 资金规模": "amount",
        "分配原则": "principle",
        "咨询电话 电话 联系电话": "phone",
    },
    "rectifications": {
        "发现日期 发现时间 日期 时间": "date",
        "存在问题 问题 发现问题 发现的问题": "found",
        "检查单位 发现单位 督查单位": "by",
        "整改责任单位 责任单位": "responsible",
        "整改期限 整改时限": "deadline",
    },
    "answers": {
        "来信日期 来信时间 收信日期 收到日期 受理日期 受理时间 登记日期 日期 时间": "date",
        "反映事项 反映问题 反映内容 来信内容 来信事项 诉求 诉求内容 问题 事项": "title",
        "来信人数 反映人数 人数 联名人数": "people",
        "答复期限 办理期限 办结期限 时限 期限": "due",
        "答复单位 答复机关 承办单位 办理单位 责任单位": "by",
        "答复日期 答复时间 办结日期 办结时间 回复日期 回复时间": "answered",
        "答复内容 答复 答复意见 办理结果 处理结果 处理意见 回复 回复内容": "answer",
    },
    "commendations": {"表彰名称 名称": "title", "年度 表彰年度": "year"},
    "teams": {"截至日期 统计日期 截止日期": "date"},
    "supervisors": {"全部小组 全村小组": "groups"},
    "documents": {"文件名称 标题": "title", "文号": "number", "发文机关 发文单位": "issuer"},
}
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
        }
        for folder in {*_ITEM_WORDS, *_OUTER_WORDS}
    },
}
