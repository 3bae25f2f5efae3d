"""The demonstration's documents: in force, to come, replaced and over, with real small files."""

from collections.abc import Mapping
from typing import NamedTuple

from tests.attachments import pdf, xlsx

ISSUER = "示例州脱贫攻坚指挥部"


class Words(NamedTuple):
    """One document: its fields, its text, and the bytes of the file beside it."""

    fields: Mapping[str, str]
    body: str
    file: bytes = b""


DOCUMENTS: Mapping[str, Words] = {
    "2016-dangjian-yijian": Words(
        {
            "title": "关于抓党建促脱贫攻坚工作的实施意见（示例）",
            "number": "示例党发〔2016〕8号",
            "issuer": ISSUER,
            "unit": "qiannan",
            "date": "2016-05-18",
            "about": "党组织怎样帮贫困村脱贫，州、县、乡、村各管什么。",
            "attachment": "2016-dangjian-yijian.pdf",
        },
        "",
        pdf(
            [
                "关于抓党建促脱贫攻坚工作的实施意见（示例）",
                "示例党发〔2016〕8号",
                "本文件是演示用的示例，不是真实文件。",
                "一、州、县设指挥部，乡镇设工作站，村设作战室。",
                "二、每个村、每个村民组都要有民生监督员和联络员。",
                "三、项目和资金都要向群众公开。",
            ]
        ),
    ),
    "2016-zijin-banfa": Words(
        {
            "title": "扶贫资金管理办法（示例）",
            "number": "示例财农〔2016〕21号",
            "issuer": ISSUER,
            "unit": "qiannan",
            "date": "2016-07-04",
            "about": "扶贫资金怎么分、怎么拨、怎么查。",
            "replaced_by": "2017-zijin-banfa",
        },
        "资金下达后30天内要安排到项目。\n\n分到哪里、用在哪里，都要公示。",
    ),
    "2017-zijin-banfa": Words(
        {
            "title": "扶贫资金管理办法（2017年修订，示例）",
            "number": "示例财农〔2017〕15号",
            "issuer": ISSUER,
            "unit": "qiannan",
            "date": "2017-08-21",
            "since": "2017-09-01",
            "about": "扶贫资金怎么分、怎么拨、怎么查，增加了统筹使用的办法。",
            "replaced_by": "2018-zijin-banfa",
        },
        "目标相近的涉农资金可以统筹使用，来源和用途都要写清楚。",
    ),
    "2018-zijin-banfa": Words(
        {
            "title": "扶贫资金管理办法（2018年修订，示例）",
            "number": "示例财农〔2018〕19号",
            "issuer": ISSUER,
            "unit": "qiannan",
            "date": "2018-06-11",
            "since": "2018-07-01",
            "until": "2020-12-31",
            "about": "扶贫资金怎么分、怎么拨、怎么查，缩短了安排到项目的时间。",
            "attachment": "2018-zijin-banfa.pdf",
        },
        "和2017年的办法相比，改了两处：\n\n1. 资金安排到项目的时间缩短；\n2. 结余资金要说明去向。"
        "\n\n看不懂的地方，可以[打电话问](/pages/complaints.md)。",
        pdf(
            [
                "扶贫资金管理办法（2018年修订，示例）",
                "示例财农〔2018〕19号",
                "本文件是演示用的示例，不是真实文件。",
                "第一条 谁分配、谁使用、谁公开。",
                "第二条 资金不得滞留。",
            ]
        ),
    ),
    "2016-gongshi-guiding": Words(
        {
            "title": "项目公示试行规定（示例）",
            "number": "示例扶发〔2016〕30号",
            "issuer": ISSUER,
            "unit": "qiannan",
            "date": "2016-06-20",
            "until": "2018-06-30",
            "about": "项目开工前和完工后公示什么，试行两年。",
        },
        "试行期两年，到2018年6月30日为止。",
    ),
    "2018-gongshi-guiding": Words(
        {
            "title": "项目公示规定（示例）",
            "number": "示例扶发〔2018〕12号",
            "issuer": ISSUER,
            "unit": "qiannan",
            "date": "2018-06-25",
            "since": "2018-07-01",
            "about": "项目开工前和完工后公示什么、公示多久，附登记表。",
            "attachment": "2018-gongshi-dengjibiao.xlsx",
        },
        "村里、镇里的公示栏至少挂10天。\n\n贴出和取下都要拍照，填到登记表里。",
        xlsx(
            "公示登记表（示例）",
            [
                ["序号", "公示内容", "贴在哪里", "贴出日期", "取下日期", "收到意见"],
                [1, "示例村通组路开工前公示", "示例村公示栏", "2018-07-02", "2018-07-13", 0],
                [2, "示例村饮水工程完工公示", "示例村公示栏", "2018-09-03", "2018-09-14", 1],
            ],
        ),
    ),
    "2018-biaozhang-banfa": Words(
        {
            "title": "脱贫攻坚表彰办法（示例）",
            "number": "示例党发〔2018〕9号",
            "issuer": ISSUER,
            "unit": "qiannan",
            "date": "2018-04-02",
            "about": "每年表彰多少集体和个人，名单怎么产生、怎么公示。",
        },
        "每批集体不超过10个，个人不超过15名，其中镇、村两级的个人不少于八成。\n\n"
        "名单要公示，收到的意见要一条一条答复。",
    ),
    "2018-xiangmuku-banfa": Words(
        {
            "title": "县级项目库管理办法（示例）",
            "number": "示例扶发〔2018〕26号",
            "issuer": ISSUER,
            "unit": "qiannan",
            "date": "2018-12-10",
            "since": "2019-01-01",
            "about": "项目怎么入库，怎么按轻重缓急排队，每年四季度调整。",
        },
        "2019年1月1日起施行。没有绩效目标的项目不能入库。",
    ),
    "duyun/2017-jiandu-xize": Words(
        {
            "title": "民生监督员工作细则（示例）",
            "number": "示例市发〔2017〕6号",
            "issuer": "示例市脱贫攻坚指挥部",
            "unit": "duyun",
            "date": "2017-03-15",
            "about": "监督员、联络员看什么、怎么反映、多久答复。",
        },
        "村民反映的事，三天内答复；答复不了的，说清楚什么时候能答复。",
    ),
}


def records() -> dict[str, bytes]:
    """Return path → bytes of every document and of the files beside them."""
    found: dict[str, bytes] = {}
    for ident, words in DOCUMENTS.items():
        lines = [f"{name}: {value}" for name, value in words.fields.items()]
        text = "\n".join(["---", *lines, "---", words.body])
        found[f"documents/{ident}.md"] = f"{text}\n".encode()
        if words.file:
            folder = ident.rpartition("/")[0]
            name = words.fields["attachment"]
            found["/".join(filter(None, ("documents", folder, name)))] = words.file
    return found
