//! Networks and addresses.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use regorus::Value;

use super::{Failure, MAX_ITEMS, Own, Result, text, too_many};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "net.cidr_contains_matches",
        arity: 2,
        call: contains_matches,
    },
    Own {
        name: "net.cidr_intersects",
        arity: 2,
        call: |arguments| intersects("net.cidr_intersects", arguments),
    },
    Own {
        name: "net.cidr_merge",
        arity: 1,
        call: merge,
    },
    Own {
        name: "net.cidr_overlap",
        arity: 2,
        call: |arguments| overlaps("net.cidr_overlap", arguments),
    },
];

type Try<T> = std::result::Result<T, Failure>;

/// A network, `10.0.0.0/8`, as Go's `net.ParseCIDR` reads it.
fn network(name: &str, written: &str) -> Try<IpNet> {
    written
        .parse()
        .map_err(|_| Failure::Builtin(format!("{name}: invalid CIDR address: {written}")))
}

/// A network, or an address as the smallest one around it.
fn network_or_address(name: &str, written: &str) -> Try<IpNet> {
    written
        .parse::<IpAddr>()
        .map(IpNet::from)
        .or_else(|_| network(name, written))
}

fn intersects(name: &str, arguments: &[Value]) -> Result {
    let [one, other] = arguments else {
        return Err(Failure::Builtin(format!("`{name}` expects two networks")));
    };
    let one = network(name, text(name, one)?)?;
    let other = network(name, text(name, other)?)?;
    let meet = one.contains(&other.network()) || other.contains(&one.network());
    Ok(Value::from(meet))
}

/// The deprecated spelling of `net.cidr_contains`.
fn overlaps(name: &str, arguments: &[Value]) -> Result {
    let [around, inside] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects a network and a network or an address"
        )));
    };
    let around = network(name, text(name, around)?)?;
    let inside = network_or_address(name, text(name, inside)?)?;
    Ok(Value::from(contains(&around, &inside)))
}

fn contains(around: &IpNet, inside: &IpNet) -> bool {
    around.contains(&inside.network()) && around.contains(&inside.broadcast())
}

/// Every pair of a network and what it contains, each by its place in its collection.
fn contains_matches(arguments: &[Value]) -> Result {
    let name = "net.cidr_contains_matches";
    let [around, inside] = arguments else {
        return Err(Failure::Builtin(format!("`{name}` expects two operands")));
    };
    let mut pairs = std::collections::BTreeSet::new();
    let insides = members(name, 2, inside)?;
    for (key, written) in members(name, 1, around)? {
        let around = network(name, &written)?;
        for (other, written) in &insides {
            if contains(&around, &network_or_address(name, written)?) {
                pairs.insert(Value::from(vec![key.clone(), other.clone()]));
                if pairs.len() > MAX_ITEMS {
                    return Err(too_many(name));
                }
            }
        }
    }
    Ok(Value::from(pairs))
}

/// The texts of an operand with the place of each: a text is its own, a member of a set too, and
/// of arrays and objects it is the index or the key. A member may be an array that begins with the
/// text.
fn members(name: &str, number: u8, operand: &Value) -> Try<Vec<(Value, String)>> {
    let member = |place: Value, value: &Value| match value {
        Value::String(written) => Ok((place, written.to_string())),
        Value::Array(items) => match items.first() {
            Some(Value::String(written)) => Ok((place, written.to_string())),
            _ => Err(not_a_member(name, number)),
        },
        _ => Err(not_a_member(name, number)),
    };
    match operand {
        Value::String(_) => Ok(vec![member(operand.clone(), operand)?]),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| member(Value::from(index), item))
            .collect(),
        Value::Set(items) => items
            .iter()
            .map(|item| member(item.clone(), item))
            .collect(),
        Value::Object(items) => items
            .iter()
            .map(|(key, item)| member(key.clone(), item))
            .collect(),
        _ => Err(Failure::Builtin(format!(
            "{name}: operand {number}: must be a string, an array, a set or an object"
        ))),
    }
}

fn not_a_member(name: &str, number: u8) -> Failure {
    Failure::Builtin(format!(
        "{name}: operand {number}: element must be string or non-empty array"
    ))
}

/// The smallest set of networks that covers the same addresses.
fn merge(arguments: &[Value]) -> Result {
    let name = "net.cidr_merge";
    let mut written = Vec::new();
    match arguments.first() {
        Some(Value::Array(items)) => {
            for item in items.iter() {
                written.push(text(name, item)?);
            }
        }
        Some(Value::Set(items)) => {
            for item in items.iter() {
                written.push(text(name, item)?);
            }
        }
        _ => {
            return Err(Failure::Builtin(format!(
                "{name}: operand 1 must be an array or a set"
            )));
        }
    }
    let (mut fours, mut sixes) = (Vec::<Ipv4Net>::new(), Vec::<Ipv6Net>::new());
    for one in written {
        match one.parse::<IpAddr>() {
            // An address of IPv4 has the network of its class, as Go's `IP.DefaultMask` has it.
            Ok(IpAddr::V4(address)) => {
                let length = match address.octets()[0] {
                    0..=127 => 8,
                    128..=191 => 16,
                    192..=223 => 24,
                    _ => {
                        return Err(Failure::Builtin(format!(
                            "{name}: {one} has no default mask"
                        )));
                    }
                };
                fours.extend(Ipv4Net::new(address, length));
            }
            Ok(IpAddr::V6(_)) => {
                return Err(Failure::Builtin(format!(
                    "{name}: IPv6 invalid: needs prefix length"
                )));
            }
            Err(_) => match network(name, one)? {
                IpNet::V4(four) => fours.push(four),
                IpNet::V6(six) => sixes.push(six),
            },
        }
    }
    let fours = Ipv4Net::aggregate(&fours).into_iter().map(IpNet::V4);
    let sixes = Ipv6Net::aggregate(&sixes).into_iter().map(IpNet::V6);
    let merged = fours
        .chain(sixes)
        .map(|net| Value::from(net.trunc().to_string()));
    Ok(Value::from(
        merged.collect::<std::collections::BTreeSet<_>>(),
    ))
}
