"""Random policies of one module: a rule or two of every kind, over random statements."""

from __future__ import annotations

from random import Random
from typing import Iterator

from cases import Question
from expressions import DATA, HELPERS, INPUT, Expressions


def questions(random: Random, count: int) -> Iterator[Question]:
    """As many policies as wanted, some of which OPA will refuse."""
    for _ in range(count):
        module = HELPERS + _rules(random) + "\n"
        yield Question([module], document=INPUT, data=DATA)


def _rules(random: Random) -> str:
    make = random.choice([_complete, _set, _object, _else, _chain, _function, _helper, _deep])
    return make(Expressions(random), random.choice([1, 1, 2, 2, 3]))


def _complete(source: Expressions, depth: int) -> str:
    body = _body(source, depth)
    return f"x := {source.expression(1, body.names)} if {{ {body.text} }}"


def _set(source: Expressions, depth: int) -> str:
    body = _body(source, depth)
    return f"x contains {source.expression(1, body.names)} if {{ {body.text} }}"


def _object(source: Expressions, depth: int) -> str:
    body = _body(source, depth)
    key = source.random.choice(['"k"', "input.s", *body.names])
    return f"x[{key}] := {source.expression(1, body.names)} if {{ {body.text} }}"


def _deep(source: Expressions, depth: int) -> str:
    body = _body(source, depth)
    key = source.random.choice(['"k"', "input.s", *body.names])
    value = source.expression(1, body.names)
    head = source.random.choice([f"x[{key}].m := {value}", f"x[{key}] contains {value}"])
    return f"{head} if {{ {body.text} }}"


def _else(source: Expressions, depth: int) -> str:
    body, other = _body(source, depth), _body(source, depth)
    value, otherwise = source.expression(1, body.names), source.expression(1, other.names)
    return f"x := {value} if {{ {body.text} }} else := {otherwise} if {{ {other.text} }}"


def _chain(source: Expressions, depth: int) -> str:
    body, other = _body(source, depth), _body(source, depth)
    other_value = source.random.choice(["1", "1", "2"])
    return (
        'default x := "none"\n'
        f"x := 1 if {{ {body.text} }}\n"
        f"x := {other_value} if {{ {other.text} }}"
    )


def _function(source: Expressions, depth: int) -> str:
    body = source.body(depth, ["p"], source.random.randint(1, 2))
    value = source.expression(1, ["p", *body.names])
    return (
        f"g(p) := {value} if {{ {body.text} }}\n"
        "x contains [i, y] if { some i, e in input.mixed; y := g(e) }\n"
        'x contains [i, "not"] if { some i, e in input.rs; not g(e) }'
    )


def _helper(source: Expressions, depth: int) -> str:
    body = _body(source, depth)
    return f'h if {{ {body.text} }}\nx := "no" if {{ not h }}\nx := "yes" if {{ h }}'


def _body(source: Expressions, depth: int):
    return source.body(depth, [], source.random.randint(1, 3))
