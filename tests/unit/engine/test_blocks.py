"""Where lanes lie in the kernels' memory: nothing is lost, mixed or out of place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from undefault.engine.blocks import ALIGNMENT, Blocks

SIZES = st.tuples(st.integers(1, 70), st.integers(1, 5), st.sampled_from([1, 4, 16]))


@given(SIZES)
def test_lanes_come_back_as_they_were_spread(sizes: tuple[int, int, int]) -> None:
    n_settings, n_seeds, width = sizes
    values = np.arange(3 * n_settings * n_seeds, dtype=np.float32).reshape(3, -1)
    blocks = Blocks(n_settings, n_seeds, width)
    np.testing.assert_array_equal(blocks.collect(blocks.spread(values)), values.T)


@given(SIZES)
def test_a_block_holds_lanes_of_its_own_seed_only(sizes: tuple[int, int, int]) -> None:
    n_settings, n_seeds, width = sizes
    blocks = Blocks(n_settings, n_seeds, width)
    lanes = blocks.spread(np.tile(np.arange(1, n_seeds + 1), n_settings))
    for seed, block in zip(blocks.seeds, lanes, strict=True):
        assert set(block) <= {0, seed + 1}


@given(SIZES)
def test_places_without_a_lane_hold_zeros_and_are_fewer_than_a_block_for_each_seed(sizes: tuple[int, int, int]) -> None:
    n_settings, n_seeds, width = sizes
    lanes = Blocks(n_settings, n_seeds, width).spread(np.ones(n_settings * n_seeds))
    assert lanes.sum() == n_settings * n_seeds
    assert lanes.size - n_settings * n_seeds < width * n_seeds


@given(SIZES)
def test_every_block_begins_where_a_register_can_be_loaded(sizes: tuple[int, int, int]) -> None:
    n_settings, n_seeds, _ = sizes
    room = Blocks(n_settings, n_seeds, 16).empty(3)
    assert room.flags.c_contiguous
    assert [block.ctypes.data % ALIGNMENT for block in room] == [0] * len(room)
