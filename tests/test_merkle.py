"""Trees in tiles: held against another implementation, tile by tile and proof by proof."""

from collections.abc import Iterator

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.base import merkle
from generator.base.merkle import Tree

SIZES = (1, 2, 3, 7, 255, 256, 257, 511, 512, 700, 1000)


def entry(number: int) -> bytes:
    return f"record {number}".encode()


class Tiles(dict[str, bytes]):
    """The tiles of a tree, by address; one that is not there is a file that is not there."""

    def __missing__(self, url: str) -> bytes:
        raise FileNotFoundError(url)

    def tree(self, size: int) -> Tree:
        return Tree(size, self.__getitem__)

    def grow(self, size: int, more: int) -> int:
        self |= merkle.grown(self.tree(size), [entry(size + each) for each in range(more)])
        return size + more


@pytest.fixture(scope="module")
def oracle() -> pymerkle.InmemoryTree:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(max(SIZES)):
        tree.append_entry(entry(number))
    return tree


@pytest.fixture(scope="module")
def tiles() -> Tiles:
    found, size = Tiles(), 0
    for each in SIZES:
        size = found.grow(size, each - size)
    return found


@pytest.mark.parametrize("size", SIZES)
def test_a_root_is_that_of_another_implementation(
    size: int, tiles: Tiles, oracle: pymerkle.InmemoryTree
) -> None:
    assert tiles.tree(size).root() == oracle.get_root(size)
    assert tiles.tree(max(SIZES)).root(size) == oracle.get_root(size)


@pytest.mark.parametrize("size", SIZES)
def test_a_proof_is_that_of_another_implementation(
    size: int, tiles: Tiles, oracle: pymerkle.InmemoryTree
) -> None:
    tree = tiles.tree(size)
    for index in {0, size // 3, size // 2, size - 1}:
        proof = tree.inclusion(index)
        other = oracle.prove_inclusion(index + 1, size).serialize()
        assert [each.hex() for each in proof] == other["path"][1:]
        assert merkle.held_in(entry(index), index, size, proof, tree.root())


@pytest.mark.parametrize("size", SIZES)
def test_a_tree_is_proved_to_have_grown_as_another_implementation_proves_it(
    size: int, tiles: Tiles, oracle: pymerkle.InmemoryTree
) -> None:
    largest = tiles.tree(max(SIZES))
    proof = largest.consistency(size)
    root = oracle.get_root(size)
    assert merkle.grew(size, root, largest.size, largest.root(), proof)
    other = oracle.prove_consistency(size, largest.size)
    pymerkle.verify_consistency(root, oracle.get_root(largest.size), other)


def altered(proof: list[bytes]) -> Iterator[list[bytes]]:
    """Yield proofs that are almost right."""
    for at, each in enumerate(proof):
        yield [*proof[:at], bytes([each[0] ^ 1]) + each[1:], *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[: at + 1], *proof[at:]]
    yield [*proof, bytes(32)]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 700), st.data())
def test_no_other_proof_holds(size: int, data: st.DataObject) -> None:
    tiles = Tiles()
    tiles.grow(0, size)
    tree = tiles.tree(size)
    index, before = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    root, proof = tree.root(), tree.inclusion(index)
    assert merkle.held_in(entry(index), index, size, proof, root)
    assert not merkle.held_in(entry(index) + b" ", index, size, proof, root)
    assert not any(merkle.held_in(entry(index), index, size, each, root) for each in altered(proof))
    proof, older = tree.consistency(before), tree.root(before)
    assert merkle.grew(before, older, size, root, proof)
    assert not any(merkle.grew(before, older, size, root, each) for each in altered(proof))
    forged = tiles.tree(size).root(max(1, before - 1)) if before > 1 else bytes(32)
    assert not merkle.grew(before, forged, size, root, proof)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 300), min_size=1, max_size=5))
def test_a_tree_that_grew_step_by_step_is_the_one_made_at_once(steps: list[int]) -> None:
    size, grown, once = 0, Tiles(), Tiles()
    for step in steps:
        size = grown.grow(size, step)
    once.grow(0, size)
    assert {url: grown[url] for url in merkle.addresses(size)} == once
    assert [url for url in once if merkle.parsed(url) is None] == []


def test_a_tree_of_70000_leaves_has_the_tiles_of_the_specification() -> None:
    widths = [(level, width) for level, _, width in merkle.tiles(70_000)]
    assert widths.count((0, 256)) == 273
    assert [each for each in widths if each[1] < 256] == [(0, 112), (1, 17), (2, 1)]
    assert merkle.address(0, 1_234_067, 17) == "tile/0/x001/x234/067.p/17"
    assert merkle.parsed("tile/0/x001/x234/067.p/17") == ("0", 1_234_067, 17)


def test_entries_that_are_not_those_that_were_hashed_are_told() -> None:
    tiles = Tiles()
    tiles.grow(0, 5)
    tiles["tile/entries/000.p/5"] = merkle.bundle([entry(each) for each in (0, 1, 2, 3, 5)])
    with pytest.raises(merkle.Broken):
        tiles.tree(5).entry(0)
    tiles["tile/entries/000.p/5"] = b"\0\x08record"
    with pytest.raises(merkle.Broken):
        tiles.tree(5).entry(0)


def test_a_tile_that_was_cut_is_told() -> None:
    tiles = Tiles()
    tiles.grow(0, 5)
    tiles["tile/0/000.p/5"] = tiles["tile/0/000.p/5"][:-1]
    with pytest.raises(merkle.Broken):
        tiles.tree(5).root()


def test_a_leaf_is_not_shown_to_lie_in_a_larger_tree_than_it_does() -> None:
    root = merkle.leaf(entry(0))
    assert merkle.held_in(entry(0), 0, 1, [], root)
    assert not merkle.held_in(entry(0), 0, 2, [], root)
