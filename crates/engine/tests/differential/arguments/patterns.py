"""Regular expressions, globs, and what they are tried on."""

from __future__ import annotations

from random import Random

from .kinds import array_of, kind, mostly, some, term

_REGEXES = [
    "a", "^a", "a$", "^$", "", "a*", "a+?", "(a)(b)?", "(?P<x>a)b", "(?<x>a)", "[a-c]+", "[^a]", "\\d+", "\\w\\s\\b", "(?i)ABC",
    "(?s).", ".", "\\pL+", "\\p{Greek}", "[[:alpha:]]+", "a|b|", "(a|b)*c", "a{2,3}", "a{1001}", "(", "[", "*", "a**", "\\", "(?=a)",
    "(?!a)", "\\1", "\\Aab\\z", "\\Z", "(?m)^b$", "x*", "(|a)+", "é", "[é-ü]", "\\x{1F600}", "\\Qa.b\\E", "\\C", "(?U)a+", "\\bfoo\\b",
    "[a-\\d]", "(?x) a b", "\\R", "\\h", "a++", "(?#c)a", "[[:^alpha:]]", "[\\pL\\d]", "(?i:a)b", "\\u0041", "[]a]", "[a&&b]", "[a--b]", "[[a]b]",
    "{", "a{", "a{,2}", "}", "]", "\\-", "\\/", "\\ ", "\\é", "\\x41", "\\012", "\\_", "(?P<1>a)", "(?P<x>a)(?P<x>b)", "$a", "^*", "\\b*", "(?i)ſ", "(?i)K",
]
_SUBJECTS = [
    "", "a", "b", "ab", "abc", "aaa", "aabb", "ABC", "foo.bar", "foo bar", "a.b", "é", "üé", "😀", "Σ", "12 34", "a\nb\n", "\n", "x", "a{2}",
    "aaaaaaaaaa", "ſ", "K", "k", "xx-yy", "-", "_", "]",
]
_REPLACEMENTS = ["", "x", "$1", "${1}", "$0", "$x", "${x}y", "$1x", "$$", "$", "${", "${}", "\\1", "é", "$2", "${name}", "$10", "$-"]
_GLOBS = [
    "*", "**", "a*", "*.com", "*.*.com", "**.com", "{a,b}", "{a,{b,c}}", "[abc]", "[!abc]", "[a-c]", "[!a-c]", "?", "??", "\\*", "a\\", "{", "[", "]",
    "{a", "a,b", "", "api.*.com", "*/*", "**/x", "[^a]", "[]", "[a", "{,a}", "é*", "a?c", "*.{org,com}", "[a-]", "{*,b}.c", "a**b", "\\{a\\}", "***",
    "{a*,?b}", "[\\]]", "[a-c-e]", "{a,b}{c,d}", "*\\.com", "[!]a]", "}",
]
_NAMES = [
    "", "a", "b", "c", "ab", "abc", "api.x.com", "api.com", "x.y.com", "a/b", "x/y/z", "*", "é", "éa", "a.b.c", "/x", "x.org", ".com", "a\nb", "-", "]",
    "{a}", "ac", "bd", "😀",
]
_INTERSECTING = ["a.b", "a*", ".*", "[a-c]+", "a.[0-9]+", "ab", "a+b*", "", "[", "\\.", ".+b", "[^a]", "a?", "(a)", "é", "[a-z]*b", "\\*", "a[0-9]*", "a|b", "*", "[b-a]", "x+", ".", "[]"]
# None that is an expression elsewhere: OPA keeps both by their text in one place.
_URIS = ["urn:foo:bar:baz", "urn:foo:<.*>", "<[a-z]+>", "a<.*>b", "<", "a<b", "a>b", "{.*}", "urn:{[0-9]+}:x", "<<a>>", "<(>", "a.b:", "<a|b>c"]


@kind
def regex(random: Random) -> str:
    return mostly(random, _REGEXES, 0.1)


@kind
def subject(random: Random) -> str:
    chosen = random.sample(_SUBJECTS, random.randint(1, 2))
    return term("".join(chosen))


@kind
def replacement(random: Random) -> str:
    return term(random.choice(_REPLACEMENTS))


@kind
def intersecting(random: Random) -> str:
    return mostly(random, _INTERSECTING, 0.1)


@kind
def glob(random: Random) -> str:
    return mostly(random, _GLOBS, 0.1)


@kind
def name(random: Random) -> str:
    return mostly(random, _NAMES, 0.1)


@kind
def delimiters(random: Random) -> str:
    """Of a glob: characters at which its stars end."""
    if random.random() < 0.25:
        return "null"
    return array_of(some(random, lambda random: term(random.choice([".", "/", ":", "", "ab", "é", ","])), 2))


@kind
def uri_template(random: Random) -> str:
    return mostly(random, _URIS, 0.1)


@kind
def start_delimiter(random: Random) -> str:
    """Always the same, or a wrong one: OPA keeps a template by its text, whatever its delimiters."""
    return random.choice(['"<"'] * 8 + ['""', '"<<"'])


@kind
def end_delimiter(random: Random) -> str:
    return random.choice(['">"'] * 8 + ['""', '">>"'])
