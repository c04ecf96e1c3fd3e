"""Preparing rows for a network: holes filled, numbers scaled, categories one-hot; fitted on training rows only."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, StandardScaler

from undefault.datasets.dataset import Dataset, HeldBack, Rows, Schema
from undefault.errors import DataError
from undefault.records import FloatArray, TaskType

_SCALERS = {"standard": StandardScaler, "minmax": MinMaxScaler, "none": FunctionTransformer}
SCALES = tuple(_SCALERS)


@dataclass(frozen=True)
class Preprocessor:
    """One seed's preparation.

    ``columns`` and ``target`` are fitted scikit-learn transformers. ``known`` ``(n_features,)`` is false for categories
    that no training row has: their columns are zero for every row, as for a category never heard of.
    """

    columns: Any
    target: Any
    known: npt.NDArray[np.bool_]

    def prepare(self, rows: Rows) -> tuple[FloatArray, FloatArray]:
        """Return the rows as float32 ``x`` ``(n_rows, n_features)`` and ``y`` ``(n_rows,)``, all finite.

        Raises `DataError` where a value leaves the range of float32.
        """
        x = self.columns.transform(rows.features) * self.known
        y = self.target.transform(rows.target[:, None])[:, 0]
        return _as_float32(x), _as_float32(y)

    def test_rows(self, held_back: HeldBack) -> tuple[FloatArray, FloatArray]:
        """Return the test rows as this seed's network sees them; shapes and errors as in `prepare`."""
        return self.prepare(held_back.rows)


def fit_preprocessor(dataset: Dataset, training: Rows) -> Preprocessor:
    """Fit the preparation that the dataset's configuration asks for on training rows."""
    columns = _column_transformer(dataset.schema, dataset.spec.scale)
    x = columns.fit_transform(training.features)
    n_numeric = len(dataset.schema.numeric)
    known = (x != 0).any(axis=0) | (np.arange(x.shape[1]) < n_numeric)
    scale_target = dataset.spec.scale_target if dataset.task_type is TaskType.REGRESSION else "none"
    return Preprocessor(columns, _SCALERS[scale_target]().fit(training.target[:, None]), known)


def _column_transformer(schema: Schema, scale: str) -> Any:
    """Return the unfitted preparation: numbers first, then one column for each category of the schema."""
    numbers = make_pipeline(SimpleImputer(strategy="median", keep_empty_features=True), _SCALERS[scale]())
    one_hot = OneHotEncoder(
        categories=[list(categories) for categories in schema.categorical.values()],
        handle_unknown="ignore",
        sparse_output=False,
    )
    return ColumnTransformer(
        [("numeric", numbers, list(schema.numeric)), ("categorical", one_hot, list(schema.categorical))]
    )


def _as_float32(values: FloatArray) -> FloatArray:
    with np.errstate(over="ignore"):
        prepared = values.astype(np.float32)
    if not np.isfinite(prepared).all():
        raise DataError(
            "prepared values must fit into float32, but some are too large; correct extreme values in the data"
        )
    return prepared
