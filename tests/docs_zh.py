"""Tables of `docs/content.zh.md`: the fields of records in Chinese, for clerks."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic.fields import FieldInfo

from generator.base import labels
from generator.base.messages import CHINESE, catalogue
from generator.commands import new
from generator.model.kinds.registry import KINDS
from generator.parse import amounts, attachments, field_types, phones
from generator.parse.model_fields import inner, is_list, validators

TYPES: dict[Callable[[Any], Any], str] = {
    amounts.parse_money: "金额，`125万元`",
    amounts.parse_outgoing: "金额，`125万元`",
    field_types.parse_date: "日期，`2018-03-01`、`2018-03`或`2018`",
    field_types.parse_day: "日期，写到哪一天",
    field_types.parse_year: "年份，`2018`",
    field_types.parse_percent: "百分数，`60`或`62.5%`",
    field_types.parse_count: "整数",
    field_types.parse_yes: "`是`或`否`",
    phones.parse_phone: "电话",
    phones.parse_text_line: "电话，或者短信平台的106号码",
    field_types.parse_email: "邮箱",
    field_types.parse_link: "网址",
    field_types.parse_unit: "地方的地址，`duyun/mochong`",
    field_types.parse_record: "另一条记录的地址",
    field_types.parse_file: "图片文件名",
    attachments.parse: "附件文件名",
}
_MARKED = re.compile(r"(<!-- fields: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_KINDS = re.compile(r"(<!-- kinds -->\n).*?(<!-- end -->)", re.DOTALL)


def content(text: str) -> str:
    """Return docs/content.zh.md with its tables made anew; a kind without a section gets one."""
    for folder in KINDS:
        if f"<!-- fields: {folder} -->" not in text:
            text = f"{text.rstrip()}\n\n## {_called(folder)}\n\n{_section(folder)}"
    text = _KINDS.sub(lambda match: f"{match[1]}{_kinds()}\n{match[2]}", text)
    return _MARKED.sub(lambda match: f"{match[1]}{_tables(match[2])}\n{match[3]}", text)


def _section(folder: str) -> str:
    return f"<!-- fields: {folder} -->\n<!-- end -->\n"


def _called(folder: str) -> str:
    return f"{KINDS[folder].called[1]}的各项"


def _kinds() -> str:
    lines = ["\n| 写什么 | 文件放在哪里（`content/`下面） | 命令行里新写一条 |", "|---|---|---|"]
    for folder, kind in KINDS.items():
        address = kind.example.rpartition(".")[0]
        written = f"`portal new {kind.new.word} {address}`" if kind.new else "手工写"
        anchor = re.sub(r"[^-\w]", "", _called(folder))
        file = f"`{folder}/{kind.example}`"
        lines.append(f"| [{kind.called[1]}](#{anchor}) | {file} | {written} |")
    return "\n".join([*lines, ""])


def _tables(folder: str) -> str:
    return "\n".join(_table(folder, (), KINDS[folder].model))


def _table(folder: str, above: tuple[str, ...], model: type[field_types.Part]) -> Iterator[str]:
    """Yield the lines of the table of a model, then those of the groups within it."""
    tr = catalogue(CHINESE).gettext
    if above:
        yield f"**{'·'.join(above)}**里面："
    yield "\n| 栏目 | 英文代码 | 必填 | 填什么 | 说明 | 例子 |"
    yield "|---|---|---|---|---|---|"
    within = []
    for name, info in model.model_fields.items():
        part = inner(info.annotation)
        group = isinstance(part, type) and issubclass(part, field_types.Part)
        said = tr(info.description or "")
        label = labels.name(info.description or name, tr)
        if group:
            within.append((label, part))
        needed = "必填" if info.is_required() else ""
        if name in new.NEEDED.get(model, ()):
            needed = "应填"
        example = f"`{_example(info, part)}`" if info.examples and not group else ""
        more = "" if said == label else said
        what = ("几组，每组一个 `-`" if is_list(info) else "一组") if group else _what(info, part)
        yield f"| {label} | `{name}` | {needed} | {what} | {more} | {example} |"
    for label, part in within:
        yield ""
        yield from _table(folder, (*above, label), part)


def _example(info: FieldInfo, part: object) -> str:
    """Return the example of a field, in Chinese where it is a choice."""
    found = str((info.examples or [""])[0])
    through = [*validators(info), *getattr(part, "__metadata__", ())]
    for each in through:
        if isinstance(each, field_types.Choice):
            words = each.choices.get(found)
            return words[:2][-1] if words else found
        if getattr(each, "func", None) is field_types.parse_yes:
            return {"yes": "是", "no": "否"}.get(found, found)
    return found


def _what(info: FieldInfo, part: object) -> str:
    """Return in words what is to be written into a field."""
    for each in [*validators(info), *getattr(part, "__metadata__", ())]:
        if isinstance(each, field_types.Choice):
            return "选一个：" + "、".join(labels_[:2][-1] for labels_ in each.choices.values())
        words = TYPES.get(getattr(each, "func", None))  # type: ignore[arg-type]
        if words:
            return f"几个，每个是{words}" if is_list(info) else words
    return "几段文字" if is_list(info) else "文字"
