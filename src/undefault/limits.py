"""How far a searched range can go: what Keras takes, and what still makes a difference."""

from undefault.specs import Range

# What every argument of a decay may be: Keras divides by decay_steps and refuses a factor of 1 or more
DECAY_BOUNDS = {
    "decay_steps": (1.0, 1e9),
    "decay_rate": (0.0, 1e6),
    "alpha": (0.0, 1.0),
    "factor": (0.0, 0.999),
    "patience": (0.0, 1e9),
    "min_lr": (0.0, 1e3),
}
NO_GROWTH = 1.0  # an exponential decay by more would raise the rate
COMPLEMENT_BOUNDS = (1e-6, 1.0)  # of 1 - value: from 0 to what float32 still tells from 1
MOST_WEIGHT_DECAY = 1.0  # a step takes this times the learning rate off each weight
POSITIVE_BOUNDS = (1e-12, 1e6)  # learning rates, and whatever else has no bound of its own


def limits_of(hyperparameter: str, searched: Range, *, n_epochs: int) -> tuple[float, float]:
    """Return the lowest and the highest bound that a range of this hyperparameter can have, as the search sees it.

    Arguments of a decay are named as in ``exponential.decay_rate``. Patience beyond the budget changes nothing, and
    below the least weight decay lies none at all, which the search can choose anyway.
    """
    kind, _, argument = hyperparameter.rpartition(".")
    if argument == "patience":
        low, high = 0.0, float(n_epochs)
    elif kind:
        low, high = DECAY_BOUNDS[argument]
        high = NO_GROWTH if kind == "exponential" else high
    elif searched.complement:
        low, high = COMPLEMENT_BOUNDS
    elif argument == "weight_decay":
        low, high = searched.low, MOST_WEIGHT_DECAY
    else:
        low, high = POSITIVE_BOUNDS
    least = 1.0 if searched.integer else POSITIVE_BOUNDS[0]
    return max(low, least) if searched.log else low, high
