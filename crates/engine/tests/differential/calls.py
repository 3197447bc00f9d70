"""Calls of each built-in, with operands of the kinds that it wants and of others."""

from __future__ import annotations

import pathlib
from random import Random
from typing import Iterator

from arguments import argument
from cases import Question
from oracle import Answer, Oracle, Refused

_TABLE = pathlib.Path(__file__).parent / "builtins.tsv"

# OPA looks at types before it evaluates anything; of what a field is it knows nothing.
_HEADER = """package main

hidden(value) := object.get({"it": value}, "it", null)
"""


def builtins() -> list[tuple[str, list[str]]]:
    """The name of each built-in and the kinds of its operands."""
    lines = (line.split("\t") for line in _TABLE.read_text().splitlines())
    return [(name, kinds.split()) for name, kinds in lines]


def calls(random: Random, name: str, kinds: list[str], count: int) -> list[str]:
    """Calls as they are written."""
    return [_call(name, [argument(random, kind) for kind in kinds]) for _ in range(count)]


def answers(calls: list[str]) -> Iterator[tuple[Question, Answer | None]]:
    """What OPA answers to each call; nothing where it takes no program with this call.

    OPA is given all calls at once, because a program costs it far more than a call.
    """
    together = _HEADER + "".join(f"\nx_{number} := {call}\n" for number, call in enumerate(calls))
    rules = [f"data.main.x_{number}" for number in range(len(calls))]
    oracle = Oracle([together], rules)
    for number, call in enumerate(calls):
        question = Question([f"{_HEADER}\nx := {call}\n"])
        try:
            yield question, oracle.answer(number, None)
        except Refused:
            yield question, _alone(question)


def _call(name: str, operands: list[str]) -> str:
    written = ", ".join(f"hidden({operand})" for operand in operands)
    # The one relation among them: it has many values.
    return f"[step | walk({written}, step)]" if name == "walk" else f"{name}({written})"


def _alone(question: Question) -> Answer | None:
    try:
        return Oracle(question.modules, [question.rule]).answer(0, None)
    except Refused:
        return None
