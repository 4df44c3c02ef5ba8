"""The tree is RFC 6962's, and a proof proves one leaf in one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaodian.foundation.audit import merkle

# The inputs and roots of the reference implementation's own tests.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf(bytes.fromhex(text)) for text in INPUTS]


@pytest.mark.parametrize("count", range(9))
def test_the_root_of_the_reference_inputs_is_the_reference_root(count: int) -> None:
    assert merkle.root(LEAVES[:count]).hex() == ROOTS[count]


def test_the_path_of_the_last_of_five_leaves_is_the_root_of_the_other_four() -> None:
    assert [step.hex() for step in merkle.proof(LEAVES[:5], 4)] == [ROOTS[4]]


def test_the_path_of_the_third_of_five_leaves_is_sibling_cousin_and_the_odd_one() -> None:
    path = merkle.proof(LEAVES[:5], 2)
    assert path == [LEAVES[3], bytes.fromhex(ROOTS[2]), LEAVES[4]]


some_leaves = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@given(some_leaves, st.data())
def test_every_proof_leads_to_the_root_in_at_most_log2_steps(texts: list[bytes], data: st.DataObject) -> None:
    leaves = [merkle.leaf(text) for text in texts]
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.proof(leaves, index)
    assert merkle.root_by_proof(leaves[index], index, len(leaves), path) == merkle.root(leaves)
    assert len(path) <= (len(leaves) - 1).bit_length()


@given(some_leaves, st.data())
def test_a_proof_proves_no_other_leaf_place_or_path(texts: list[bytes], data: st.DataObject) -> None:
    leaves = [merkle.leaf(bytes([i]) + text) for i, text in enumerate(texts)]
    count, root = len(leaves), merkle.root(leaves)
    index = data.draw(st.integers(0, count - 1))
    path = merkle.proof(leaves, index)
    assert merkle.root_by_proof(merkle.leaf(b"another"), index, count, path) != root
    for other in {*range(count), -1, count} - {index}:
        assert merkle.root_by_proof(leaves[index], other, count, path) != root
    assert merkle.root_by_proof(leaves[index], index, count, [*path, merkle.ZERO]) is None
    if path:
        assert merkle.root_by_proof(leaves[index], index, count, path[:-1]) is None


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_of_a_place_outside_the_tree(index: int) -> None:
    with pytest.raises(IndexError):
        merkle.proof(LEAVES[:3], index)
