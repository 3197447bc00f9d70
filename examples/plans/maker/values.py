"""Values as a configuration writes them and as a plan shows them.

A plan shows one value three times: what is known of it, which parts only apply will know, and
which parts are sensitive (`jsonplan` and `jsonstate` of terraform).
"""

import json


class Unknown:
    """A value that is known only after apply. `empty` is its shape where nothing can be said."""

    def __init__(self, empty):
        self.empty = empty


UNKNOWN = Unknown(False)
UNKNOWN_LIST = Unknown([])
UNKNOWN_MAP = Unknown({})


class Ref:
    """An expression: the references in it, and its value where the plan knows it already."""

    def __init__(self, *references, value=UNKNOWN):
        self.references = [step for reference in references for step in expanded(reference)]
        self.value = value

    def also(self, *references):
        self.references = list(dict.fromkeys([self.references[0], *references]))
        return self


def ref(*references, value=UNKNOWN):
    return Ref(*references, value=value)


def encoded(document):
    """`jsonencode(...)` of constants: an expression without references."""
    return Ref(value=json.dumps(document, sort_keys=True, separators=(",", ":")))


def expanded(reference):
    """Terraform lists `aws_vpc.main.id` and, for who looks for the resource, `aws_vpc.main`."""
    parts = reference.split(".")
    if parts[0] in ("var", "local", "each", "count", "path"):
        return [reference]
    size = 3 if parts[0] == "data" else 2
    return [reference] + ([".".join(parts[:size])] if len(parts) > size else [])


def resolved(argument):
    """The value of an argument, its expressions replaced by what they evaluate to."""
    if isinstance(argument, Ref):
        return resolved(argument.value)
    if isinstance(argument, dict):
        return {key: resolved(value) for key, value in argument.items()}
    if isinstance(argument, list):
        return [resolved(value) for value in argument]
    return argument


def known(value):
    """`after`: without unknown members, null for unknown elements."""
    if isinstance(value, Unknown):
        return None
    if isinstance(value, dict):
        items = sorted(value.items())
        return {key: known(item) for key, item in items if not isinstance(item, Unknown)}
    if isinstance(value, list):
        return [known(item) for item in value]
    return value


def marked(value, is_marked):
    """`after_unknown` and `*_sensitive`: the shape of the value, true where `is_marked` says so."""
    mark = is_marked(value)
    if mark is not None:
        return mark
    if isinstance(value, dict):
        members = {key: marked(item, is_marked) for key, item in sorted(value.items())}
        return {key: mark for key, mark in members.items() if mark is not False}
    if isinstance(value, list):
        return [marked(item, is_marked) for item in value]
    return False


def unknowns(value):
    return marked(value, lambda item: True if isinstance(item, Unknown) else None)


def sensitivity(values, sensitive):
    """Marks the members of `values` that the provider's schema calls sensitive."""
    shape = marked(values, lambda item: item.empty if isinstance(item, Unknown) else None)
    for key in sensitive:
        if values.get(key) is not None:
            shape[key] = True
    return dict(sorted(shape.items()))


def expression(argument):
    """How `configuration` writes an argument: nested blocks keep their shape, all else does not."""
    if isinstance(argument, list) and argument and all(isinstance(item, dict) for item in argument):
        return [
            {key: expression(value) for key, value in block.items() if value is not None}
            for block in argument
        ]
    references = references_in(argument)
    if references is None:
        return {"constant_value": argument}
    return {"references": references} if references else {}


def references_in(argument):
    """The references in an argument without doubles, or None for a constant."""
    if isinstance(argument, Ref):
        return list(dict.fromkeys(argument.references))
    if isinstance(argument, (dict, list)):
        items = argument.values() if isinstance(argument, dict) else argument
        found = [references_in(item) for item in items]
        if any(item is not None for item in found):
            return list(dict.fromkeys(step for item in found if item for step in item))
    return None
