"""What lies in a file for want of memory is read as it was put there."""

from pathlib import Path

import pytest

from generator.base.spill_file import File, Stretch


def test_each_part_is_read_as_it_was_added(tmp_path: Path) -> None:
    file = File(tmp_path)
    one, two = Stretch(file, b"one"), Stretch(file, b"and two")
    assert (bytes(two), bytes(one), len(two)) == (b"and two", b"one", 7)
    assert [*tmp_path.iterdir()] == []


def test_what_is_there_no_more_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    file = File(tmp_path)
    at, size = file.add(b"one")
    with pytest.raises(OSError, match="Input/output"):
        file.read(at, size + 1)
