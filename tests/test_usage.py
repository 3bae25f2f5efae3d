"""Whatever is wrong with a command is said in the reader's language, with what would be right."""

import re

import pytest

from generator.commands import cli, new

WRONG = [
    *([], ["frobnicate"], ["检查"], ["--config", "x", "check"], ["check", "--nope"]),
    *(["check", "extra"], ["check", "--config"], ["check", "--jobs"], ["check", "--as-of"]),
    *(["check", "--jobs", each] for each in ("0", "-1", "x", "²", "", "65536", "1.5")),
    *(["check", "--format", "xml"], ["check", "--full"], ["build", "--full=3"], ["new"]),
    *(["new", "road", "a"], ["new", "project"], ["serve", "--port", "99999999"], ["poster"]),
    *(["import", "路", "a.xlsx"], ["import", "projects"], ["export", "projects", "-o", "a.csv"]),
    *(["build", "--f"], ["build", "--fo", "xml"], ["clean", "now"], ["new", "unit", "a", "b"]),
    *(
        ["build", "--as-of", day]
        for day in (
            *("9999-12-31", "0001-01-01", "1900-01-01", "1949-12-31", "2100-01-01", "2018-02-30"),
            *("", "20181231", "2018-W01-1", "2018-1-1", "今天", "2018-12-31T00:00"),
        )
    ),
]
CODES = re.compile(
    # what is typed as it stands, in any language
    r"portal|build|check|serve|desk|new|import|export|template|poster|publish|clean|adopt|register|join"
    r"|verify|witness|log|fetch|take|base_url|key|diff|markdown|--?[a-z-]+|text|json|github"
    r"|\d{4}-[\w:-]+|Excel|\.(?:xlsx|xls|ods|csv)|projects、units、supervisors"
    rf"|{'|'.join(new.WORDS)}|“[^”]*”"
)


@pytest.fixture(autouse=True)
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_a_wrong_command_is_explained_in_chinese_alone(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    said = capsys.readouterr().err
    assert left.value.code == 2
    assert said.count("用法：") == 1
    assert re.findall("[A-Za-z]{2,}", CODES.sub("", said)) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["-h"],
        *([verb, "-h"] for verb in ("build", "check", "serve", "desk", "new", "poster", "publish")),
        *([verb, "-h"] for verb in ("import", "export", "template", "adopt", "register")),
        *([verb, "-h"] for verb in ("verify", "witness", "log", "key", "diff", "join")),
    ],
)
def test_help_is_in_chinese_alone(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    said, _, example = capsys.readouterr().out.partition("示例")
    assert left.value.code == 0
    assert example
    assert said.count("用法：") == 1
    names = r"config\.yaml|PDF|Dask|dask://|rsync(?:://)?|s3://|（[a-z]+）|\([^)]*\)"
    rest = re.sub(names, "", CODES.sub("", said))
    assert re.findall("[A-Za-z]{2,}", rest) == []


def test_a_misspelt_option_is_told_the_one_that_is_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["build", "--as-off", "2018-12-31"])
    assert "“--as-of”" in capsys.readouterr().err


def test_in_english_nothing_is_chinese(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    with pytest.raises(SystemExit):
        cli.main(["check", "--format", "xml"])
    said = capsys.readouterr().err
    assert "usage: portal check" in said
    assert "--format: “xml” is not known; there are: text, json, github" in said
