"""Texts, numbers and the like."""

from __future__ import annotations

from random import Random

from .kinds import kind, mostly, term

_TEXTS = [
    "", " ", "a", "abc", "ABC", "aaa", "hello world", "a,b,,c", "foo.bar.baz", "  padded\t\n",
    "ünïcödé", "İstanbul", "ß", "ẞ", "ǅ", "ﬁ", "Σίσυφος", "e\u0301", "日本語", "😀", "👩‍👩‍👧", "\u200b",
    "\u00a0x\u00a0", "\u2028", "\u0000", "a\u0000b", "\ufeff", "\uffff", "true", "null", "0", "1", "-1",
    "1.0", "1e3", "0x10", "010", "1_000", "+5", " 7", "NaN", "Infinity", "inf", "1e400", ".5", "5.",
    "9223372036854775808", "x" * 300, "ab" * 50, "a\\b", 'say "hi"', "'", "`", "$1 ${x}", "%d %s %", "<a&b>",
]
_PARTS = ["", "a", "b", "ab", "bc", ",", ".", " ", "l", "o", "é", "ö", "😀", "aa", "\n", "abcd", "x"]
# Numbers in the one spelling that the engine keeps: OPA tells 1.0 from 1 when it writes them.
_NUMBERS = """
    0 1 -1 2 3 7 10 -7 100 255 256 1000 65535 65536 2147483647 2147483648 -2147483649 4294967296
    9007199254740991 9007199254740993 9223372036854775807 -9223372036854775808 9223372036854775808
    18446744073709551615 18446744073709551616 123456789012345678901234567890 0.5 -0.5 1.5 2.5
    -1.5 -2.5 0.1 0.3 3.14159 0.001 12345.6789 0.1234567890123456
""".split()
_INTEGERS = [number for number in _NUMBERS if set(number) <= set("-0123456789")]


@kind
def text(random: Random) -> str:
    return mostly(random, _TEXTS, 0.1)


@kind
def part(random: Random) -> str:
    """Short, so that it is found in others."""
    return term(random.choice(_PARTS))


@kind
def number(random: Random) -> str:
    if random.random() < 0.3:
        return repr(round(random.uniform(-500, 500), random.randint(1, 6))).removesuffix(".0")
    return random.choice(_NUMBERS)


@kind
def integer(random: Random) -> str:
    return random.choice(_INTEGERS) if random.random() < 0.7 else number(random)


@kind
def small(random: Random) -> str:
    """What may be counted up to."""
    return "2.5" if random.random() < 0.05 else str(random.randint(-12, 40))


@kind
def index(random: Random) -> str:
    return str(random.choice([0, 1, 2, 3, 5, 10, -1, -2, -5, 100, random.randint(-3, 8)]))


@kind
def base(random: Random) -> str:
    return random.choice(["2", "8", "10", "16", "10", "16", "3", "0", "1", "36", "37", "16.5"])


@kind
def boolean(random: Random) -> str:
    return random.choice(["true", "false"])


@kind
def null(random: Random) -> str:
    return "null"


@kind
def numeral(random: Random) -> str:
    """A text that may be a number, or what else `to_number` takes."""
    if random.random() < 0.3:
        return random.choice([number(random), "true", "false", "null"])
    if random.random() < 0.4:
        return term(number(random))
    return mostly(random, ["0", "1", "-1", "+1", "1.5", "1e5", "0x1F", "0b1", "1_0", "007", "Inf", "-inf", "nan", "1.", ".1", "", " 1", "1 ", "0x1p-2", "1e", "--1", "١"])
