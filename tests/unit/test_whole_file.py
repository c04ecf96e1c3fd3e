"""Files are whole or absent."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undefault.whole_file import whole_file


@given(before=st.binary(), after=st.binary())
def test_a_file_holds_what_was_written_last(
    tmp_path_factory: pytest.TempPathFactory, before: bytes, after: bytes
) -> None:
    path = tmp_path_factory.mktemp("folder") / "file"
    for content in (before, after):
        with whole_file(path) as file:
            file.write(content)
    assert path.read_bytes() == after
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_file_that_was_left_half_written_is_the_one_before(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")

    def write() -> None:
        with whole_file(path) as file:
            file.write(b"half")
            raise error

    with pytest.raises(error):
        write()
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_has_the_name_before_all_is_written(tmp_path: Path) -> None:
    with whole_file(tmp_path / "file") as file:
        file.write(b"half")
        assert not (tmp_path / "file").exists()
