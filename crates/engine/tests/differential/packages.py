"""Random programs of several packages and files that import and read each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Iterator

from cases import Question

INPUT = {"t": True, "n": 3, "l": [1, 0], "f": False}

Package = tuple[str, ...]
_PACKAGES: list[Package] = [("t",), ("a",), ("a", "b"), ("q",), ("a", "b", "c")]


def questions(random: Random, count: int) -> Iterator[Question]:
    """As many programs as wanted, some of which OPA will refuse."""
    for _ in range(count):
        program = _Program(random)
        yield Question(program.modules(), program.rule(), INPUT)


@dataclass
class _File:
    """A module: what it imports under which name, and its rules."""

    imports: dict[str, Package] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)

    def text(self, package: Package) -> str:
        lines = [f"package {'.'.join(package)}", ""]
        for alias, target in self.imports.items():
            renamed = "" if alias == target[-1] else f" as {alias}"
            lines.append(f"import data.{'.'.join(target)}{renamed}")
        return "\n".join([*lines, "", *self.rules, ""])


class _Program:
    """Rules `r0`, `r1` …, each in a package; each reads only rules before it, so none is recursive."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._places = [random.choice(_PACKAGES) for _ in range(random.randint(5, 11))]
        self._files: dict[tuple[Package, int], _File] = {}
        spread = {package: random.choice([1, 1, 2, 3]) for package in _PACKAGES}
        for number, package in enumerate(self._places):
            place = (package, random.randrange(spread[package]))
            self._add(number, self._files.setdefault(place, _File()))

    def modules(self) -> list[str]:
        """The files in any order, the rules of each too."""
        for file in self._files.values():
            self._random.shuffle(file.rules)
        files = list(self._files.items())
        self._random.shuffle(files)
        return [file.text(package) for (package, _), file in files]

    def rule(self) -> str:
        """What is asked for: the last rule, or all that is below its first name."""
        package = self._places[-1]
        return self._random.choice([f"data.{'.'.join(self._path(-1))}", f"data.{package[0]}"])

    def _path(self, number: int) -> Package:
        return (*self._places[number], f"r{number % len(self._places)}")

    def _add(self, number: int, file: _File) -> None:
        name = f"r{number}"
        body = [
            self._statement(number, place, file) for place in range(self._random.randint(1, 3))
        ]
        value = self._random.choice(["input.n", '{"k": input.n}', f'"{name}"', "[1]"])
        read = [text.split(" ")[0] for text in body if text[0] in "zw" and ":=" in text]
        if read and self._random.random() < 0.7:
            value = f'{{"v": {self._random.choice(read)}}}'
        head = self._random.choice([f"{name} contains {value}", *[f"{name} := {value}"] * 2])
        rule = f"{head} if {{ {'; '.join(body)} }}"
        if ":=" in head.split("{")[0] and self._random.random() < 0.25:
            rule = f"default {name} := 0\n{rule}"
        file.rules.append(rule)

    def _statement(self, number: int, place: int, file: _File) -> str:
        chance = self._random.random()
        whole = self._whole_packages_before(number)
        if number and chance < 0.55:
            reference = self._reference(number, self._random.randrange(number), file)
            return self._random.choice(
                [
                    f"count([1 | {reference}]) < 5",
                    f"z{place} := {reference}",
                    f"not is_number({reference})",
                    f"count([u | u := {reference}]) >= 0",
                ]
            )
        if whole and chance < 0.75:
            package = ".".join(self._random.choice(whole))
            return self._random.choice(
                [f"w{place} := data.{package}", f"some k{place}, y{place} in data.{package}"]
            )
        return self._random.choice(
            ["input.t", "input.n > 0", "some e in input.l; e > 0", "not input.f"]
        )

    def _whole_packages_before(self, number: int) -> list[Package]:
        """Packages of which no rule comes at or after this one: they may be read as a whole."""
        last: dict[Package, int] = {}
        for at, package in enumerate(self._places):
            for length in range(1, len(package) + 1):
                last[package[:length]] = at
        return [package for package in _PACKAGES if last.get(package, number) < number]

    def _reference(self, reader: int, read: int, file: _File) -> str:
        """A rule by its name, by its path, or by an import of something on this path."""
        path = self._path(read)
        chance = self._random.random()
        if self._places[read] == self._places[reader] and chance < 0.4:
            return path[-1]
        if chance < 0.6:
            return f"data.{'.'.join(path)}"
        length = self._random.randint(1, len(path))
        target = path[:length]
        alias = self._random.choice([target[-1], target[-1], f"x{self._random.randrange(3)}"])
        # The name of a rule is no good name for anything else.
        is_rule_of_other_name = alias.startswith("r") and alias != path[-1]
        if file.imports.get(alias, target) != target or is_rule_of_other_name:
            return f"data.{'.'.join(path)}"
        file.imports[alias] = target
        return ".".join([alias, *path[length:]])
