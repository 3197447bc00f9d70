"""Asks a real OPA random questions and writes its answers as cases for the conformance program.

Called by `cargo xtask differential`, which installs the package of `requirements.txt` first.
"""

from __future__ import annotations

import argparse
import pathlib
from random import Random
from typing import Iterable

import calls
import examples
import packages
import policies
from cases import Cases, Question
from oracle import Oracle, Refused


def main() -> None:
    wanted = _arguments()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for part, source in [("policies", policies), ("packages", packages)]:
        questions = source.questions(Random(f"{wanted.seed} {part}"), wanted.policies)
        numbered = ((str(number), question) for number, question in enumerate(questions))
        _write_programs(wanted.folder, part, numbered)
    _write_programs(wanted.folder, "examples", examples.questions(wanted.sets, wanted.plans))
    _write_calls(wanted)


def _write_programs(
    folder: pathlib.Path, part: str, questions: Iterable[tuple[str, Question]]
) -> None:
    cases = Cases(folder, part)
    for note, question in questions:
        try:
            oracle = Oracle(question.modules, [question.rule], question.data)
            answer = oracle.answer(0, question.document)
        except Refused:
            cases.refused()
        else:
            cases.add(note, question, answer)
    cases.close()


def _write_calls(wanted: argparse.Namespace) -> None:
    cases = Cases(wanted.folder, "builtins")
    for name, kinds in calls.builtins():
        # One after the other, so that a built-in that is added changes no other's calls.
        random = Random(f"{wanted.seed} {name}")
        written = calls.calls(random, name, kinds, wanted.calls)
        for number, (question, answer) in enumerate(calls.answers(written)):
            if answer is None:
                cases.refused()
            else:
                cases.add(f"{name}/{number}", question, answer)
    cases.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Writes what OPA answers to random questions.")
    parser.add_argument("folder", type=pathlib.Path, help="where the cases go")
    parser.add_argument("--seed", type=int, default=1, help="what the random questions follow from")
    parser.add_argument("--policies", type=int, default=100, help="random policies, and programs")
    parser.add_argument("--calls", type=int, default=10, help="calls of each built-in")
    parser.add_argument("--sets", type=pathlib.Path, required=True, help="folder of policy sets")
    parser.add_argument("--plans", type=pathlib.Path, nargs="+", default=[], help="folders of plans")
    return parser.parse_args()


if __name__ == "__main__":
    main()
