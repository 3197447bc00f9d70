"""Cases for the conformance program, which asks this project's engine the same questions."""

from __future__ import annotations

import json
import pathlib
from dataclasses import dataclass
from typing import Any, Sequence

from oracle import Answer


@dataclass(frozen=True)
class Question:
    """A rule of a program, for an input and over data."""

    modules: Sequence[str]
    rule: str = "data.main.x"
    document: Any = None
    data: Any = None


class Cases:
    """The cases of one part of the run, written to a file of its name."""

    def __init__(self, folder: pathlib.Path, part: str) -> None:
        self._part = part
        self._file = (folder / f"{part}.jsonl").open("w", encoding="utf-8")
        self._written = 0
        self._refused = 0

    def add(self, note: str, question: Question, answer: Answer) -> None:
        """A case for each mode in which OPA's answer differs."""
        if answer.error is not None:
            self._write(note, question, {"want_error": answer.error})
            return
        results = "[]" if answer.value is None else '[{"x":' + answer.value + "}]"
        self._write(note, question, {}, results)
        if answer.builtin_error is not None:
            strict = {"strict_error": True, "want_error": answer.builtin_error}
            self._write(f"{note} strict", question, strict)

    def refused(self) -> None:
        """Counts a program that OPA does not take."""
        self._refused += 1

    def close(self) -> None:
        """Ends the file and says what is in it."""
        self._file.close()
        print(f"{self._part}: {self._written} cases; {self._refused} programs that OPA refuses")

    def _write(
        self, note: str, question: Question, wanted: dict[str, Any], results: str | None = None
    ) -> None:
        case = {
            "note": f"{self._part}/{note}",
            "query": f"{question.rule} = x",
            "modules": list(question.modules),
            "data": question.data,
            "input": question.document,
            "sort_bindings": True,
            **wanted,
        }
        text = json.dumps({name: value for name, value in case.items() if value is not None})
        if results is not None:
            text = f'{text[:-1]}, "want_result": {results}}}'
        line = f'{{"v": "v1", "cat": "{self._part}", "file": "{self._part}", "case": {text}}}'
        self._file.write(line + "\n")
        self._written += 1
