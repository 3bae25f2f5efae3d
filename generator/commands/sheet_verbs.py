"""The verbs of workbooks: what is typed for `import`, `export` and `template`, and doing it.

All that reads or writes workbooks is imported where it is used: no other verb waits for it.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from generator.base.messages import N_, catalogue, terminal_language
from generator.commands import usage, verbs
from generator.commands.terminal import Terminal


def add(known: verbs.Verbs, arguments: Sequence[str]) -> None:
    """Add the three verbs; kinds are loaded for the one that is asked for."""
    _parse_import(known, arguments)
    _parse_export(known, arguments)


def _parse_import(known: verbs.Verbs, arguments: Sequence[str]) -> None:
    example = "portal import projects 项目库.xlsx --under xian --write"
    made = known.add("import", _import, N_("take in the workbooks of clerks"), example)
    tr = made.tr
    _parse_kind(made, chosen="import" in arguments)
    said = N_("workbooks: .xlsx, .xls, .ods or .csv")
    made.add_argument("files", nargs="+", type=Path, metavar=tr("FILE"), help=tr(said))
    _parse_under(made)
    said = N_("take this sheet alone; may be repeated (all that are not hidden)")
    made.add_argument("--sheet", action="append", default=[], metavar=tr("NAME"), help=tr(said))
    said = N_("take hidden sheets and rows, and rows struck through, too")
    made.add_argument("--hidden", action="store_true", help=tr(said))
    said = N_("write what is right; without it nothing is written")
    made.add_argument("--write", action="store_true", help=tr(said))
    said = N_("where a record and the sheet have both changed, take what the sheet says")
    made.add_argument("--overwrite", action="store_true", help=tr(said))
    said = N_("new records are public at once, not drafts")
    made.add_argument("--published", action="store_true", help=tr(said))
    said = N_("a copy of the first workbook, its faults marked and told in remarks")
    made.add_argument("--report", type=Path, metavar=tr("FILE"), help=tr(said))
    verbs.judged(made, ("text", "json", "github"))


def _parse_export(known: verbs.Verbs, arguments: Sequence[str]) -> None:
    example = "portal export projects --under xian -o 项目.xlsx"
    made = known.add("export", _export, N_("give records out as a workbook"), example)
    _parse_kind(made, chosen="export" in arguments)
    _parse_under(made)
    _parse_into(made)
    verbs.judged(made, ("text", "json", "github"))
    example = "portal template projects -o 项目.xlsx"
    made = known.add("template", _template, N_("make an empty workbook to fill in"), example)
    _parse_kind(made, chosen="template" in arguments)
    _parse_into(made)
    verbs.judged(made, ("text", "json", "github"))


def _parse_into(made: usage.Parser) -> None:
    said = made.tr(N_("the workbook to write, .xlsx"))
    made.add_argument(
        "-o", "--output", dest="into", type=_xlsx, required=True, metavar=made.tr("FILE"), help=said
    )


def _xlsx(text: str) -> Path:
    if not text.lower().endswith(".xlsx"):
        tr = catalogue(terminal_language()).gettext
        said = tr(N_("“{value}” should end in .xlsx")).format(value=text)
        raise argparse.ArgumentTypeError(said)
    return Path(text)


def _parse_kind(made: usage.Parser, *, chosen: bool) -> None:
    said = N_("kind of record: projects, units, supervisors, …")
    made.add_argument(
        "kind", type=_kind if chosen else str, metavar=made.tr("KIND"), help=made.tr(said)
    )


def _parse_under(made: usage.Parser) -> None:
    said = made.tr(N_("a place, as in the address of its page: only it and what lies beneath"))
    made.add_argument("--under", type=_unit, default="", metavar=made.tr("UNIT"), help=said)


def _unit(text: str) -> str:
    return text.strip().replace("\\", "/").strip("/").removesuffix(".html").removesuffix(".yaml")


def _kind(text: str) -> str:
    from generator.commands.sheet_kinds import known, named  # noqa: PLC0415 (no other verb asks)

    found = named(text)
    if found is None:
        tr = catalogue(terminal_language()).gettext
        said = tr(N_("“{value}” is no kind of record; these are known: {known}"))
        raise argparse.ArgumentTypeError(
            said.format(value=text, known="、".join(known(terminal_language())))
        )
    return found


def _import(chosen: argparse.Namespace, out: Terminal) -> int:
    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, chosen.format, out)
    from generator.commands import import_sheets  # noqa: PLC0415
    from generator.records.sheet_plan import Asked  # noqa: PLC0415

    content = found.settings.content
    asked = Asked(
        found.root,
        content,
        chosen.kind,
        chosen.files,
        chosen.under,
        chosen.sheet,
        hidden=chosen.hidden,
        published=chosen.published,
        kept=chosen.report is not None,
        overwrite=chosen.overwrite,
        noting=chosen.write,
    )
    made = import_sheets.judged(found, asked, verbs.day_of(chosen, found), out.alone)
    if chosen.write:
        import_sheets.written(made, found.root, content)
    import_sheets.tell(made, chosen.format, out, wrote=chosen.write)
    if chosen.report:
        from generator.commands import sheet_report  # noqa: PLC0415

        sheet_report.write(made, chosen.report, out.language)
    return int(import_sheets.wrong(made))


def _export(chosen: argparse.Namespace, out: Terminal) -> int:
    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, chosen.format, out)
    from generator.commands import export_sheets, sheet_kinds  # noqa: PLC0415

    content = found.settings.content
    wrong = sheet_kinds.unknown(found.root, content, chosen.under)
    if wrong:
        return verbs.tell(wrong, chosen.format, out)
    rules = found.rules(verbs.day_of(chosen, found))
    count, problems = export_sheets.written(
        found, rules, chosen.kind, chosen.under, chosen.into, out.language
    )
    code = verbs.tell(problems, chosen.format, out)
    said = out.ntr("{n} record written to {file}.", "{n} records written to {file}.", count)
    out.say(said.format(n=count, file=chosen.into))
    return code


def _template(chosen: argparse.Namespace, out: Terminal) -> int:
    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, chosen.format, out)
    from generator.commands import export_sheets  # noqa: PLC0415

    rules = found.rules(verbs.day_of(chosen, found))
    export_sheets.template(found, rules, chosen.kind, chosen.into, out.language)
    out.say(
        out.tr(N_("Written: {file}. Fill it in, then: portal import {kind} {file}")).format(
            file=chosen.into, kind=chosen.kind
        )
    )
    return 0
