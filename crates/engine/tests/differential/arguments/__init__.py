"""Random operands of built-ins, as terms of Rego: kind by kind, ordinary ones and hostile ones."""

from __future__ import annotations

from random import Random

from . import (  # noqa: F401 (each adds its kinds)
    certificates,
    collections,
    documents,
    formats,
    graphql,
    networks,
    patterns,
    requests,
    scalars,
    times,
    tokens,
)
from .kinds import KINDS, any_value


# Kinds for built-ins that would fill all memory if another number, or another network, took their
# place.
_BOUNDED = {"small", "small_cidr"}


def argument(random: Random, kind: str) -> str:
    """Mostly of the kind that the built-in wants; at times of any."""
    if random.random() >= 0.08:
        return KINDS[kind](random)
    return random.choice(["null", '"x"', "[1]"]) if kind in _BOUNDED else any_value(random)
