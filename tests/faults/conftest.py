"""One sweep that nothing happens to, for the others to be compared with."""

from pathlib import Path

import pytest
from sweeps_for_faults import start


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a whole sweep."""
    folder = tmp_path_factory.mktemp("whole")
    code, said = start(folder).end()
    assert code == 0, said
    return folder
