"""The policies of the example sets over plans."""

from __future__ import annotations

import json
import pathlib
import re
from dataclasses import dataclass
from typing import Any, Iterator, Sequence

from cases import Question

_QUERY = re.compile(r'^\s*query\s*=\s*"([^"]+)"', re.MULTILINE)
# What the example sets read of a run.
_RUN = {"is_destroy": False, "message": "", "workspace": {"name": "networking-prod"}}


@dataclass(frozen=True)
class _Set:
    """Modules that are evaluated together, and the rules that are asked for."""

    name: str
    modules: Sequence[str]
    rules: Sequence[str]
    data: Any
    input: str
    """What the format calls the plan and the run in its input."""

    def question(self, plan: Any) -> Question:
        """All rules at once: a program costs OPA far more than a rule."""
        asked = [f'x["{rule}"] := {rule}' for rule in self.rules]
        main = "\n".join(["package main\n", *asked, ""])
        document = {f"{self.input}plan": plan, f"{self.input}run": _RUN}
        return Question([*self.modules, main], document=document, data=self.data)


def questions(sets: pathlib.Path, plans: Sequence[pathlib.Path]) -> Iterator[tuple[str, Question]]:
    """Each set over each plan, with a name for the pair."""
    files = sorted(file for folder in plans for file in folder.glob("*.json"))
    for one in _sets(sets):
        for file in files:
            yield f"{one.name}/{file.stem}", one.question(json.loads(file.read_text()))


def _sets(folder: pathlib.Path) -> Iterator[_Set]:
    for manifest in sorted(folder.glob("*/policies.hcl")):
        top = manifest.parent
        modules = [file.read_text() for file in _sources(top, "**/*.rego")]
        yield _Set(top.name, modules, _QUERY.findall(manifest.read_text()), _data(top), "")
    # In the other format a file is a policy, and each has the same rule.
    for manifest in sorted(folder.glob("*/scalr-policy.hcl")):
        for file in _sources(manifest.parent, "*.rego"):
            name = f"{manifest.parent.name}/{file.stem}"
            yield _Set(name, [file.read_text()], ["data.terraform.deny"], None, "tf")


def _sources(folder: pathlib.Path, pattern: str) -> list[pathlib.Path]:
    return sorted(file for file in folder.glob(pattern) if not file.stem.endswith("_test"))


def _data(folder: pathlib.Path) -> Any:
    """The documents of a set, each rooted at its folder."""
    merged: dict[str, Any] = {}
    for file in sorted(folder.glob("**/data.json")):
        place = merged
        for part in file.parent.relative_to(folder).parts:
            place = place.setdefault(part, {})
        place.update(json.loads(file.read_text()))
    return merged
