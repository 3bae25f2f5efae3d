"""How long `portal import` and `portal export` take with 30,000 projects in one workbook.

`python -m tests.benchmarks.sheets` lays the demonstration out in a folder of its own, makes a
workbook as counties have it (34 columns, a unit of money in its formats, places by name), and says
time by the clock, processor time and the memory of the largest process: of a trial, of writing, of
the same once more, and of the way back.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from generator.records import sheet_places
from generator.records.batches import walk
from tests.conftest import ROOT

ROWS = 30_000
HEADINGS = (
    "序号 项目年度 项目名称 项目类别 项目状态 项目主管单位 县 乡镇 村 实施主体 建设详细地址"
    " 建设性质 实施年度 完结年度 建设周期 是否贫困村 绩效目标 是否统筹整合项目 资金文号来源"
    " 项目建设规模及内容 受益非贫困户 受益非贫困人口 受益贫困户 受益贫困人口 项目负责人"
    " 联系方式 社会效益 经济效益 统筹资金规模 中央资金 省级资金 市级资金 县级资金 社会资金"
)
HEAD = HEADINGS.split()
WORKS = ("通组路硬化", "人饮工程", "茶叶种植", "养牛场", "危房改造")


def lay(folder: Path) -> None:
    """Lay out the units of the demonstration, without its projects."""
    for name in ("config.yaml", "content/units", "content/pages"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-r", ROOT / name, folder / name], check=True)
    answers = folder / "content/imports/projects.yaml"
    answers.parent.mkdir()
    answers.write_text("fill:\n  sources.fund: 财政专项扶贫资金\n", "utf-8")


def workbook(root: Path, into: Path) -> None:
    """Write the workbook: row by row another village, and in each its works one after another."""
    tree = walk(root, "content")
    files = {file.id: file.path for file in tree.files if file.kind == "units"}
    units = sheet_places.read(root, files)
    villages = [each for each in units.values() if each.level == "village"]
    with xlsxwriter.Workbook(str(into), {"constant_memory": True}) as book:
        sheet, money = book.add_worksheet("项目库"), book.add_format({"num_format": '0.00"万元"'})
        sheet.write_row(0, 0, ["2018年项目库"])
        sheet.write_row(1, 0, HEAD)
        for n in range(ROWS):
            village = villages[n % len(villages)]
            town = village.id.rpartition("/")[0]
            county, turn = town.rpartition("/")[0], n // len(villages)
            names = [units[each].names[0] for each in (county, town, village.id)]
            title = f"{names[2]}{WORKS[turn % 5]}{turn // 5 + 1}期"
            row = [n + 1, 2018, title, "基础设施", "入库", "示例县扶贫局", *names, "示例镇人民政府"]
            row += [f"{n % 9 + 1}组", "新建", 2018, 2018, "2018.3-2018.11", "是", f"方便{n % 90}户"]
            row += ["是", f"示例财农〔2018〕{n % 90 + 1}号", "硬化路面2公里，宽4.5米，厚20厘米"]
            row += [n % 40 + 5, n % 160 + 150, n % 30 + 5, n % 120 + 20, "示例甲", "0854-0000000"]
            sheet.write_row(n + 2, 0, [*row, "方便出行", "降低运输成本"])
            parts = [(amount := 10 + n % 700 / 10) + 5, amount, 5, 0, 0, 0]
            for column, part in enumerate(parts, len(HEAD) - len(parts)):
                sheet.write_number(n + 2, column, part, money)


def run(root: Path, *arguments: str | Path) -> None:
    """Run a verb, and say what it took."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    begun = time.monotonic()
    process = subprocess.Popen(
        [*command, "--config", str(root / "config.yaml")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    said = process.stderr.read().strip().splitlines()
    _, status, used = os.wait4(process.pid, 0)
    clock = time.monotonic() - begun
    seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
    last = next((line for line in reversed(said) if any(map(str.isdigit, line))), "")
    verb = " ".join(map(str, arguments[:2]))
    print(f"{verb}: {clock:.1f} s by the clock, {seconds:.1f} s, {memory} MB, {status}: {last}")


def main() -> None:
    """Do it all once, one after another."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay(root)
        workbook(root, root / "county.xlsx")
        run(root, "import", "projects", root / "county.xlsx")
        run(root, "import", "projects", root / "county.xlsx", "--write")
        run(root, "import", "projects", root / "county.xlsx")
        run(root, "export", "projects", "-o", root / "ours.xlsx")
        run(root, "import", "projects", root / "ours.xlsx")


if __name__ == "__main__":
    main()
