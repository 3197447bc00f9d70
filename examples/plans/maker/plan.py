"""Collects the resources of one plan and writes the document of `terraform show -json`."""

from .address import Address
from .configuration import Configuration
from .existing import attribute
from .schema import SCHEMAS
from .values import Unknown, known, references_in, resolved, sensitivity, unknowns

AWS = "registry.terraform.io/hashicorp/aws"
PROVIDERS = {"aws": AWS, "random": "registry.terraform.io/hashicorp/random"}


class Plan:
    def __init__(self, timestamp, variables=None, default_tags=None):
        self.timestamp = timestamp
        self.default_tags = default_tags or {}
        self.variables = variables or {}
        self.configuration = Configuration(self.variables, self.default_tags)
        self.changes, self.planned, self.prior, self.outputs, self.relevant = [], [], [], {}, set()

    def create(self, address, **arguments):
        self._change(address, ["create"], None, arguments)

    def keep(self, address, **arguments):
        self._change(address, ["no-op"], {}, arguments)

    def update(self, address, was, **arguments):
        """`was` are the arguments that had another value before."""
        self._change(address, ["update"], was, arguments)

    def replace(self, address, was, because, **arguments):
        """`because` is the argument that cannot be changed in place."""
        extra = {"replace_paths": [[because]]}
        self._change(
            address, ["delete", "create"], was, arguments, extra, "replace_because_cannot_update"
        )

    def delete(self, address, reason="delete_because_no_resource_config", **arguments):
        self._change(address, ["delete"], arguments, None, reason=reason)

    def read_later(self, address, **arguments):
        """A data source whose arguments are not known yet: it is read during apply."""
        self._change(address, ["read"], None, arguments, reason="read_because_config_unknown")

    def read(self, address, **arguments):
        """A data source that was read while planning: it is in the prior state only."""
        address = Address(address)
        self._resource(self.prior, address, self._values(address, arguments, exists=True))
        self.configuration.add(address, arguments)

    def module(self, name, **call):
        self.configuration.call(name, **call)

    def output(self, name, expression, before=None, actions=None):
        self.outputs[name] = (resolved(expression), before, actions)
        self.configuration.output(name, expression)

    def _change(self, address, actions, was, arguments, extra=None, reason=None):
        """`was` overrides `arguments` for the value before; for a deletion it is all there is."""
        address = Address(address)
        schema = SCHEMAS[address.schema]
        before = after = None
        if was is not None:
            before = self._values(address, (arguments or {}) | was, exists=True)
        if arguments is not None:
            after = self._values(address, arguments, exists=actions in (["no-op"], ["update"]))
            self.configuration.add(address, arguments)
            self._note_references(address, arguments)
            self._resource(self.planned, address, after)
        if before is not None:
            self._resource(self.prior, address, before)
        change = {
            "actions": actions,
            "before": None if before is None else known(before),
            "after": None if after is None else known(after),
            "after_unknown": {} if after is None else unknowns(after),
            "before_sensitive": False if before is None else sensitivity(before, schema.sensitive),
            "after_sensitive": False if after is None else sensitivity(after, schema.sensitive),
        }
        row = self._head(address, {"module_address": address.module} if address.modules else {})
        row["change"] = change | (extra or {})
        if reason:
            row["action_reason"] = reason
        self.changes.append((address, row))

    def _note_references(self, address, arguments):
        """Attributes of other resources that this one depends on, as seen from the root module."""
        for argument in arguments.values():
            for reference in references_in(argument) or []:
                if is_attribute(reference):
                    resource, attribute_name = reference.rsplit(".", 1)
                    self.relevant.add(
                        (".".join(filter(None, [address.module, resource])), attribute_name)
                    )

    def _head(self, address, module):
        head = (
            {"address": address.text}
            | module
            | {"mode": address.mode, "type": address.type, "name": address.name}
        )
        if address.index is not None:
            head["index"] = address.index
        return head | {"provider_name": PROVIDERS[address.type.split("_")[0]]}

    def _values(self, address, arguments, exists):
        schema = SCHEMAS[address.schema]
        values = dict(schema.defaults)
        for name, unknown in schema.computed.items():
            made_up = (
                unknown.empty
                if unknown.empty is not False
                else attribute(address.schema, address.text, name)
            )
            values[name] = made_up if exists else unknown
        values |= {name: resolved(argument) for name, argument in arguments.items()}
        if schema.has_tags and address.mode == "managed":
            tags = values.setdefault("tags", None)
            values.setdefault("tags_all", self._all_tags(schema, tags))
        if exists:
            values = {
                name: attribute(address.schema, address.text, name)
                if isinstance(value, Unknown)
                else value
                for name, value in values.items()
            }
        return values

    def _all_tags(self, schema, tags):
        """Tags with the provider's; unknown as a whole when one is, as the provider does."""
        if isinstance(tags, Unknown) or any(
            isinstance(value, Unknown) for value in (tags or {}).values()
        ):
            return Unknown({})
        return self.default_tags | (tags or {})

    def _resource(self, into, address, values):
        schema = SCHEMAS[address.schema]
        row = self._head(address, {}) | {
            "schema_version": schema.version,
            "values": known(values),
            "sensitive_values": sensitivity(values, schema.sensitive),
        }
        into.append((address, row))

    def _prior_state(self):
        outputs = {
            name: stated(before)
            for name, (_, before, _) in sorted(self.outputs.items())
            if before is not None
        }
        values = {"outputs": outputs} if outputs else {}
        return version("1.0") | {"values": values | {"root_module": tree(self.prior)}}

    def document(self):
        document = version("1.2")
        if self.variables:
            document["variables"] = {
                name: {"value": value} for name, value in sorted(self.variables.items())
            }
        document["planned_values"] = {}
        if self.outputs:
            document["planned_values"]["outputs"] = {
                name: stated(value) for name, (value, _, _) in sorted(self.outputs.items())
            }
        document["planned_values"]["root_module"] = tree(self.planned)
        document["resource_changes"] = rows(self.changes)
        if self.outputs:
            document["output_changes"] = {
                name: output_change(*output) for name, output in sorted(self.outputs.items())
            }
        if self.prior:
            document["prior_state"] = self._prior_state()
        document["configuration"] = self.configuration.document()
        document["relevant_attributes"] = [
            {"resource": resource, "attribute": [name]} for resource, name in sorted(self.relevant)
        ]
        return document | {
            "timestamp": self.timestamp,
            "applyable": any(
                row["change"]["actions"] not in (["no-op"], ["read"]) for _, row in self.changes
            ),
            "complete": True,
            "errored": False,
        }


def version(of):
    return {"format_version": of, "terraform_version": "1.11.4"}


def is_attribute(reference):
    return reference.count(".") == (
        3 if reference.startswith("data.") else 2
    ) and not reference.startswith("module.")


def rows(resources):
    return [row for _, row in sorted(resources, key=lambda pair: pair[0].order())]


def tree(resources):
    """`root_module` with its `child_modules`. A module inside a module is a child of that."""
    return branch("", 0, resources)


def branch(path, depth, resources):
    here = [pair for pair in resources if pair[0].module == path]
    below = [pair for pair in resources if len(pair[0].modules) > depth]
    module = {}
    if here:
        module["resources"] = rows(here)
    names = sorted({prefix(address, depth + 1) for address, _ in below})
    if names:
        module["child_modules"] = [
            branch(name, depth + 1, [pair for pair in below if prefix(pair[0], depth + 1) == name])
            for name in names
        ]
    return module | ({"address": path} if path else {})


def prefix(address, depth):
    return ".".join(address.module.split(".")[: 2 * depth])


def stated(value):
    return (
        {"sensitive": False}
        if isinstance(value, Unknown)
        else {"sensitive": False, "type": kind(value), "value": value}
    )


def kind(value):
    """The type of an output as terraform writes it."""
    return (
        ["map", "string"]
        if isinstance(value, dict)
        else ["list", "string"]
        if isinstance(value, list)
        else "string"
    )


def output_change(value, before, actions):
    change = {
        "actions": actions or (["create"] if before is None else ["update"]),
        "before": before,
    }
    if isinstance(value, Unknown):
        change["after_unknown"] = True
    else:
        change |= {"after": value, "after_unknown": False}
    return change | {"before_sensitive": False, "after_sensitive": False}
