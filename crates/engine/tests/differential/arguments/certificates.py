"""Certificates, requests and keys, in PEM and in base64."""

from __future__ import annotations

import base64
from random import Random

from .kinds import kind, object_of, spoilt, term
from .material import pems

_CERTIFICATES = pems("*.pem")
_PRIVATE = pems("*.key")
_ROOT = pems("root.pem")
_LEAVES = pems("leaf-*.pem")


@kind
def certificates(random: Random) -> str:
    chosen = random.sample(_CERTIFICATES, random.randint(1, 2))
    return _written(random, "".join(chosen))


@kind
def chain(random: Random) -> str:
    """A root and what it signed, mostly in this order."""
    chosen = [*_ROOT, *random.sample(_LEAVES, 1)]
    if random.random() < 0.15:
        chosen.reverse()
    return _written(random, "".join(chosen))


@kind
def chain_options(random: Random) -> str:
    pairs = [
        ('"DNSName"', term(random.choice(["a.example", "A.EXAMPLE", "x.b.example", "x.y.b.example", "b.example", "10.0.0.1", "[10.0.0.1]", "", "a.example."]))),
        ('"CurrentTime"', random.choice(["1900000000000000000", "0", "1.5", '"x"', "4000000000000000000", "-1"])),
        ('"KeyUsages"', random.choice(['["KeyUsageServerAuth"]', '["KeyUsageCodeSigning"]', '["KeyUsageAny"]', '["nope"]', "[]", '"x"'])),
        ('"MaxConstraintComparisons"', random.choice(["0", "1", "100", "-1"])),
        ('"Other"', "1"),
    ]
    return object_of(random.sample(pairs, random.choice([0, 1, 1, 2])))


@kind
def request(random: Random) -> str:
    return _written(random, random.choice(pems("*.csr")))


@kind
def private_key(random: Random) -> str:
    return _written(random, random.choice(_PRIVATE))


@kind
def private_keys(random: Random) -> str:
    return _written(random, "".join(random.sample(_PRIVATE, random.randint(1, 3))))


@kind
def public_key(random: Random) -> str:
    return _written(random, random.choice([*pems("*.pub"), *_LEAVES]))


def _written(random: Random, pem: str) -> str:
    """As it is; or the whole, or its bytes alone, in base64; at times spoilt."""
    lines = [line for line in pem.splitlines() if not line.startswith("-")]
    text = random.choices(
        [pem, base64.b64encode(pem.encode()).decode(), "".join(lines), "text before\n" + pem.replace("\n", "\r\n")],
        [6, 2, 2, 1],
    )[0]
    return term(spoilt(random, text) if random.random() < 0.2 else text)
