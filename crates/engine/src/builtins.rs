//! Built-in functions: which there are, which are ours, and what becomes of their errors.
//!
//! Every built-in that a program calls is put before the engine's own by an extension, for two
//! reasons. Errors: OPA turns a built-in's error into undefined, so a deny rule silently does not
//! fire; here such errors are counted, which the engine cannot do. And replacement: where the
//! engine's own is wrong, slow or unbounded, ours stands in [`OWN`].
//!
//! To add or mend one: write a function in the file of its family, list it in that file's table.

mod aws;
pub(crate) mod calculate;
mod callable;
mod chance;
pub(crate) mod clock;
pub(crate) mod collections;
mod decimals;
mod deprecated;
mod documents;
mod encodings;
mod globs;
mod go_json;
mod graphql;
mod graphs;
mod hashes;
mod json_paths;
mod jwt;
mod keys;
mod missing;
mod network;
mod networks;
mod numbers;
mod operators;
mod order;
pub(crate) mod origins;
mod regexes;
mod replacer;
pub(crate) mod runtime;
mod schemas;
pub(crate) mod selection;
mod sprintf;
mod strings;
mod template_strings;
mod templates;
pub(crate) mod test_cases;
mod time;
mod units;
mod uris;
mod versions;
mod x509;
mod yaml_reader;
mod yaml_writer;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use regorus::unstable::{BUILTINS, BuiltinFcn, Expr, Ref, Source, Span};
use regorus::{Engine, LimitError, Value};

pub(crate) use self::callable::Callable;

/// Why a built-in has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A built-in error in OPA's sense: undefined, unless the set is strict.
    Builtin(String),
    /// A limit of ours: the policy is errored in either mode, lest a `not` turn it into a pass.
    Limit(String),
}

impl Failure {
    fn builtin(message: impl Into<String>) -> Self {
        Self::Builtin(message.into())
    }
}

type Result = std::result::Result<Value, Failure>;

/// A built-in of ours.
pub(crate) struct Own {
    name: &'static str,
    arity: u8,
    call: fn(&[Value]) -> Result,
}

/// Every built-in of ours, by family.
const OWN: [&[Own]; 36] = [
    aws::TABLE,
    calculate::TABLE,
    chance::TABLE,
    collections::TABLE,
    deprecated::TABLE,
    documents::TABLE,
    encodings::TABLE,
    globs::TABLE,
    graphql::TABLE,
    graphs::TABLE,
    hashes::TABLE,
    json_paths::TABLE,
    jwt::TABLE,
    network::TABLE,
    networks::TABLE,
    numbers::TABLE,
    operators::TABLE,
    order::TABLE,
    origins::TABLE,
    regexes::TABLE,
    replacer::TABLE,
    runtime::TABLE,
    schemas::TABLE,
    selection::TABLE,
    sprintf::TABLE,
    strings::TABLE,
    template_strings::TABLE,
    templates::TABLE,
    test_cases::TABLE,
    time::TABLE,
    units::TABLE,
    uris::TABLE,
    versions::TABLE,
    x509::TABLE,
    yaml_reader::TABLE,
    yaml_writer::TABLE,
];

/// Built-ins that the engine treats in a way an extension would lose: `walk` as a loop, `print`
/// and `trace` as output.
const UNWRAPPED: [&str; 3] = ["walk", "print", "trace"];

/// What a template string is said with: OPA's own name for it.
pub(crate) const TEMPLATE_STRING: &str = "internal.template_string";

/// What members are taken from instead of something that may be no collection. OPA has no such
/// function.
pub(crate) const MEMBERS: &str = "internal.members";

/// The same of the members that have a text under a key. OPA has no such function.
pub(crate) const MEMBERS_WHERE: &str = "internal.members_where";

/// What gives back its first operand and notes where it comes from. OPA has no such function.
pub(crate) const ORIGIN: &str = "internal.origin";

/// What gives back its operand. OPA has no such function either.
pub(crate) const VALUE: &str = "internal.value";

/// What gives the values of an object that has these keys and no other, as an array. OPA has no such
/// function either.
pub(crate) const FIELDS: &str = "internal.fields";

/// What operators are called by, before their names, which people may give to functions of their own.
pub(crate) const OPERATORS: &str = "internal.";

/// Largest text that a built-in may make, in bytes.
const MAX_TEXT: usize = 16 << 20;
/// Largest collection that a built-in may make.
const MAX_ITEMS: usize = 1 << 20;

/// Whether a policy may call a built-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Availability {
    /// Yes; with how many arguments, when that is fixed.
    Present { arity: Option<usize> },
    /// Where networks are allowed for; it takes one argument.
    Network,
    /// OPA has it, and here it is refused.
    Refused { reason: &'static str },
    /// Nobody has it.
    Unknown,
}

/// Whether a policy may call `name`.
pub(crate) fn availability(name: &str) -> Availability {
    if name == "print" {
        return Availability::Present { arity: None };
    }
    if let Some(reason) = missing::reason(name) {
        return Availability::Refused { reason };
    }
    if network::is_network(name) {
        return Availability::Network;
    }
    if let Some(own) = find_own(name) {
        return Availability::Present {
            arity: Some(usize::from(own.arity)),
        };
    }
    match BUILTINS.get(name) {
        // Names with two underscores are how the engine spells its operators to itself.
        Some((_, arity)) if !name.starts_with("__") => Availability::Present {
            arity: Some(usize::from(*arity)),
        },
        _ => Availability::Unknown,
    }
}

/// What a text says that is YAML; `None` where it is none, or says what JSON cannot.
pub(crate) fn yaml(text: &str) -> Option<serde_json::Value> {
    let value = call_by_name("yaml.unmarshal", &[text.into()]).ok()?;
    serde_json::from_str(&value.to_json_str().ok()?).ok()
}

/// Whether a name is that of an operator.
pub(crate) fn is_operator(name: &str) -> bool {
    operators::TABLE.iter().any(|own| own.name == name)
}

/// How many arguments a built-in takes that is ours and not the engine's.
pub(crate) fn arity_of_ours_alone(name: &str) -> Option<usize> {
    let own = find_own(name)?;
    (!BUILTINS.contains_key(name)).then_some(usize::from(own.arity))
}

/// Whether a built-in is for what we write ourselves in place of what people wrote. To them there is no
/// such function.
pub(crate) fn is_for_us_alone(name: &str) -> bool {
    const OF_OPA: [&str; 5] = [
        TEMPLATE_STRING,
        "internal.member_2",
        "internal.member_3",
        "internal.print",
        "internal.test_case",
    ];
    name.starts_with(OPERATORS) && !OF_OPA.contains(&name) && find_own(name).is_some()
}

fn find_own(name: &str) -> Option<&'static Own> {
    let find = |name: &str| OWN.into_iter().flatten().find(|own| own.name == name);
    find(name).or_else(|| {
        let operator = name.strip_prefix(OPERATORS)?;
        operators::TABLE.iter().find(|own| own.name == operator)
    })
}

/// Puts ours, and our count of errors, before the engine's built-ins of these names. Once for an
/// engine: the names are those of its whole program.
pub(crate) fn register(engine: &mut Engine, names: &BTreeSet<String>, strict: bool) {
    for name in names {
        let Some((callable, arity)) = Callable::of(name) else {
            continue;
        };
        let call = move |arguments: Vec<Value>| callable.call(&arguments, strict);
        let added = engine.add_extension(name.clone(), arity, Box::new(call));
        // Adding fails only for a name that is there already, and a set has each name once.
        debug_assert!(added.is_ok());
    }
}

thread_local! {
    static SWALLOWED: Cell<u32> = const { Cell::new(0) };
}

/// How many built-in errors became undefined on this thread since the last call.
pub(crate) fn take_swallowed() -> u32 {
    SWALLOWED.take()
}

/// What becomes of a built-in's answer.
fn settle(result: Result, strict: bool) -> anyhow::Result<Value> {
    match result {
        Ok(value) => Ok(value),
        Err(Failure::Builtin(_)) if !strict => {
            SWALLOWED.set(SWALLOWED.get().saturating_add(1));
            Ok(Value::Undefined)
        }
        Err(Failure::Builtin(message) | Failure::Limit(message)) => {
            Err(anyhow::Error::msg(message))
        }
    }
}

/// Where the engine's built-ins believe to be called from. The engine itself adds the real place
/// to what an extension reports.
static NOWHERE: LazyLock<Option<(Span, Vec<Ref<Expr>>)>> = LazyLock::new(|| {
    let source = Source::from_contents("builtin".to_owned(), String::new()).ok()?;
    let span = Span {
        source,
        line: 1,
        col: 1,
        start: 0,
        end: 0,
    };
    let null = Expr::Null {
        span: span.clone(),
        value: Value::Null,
        eidx: 0,
    };
    Some((span, vec![Ref::new(null); 8]))
});

/// Calls a built-in of the engine.
fn call_engine((call, _): BuiltinFcn, strict: bool, arguments: &[Value]) -> Result {
    let Some((span, parameters)) = NOWHERE.as_ref() else {
        return Err(Failure::Limit(
            "the engine's built-ins cannot be called".to_owned(),
        ));
    };
    call(
        span,
        &parameters[..arguments.len().min(parameters.len())],
        arguments,
        strict,
    )
    .map_err(|error| {
        let message = crate::rego::place::Located::parse(&error.to_string()).message;
        if error.downcast_ref::<LimitError>().is_some() {
            Failure::Limit(message)
        } else {
            Failure::Builtin(message)
        }
    })
}

/// Calls the engine's own of this name.
fn call_by_name(name: &str, arguments: &[Value]) -> Result {
    match BUILTINS.get(name) {
        Some(builtin) => call_engine(*builtin, true, arguments),
        None => Err(Failure::Limit(format!("the engine has no `{name}`"))),
    }
}

fn text<'a>(name: &str, value: &'a Value) -> std::result::Result<&'a str, Failure> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(Failure::Builtin(format!(
            "`{name}` expects a string, not {}",
            kind(other)
        ))),
    }
}

/// What a value is, in words.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Set(_) => "a set",
        Value::Object(_) => "an object",
        Value::Undefined => "undefined",
    }
}

fn too_long(name: &str) -> Failure {
    Failure::Limit(format!(
        "`{name}` would make a text of more than {MAX_TEXT} bytes"
    ))
}

fn too_many(name: &str) -> Failure {
    Failure::Limit(format!("`{name}` would make more than {MAX_ITEMS} items"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Built-ins that are not compared with OPA: their answer is chance, time, an effect or nothing
    /// that OPA takes in the dialect of today.
    const NOT_COMPARED: [&str; 20] = [
        "all",
        "any",
        "cast_array",
        "cast_boolean",
        "cast_null",
        "cast_object",
        "cast_set",
        "cast_string",
        "http.send",
        "net.cidr_overlap",
        "net.lookup_ip_addr",
        "opa.runtime",
        "print",
        "rand.intn",
        "re_match",
        "set_diff",
        "time.now_ns",
        "trace",
        "uuid.rfc4122",
        "test.sleep",
    ];

    #[test]
    fn every_built_in_is_compared_with_opa() {
        let listed: BTreeSet<&str> = include_str!("../tests/differential/builtins.tsv")
            .lines()
            .filter_map(|line| line.split('\t').next())
            .collect();
        let ours = OWN.into_iter().flatten().map(|own| own.name);
        let missing: Vec<&str> = ours
            .chain(BUILTINS.keys().copied())
            .filter(|name| !name.starts_with("__") && !name.starts_with("internal."))
            .filter(|name| !listed.contains(name) && !NOT_COMPARED.contains(name))
            .collect();
        assert!(missing.is_empty(), "not in builtins.tsv: {missing:?}");
    }
}
