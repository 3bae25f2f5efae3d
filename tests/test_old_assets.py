"""Pages that are open or cached find the style and the script they were made with, for a while."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from generator.build import old_assets
from generator.build.site_writer import Output
from generator.build.sums_file import SUMS
from generator.commands.preview_state import Preview
from tests.conftest import files, load
from tests.test_build import a_project, edit, make, rename_title

FIRST = "2026-03-01"


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine's clock show noon of a day in Shanghai."""
    seconds = (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400 + 4 * 3_600
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))


def restyle(root: Path, text: str) -> None:
    """Give the site a style of its own."""
    own = root / "templates/assets/style.css"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(text, "utf-8")


def styles(root: Path) -> set[str]:
    """Return the addresses of all forms of the site's style that lie in it."""
    found = root.glob("site/assets/style.*.css")
    return {path.relative_to(root / "site").as_posix() for path in found}


def test_a_style_that_changes_twice_stays_in_all_its_forms_until_its_days_are_over(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(whole / "config.yaml", "languages:", "precompress: [gz]\nlanguages:")
    on(FIRST, monkeypatch)
    make(whole)
    [shipped] = styles(whole)
    content = (whole / "site" / shipped).read_bytes()
    restyle(whole, "p { color: red }")
    make(whole)
    [red] = styles(whole) - {shipped}
    on("2026-03-11", monkeypatch)
    restyle(whole, "p { color: blue }")
    make(whole)
    assert {shipped, red} < styles(whole)
    assert len(styles(whole)) == 3
    assert (whole / "site" / shipped).read_bytes() == content
    assert gzip.decompress((whole / "site" / f"{shipped}.gz").read_bytes()) == content
    listed = (whole / "site" / SUMS).read_text("utf-8")
    assert all(f"  {url}\n" in listed for url in (shipped, red, f"{red}.gz", old_assets.LIST))
    on("2026-03-31", monkeypatch)
    make(whole)
    assert len(styles(whole)) == 3
    on("2026-04-01", monkeypatch)  # nothing else has changed
    assert make(whole).published
    assert shipped not in styles(whole)
    assert red in styles(whole)
    on("2026-04-11", monkeypatch)
    make(whole)
    assert len(styles(whole)) == 1
    assert not (whole / "site" / old_assets.LIST).exists()
    assert not [*whole.glob("site/assets/style.*.css.gz")][1:]


def test_what_is_kept_does_not_depend_on_caches_and_goes_with_clean(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(FIRST, monkeypatch)
    make(whole)
    restyle(whole, "p { color: red }")
    make(whole)
    before = files(whole / "site")
    on("2026-03-20", monkeypatch)
    for full in (False, True):
        make(whole, full=full)
        assert files(whole / "site") == before
    with Output(whole / "site", whole / ".portal", whole) as out:
        out.forget()
    make(whole)
    assert files(whole / "site") == before
    rename_title(a_project(whole), "另一条路")
    report = make(whole)
    assert report.published
    assert {url for url in before if url.startswith("assets/")} <= files(whole / "site").keys()
    found = load(whole)
    with Output(found.output, found.state, found.root) as out:
        out.clean()
    assert not (whole / "site").exists()


def test_a_preview_keeps_no_old_style_beside_that_of_the_day(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(FIRST, monkeypatch)
    preview = Preview(whole / "config.yaml", "en", whole / "site")
    for text in ("p { color: red }", "p { color: blue }"):
        restyle(whole, text)
        assert preview.rebuild([whole / "templates/assets/style.css"])
        assert len(styles(whole)) == 1
        assert not (whole / "site" / old_assets.LIST).exists()
    make(whole)  # what was a preview there is no build that a page could be open of
    assert len(styles(whole)) == 1


def test_a_style_that_comes_back_is_no_old_one(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(FIRST, monkeypatch)
    make(whole)
    before = files(whole / "site")
    restyle(whole, "p { color: red }")
    make(whole)
    (whole / "templates/assets/style.css").unlink()
    make(whole)
    assert len(styles(whole)) == 2
    on("2026-04-02", monkeypatch)
    make(whole)
    assert files(whole / "site") == before


def test_only_what_pages_need_stays_and_only_with_its_own_bytes(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(FIRST, monkeypatch)
    restyle(whole, "p { color: red }")
    picture = whole / "templates/assets/family.jpg"
    picture.write_bytes(b"a picture of people")
    make(whole)
    [red] = styles(whole)
    [shown] = whole.glob("site/assets/family.*.jpg")
    picture.unlink()
    make(whole)
    assert not shown.exists()
    (whole / "site" / red).write_text("p { color: bad }", "utf-8")
    restyle(whole, "p { color: blue }")
    make(whole)
    assert red not in styles(whole)


def test_nothing_is_kept_where_none_is_wanted(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on(FIRST, monkeypatch)
    edit(whole / "config.yaml", "languages:", "keep_assets: 0\nlanguages:")
    make(whole)
    restyle(whole, "p { color: red }")
    make(whole)
    assert len(styles(whole)) == 1
    assert not (whole / "site" / old_assets.LIST).exists()


@pytest.mark.parametrize(
    "text", ["", "2026-03-01", "2999-01-01  {url}\n", "2026-99-99  {url}\n", "\0\xff  {url}", "x\n"]
)
def test_a_list_of_old_assets_that_is_spoilt_makes_them_stay_longer_at_most(
    text: str, tmp_path: Path
) -> None:
    url = f"assets/style.{old_assets.mark(b'p')}.css"
    (tmp_path / "assets").mkdir()
    (tmp_path / url).write_bytes(b"p")
    (tmp_path / old_assets.LIST).write_text(text.format(url=url), "utf-8")
    today = date(2026, 3, 2)
    found = dict(old_assets.find(tmp_path, [url, old_assets.LIST], (), 30, today))
    assert found == {url: b"p", old_assets.LIST: f"2026-03-02  {url}\n".encode()}
    (tmp_path / old_assets.LIST).write_bytes(found[old_assets.LIST])
    assert not old_assets.overdue(tmp_path, 30, date(2026, 4, 1))
    assert old_assets.overdue(tmp_path, 30, date(2026, 4, 2))
    assert not [*old_assets.find(tmp_path, [url], (), 30, date(2026, 4, 2))]


@pytest.mark.parametrize(
    "url",
    [
        "assets/style.css",
        "assets/style.0123456789.css",
        "assets/style.0123456789.css.gz",
        "assets/photo.{mark}.jpg",
        "assets/kept.txt",
        "assets/../style.{mark}.css",
        "assets/far/style.{mark}.css",
        "media/style.{mark}.css",
        "assets/gone.{mark}.js",
    ],
)
def test_what_is_no_style_or_script_with_its_own_bytes_does_not_stay(
    url: str, tmp_path: Path
) -> None:
    url = url.format(mark=old_assets.mark(b"p"))
    (tmp_path / "assets").mkdir()
    if "gone" not in url:
        (tmp_path / url).parent.mkdir(exist_ok=True)
        (tmp_path / url).write_bytes(b"p")
    assert not [*old_assets.find(tmp_path, [url], (), 30, date(2026, 3, 2))]
