#!/usr/bin/env python3
"""Writes the example plans in the format of `terraform show -json` (format_version 1.2).

    python3 examples/plans/make.py            writes them next to this file
    python3 examples/plans/make.py --check    fails when a committed plan is not what it would write

Each plan is a module of `maker/` that says which resources are created, changed, replaced, kept
and deleted; `maker/schema.py` adds what the providers would add. Nothing is random, no clock is
read, and no name or number belongs to anybody. Needs nothing but Python 3.9.
"""

import json
import pathlib
import sys

from maker import (
    data_lake,
    dns_records,
    ml_train,
    networking_prod,
    payments_prod,
    search_prod,
    web_edge,
)

PLANS = {
    "data-lake": data_lake,
    "dns-records": dns_records,
    "ml-train": ml_train,
    "networking-prod": networking_prod,
    "payments-prod": payments_prod,
    "search-prod": search_prod,
    "web-edge": web_edge,
}


def main(arguments):
    folder = pathlib.Path(__file__).resolve().parent
    differing = []
    for name, module in PLANS.items():
        path = folder / f"{name}.json"
        text = json.dumps(module.plan().document(), separators=(",", ":")) + "\n"
        if "--check" not in arguments:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            differing.append(path.name)
    if differing:
        print("not what make.py writes:", ", ".join(differing), "(run it without --check)")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
