"""Requests that `providers.aws.sign_req` signs."""

from __future__ import annotations

from random import Random

from .collections import anything
from .kinds import kind, object_of, term

_METHODS = ["get", "GET", "post", "PUT", "dElete", "", "é"]
_URLS = [
    "https://example.com", "https://my-bucket.s3.amazonaws.com/a/b", "https://x.com/a%20b/ü?z=1&a=2&a=1", "http://x.com:8080/?q=a+b&q=%7E", "/relative",
    "https://x.com/a//b/../c", "", "https://x.com?b&a=", "https://user@x.com/", "http://x.com:80/~a*(')", "https://[::1]:443/x", "%",
]
_NAMES = ["Content-Type", "x-custom", "X-AMZ-Security-Token", "host", "user-agent", "authorization", "é", "A B"]


@kind
def aws_request(random: Random) -> str:
    pairs = [('"method"', term(random.choice(_METHODS))), ('"url"', term(random.choice(_URLS)))]
    optional = [
        ('"headers"', object_of((term(name), term(random.choice(["v", "  a   b ", "", "é"]))) for name in random.sample(_NAMES, random.randint(0, 3)))),
        ('"body"', anything(random)),
        ('"raw_body"', term(random.choice(["", "abc", "é"]))),
        ('"nope"', "1"),
        ('"timeout"', '"5s"'),
        ('"cache"', "true"),
    ]
    return object_of([*pairs, *random.sample(optional, random.choice([0, 0, 1, 2]))][random.random() < 0.05 :])


@kind
def aws_config(random: Random) -> str:
    pairs = [(term(f"aws_{name}"), term(value)) for name, value in [
        ("access_key", random.choice(["AKID", ""])),
        ("secret_access_key", random.choice(["secret/+", "é"])),
        ("service", random.choice(["s3", "ec2", "execute-api", "S3"])),
        ("region", random.choice(["us-east-1", "eu-west-1", ""])),
    ]]
    optional = [
        ('"aws_session_token"', '"tok"'),
        ('"disable_payload_signing"', random.choice(["true", "false", '"x"'])),
        ('"nope"', "1"),
    ]
    return object_of([*pairs, *random.sample(optional, random.choice([0, 0, 1, 2]))][random.random() < 0.05 :])
