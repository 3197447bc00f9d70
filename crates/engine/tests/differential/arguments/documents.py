"""Texts that hold documents: JSON, YAML, and encodings of bytes."""

from __future__ import annotations

import base64 as encodings
import json as json_format
from random import Random

from .kinds import kind, mostly, object_of, spoilt, term
from .scalars import boolean

_JSON = [
    "{}", "[]", '{"a": 1, "b": [true, null, "x"]}', "1", "1.0", "-0", "1e3", "1E400", "01", "1.", '"\\u00e9"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\x01"', "nul", "true false", "", " ",
    '{"a": 1, "a": 2}', "{a: 1}", "[1,]", "/* c */ 1", "'a'", "NaN", '"\\x41"', '{"é": "\\n"}', "[" * 20 + "]" * 20, "123456789012345678901234567890", "0.1234567890123456789", "1e-400", '"a', "[1 2]", "\ufeff1", "1 ", "-", "+1", '{"":0}',
]
_YAML = [
    "a: 1", "- 1\n- b\n- true", "a: yes\nb: no\nc: on\nd: ~", "a: [1, 2]\nb: {c: d}", "a: |\n  x\n  y\n", "a: >\n  x\n  y\n", "a: &x 1\nb: *x", "<<: {a: 1}\nb: 2", "&x [*x]", "a: 0x1F\nb: 010\nc: 0o10\nd: 1_000",
    "a: 1.0\nb: 1e3\nc: .5\nd: .inf\ne: .nan", "1: a\ntrue: b", "? [a]\n: b", "a: 2001-12-14", "---\na: 1\n---\nb: 2", "a: 'it''s'", 'a: "\\u00e9\\n"', "a:\tb", "a: b: c", "- a\n b", "", "null", "~", "# only", "%YAML 1.1\n---\na: 1", "!!str 1", "!!binary aGk=", "!foo bar", "a: 1\na: 2",
    "{a: 1, b}", "[a, b", "x", '"x"', "'x", "a: |2\n   x", "- - - 1", "a: 12:30:45", "a: 1e400", "a: 123456789012345678901", "a: -0", "key with spaces: v", "a: @b", "a: `b", "a: !!float 1", "a: Null\nb: TRUE\nc: False", "a: y\nb: n", "\ta: 1",
    "a:\n- 1\n- 2", "a: 'x'\r\nb: 2\r\n", "a: +1\nb: 0b11", "? a\n? b", "--- 1\n...\n", "a: \"\\x41\\/\"", "*x", "a: 2001-12-14t21:59:43.10-05:00",
]
_BYTES = [b"", b"a", b"ab", b"abc", b"hello world", b"\xff\xfe", b"\x00", "é😀".encode(), b"???>>>", b"{\"a\": 1}"]


@kind
def json(random: Random) -> str:
    return mostly(random, _JSON, 0.2)


@kind
def yaml(random: Random) -> str:
    return mostly(random, _YAML, 0.15)


@kind
def base64(random: Random) -> str:
    encode = random.choice([encodings.b64encode, encodings.urlsafe_b64encode])
    text = encode(random.choice(_BYTES)).decode()
    if random.random() < 0.3:
        text = text.rstrip("=")
    return mostly(random, [text], 0.3)


@kind
def hex_(random: Random) -> str:
    text = random.choice(_BYTES).hex()
    if random.random() < 0.2:
        text = text.upper()
    return mostly(random, [text], 0.3)


@kind
def marshal_options(random: Random) -> str:
    pairs = [
        ('"indent"', term(random.choice(["", " ", "\t", "  ", "xx"]))),
        ('"prefix"', term(random.choice(["", "> ", "é"]))),
        ('"pretty"', boolean(random)),
        ('"other"', "1"),
    ]
    return object_of(random.sample(pairs, random.choice([0, 1, 2, 2, 3])))


@kind
def schema(random: Random) -> str:
    """A JSON schema, as a term or as a text."""
    kinds = ["object", "array", "string", "number", "integer", "boolean", "null", "nope"]
    value = {"type": random.choice(kinds)}
    value |= random.choice([{}, {"required": ["a"]}, {"properties": {"a": {"type": random.choice(kinds)}}}, {"minimum": 2}, {"enum": [1, "a"]}, {"pattern": "^a"}, {"items": {"type": "number"}}, {"required": 1}])
    text = json_format.dumps(value)
    return text if random.random() < 0.6 else term(spoilt(random, text) if random.random() < 0.2 else text)
