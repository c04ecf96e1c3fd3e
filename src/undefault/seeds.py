"""Random streams derived from names, so that no result depends on how work was batched or ordered."""

import hashlib

import numpy as np

Part = str | int


def derive_seed(*parts: Part) -> int:
    """Return a 31-bit seed that depends on ``parts`` alone, the same on every machine and run.

    The parts name the stream, outermost first: (sweep seed, task, phase, seed, purpose).

    >>> derive_seed(0, "wine/mlp_16", "split", 3) == derive_seed(0, "wine/mlp_16", "split", 3)
    True
    """
    text = "\x1f".join(f"{type(part).__name__}:{part}" for part in parts)
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") & 0x7FFF_FFFF


def generator(*parts: Part) -> np.random.Generator:
    """Return the random generator of the stream named by ``parts``."""
    return np.random.default_rng(derive_seed(*parts))
