"""One seed's training and validation rows."""

from undefault.datasets.dataset import Dataset, Rows
from undefault.datasets.preprocessor import Preprocessor, fit_preprocessor
from undefault.datasets.strata import cut_with_variety, stratified_order, target_strata
from undefault.records import IntArray, Split
from undefault.seeds import generator


def draw_split(dataset: Dataset, *, seed: int) -> tuple[Split, Preprocessor]:
    """Split the development rows anew by ``seed``, stratified, and prepare them by the training rows alone.

    A quarter (rounded down) is for validation. Every class has a row in training, and one in validation where there is
    room. Raises `DataError` where prepared values do not fit into float32.
    """
    train, valid = _row_numbers(dataset, seed=seed)
    preprocessor = fit_preprocessor(dataset, _take(dataset.development, train))
    x_train, y_train = preprocessor.prepare(_take(dataset.development, train))
    x_valid, y_valid = preprocessor.prepare(_take(dataset.development, valid))
    return Split(x_train, y_train, x_valid, y_valid), preprocessor


def _row_numbers(dataset: Dataset, *, seed: int) -> tuple[IntArray, IntArray]:
    """Return the numbers of the development rows for training and for validation."""
    strata = target_strata(dataset.development.target, dataset.task_type)
    order = stratified_order(strata, generator("split", seed), first=1)
    return cut_with_variety(order, dataset.n_train, dataset.development.target)


def _take(rows: Rows, numbers: IntArray) -> Rows:
    return Rows(rows.features.iloc[numbers], rows.target[numbers])
