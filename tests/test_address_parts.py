"""What may be a part of an address, and what of a name can stay in one."""

import pytest

from generator.base.address_parts import is_slug, slug_like


@pytest.mark.parametrize("name", ["mochong", "2018-lu", "a-1-b", "0"])
def test_small_letters_digits_and_single_hyphens_are_a_part(name: str) -> None:
    assert is_slug(name)
    assert slug_like(name) == name


@pytest.mark.parametrize("name", ["", "a-", "-a", "a--b", "A", "a/b", "a b", "a.b", "a\n", "村"])
def test_nothing_else_is_one(name: str) -> None:
    assert not is_slug(name)


def test_what_can_stay_of_a_name_stays() -> None:
    assert slug_like("Ｍy File (1)") == "my-file-1"
