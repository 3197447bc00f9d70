"""Networks, addresses, URIs and queries."""

from __future__ import annotations

from random import Random

from .kinds import array_of, kind, mostly, object_of, set_of, some, term
from .scalars import part, text

_CIDRS = [
    "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/24", "192.168.0.0/30", "192.168.0.1/32", "0.0.0.0/0", "255.255.255.255/32", "10.0.0.0/33", "10.0.0/8",
    "010.0.0.0/8", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/", "::/0", "::1/128", "2001:db8::/32", "2001:db8::1/64", "fe80::/10", "::ffff:10.0.0.0/104",
    "::ffff:10.0.0.0/8", "fe80::%eth0/64", "2001:db8::/129", "::10.0.0.1/96", "10.0.0.0/8 ", "", "/8", "1.2.3.4/31", "256.0.0.0/8", "2001:DB8::/33",
    "192.168.128.0/17", "192.168.0.0/17", "10.0.0.0/+8", "1.2.3.4/32/1",
]
_SMALL_CIDRS = [
    "10.0.0.0/29", "192.168.1.7/30", "1.2.3.4/32", "2001:db8::/125", "::1/128", "255.255.255.248/29", "0.0.0.0/31", "x/30",
    "::ffff:1.2.3.0/126", "1.2.3.4/33", "1.2.3.4", "",
]
_ADDRESSES = [
    "10.0.0.1", "10.1.2.255", "192.168.0.2", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::1", "::ffff:10.0.0.1", "fe80::1%eth0", "1.2.3", "1.2.3.4.5",
    "01.2.3.4", "1.2.3.256", "2001:db8:::1", "2001:0db8:0000::1", "[::1]", "0x7f.1", "127.1", "1.2.3.4:80", "240.0.0.1", "172.16.0.1",
]
_URIS = [
    "http://example.com", "https://user:pw@example.com:8443/a/b?x=1&y=2#frag", "http://[::1]:80/", "http://[fe80::1%25eth0]/", "//host/path", "/path?q",
    "mailto:a@b.c", "urn:a:b", "http://", "http://a b/", "http://a/%zz", "http://a/%20b", "HTTP://EXAMPLE.com/é", "http://é.com", "http://a:b/", "http://a:99999/",
    "", "?", "#", "#%zz", "a:b:c", ":a", "1http://x", "http://a?b?c#d#e", "http://a/../b/./c", "http://u@/", "http://a:@b:", "http://a\\b", "http://a/\n", "http://[::1", "http://::1/",
    "file:///etc/passwd", "http://a/?%", "http://a/b;c=1", "http://a@b@c/", "*", "http:opaque", "http:/one", "http:///three", "./a:b", "a/b:c", "http://%41.com/", "http://a%2fb/", "https://a.b/c%2Fd",
    "http://a.b:0/", "http://a/<>\"", "ws+x-1.y://h", "http://a[b]c/", "http://user:p%zz@h/",
]
_QUERIES = ["a=1", "a=1&b=2&a=3", "a", "=", "a=", "=b", "a%20b=c+d", "%zz", "a=%", "a=%C3%A9", "é=ü", "&&", "a=1;b=2", "a=b=c", "%ff=1", "", "+", "a=1&%", "a[]=1&a[]=2", "a=%00"]


@kind
def cidr(random: Random) -> str:
    return mostly(random, _CIDRS, 0.15)


@kind
def address(random: Random) -> str:
    return mostly(random, _ADDRESSES, 0.15)


@kind
def cidr_or_address(random: Random) -> str:
    return random.choice([cidr, address])(random)


@kind
def small_cidr(random: Random) -> str:
    """One whose addresses can be listed."""
    return term(random.choice(_SMALL_CIDRS))


@kind
def cidrs(random: Random) -> str:
    """Networks in a collection, at times with a note beside each."""
    members = some(random, lambda random: _noted(random, cidr_or_address(random)), 3)
    return random.choice(
        [array_of, set_of, lambda terms: object_of((part(random), one) for one in terms), lambda terms: terms[0] if terms else '""']
    )(members)


@kind
def cidr_list(random: Random) -> str:
    return random.choice([array_of, set_of])(some(random, cidr, 5))


@kind
def uri(random: Random) -> str:
    return mostly(random, _URIS, 0.2)


@kind
def query(random: Random) -> str:
    return mostly(random, _QUERIES, 0.2)


@kind
def query_object(random: Random) -> str:
    return object_of((text(random), _query_value(random)) for _ in range(random.randint(0, 3)))


def _query_value(random: Random) -> str:
    if random.random() < 0.6:
        return text(random)
    return random.choice([array_of, set_of])(some(random, text, 3))


def _noted(random: Random, network: str) -> str:
    return network if random.random() < 0.8 else array_of([network, '"note"'])
