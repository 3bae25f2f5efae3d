"""What is no file of the site's own is never opened, whoever asks."""

import os
import socket
from pathlib import Path

import pytest

from generator.base.problems import Problem
from generator.model import config
from generator.parse import record_file
from tests import sites

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes need special rights")
HERE = "content/projects/jia/dong/shang"


def told(folder: Path) -> list[str]:
    """Return the places and codes of the errors of a site."""
    return [f"{each.place.file} {each.code}" for each in errors(folder)]


def errors(folder: Path) -> list[Problem]:
    return [each for each in sites.judge(folder) if each.severity == "error"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "away/sub").mkdir(parents=True)
    (tmp_path / "away/secret.yaml").write_text("title: 外面", encoding="utf-8")
    (tmp_path / "away/x.png").write_bytes(b"x")
    return sites.lay(tmp_path / "site")


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (f"{HERE}/2018-a.yaml", "{away}/secret.yaml"),
        (f"{HERE}/2018-a.yaml", "../../../../../../away/secret.yaml"),
        (f"{HERE}/2018-a.md", "{away}/none.md"),
        (f"{HERE}/a.png", "{away}/x.png"),
        ("content/documents/a.pdf", "{away}/x.png"),
        ("content/projects/jia/away", "{away}"),
        ("content/projects/jia/away", "../../../../away/sub"),
        ("content/slugs.yaml", "{away}/secret.yaml"),
        ("content/traditional.yaml", "{away}/secret.yaml"),
        ("content/words.yaml", "{away}/secret.yaml"),
        ("templates/home.html", "{away}/secret.yaml"),
        ("templates/assets/x.png", "{away}/x.png"),
        ("templates/parts", "{away}/sub"),
    ],
)
def test_a_link_that_leads_out_is_refused_and_not_opened(
    site: Path, link: str, target: str
) -> None:
    path = site / link
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target.format(away=site.parent / "away"))
    assert told(site) == [f"{link} P019"]


def test_a_chain_of_links_is_followed_to_its_end(site: Path) -> None:
    (site / HERE / "2018-a.yaml").symlink_to(site.parent / "away/secret.yaml")
    (site / HERE / "2018-b.yaml").symlink_to("2018-a.yaml")
    assert told(site) == [f"{HERE}/2018-a.yaml P019", f"{HERE}/2018-b.yaml P019"]


def test_a_link_to_a_file_within_is_followed_and_one_to_a_folder_is_not(site: Path) -> None:
    (site / HERE / "2018-in.md").symlink_to("2018-gonglu.md")
    assert told(site) == []
    (site / "content/projects/jia/dong/again").symlink_to("shang")
    (site / HERE / "up").symlink_to("..")
    assert told(site) == ["content/projects/jia/dong/again P019", f"{HERE}/up P019"]


def test_the_folder_of_the_records_may_itself_be_a_link(site: Path) -> None:
    (site / "content").rename(site.parent / "records")
    (site / "content").symlink_to(site.parent / "records")
    assert told(site) == []


@pytest.mark.parametrize(
    "path",
    [
        f"{HERE}/2018-a.md",
        f"{HERE}/2018-a.yaml",
        f"{HERE}/luji2.png",
        "content/documents/a.pdf",
        "content/slugs.yaml",
        "templates/home.html",
        "templates/assets/x.png",
    ],
)
def test_a_pipe_is_told_and_never_waited_for(site: Path, path: str) -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(site / path)
    assert told(site) == [f"{path} P020"]


def test_a_socket_and_a_folder_named_as_a_record_are_told(site: Path) -> None:
    (site / HERE / "2018-a.md").mkdir()
    here = Path.cwd()
    os.chdir(site / "content/pages")  # as the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("s.md")
    finally:
        os.chdir(here)
    assert told(site) == ["content/pages/s.md P020", f"{HERE}/2018-a.md P020"]


def test_a_pipe_in_place_of_the_configuration_is_told(site: Path) -> None:
    (site / "config.yaml").unlink()
    os.mkfifo(site / "config.yaml")
    found, (problem,) = config.load(site / "config.yaml")
    assert found is None
    assert problem.code == "P020"


def test_what_became_a_pipe_since_it_was_listed_is_told_too(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    found, (problem,) = record_file.read(tmp_path, "a.md")
    assert found is None
    assert problem.code == "P001"
