"""Records to test with: of each kind one that has every field, in a small site they all fit.

`RICH` maps a path beneath the site's folder to a file's text. `Small` lays such a site out and
reads it as a build does, up to the point where pages would be planned.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import settings
from PIL import Image

from generator.base.findings import Finding
from generator.base.messages import CHINESE
from generator.base.problems import Problem, in_order
from generator.commands import new
from generator.commands.new import Nearby
from generator.joined import site_data
from generator.joined.site_data import Library
from generator.model.kinds.declaration import Kind
from generator.model.kinds.kind import Idle, Judged, Notice, Rules
from generator.model.kinds.registry import KINDS
from generator.parse import record_file
from generator.records import read_batch as reading
from generator.records.batches import Batch, Tree, batches, walk
from generator.records.summary import Summary
from tests import attachments

AS_OF = date(2018, 12, 31)
RULES = Rules(
    as_of=AS_OF,
    categories={"infrastructure": {"": "基础设施"}, "water": {"": "饮水"}},
    commendation_notice=Notice(5, "working", "示例规定"),
    idle_money=Idle(30, "示例规定"),
    purposes={"poverty": {"": "扶贫"}, "education": {"": "教育"}},
)

PROJECT = """\
---
status: published
board_only: no
title: 上村通组公路硬化
year: 2018
category: infrastructure
stage: accepted
performance_target: 硬化道路2公里，方便86户出行
nature: new
urgency: 急
address: 一组至三组
task: 硬化路面2公里，宽4.5米
benefit_mechanism: 务工优先使用贫困劳动力
responsible_unit: 甲县交通运输局
implementer: 东镇人民政府
contractor: 示例建筑公司
person_responsible: 示例甲
phone: 10000001234
phone_consent:
  date: 2018-01-10
  scope: 在本网站公开手机号码
  until: 2020-12-31
approval_document: 示例扶通〔2018〕1号
subsidy_standard: 每公里35万元
budget: 125万元
sources:
  - fund: 财政专项扶贫资金
    level: central
    amount: 100万元
    document: 示例财农〔2018〕1号
    pooled: yes
    allocation: jia/2018-zhuanxiang
  - {fund: 县级配套资金, level: 县级, amount: 250000.00}
bid_price: 120万元
settled_price: 1198000.00
audited_price: 1,195,000.00元
payments:
  - date: 2018-05-10
    amount: 37.5万元
    payee: 示例建筑公司
    note: 开工预付款
    allocation: jia/2018-zhuanxiang
  - date: 2018年10月20日
    amount: 820000.00
plan:
  start: 2018-03
  finish: 2018-09-30
actual:
  start: 2018-03-08
  finish: 2018-09-25
progress:
  - date: 2018-05-20
    percent: 30
    note: 路基完成
    photos:
      - file: photo.jpg
        alt: 平整好的路基
  - date: 2018-09-25
    percent: 100%
changes:
  - date: 2018-06-01
    what: 路面加宽0.5米
    why: 方便会车
    approved_by: 甲县扶贫局
acceptance:
  date: 2018-10-15
  result: passed
  by: 甲县项目验收组
  note: 路面平整，厚度达到要求
results: 86户出行时间缩短一半
social_benefit: 学生上学更安全
economic_benefit: 农产品运输成本下降
beneficiaries:
  households: 86
  people: 340
  poor_households: 23
  poor_people: 91
photos:
  - file: photo.jpg
    alt: 村民在新修的路上行走
---
# 施工情况

路修好了，见[上村](/units/jia/dong/shang.md)和[说明](/pages/about.md#怎样看)。

![村民在路上行走](photo.jpg)

| 路段 | 长度 |
|:-----|-----:|
| 一组 | 1公里 |
"""

VILLAGE = """\
---
status: published
board_only: no
name: 上村脱贫攻坚作战室
short_name: 上村
moved: [jia/dong/jiu]
former_names: [老上村]
former_codes: ["522701106200"]
level: village
kind: war_room
division: 上村村民委员会
code: "522701106201"
pinyin: shang cun
settlement: village
parent: jia/dong
poor: yes
households: 86
address: 上村村委会一楼
hours: 工作日 8:30—12:00，14:00—17:30
phone: 0854-0000123
email: shang@example.org
duties: 组织实施本村扶贫项目
established: 2016-03
until: 2025-12-31
successor: [jia/dong]
staff: 3
leaders:
  - name: 示例甲
    post: 村党支部书记
    since: 2016-03
    phone: 10000001234
    phone_consent:
      date: 2018-01-10
      scope: 在本网站公开手机号码
      until: 2020-12
  - {name: 示例乙, post: 第一书记}
---
上村有两个组。
"""

COMMENDATION = """\
---
status: published
board_only: no
title: 2018年度脱贫攻坚表彰（示例）
year: 2018
by: shili
approval:
  date: 2018-01-15
  document: 示例表彰〔2018〕1号
  by: 示例省表彰工作办公室
proposal:
  date: 2018-05-20
  by: 示例州表彰工作办公室
  document: 示例表彰〔2018〕3号
notice:
  first: 2018-06-04
  last: 2018-06-08
  phone: 0854-0000100
  address: 示例州表彰工作办公室
  email: office@example.org
  objections_received: 1
  objections:
    - date: 2018-06-06
      what: 反映一名拟表彰人员驻村天数不够
      answer: 核对签到记录，驻村天数符合规定
      answered: 2018-06-12
decision:
  date: 2018-07-01
  document: 示例党发〔2018〕1号
honorees:
  - honour: individual
    name: 示例甲
    unit: jia/dong/shang
    post: 驻村第一书记
    reason: 带领群众修通三条通组路
  - {honour: 先进集体, unit: jia/dong}
withdrawals:
  - name: 示例甲
    unit: jia/dong/shang
    date: 2018-11-01
    reason: 申报材料不实
    document: 示例党发〔2018〕2号
---
表彰在村里贴出。
"""

SUPERVISORS = """\
status: published
board_only: no
groups: [一组, 二组]
posts:
  - group: 一组
    role: both
    person: 示例甲
    vacant: no
    duty: 监督项目质量和资金使用
    phone: 10000001234
    phone_consent:
      date: 2018-01-10
      scope: 在本网站公开手机号码
      until: 2020-12-31
    since: 2018-01
    until: 2020-12-31
  - role: 联络员
    vacant: yes
"""

PAGE = """\
---
status: published
board_only: no
title: 怎样看懂这些数字
summary: 每个数字是怎么来的
order: 10
date: 2018-06-30
---
## 怎样看

每个数字都来自[一份档案](/projects/jia/dong/shang/2018-lu.md)。
"""

EXIT = """\
status: published
board_only: no
population:
  - year: 2016
    poor_people: 52000
    planned: 50,000人
    source: 示例统计公报
  - {year: 2018, planned: 0, source: 示例州脱贫攻坚规划}
planned: 2018
exited:
  date: 2018-09-20
  document: 示例扶退〔2018〕3号
  evaluated_by: 示例第三方评估组
"""

MEETING = """\
---
status: published
board_only: no
date: 2018-04-10
title: 四月脱贫攻坚工作调度会
chair: 站长
present: 24
reports: [jia/dong/shang]
decisions:
  - what: 六月底前完成通组路验收
    owner: 示例镇扶贫工作站
    project: jia/dong/shang/2018-lu
    due: 2018-06-30
    done: 2018-06-25
---
听取各村汇报。
"""

RECTIFICATION = """\
---
status: published
board_only: no
date: 2018-06-12
found: 养殖补助没有按时发到户
by: 示例县扶贫局
document: 示例扶整〔2018〕5号
responsible: 东镇财政所
deadline: 2018-08-31
done:
  - date: 2018-07-20
    what: 补发养殖补助12户
    evidence: 东镇整改报告〔2018〕3号
    photos:
      - file: fafang.jpg
        alt: 张贴在公示栏的补助发放表
closed:
  date: 2018-08-10
  by: 示例县扶贫局
---
补助晚发了两个月。
"""

ASSESSMENT = """\
---
status: published
board_only: no
year: 2017
measures:
  - name: 减少贫困人口
    weight: 45
    score: 86.5
    poverty: yes
  - {name: 项目资金管理, weight: 30%, score: 90}
  - {name: 其他工作, weight: 25, score: 70}
reports:
  - half: 1
    date: 2017-07-12
    to: 甲县脱贫攻坚指挥部
  - {half: 下半年, date: 2018-02-05}
evaluations:
  - date: 2017-11
    evaluator: 示例大学
    method: 抽查20个村，入户问卷
    result: 群众满意度92.3%
inspections:
  - date: 2017-09-05
    kind: covert
    by: 示例州督查组
    found: 两处公示栏没有更新
consequences:
  - date: 2017-09-20
    kind: talk
    why: 项目进度滞后
veto:
  date: 2018-01-10
  why: 整改落实不力
  rectification: jia/dong/2017-gongshi
---
群众意见集中在公示和补助发放。
"""

DOCUMENT = """\
---
status: published
board_only: no
title: 关于抓党建促脱贫攻坚工作的实施意见（示例）
number: 示例党发〔2016〕8号
issuer: 示例州脱贫攻坚指挥部
unit: jia
date: 2016-05-18
about: 党组织怎样帮贫困村脱贫
since: 2016-06-01
until: 2020-12-31
replaced_by: 2018-yijian
attachment: 2016-yijian.pdf
---
各级党组织要做好下面几件事。
"""

NEWER = """\
---
title: 关于抓党建促脱贫攻坚工作的补充意见（示例）
issuer: 示例州脱贫攻坚指挥部
date: 2018-10-08
---
2016年的意见同时废止。
"""

TEAM = """\
status: published
board_only: no
date: 2018-12-20
members:
  - role: first_secretary
    name: 示例甲
    vacant: no
    sent_by: 示例州水务局
    since: 2018-01
    until: 2020-12-31
    responsibility: 包村脱贫，不脱贫不撤回
    projects: [jia/dong/shang/2018-lu]
    funds:
      - fund: 示例单位帮扶资金
        amount: 20万元
    phone: 10000001234
    phone_consent:
      date: 2018-01-10
      scope: 在本网站公开手机号码
      until: 2020-12-31
  - role: 驻村干部
    vacant: yes
trainings:
  - date: 2018-05
    level: village
    title: 第一书记轮训班
    trainees: 86
    paid_from: 留存党费
    cost: 4.5万元
pairing:
  date: 2018-12
  households: 64
  paired: 60
"""

GIVEN = """\
date: 2018-02-01
fund: 财政专项扶贫资金
level: central
purpose: poverty
amount: 500万元
"""

ALLOCATION = """\
---
status: published
board_only: no
date: 2018-02-20
document: 示例财农〔2018〕2号
fund: 县级涉农整合资金
level: central
purpose: poverty
amount: 300万元
from_allocation: shili/2018-zhuanxiang
pooled: yes
origin: 财政专项扶贫资金
principle: 按贫困人口数分配
phone: 0854-0000200
note: 第一批
---
分配到村。
"""

DISCLOSURE = """\
---
status: published
board_only: no
stage: before_start
title: 上村通组公路开工前公示
year: 2018
first: 2018-02-20
last: 2018-03-05
projects: [jia/dong/shang/2018-lu]
commendation: "2018"
allocations: [jia/2018-zhuanxiang]
library: jia/2018
places:
  - where: board
    url: https://example.org/gs/12.html
    unit: jia/dong/shang
    up: 2018-02-20
    down: 2018-03-05
    photo:
      file: board.jpg
      alt: 村公示栏上贴着的公示
  - {where: 网站, url: https://example.org/gs/13.html}
phone: 0854-0000100
address: 东镇扶贫工作站
email: office@example.org
objections:
  - date: 2018-02-25
    what: 要求写明路面厚度
    answer: 已在公示栏补写：厚20厘米
    answered: 2018-02-27
objections_received: 1
---
公示内容见村公示栏。
"""

LIBRARY = """\
---
status: published
board_only: no
year: 2018
date: 2018-11-20
document: 示例扶领〔2018〕30号
entries:
  - project: jia/dong/shang/2018-lu
    urgency: 急
    why: 雨季前要通车
removed:
  - project: jia/2017-jiguang
    why: 群众改用其他项目
---
按轻重缓急排序。
"""

REMOVED = """\
title: 上村激光育苗
year: 2017
category: water
stage: stopped
performance_target: 育苗
budget: 2万元
changes:
  - {date: 2017-06-01, what: 项目终止, why: 群众改用其他项目, approved_by: 甲县扶贫局}
"""

CONFIG = """\
title:
  zh-Hans: 示例州脱贫攻坚公开网
  en: Disclosure site of an example
tagline: 钱花到哪里，有事找谁
demo: yes
base_url: https://example.org/shili/
content: content
output: site
time_zone: Asia/Shanghai
languages: [zh-Hans, en]
complaints:
  local_phone: 0854-0000000
  national_lines: ["12317", "12345"]
  email: jubao@example.org
  sms: "12345"
footer:
  organiser: 示例州脱贫攻坚指挥部
  contact: 示例州示例路1号
  site_id: "0000000000"
  icp: 示例ICP备00000000号
  police: 示例公网安备00000000000000号
  find_errors: https://example.org/jiucuo
categories:
  infrastructure: {zh-Hans: 基础设施, en: Infrastructure}
  water: {zh-Hans: 饮水, en: Drinking water}
rules:
  commendation_notice:
    days: 5
    unit: working
    source: 示例规定
  meetings:
    prefecture: {every: half_year, source: 示例规定}
    county: {every: quarter, source: 示例规定}
    town: {every: month, source: 示例规定}
    village: {every: year, source: 示例规定}
  staffing:
    prefecture: {least: 30, source: 示例规定}
    county: {least: 20, source: 示例规定}
    town: {least: 8, not_poor: 5, source: 示例规定}
  poverty_weight: {percent: 40, source: 示例规定}
  half_year_reports: {levels: [county, town], months: 1, source: 示例规定}
  commendation_quotas: {collectives: 10, individuals: 15, front_line: 60%, source: 示例规定}
  attachments: {megabytes: 20, source: 示例规定}
  idle_money: {days: 30, source: 示例规定}
  stale: {days: 180, source: 示例规定}
  disclosures:
    library:
      {days: 10, unit: calendar, within: 20, within_unit: working, source: 示例规定,
       needs: [nature, plan]}
    year_plan:
      {days: 10, unit: 日, within: 20, within_unit: 工作日, source: 示例规定,
       needs: [implementer]}
    plan_change:
      {days: 10, unit: calendar, within: 20, within_unit: working, source: 示例规定,
       needs: []}
    before_start:
      {days: 10, unit: calendar, within: 0, within_unit: calendar, source: 示例规定,
       needs: []}
    after_completion:
      {days: 10, unit: calendar, within: 20, within_unit: working, source: 示例规定,
       needs: [payments]}
    allocation:
      {days: 10, unit: calendar, within: 20, within_unit: working, source: 示例规定,
       needs: []}
    commendation_proposed:
      {days: 5, unit: working, within: 0, within_unit: working, source: 示例规定,
       needs: []}
    commendation_decided:
      {days: 0, unit: working, within: 20, within_unit: working, source: 示例规定,
       needs: []}
  library: {first_month: 10, last_month: 12, source: 示例规定}
  answers: {days: 15, unit: 工作日, source: 示例规定}
  entries: {days: 30, source: 示例规定}
  flags:
    above_bid: {percent: 100%, source: 示例规定}
    many_changes: {number: 50, source: 示例规定}
    early_payment: {days: 900, source: 示例规定}
    share: {percent: 100%, projects: 900, source: 示例规定}
    split: {below: 1元, number: 50, source: 示例规定}
    cost: {times: 900, projects: 50, source: 示例规定}
    shown: yes
purposes:
  poverty: {zh-Hans: 扶贫, en: Poverty}
  education: {zh-Hans: 教育, en: Education}
precompress: [gz]
keep_assets: 30
publish: user@www.example:/srv/www/site
tiles: {jia: [0, 0]}
tile_figure: accepted
as_of: 2018-12-31
history: {shown: yes, unsaid: [projects/jia/dong/shang/2018-gonglu]}
feed_name: example.org,2018
log:
  name: example.org/shili
  folder: log
  key: example.org/shili+09714278+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4
  witnesses:
    - shenji.example.org+bda91b7f+BHm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk
open_data:
  licence: CC BY 4.0
  licence_url: https://creativecommons.org/licenses/by/4.0/
  tables: yes
  workbooks: yes
  records: yes
  standards: yes
  guide: yes
  twins: yes
  infrastructure: [infrastructure, water]
"""

LONGER = int(os.environ.get("LONGER", "1"))
"""How many times as many examples property tests try; above 1 they are other ones each time."""


def steady(examples: int = 100) -> settings:
    """Return how a property is tried: the same examples each time, on however slow a machine."""
    return settings(
        max_examples=examples * LONGER, derandomize=LONGER == 1, deadline=None, database=None
    )


def unit(level: str, name: str = "示例", **more: str) -> str:
    """Return the text of a unit's file with what every unit must have."""
    lines = {"name": name, "short_name": name, "level": level, "kind": "workstation", **more}
    return "".join(f"{key}: {value}\n" for key, value in lines.items())


CONSENT = "{date: 2018-01-10, scope: 在本网站公开手机号码, until: 2020-12-31}"


def _vouching(text: str) -> str:
    """Return a record, or settings, with a number in them that someone vouches for."""
    said = "施工合同的编号，已与合同原件核对"
    number = "5227012018000001"
    lines = f'# 合同编号 {number}\nvouched:\n  - number: "{number}"\n    by: 示例甲\n'
    lines += f"    why: {said}\n    date: 2018-06-30\n"
    if not text.startswith("---\n"):
        return text.replace("footer:\n", f"  phone_consent: {CONSENT}\nfooter:\n") + lines
    front, fence, body = text[4:].partition("\n---\n")
    return f"---\n{front}\n{lines}{fence[1:]}{body}"


def _moved(text: str, old: str) -> str:
    """Return a record that was at the address `old` before: no second one was there, too."""
    front, fence, body = text.rpartition("\n---\n")
    return f"{front}\nmoved: [{old}]{fence}{body}" if fence else f"{text}moved: [{old}]\n"


_RICH: Mapping[str, str] = {
    "config.yaml": CONFIG,
    "content/units/shili.yaml": unit("prefecture", "示例州"),
    "content/units/jia.yaml": unit("county", "甲县"),
    "content/units/jia/dong.yaml": unit("town", "东镇"),
    "content/units/jia/dong/shang.md": VILLAGE,
    "content/projects/jia/dong/shang/2018-lu.md": _moved(PROJECT, "jia/jiu/2018-lu"),
    "content/commendations/2018.md": _moved(COMMENDATION, "2018-jiu"),
    "content/supervisors/jia/dong/shang.yaml": _moved(SUPERVISORS, "jia/jiu/shang"),
    "content/exits/jia.yaml": _moved(EXIT, "jiu"),
    "content/meetings/jia/dong/2018-04.md": _moved(MEETING, "jia/jiu/2018-04"),
    "content/rectifications/jia/dong/2018-buzhu.md": _moved(RECTIFICATION, "jia/jiu/2018-buzhu"),
    "content/rectifications/jia/dong/2017-gongshi.yaml": "date: 2017-03-01\nfound: 没有公示\n"
    "by: 甲县扶贫局\ndeadline: 2017-06\ndone: [{date: 2018-01-15, what: 补贴公示}]\n"
    "closed: {date: 2018-01-20, by: 甲县扶贫局}\n",
    "content/assessments/jia/dong/2017.md": _moved(ASSESSMENT, "jia/jiu/2017"),
    "content/documents/2016-yijian.md": _moved(DOCUMENT, "2016-jiu"),
    "content/documents/2018-yijian.md": NEWER,
    "content/teams/jia/dong/shang.yaml": _moved(TEAM, "jia/jiu/shang"),
    "content/libraries/jia/2018.md": _moved(LIBRARY, "jiu/2018"),
    "content/projects/jia/2017-jiguang.yaml": REMOVED,
    "content/allocations/shili/2018-zhuanxiang.yaml": GIVEN,
    "content/allocations/jia/2018-zhuanxiang.md": _moved(ALLOCATION, "jiu/2018-zhuanxiang"),
    "content/disclosures/jia/2018-lu-kaigong.md": _moved(DISCLOSURE, "jiu/2018-lu-kaigong"),
    "content/pages/about.md": _moved(PAGE, "jiu"),
}

PICTURES = (
    "content/projects/jia/dong/shang/photo.jpg",
    "content/rectifications/jia/dong/fafang.jpg",
    "content/disclosures/jia/board.jpg",
)

_BY_HAND = {
    "units": "content/units/jia/dong/shang.md",
    "projects": "content/projects/jia/dong/shang/2018-lu.md",
    "commendations": "content/commendations/2018.md",
    "supervisors": "content/supervisors/jia/dong/shang.yaml",
    "exits": "content/exits/jia.yaml",
    "meetings": "content/meetings/jia/dong/2018-04.md",
    "rectifications": "content/rectifications/jia/dong/2018-buzhu.md",
    "assessments": "content/assessments/jia/dong/2017.md",
    "documents": "content/documents/2016-yijian.md",
    "teams": "content/teams/jia/dong/shang.yaml",
    "allocations": "content/allocations/jia/2018-zhuanxiang.md",
    "disclosures": "content/disclosures/jia/2018-lu-kaigong.md",
    "libraries": "content/libraries/jia/2018.md",
    "pages": "content/pages/about.md",
}


def read(kind: str, text: str, ident: str = "jia/dong/shang/x") -> Judged[Any]:
    """Return the record `text` says, which must be of the right form."""
    ending = "md" if text.startswith("---") else "yaml"
    found, problems = record_file.parse(f"{ident}.{ending}", text.encode())
    assert found is not None, problems
    return Judged(ident, found.file, KINDS[kind].model.model_validate(found.data))


def changed(text: str, **fields: str | None) -> str:
    """Return a record with lines of its outermost fields replaced, added or (None) left out.

    A field that goes takes what is indented beneath it along; a value may have several lines.
    """
    lines = text.split("\n")
    fence = lines[0] == "---"
    for name, value in fields.items():
        at = next((n for n, line in enumerate(lines) if line.startswith(f"{name}:")), None)
        new = [] if value is None else f"{name}: {value}".split("\n")
        if at is None:
            lines[1 if fence else 0 : 1 if fence else 0] = new
            continue
        end = at + 1
        while end < len(lines) and lines[end].startswith(" "):
            end += 1
        lines[at:end] = new
    return "\n".join(lines)


_UNITS = {"prefecture": "shili", "county": "jia", "town": "jia/dong", "village": "jia/dong/shang"}


def place(kind: Kind[Any], *, name: str = "2018-li") -> str:
    """Return an address in the small site that a record of `kind` may have."""
    unit = _UNITS[kind.level[0] if kind.level else "town"]
    return {"as_unit": unit, "in_unit": f"{unit}/{name}", "anywhere": name}[kind.lies]


def written(kind: Kind[Any]) -> str:
    """Return a record of `kind` with every field, as `portal new` has them: its own examples."""
    assert kind.new is not None, f"{kind.folder} is not written by `portal new`: give an example"
    named = {
        folder: [path.removeprefix(f"content/{folder}/").rpartition(".")[0]]
        for folder, path in _BY_HAND.items()
    }
    return switched_on(
        new.text(kind.new.word, place(kind), CHINESE, Nearby([*_UNITS.values()], records=named))
    )


def switched_on(text: str) -> str:
    """Return a record as `portal new` writes it with every field in use, and public."""
    lines = []
    for line in text.splitlines():
        while re.match(r" *#(?! \S)", line):  # a field that is switched off, in a group that is
            line = line.replace("#", "", 1)  # noqa: PLW2901 (as long as there is one)
        lines += [] if line.lstrip().startswith("# ") else [line]
    return changed("\n".join(lines) + "\n", status="published", board_only="no", vouched=None)


RECORDS = {
    **_BY_HAND,
    **{
        folder: f"content/{folder}/{place(kind)}{kind.ending}"
        for folder, kind in KINDS.items()
        if folder not in _BY_HAND
    },
}
"""Kind → the file that has every field of it; of kinds without one here, `written` makes it."""

RICH: Mapping[str, str] = {
    path: _vouching(text) if path in ("config.yaml", *RECORDS.values()) else text
    for path, text in (
        *_RICH.items(),
        *((RECORDS[folder], written(KINDS[folder])) for folder in RECORDS.keys() - _BY_HAND),
    )
}
"""Path → text; what they show lies beside them: `BESIDE`."""


def photos_of(kind: Kind[Any], text: str) -> Iterator[str]:
    """Yield the names of the files that the photos of a record show."""
    for _, photo in kind.photos(read(kind.folder, text).data) if kind.photos else ():
        yield photo.file


def _photos() -> Iterator[str]:
    """Yield the paths of the photos that the records of `written` show."""
    for folder in RECORDS.keys() - _BY_HAND:
        file = RECORDS[folder]
        for photo in photos_of(KINDS[folder], RICH[file]):
            yield f"{file.rpartition('/')[0]}/{photo}"


def jpeg() -> bytes:
    """Return a small picture."""
    out = BytesIO()
    Image.new("RGB", (16, 12), "teal").save(out, "JPEG")
    return out.getvalue()


BESIDE: Mapping[str, bytes] = {
    **dict.fromkeys((*PICTURES, *_photos()), jpeg()),
    "content/documents/2016-yijian.pdf": attachments.pdf(["示例文件"]),
}
"""Path → bytes of the files that lie beside the records of `RICH`."""


def spot(text: str, needle: str) -> str:
    """Return where `needle` first stands in `text`, as `line:column`."""
    at = text.index(needle)
    return f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def judge(kind: str, text: str, rules: Rules = RULES) -> list[Finding]:
    """Return what is wrong with a record of the right form, seen alone."""
    return list(KINDS[kind].judge(read(kind, text), rules))


def codes(findings: list[Finding]) -> list[str]:
    """Return each finding as its code and where it stands: `P303 payments.1.date`."""
    return [f"{each.code} {'.'.join(map(str, each.path))}".strip() for each in findings]


@dataclass
class Small:
    """A small site in `root`: `files` are laid over those of `RICH`, None takes one away."""

    root: Path
    files: Mapping[str, str | bytes | None] = field(default_factory=dict)
    rich: bool = True

    def __post_init__(self) -> None:
        laid = {**RICH, **BESIDE, **self.files} if self.rich else self.files
        for path, content in laid.items():
            if content is not None:
                self.write(path, content)

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file, and the folders it lies in."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def batches(self, rules: Rules = RULES) -> tuple[list[Batch], Tree]:
        """Walk the content folder and cut it into batches; what they read is kept in `.kept`."""
        tree = walk(self.root, "content")
        keep, program, now = self.root / ".kept", bytes(16), time.time_ns()
        return batches(tree, self.root, "content", rules, keep, program, now), tree

    def summaries(self, rules: Rules = RULES) -> tuple[list[Summary], Tree]:
        """Read and judge every record."""
        batches, tree = self.batches(rules)
        return [reading.read_batch(batch) for batch in batches], tree

    def library(self, rules: Rules = RULES) -> tuple[Library, list[Problem]]:
        """Read, judge and join every record; return every problem, in order."""
        batches, tree = self.batches(rules)
        summaries = [reading.read_batch(batch) for batch in batches]
        keeps = {batch.key: batch.store.views for batch in batches}
        languages = ("zh-Hans", "en")
        given = site_data.Given(tree, self.root, "content", languages, keeps, rules)
        found, problems = site_data.join(summaries, given)
        return found, in_order(problems)

    def problems(self, rules: Rules = RULES) -> list[str]:
        """Return every problem as its place, code and field, without its words."""
        found = (f"{p.place}: {p.code} {p.field}".rstrip() for p in self.library(rules)[1])
        return [each.removeprefix("content/") for each in found]
