"""GraphQL: queries and schemas."""

from __future__ import annotations

from random import Random

from .kinds import kind, mostly

_SCHEMAS = [
    "type Query { a: Int }",
    "type Query { a(x: Int!, y: [String] = [\"b\"]): T b: [T!]! } type T { id: ID! n: String }",
    "interface N { id: ID } type Query implements N { id: ID n: N } type M implements N { id: ID z: Float }",
    "union U = A | B type A { x: Int } type B { y: Int } type Query { u: U }",
    "enum E { ONE TWO } input I { e: E = ONE, i: I } type Query { f(i: I): E }",
    "schema { query: Q mutation: M } type Q { a: Int } type M { set(a: Int): Int }",
    "directive @d(x: Int) on FIELD | QUERY scalar D type Query { d: D @deprecated(reason: \"no\") }",
    "type Query { a: Missing }",
    "extend type Query { b: Int } type Query { a: Int }",
    "type Query { a: Int a: Int }",
    "\"\"\"doc\"\"\" type Query { \"field\" a: Int }",
    "type Query { __a: Int }",
    "",
]
_QUERIES = [
    "{ a }", "query Q { a }", "query ($x: Int!) { a(x: $x) { id n } }", "{ b { id ...F } } fragment F on T { n }", "{ u { ... on A { x } ... on B { y } __typename } }",
    "{ f(i: {e: TWO, i: {e: ONE}}) }", "mutation { set(a: 1) }", "{ a @skip(if: true) }", "{ d @d(x: 1) }", "subscription { a }", "{ missing }", "{ a { b } }", "query Q { a } query Q { a }",
    "{ a(x: \"1\") { id } }", "{ x: a y: a }", "{ x: a x: b { id } }", "{ ...F }", "fragment F on Query { ...F }", "{", "{ }", "", "{ a(x: 1.5) { id } }", "{ __schema { types { name } } }", "{ a # c\n}", "{ f(i: {nope: 1}) }",
    "query ($x: Int = 1, $x: Int) { a }", "{ a(x: 1, y: [null, \"\"\"b\n c\"\"\"]) { id } }", "query @skip(if: $v) { a }", "query ($i: I) { f(i: $i) }",
]


@kind
def graphql_schema(random: Random) -> str:
    return mostly(random, _SCHEMAS, 0.15)


@kind
def graphql_query(random: Random) -> str:
    return mostly(random, _QUERIES, 0.15)
