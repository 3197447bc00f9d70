"""The `configuration` part of a plan: what was written, before anything was evaluated."""

from .schema import SCHEMAS
from .values import expression

VERSIONS = {"aws": "~> 5.80", "random": "~> 3.6"}


class Configuration:
    def __init__(self, variables, default_tags):
        self.variables = variables
        self.default_tags = default_tags
        self.calls, self.outputs, self.blocks, self.instances = {}, {}, {}, {}

    def call(self, name, source, arguments=None, each=None, version=None):
        """A module block. `each` is what its `for_each` refers to."""
        self.calls[name] = {
            "source": source,
            "arguments": arguments or {},
            "each": each,
            "version": version,
        }

    def output(self, name, value):
        self.outputs[name] = {"expression": expression(value)}

    def add(self, address, arguments):
        """A resource block, once for all its instances."""
        block = (tuple(name for name, _ in address.modules), address.block)
        self.instances.setdefault(block, set()).add(address.index)
        self.blocks.setdefault(block, (address, arguments))

    def document(self):
        root = {}
        if self.outputs:
            root["outputs"] = dict(sorted(self.outputs.items()))
        root |= self._module(())
        if self.variables:
            root["variables"] = {name: {} for name in sorted(self.variables)}
        return {"provider_config": self._providers(), "root_module": root}

    def _providers(self):
        names = {address.type.split("_")[0] for address, _ in self.blocks.values()}
        configs = {}
        for name in sorted(names):
            configs[name] = {
                "name": name,
                "full_name": "registry.terraform.io/hashicorp/" + name,
                "version_constraint": VERSIONS[name],
            }
        if "aws" in configs:
            configs["aws"]["expressions"] = {"region": {"constant_value": "us-east-1"}}
            if self.default_tags:
                tags = {"tags": {"constant_value": self.default_tags}}
                configs["aws"]["expressions"] = {"default_tags": [tags]} | configs["aws"][
                    "expressions"
                ]
        return configs

    def _module(self, path):
        module = {}
        here = {block: found for (modules, block), found in self.blocks.items() if modules == path}
        if here:
            order = sorted(here, key=lambda block: (block.startswith("data."), block))
            module["resources"] = [self._resource(path, block, *here[block]) for block in order]
        children = sorted(
            {
                modules[len(path)]
                for modules, _ in self.blocks
                if modules[: len(path)] == path != modules
            }
        )
        if children:
            module["module_calls"] = {name: self._call(path, name) for name in children}
        return module

    def _resource(self, path, block, address, arguments):
        resource = {
            "address": block,
            "mode": address.mode,
            "type": address.type,
            "name": address.name,
            "provider_config_key": address.type.split("_")[0],
        }
        written = {
            name: expression(value)
            for name, value in sorted(arguments.items())
            if value is not None
        }
        if written:
            resource["expressions"] = written
        resource["schema_version"] = SCHEMAS[address.schema].version
        if isinstance(address.index, str):
            resource["for_each_expression"] = {"references": [f"local.{address.name}"]}
        if isinstance(address.index, int):
            resource["count_expression"] = {"constant_value": len(self.instances[(path, block)])}
        return resource

    def _call(self, path, name):
        call = self.calls[name]
        document = {"source": call["source"]}
        if call["arguments"]:
            document["expressions"] = {
                key: expression(value) for key, value in sorted(call["arguments"].items())
            }
        if call["each"]:
            document["for_each_expression"] = {"references": [call["each"]]}
        document["module"] = self._module(path + (name,))
        if call["arguments"]:
            document["module"]["variables"] = {key: {} for key in sorted(call["arguments"])}
        if call["version"]:
            document["version_constraint"] = call["version"]
        return document
