"""Texts in small formats: versions, identifiers, units, formats of `sprintf`, templates."""

from __future__ import annotations

from random import Random

from .collections import anything, object_
from .kinds import array_of, kind, mostly, object_of, some, term
from .scalars import number, text

# Without numbers that begin with a zero before a build: OPA compares them for ever.
_VERSIONS = [
    "1.0.0", "1.2.3", "1.2.3-alpha.1", "1.2.3-alpha.beta", "1.2.3+build.5", "1.2.3-rc.1+b", "0.0.0", "01.2.3",
    "1.2", "v1.2.3", "1.2.3.4", "1.2.3-", "99999999999999999999.0.0", "1.-2.3", "1.2.3-α", "", " 1.2.3",
    "1.2.3-a..b", "1.2.3+a+b", "1.2.3-1", "1.2.3--",
]
_IDENTIFIERS = [
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-21d1-80b4-00c04fd430c8", "6ba7b810-9dad-31d1-80b4-00c04fd430c8",
    "6ba7b810-9dad-41d1-80b4-00c04fd430c8", "6ba7b810-9dad-51d1-80b4-00c04fd430c8", "1ec9414c-232a-6b00-b3c8-9e6bdeced846",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b8109dad11d180b400c04fd430c8",
    "6BA7B810-9DAD-11D1-80B4-00C04FD430C8", "000003e8-b77c-21f0-9700-325096b39f47", "6ba7b810-9dad-11d1-00b4-00c04fd430c8",
    "6ba7b810-9dad-11d1-c0b4-01c04fd430c8", "URN:UUID:6ba7b810-9dad-81d1-f0b4-00c04fd430c8", "",
]
_QUANTITIES = [
    "1", "0", "10K", "10k", "10Ki", "1KiB", "1.5Mi", "2MB", "100m", "1T", "3Pi", "2E", "1e3", "1e3K", "1E", "1Ei", "-5K",
    "+5K", ".5G", "5.G", "1 K", "K", "", "1KB", "1kb", "1KIB", "0x10", "1e100", "1e-5", "12a", "1mi", "1MIB", '"10K"', "1_0", "1..2K", "NaN",
    "0.1", "1.0000000001Ki", "1b", "1B", "10Q", "5Zi", "1.Mi", "-.5Ki", "123456789012345678901234567890Ei",
]
_FLAGS = ["", "", "", "+", "-", "#", "0", " ", "+-", "-0", "+#", "'"]
_WIDTHS = ["", "", "", "5", "10", ".3", "8.2", ".0", "*", ".*", "[1]", "[2]*", "2."]
_VERBS = "vdsqxXtTfegGEFbocUpw%z!"
_TEMPLATES = [
    "{{.a}}", "hello {{.name}}", "{{range .xs}}{{.}},{{end}}", "{{if .a}}yes{{else}}no{{end}}", "{{with .a}}{{.b}}{{end}}",
    "{{range $i, $v := .xs}}{{$i}}={{$v}};{{else}}none{{end}}", "{{len .xs}}", "{{index .xs 0}}", '{{printf "%v %d" .a .a}}',
    "{{.a.b.c}}", "{{.missing}}", "{{- .a -}} x", "{{/* c */}}z", "{{define \"t\"}}T{{.}}{{end}}{{template \"t\" .a}}",
    "{{.a | printf \"%q\"}}", "{{eq .a 1}}", "{{lt .a 2}}", "{{and .a .b}}", "{{or .a .b}}", "{{not .a}}", "{{html .a}}", "{{js .a}}",
    "{{urlquery .a}}", "{{print .a .xs}}", "{{println .a}}", "{{slice .name 1 2}}", "{{$x := 1}}{{$x}}", "{{.", "{{}}", "{{end}}",
    "{{nope .a}}", "plain", "", "{{range .a}}{{break}}{{end}}", "{{range 3}}{{.}}{{end}}", "{{.}}", "{{`raw`}}", "{{'c'}}", "{{1.5}}", "{{0x1F}}",
]


@kind
def version(random: Random) -> str:
    return mostly(random, _VERSIONS, 0.15)


@kind
def identifier(random: Random) -> str:
    return mostly(random, _IDENTIFIERS, 0.25)


@kind
def quantity(random: Random) -> str:
    return mostly(random, _QUANTITIES, 0.2)


@kind
def format_(random: Random) -> str:
    """Of `sprintf`: text and directives, whole and broken ones."""
    return term("".join(_directive(random) for _ in range(random.randint(0, 4))))


@kind
def operands(random: Random) -> str:
    """What `sprintf` fills in."""
    return array_of(some(random, lambda random: random.choice([number, number, text, anything])(random)))


@kind
def template(random: Random) -> str:
    chosen = [random.choice(_TEMPLATES) for _ in range(random.randint(1, 2))]
    return mostly(random, [" ".join(chosen)], 0.15)


@kind
def template_values(random: Random) -> str:
    if random.random() < 0.2:
        return object_(random)
    names = random.sample(["a", "b", "name", "xs"], random.randint(0, 4))
    return object_of((term(name), anything(random)) for name in names)


def _directive(random: Random) -> str:
    plain = random.choice(["", " ", "a", "é|", "%%", "%"])
    parts = (random.choice(_FLAGS), random.choice(_WIDTHS), random.choice(_VERBS))
    return plain + "%" + "".join(parts)
