"""The registry of kinds, and how terms are written."""

from __future__ import annotations

import json
from random import Random
from typing import Any, Callable, Iterable

Kind = Callable[[Random], str]

KINDS: dict[str, Kind] = {}


def kind(make: Kind) -> Kind:
    """Adds a function as the kind of its name, without the `_` that keeps it from a name of Python."""
    KINDS[make.__name__.rstrip("_")] = make
    return make


def any_value(random: Random) -> str:
    """A term of any kind."""
    return KINDS[random.choice(list(KINDS))](random)


def term(value: Any) -> str:
    """A value of JSON as a term."""
    return json.dumps(value)


def array_of(terms: Iterable[str]) -> str:
    return f"[{', '.join(terms)}]"


def set_of(terms: Iterable[str]) -> str:
    inner = ", ".join(terms)
    return f"{{{inner}}}" if inner else "set()"


def object_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Of each key the first pair counts: a term may not name a key twice."""
    first: dict[str, str] = {}
    for key, value in pairs:
        first.setdefault(key, value)
    return f"{{{', '.join(f'{key}: {value}' for key, value in first.items())}}}"


def some(random: Random, make: Kind, most: int = 4) -> list[str]:
    """A few terms of a kind, or none."""
    return [make(random) for _ in range(random.randint(0, most))]


def spoilt(random: Random, text: str) -> str:
    """A text with an accident: something lost, doubled, swapped or put in."""
    if not text:
        return text
    at = random.randrange(len(text))
    to = min(len(text), at + random.randint(1, 4))
    inserted = random.choice(["\x00", " ", "\n", "é", "-", "0", "9", "/", ".", "%", "\u2028", "😀", "{"])
    return random.choice(
        [
            text[:at] + text[to:],
            text[:at],
            text[:to] + text[at:],
            text[:at] + inserted + text[at:],
            text[:at] + inserted + text[to:],
            text[:at] + text[at:].swapcase(),
            f" {text}",
            f"{text} ",
            text[::-1],
        ]
    )


def mostly(random: Random, texts: list[str], often: float = 0.3) -> str:
    """One of these texts as a term, at times spoilt."""
    chosen = random.choice(texts)
    return term(spoilt(random, chosen) if random.random() < often else chosen)
