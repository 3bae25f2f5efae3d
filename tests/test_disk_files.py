"""Files on the disk: told apart by their bytes, read where there are any, removed with folders."""

from hashlib import sha256
from pathlib import Path

import pytest

from generator.base import disk_files

BYTES = b"one\ntwo"
DIGEST = sha256(BYTES).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a" / "b" / "file"
    path.parent.mkdir(parents=True)
    path.write_bytes(BYTES)
    return path


def test_a_link_is_not_the_file_that_it_leads_to(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file)
    assert disk_files.same(file, DIGEST)
    assert not disk_files.same(link, DIGEST)
    assert not disk_files.same(file, DIGEST[::-1])
    assert not disk_files.same(file.parent, DIGEST)


def test_what_is_not_there_or_no_file_has_no_bytes(file: Path) -> None:
    assert [*disk_files.lines_of(file)] == [b"one\n", b"two"]
    for path in (file.parent, file.with_name("none"), file / "beneath"):
        assert (disk_files.read(path), [*disk_files.lines_of(path)]) == (b"", [])
        assert disk_files.digest_of(path) == ""


def test_what_is_written_to_last_is_there_and_its_digest_is_known(file: Path) -> None:
    assert disk_files.lasting(file, ["one\n", "two"]) == DIGEST
    assert file.read_bytes() == BYTES
    assert disk_files.digest_of(file) == DIGEST
    assert disk_files.lasting(file, b"") == sha256().hexdigest()
    assert disk_files.digest_of(file) == ""


def test_folders_that_are_empty_go_up_to_where_it_stops(file: Path, tmp_path: Path) -> None:
    beside = tmp_path / "a" / "beside"
    beside.write_bytes(b"")
    disk_files.drop_empty(file.parent, tmp_path)
    assert file.is_file()
    file.unlink()
    disk_files.drop_empty(file.parent, tmp_path)
    assert [*tmp_path.rglob("*")] == [beside.parent, beside]
    beside.unlink()
    disk_files.drop_empty(file.parent, tmp_path)  # someone may have removed it before
    assert [*tmp_path.iterdir()] == []
