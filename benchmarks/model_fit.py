"""A training as Keras's own guide writes it: arrays in, `fit` with validation data, nothing else."""

from typing import Any

from benchmarks.reference import Case

from undefault.records import Setting, TaskType


def fit(case: Case, setting: Setting, *, epochs: int) -> None:
    """Train one setting of a case for ``epochs``, from the same initial weights."""
    import keras

    from undefault.engine.networks import draw_network

    split = case.replicate.split
    model: Any = draw_network(case.task, case.replicate.weights_seed)
    score = "mse" if case.task.task_type is TaskType.REGRESSION else "accuracy"
    model.compile(keras.optimizers.Adam(setting.learning_rate), loss=case.task.loss, metrics=[score])
    model.fit(
        split.x_train,
        split.y_train,
        batch_size=case.task.batch_size,
        epochs=epochs,
        validation_data=(split.x_valid, split.y_valid),
        verbose=0,
    )
