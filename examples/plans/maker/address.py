"""Addresses of resources: `module.nodes["a"].aws_instance.data[0]` in its parts."""

import re

STEP = re.compile(r'([A-Za-z0-9_-]+)(?:\[("[^"]*"|[0-9]+)\])?(?:\.|$)')


class Address:
    def __init__(self, text):
        self.text = text
        steps = STEP.findall(text)
        self.modules = []
        while steps[0][0] == "module":
            self.modules.append((steps[1][0], key(steps[1][1])))
            steps = steps[2:]
        self.mode = "data" if steps[0][0] == "data" else "managed"
        (self.type, _), (self.name, index) = steps[-2:]
        self.index = key(index)

    @property
    def module(self):
        """`module.nodes["a"]`, or nothing for the root."""
        return ".".join("module." + name + bracket(index) for name, index in self.modules)

    @property
    def block(self):
        """The resource block in its module's configuration: `aws_instance.data`."""
        return ("data." if self.mode == "data" else "") + f"{self.type}.{self.name}"

    @property
    def schema(self):
        return ("data." if self.mode == "data" else "") + self.type

    def order(self):
        return (len(self.modules) > 0, self.text)


def key(text):
    """The index of an instance: a string of `for_each`, a number of `count`, or none."""
    return None if text == "" else text[1:-1] if text.startswith('"') else int(text)


def bracket(index):
    return "" if index is None else f'["{index}"]' if isinstance(index, str) else f"[{index}]"
