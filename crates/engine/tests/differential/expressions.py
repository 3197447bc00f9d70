"""Random expressions and statements of Rego over a fixed input and a few helper rules."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Sequence

INPUT = {
    "t": True,
    "f": False,
    "n": 3,
    "z": 0,
    "s": "abc",
    "e": "",
    "nul": None,
    "l": [1, 2, 3],
    "ls": ["a", "b", "a"],
    "o": {"a": 1, "b": {"c": [True, False]}, "x y": 2},
    "rs": [
        {"type": "aws_x", "name": "a", "after": {"tags": {"o": "me"}, "size": 5}},
        {"type": "aws_y", "name": "b", "after": {"tags": {}, "size": None}},
        {"type": "aws_x", "name": "c", "after": {"size": "7"}},
    ],
    "mixed": [1, "a", None, True, [1], {"k": "v"}],
}
DATA = {"d": {"k": "v"}}

HELPERS = """package main

cst := 3
und := 1 if input.nothing
fals := false
lst := [1, "a", {"k": 2}]
obj := {"a": 1, "b": [2]}
st contains v if some v in [1, 2, 2]
fid(x) := x
fpos(x) if x > 0
felse(x) := "s" if is_string(x)
else := "n" if is_number(x)
default fdef(_) := "d"
fdef(x) := x if x == 1
f2(a, b) := [a, b] if a != b
"""

# Of each list a member is taken as it comes; what stands twice comes twice as often.
_REFERENCES = """
    input.t input.f input.n input.z input.s input.e input.nul input.l input.ls input.o input.zz
    input.o.b.c input.o.b input.o.nope input.rs[0].after.tags.o input.rs[1].after.tags.o
    input.rs[2].after.tags input.rs[2].after.size input.mixed input.l[0] input.l[9]
    data.d.k data.d.nope cst und fals lst obj st
""".split() + ['input.o["x y"]']
_LITERALS = (
    ["1", "0", "-1", "2.5", '"a"', '"abc"', '"aws_x"', "true", "false", "null"]
    + ["[1, 2]", "[]", "{}", "set()", "{1, 2}", '{"a": 1}']
)
_FUNCTIONS_OF_ONE = """
    count is_number is_string is_null is_array is_boolean is_object is_set lower upper to_number abs
    sum max min sort trim_space array.reverse object.keys json.marshal type_name fid fpos felse fdef
""".split()
_FUNCTIONS_OF_TWO = ["startswith", "contains", "f2", "array.concat", "object.union"]
_COLLECTIONS = "input.rs input.l input.ls input.mixed input.zz input.o lst st".split()
_KEYED = "input.rs input.o input.ls obj st".split()
_REPLACED = "input.zz input.n input.o input.o.nope data.main.cst data.d.k input".split()
_COMPARISONS = ["==", "!=", "<", ">", "<=", ">=", "==", "!="]
_ARITHMETIC = ["+", "-", "*", "|", "&", "+"]


@dataclass(frozen=True)
class Part:
    """A statement or several, and the names that they give a value."""

    text: str
    names: list[str]


class Expressions:
    """A source of them. `depth` bounds how far they nest; `names` are those in scope."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._fresh = 0

    def expression(self, depth: int, names: Sequence[str]) -> str:
        if depth <= 0:
            return self._leaf(names)
        make = self._one_of(
            (35, lambda: self._leaf(names)),
            (20, lambda: f"{self._any(_FUNCTIONS_OF_ONE)}({self.expression(depth - 1, names)})"),
            (11, lambda: self._call(depth - 1, names)),
            (10, lambda: self._calculation(depth - 1, names)),
            (6, lambda: self._literal(depth - 1, names)),
            (18, lambda: self._comprehension(depth - 1, names)),
        )
        return make()

    def body(self, depth: int, names: Sequence[str], count: int) -> Part:
        """Statements, each of which sees the names of those before it."""
        texts: list[str] = []
        new: list[str] = []
        for _ in range(count):
            part = self._statement(depth, [*names, *new])
            texts.append(part.text)
            new += part.names
        return Part("; ".join(texts), new)

    def _statement(self, depth: int, names: Sequence[str]) -> Part:
        def inner() -> str:
            return self.expression(depth, names)

        make = self._one_of(
            (16, lambda: self._assignment(":=", inner())),
            (7, lambda: self._assignment("=", inner())),
            (12, lambda: self._some(depth, names)),
            (6, lambda: self._some_with_key(depth, names)),
            (8, lambda: self._every(depth, names)),
            (18, lambda: Part(f"not {self._condition(depth, names)}", [])),
            (25, lambda: Part(self._comparison(depth, names), [])),
            (8, lambda: Part(inner(), [])),
        )
        part = make()
        # `some` declares for what follows, and takes no `with` in all positions.
        if part.text.startswith("some") or self.random.random() >= 0.1:
            return part
        value = self._any([self._any(_LITERALS), self._any(_REFERENCES), self._leaf(names)])
        return Part(f"{part.text} with {self._any(_REPLACED)} as {value}", part.names)

    def _assignment(self, operator: str, value: str) -> Part:
        name = self._name()
        return Part(f"{name} {operator} {value}", [name])

    def _some(self, depth: int, names: Sequence[str]) -> Part:
        name = self._name()
        domain = self._any([*_COLLECTIONS, self.expression(depth - 1, names)])
        return Part(f"some {name} in {domain}", [name])

    def _some_with_key(self, depth: int, names: Sequence[str]) -> Part:
        key, name = self._name(), self._name()
        domain = self._any([*_KEYED, self.expression(depth - 1, names)])
        return Part(f"some {key}, {name} in {domain}", [key, name])

    def _every(self, depth: int, names: Sequence[str]) -> Part:
        name = self._name()
        body = self.body(depth - 1, [*names, name], self.random.randint(1, 2))
        domain = self._any(["input.rs", "input.l", "input.zz", "st", "obj", "[]"])
        return Part(f"every {name} in {domain} {{ {body.text} }}", [])

    def _condition(self, depth: int, names: Sequence[str]) -> str:
        if self.random.random() < 0.25:
            return self.expression(depth, names)
        return self._comparison(depth, names)

    def _comparison(self, depth: int, names: Sequence[str]) -> str:
        one, other = (self.expression(depth - 1, names) for _ in range(2))
        operator = "in" if self.random.random() < 0.2 else self._any(_COMPARISONS)
        return f"{one} {operator} {other}"

    def _leaf(self, names: Sequence[str]) -> str:
        chance = self.random.random()
        if names and chance < 0.4:
            path = self._any(["", "", ".after.tags", ".name", "[0]", ".type", ".after.size"])
            return self._any(names) + path
        return self._any(_REFERENCES) if chance < 0.8 else self._any(_LITERALS)

    def _call(self, depth: int, names: Sequence[str]) -> str:
        def inner() -> str:
            return self.expression(depth, names)

        path = self._any(['"a"', '"after"', '"nope"', '["b", "c"]', '["after", "tags"]'])
        make = self._one_of(
            (1, lambda: f"object.get({inner()}, {path}, {self._any(_LITERALS)})"),
            (1, lambda: f'sprintf("%v|%d|%s", [{inner()}, {inner()}, {inner()}])'),
            (1, lambda: f'concat(",", {inner()})'),
            (1, lambda: f'regex.match("^a", {inner()})'),
            (1, lambda: f'split({inner()}, "b")'),
            (5, lambda: f"{self._any(_FUNCTIONS_OF_TWO)}({inner()}, {inner()})"),
        )
        return make()

    def _calculation(self, depth: int, names: Sequence[str]) -> str:
        one, other = (self.expression(depth, names) for _ in range(2))
        return f"({one} {self._any(_ARITHMETIC)} {other})"

    def _literal(self, depth: int, names: Sequence[str]) -> str:
        one, other = (self.expression(depth, names) for _ in range(2))
        return self._any([f"[{one}, {other}]", f'{{"k": {one}, "m": {other}}}', f"{{{one}, {other}}}"])

    def _comprehension(self, depth: int, names: Sequence[str]) -> str:
        body = self.body(depth, names, 1)
        value = self.expression(depth, [*names, *body.names])
        return self._any([f"[{value} | {body.text}]", f"{{{value} | {body.text}}}"])

    def _name(self) -> str:
        self._fresh += 1
        return f"v{self._fresh}"

    def _any(self, choices: Sequence[str]) -> str:
        return self.random.choice(choices)

    def _one_of(self, *choices):
        """One of pairs of a weight and a way to go on."""
        weights = [weight for weight, _ in choices]
        return self.random.choices([way for _, way in choices], weights)[0]
