"""Arrays, sets, objects, and what goes with them."""

from __future__ import annotations

from random import Random

from .kinds import array_of, kind, object_of, set_of, some, term
from .scalars import boolean, index, null, number, part, text

_SHAPES = ("array", "set", "object")


@kind
def anything(random: Random) -> str:
    return _value(random, 3)


@kind
def array(random: Random) -> str:
    return array_of(_values(random, 2, _SHAPES))


@kind
def set_(random: Random) -> str:
    return _set(random, 2, _SHAPES)


@kind
def object_(random: Random) -> str:
    return _object(random, 3)


@kind
def collection(random: Random) -> str:
    return random.choice([array, set_])(random)


@kind
def strings(random: Random) -> str:
    terms = some(random, random.choice([text, part]), 5)
    return random.choice([array_of, set_of])(terms)


@kind
def string_or_strings(random: Random) -> str:
    return random.choice([text, part, strings])(random)


@kind
def numbers(random: Random) -> str:
    return random.choice([array_of, set_of])(some(random, number, 5))


@kind
def sets(random: Random) -> str:
    """A set of sets, over few members so that they meet."""
    few = [set_of(random.sample(["1", "2", '"a"', "[1]", "null"], random.randint(0, 4))) for _ in range(3)]
    return set_of(few[: random.randint(0, 3)])


@kind
def objects(random: Random) -> str:
    return array_of(some(random, object_))


@kind
def key(random: Random) -> str:
    return random.choice([_key, _key, path, index])(random)


@kind
def keys(random: Random) -> str:
    if random.random() < 0.2:
        return _object(random, 1)
    return random.choice([array_of, set_of])(some(random, _key))


@kind
def path(random: Random) -> str:
    """The way to a value: an array of keys, or a text with slashes."""
    steps = [random.choice(["a", "b", "c", "0", "1", "", "a~1b", "~0", "-", "é"]) for _ in range(random.randint(0, 3))]
    if random.random() < 0.5:
        return term(random.choice(["", "/"]) + "/".join(steps))
    return array_of(random.choice([term(step), index(random)]) if random.random() < 0.2 else term(step) for step in steps)


@kind
def paths(random: Random) -> str:
    return random.choice([array_of, set_of])(some(random, path))


@kind
def patches(random: Random) -> str:
    """Operations of a JSON patch."""
    return array_of(some(random, _patch, 3))


@kind
def graph(random: Random) -> str:
    """Nodes, each with those that it leads to."""
    return object_of((_node(random), _nodes(random)) for _ in range(random.randint(0, 5)))


@kind
def nodes(random: Random) -> str:
    return _nodes(random)


@kind
def deep(random: Random) -> str:
    """One value inside of another, and so on."""
    depth = random.choice([5, 10, 14])
    return "[" * depth + random.choice(["", "1"]) + "]" * depth


@kind
def replacements(random: Random) -> str:
    return object_of((part(random), part(random)) for _ in range(random.randint(0, 4)))


def _patch(random: Random) -> str:
    operation = random.choice(["add", "remove", "replace", "move", "copy", "test", "nope", "add"])
    members = [('"op"', term(operation)), ('"path"', path(random))]
    if operation in ("move", "copy") or random.random() < 0.1:
        members.append(('"from"', path(random)))
    if operation in ("add", "replace", "test") and random.random() < 0.95:
        members.append(('"value"', _value(random, 1)))
    return object_of(members)


def _node(random: Random) -> str:
    return random.choice(['"a"', '"b"', '"c"', '"d"', '"e"', "1", "null"])


def _nodes(random: Random) -> str:
    if random.random() < 0.1:
        return random.choice(["null", '"a"', "{}", "1"])
    return random.choice([array_of, set_of])(some(random, _node, 3))


# In a set objects and sets never stand beside each other: OPA orders sets last, and the engine before
# objects.
_WITHOUT_SETS = ("array", "object")
_WITHOUT_OBJECTS = ("array", "set")


def _value(random: Random, depth: int, shapes: tuple[str, ...] = _SHAPES) -> str:
    if depth <= 0 or random.random() < 0.3:
        return random.choice([text, part, number, number, boolean, null])(random)
    shape = random.choice(shapes)
    if shape == "object":
        return _object(random, depth - 1, shapes)
    if shape == "array":
        return array_of(_values(random, depth - 1, shapes))
    return _set(random, depth - 1, shapes)


def _values(random: Random, depth: int, shapes: tuple[str, ...]) -> list[str]:
    return some(random, lambda random: _value(random, depth, shapes))


def _set(random: Random, depth: int, shapes: tuple[str, ...]) -> str:
    inner = random.choice([_WITHOUT_SETS, _WITHOUT_OBJECTS]) if shapes == _SHAPES else shapes
    return set_of(_values(random, depth, inner))


def _object(random: Random, depth: int, shapes: tuple[str, ...] = _SHAPES) -> str:
    pairs = [(_key(random), _value(random, depth, shapes)) for _ in range(random.randint(0, 4))]
    return object_of(pairs)


def _key(random: Random) -> str:
    few = ['"a"', '"b"', '"c"', '"a"', '"b"', '"0"', '""', '"a/b"', '"~"', '"é"', "1", "0", "true", "null", "[1]", '{"k": 1}']
    return random.choice(few)
