"""A real OPA, asked through its Python binding.

The binding is strict about errors of built-ins: it reports the first one instead of the answer. What
OPA answers when it is not strict sees a function of ours, which OPA calls with the answer before it
looks at the errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

from opa_bindings import OpaEngine
from opa_bindings.engine import OpaError, OpaUndefinedError

_BUILTIN_ERRORS = ("eval_builtin_error", "eval_type_error")
_ASKING = "differential"


@dataclass(frozen=True)
class Answer:
    """What OPA answers to the question for a rule."""

    value: str | None
    """Its value when errors of built-ins are undefined: JSON as OPA writes it, or undefined."""
    error: str | None
    """Why there is none in either mode: a conflict, for one."""
    builtin_error: str | None
    """The error instead of the value when OPA is strict."""


class Refused(Exception):
    """OPA does not take the program."""


class Oracle:
    """A program that OPA is asked about, rule by rule."""

    def __init__(self, modules: Sequence[str], rules: Sequence[str], data: Any = None) -> None:
        """`rules` are the paths that can be asked for, `data.main.x`."""
        self._engine = _Listening()
        for number, module in enumerate(modules):
            self._engine.add_policy(f"module_{number}.rego", module)
        asking = [f"package {_ASKING}\n"]
        asking += [f"answer_{number} := {_ASKING}.see({rule})" for number, rule in enumerate(rules)]
        self._engine.add_policy("asking.rego", "\n".join(asking))
        if data is not None:
            self._engine.add_data(data)

    def answer(self, number: int, document: Any) -> Answer:
        """The value of the rule of this number for an input. Raises `Refused`."""
        self._engine.seen = None
        try:
            self._engine.eval_document(f"{_ASKING}.answer_{number}", document)
        except OpaUndefinedError:
            pass
        except OpaError as error:
            return self._settled(error)
        return Answer(self._engine.seen, None, None)

    def _settled(self, error: OpaError) -> Answer:
        if error.code == "prepare_error":
            raise Refused(error.message)
        if any(code in error.message for code in _BUILTIN_ERRORS):
            return Answer(self._engine.seen, None, error.message)
        return Answer(None, error.message, None)


class _Listening(OpaEngine):
    """An OPA that keeps what its policies show it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: str | None = None
        self.register_function(f"{_ASKING}.see", lambda value: True, arity=1)

    def _dispatch(self, handle: int, name: bytes, args_json: bytes) -> Any:
        """Takes the operand as OPA wrote it: Python would write its numbers in another way."""
        self.seen = args_json.decode()[1:-1]
        return super()._dispatch(handle, name, args_json)
