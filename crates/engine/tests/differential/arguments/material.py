"""Keys, certificates and tokens of the folder `keys`, made for this with OpenSSL and OPA."""

from __future__ import annotations

import json
import pathlib

_FOLDER = pathlib.Path(__file__).parent.parent / "keys"
_SIGNED = json.loads((_FOLDER / "tokens.json").read_text())

KEYS: dict[str, dict] = _SIGNED["keys"]
"""JSON web keys, private ones, by the name of their kind."""
TOKENS: dict[str, str] = _SIGNED["tokens"]
"""A signed token for each algorithm."""


def pems(pattern: str) -> list[str]:
    """The files whose names fit."""
    return [file.read_text() for file in sorted(_FOLDER.glob(pattern))]
