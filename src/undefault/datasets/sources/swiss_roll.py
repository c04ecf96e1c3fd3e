"""Swiss roll: how far along a rolled-up sheet a point in space lies, with Gaussian noise on the inputs."""

import pandas as pd
from sklearn.datasets import make_swiss_roll

from undefault.datasets.sources.source import Table, generated


def _make(seed: int, *, n_rows: int = 1000, noise: float = 0.5) -> Table:
    x, y = make_swiss_roll(n_rows, noise=noise, random_state=seed)
    return Table(pd.DataFrame(x).add_prefix("x"), pd.Series(y, name="y"))


SWISS_ROLL = generated("swiss_roll", _make)
