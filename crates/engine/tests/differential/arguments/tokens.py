"""Tokens, and what they are signed and checked with."""

from __future__ import annotations

import base64
import json
from random import Random

from .certificates import public_key
from .kinds import kind, object_of, spoilt, term
from .material import KEYS, TOKENS
from .scalars import text

_PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi"}
# Those of which a signature is the same each time.
_REPEATABLE = {"HS256": "oct", "HS384": "oct", "HS512": "oct", "RS256": "rsa", "RS384": "rsa", "RS512": "rsa", "EdDSA": "ed25519"}
_HEADERS = [{}, {"typ": "JWT"}, {"typ": "text/plain"}, {"cty": "JWT"}, {"kid": "k1"}, {"kid": 1}, {"crit": ["x"]}, {"typ": 1}, {"b": 1.5}]
_CLAIMS = [{"iss": "me"}, {"exp": 4102444800}, {"exp": 1.5}, {"exp": "x"}, {"nbf": 0}, {"aud": "you"}, {"aud": ["you", "x"]}, {"aud": 1}, {"é": [1, None]}, {"n": 1e300}, {}, {"iat": -1}]


@kind
def token(random: Random) -> str:
    if random.random() < 0.3:
        parts = [json.dumps(random.choice(_HEADERS) | {"alg": random.choice(["HS256", "none", "RS256", 1])}), json.dumps(_claims(random)), "sig"]
        written = ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    else:
        written = random.choice(list(TOKENS.values()))
    return term(spoilt(random, written) if random.random() < 0.2 else written)


@kind
def secret(random: Random) -> str:
    return '"secret"' if random.random() < 0.7 else text(random)


@kind
def verifier(random: Random) -> str:
    """A public key as PEM, as a JSON web key or as a set of those."""
    return random.choice([public_key, public_key, _web_keys])(random)


@kind
def constraints(random: Random) -> str:
    pairs = [
        ('"secret"', secret(random)),
        ('"cert"', verifier(random)),
        ('"alg"', term(random.choice([*TOKENS, "none", ""]))),
        ('"iss"', term(random.choice(["me", "you"]))),
        ('"aud"', random.choice(['"you"', '"x"', '["you"]', "1"])),
        ('"time"', random.choice(["1600000000000000000", "0", "5e18", '"x"', "1.5"])),
        ('"nope"', "1"),
    ]
    key = pairs[random.randrange(2)]
    chosen = random.sample(pairs[2:6], random.randint(0, 2)) + ([('"aud"', '"you"')] if random.random() < 0.7 else [])
    odd = [random.choice(pairs)] if random.random() < 0.15 else []
    return object_of([key, *chosen, *odd])


@kind
def header(random: Random) -> str:
    return term(_header(random, random.choice(list(_REPEATABLE))))


@kind
def header_text(random: Random) -> str:
    return _as_text(random, _header(random, random.choice(list(_REPEATABLE))))


@kind
def payload(random: Random) -> str:
    return term(_claims(random))


@kind
def payload_text(random: Random) -> str:
    return _as_text(random, _claims(random))


@kind
def web_key(random: Random) -> str:
    return term(_signing_key(random))


@kind
def web_key_text(random: Random) -> str:
    return _as_text(random, _signing_key(random))


def _as_text(random: Random, value: dict) -> str:
    text = json.dumps(value)
    return term(spoilt(random, text) if random.random() < 0.1 else text)


def _signing_key(random: Random) -> dict:
    return _web_key(random, random.choice(sorted(set(_REPEATABLE.values()))))


def _header(random: Random, algorithm: str) -> dict:
    return random.choice(_HEADERS) | ({"alg": algorithm} if random.random() < 0.95 else {})


def _claims(random: Random) -> dict:
    claims: dict = {}
    for _ in range(random.randint(0, 3)):
        claims |= random.choice(_CLAIMS)
    return claims


def _web_key(random: Random, name: str) -> dict:
    key = dict(KEYS[name])
    if random.random() < 0.15:
        key[random.choice(list(key))] = random.choice(["", "x", "AQAB", 1, None, "é"])
    if random.random() < 0.1:
        del key[random.choice(list(key))]
    return key


def _web_keys(random: Random) -> str:
    keys = [_web_key(random, random.choice(list(KEYS))) for _ in range(random.randint(1, 2))]
    public = [{name: value for name, value in key.items() if name not in _PRIVATE_MEMBERS} for key in keys]
    if random.random() < 0.5:
        return term(json.dumps(public[0]))
    return term(json.dumps({"keys": public}))
