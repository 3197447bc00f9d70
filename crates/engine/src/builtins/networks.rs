//! Networks and addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use regorus::Value;

use super::{Failure, MAX_ITEMS, Own, Result, text, too_many};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "net.cidr_contains",
        arity: 2,
        call: |arguments| overlaps("net.cidr_contains", arguments),
    },
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
        name: "net.cidr_expand",
        arity: 1,
        call: expand,
    },
    Own {
        name: "net.cidr_is_valid",
        arity: 1,
        call: is_valid,
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

/// A network, `10.0.0.0/8`, as Go's `net.ParseCIDR` reads it: one of IPv4 that is written in IPv6 is
/// the former.
fn network(name: &str, written: &str) -> Try<IpNet> {
    read_network(written)
        .ok_or_else(|| Failure::Builtin(format!("{name}: invalid CIDR address: {written}")))
}

fn read_network(written: &str) -> Option<IpNet> {
    let (address, length) = written.split_once('/')?;
    let is_length = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    let length = is_length.then(|| length.parse().ok()).flatten()?;
    let network = IpNet::new(address.parse().ok()?, length).ok()?.trunc();
    match network {
        IpNet::V6(six) => match (six.addr().to_ipv4_mapped(), length.checked_sub(96)) {
            (Some(four), Some(length)) => Ipv4Net::new(four, length).ok().map(IpNet::V4),
            _ => Some(network),
        },
        IpNet::V4(_) => Some(network),
    }
}

/// A network, or an address as the smallest one around it.
fn network_or_address(name: &str, written: &str) -> Try<IpNet> {
    match written.parse::<IpAddr>() {
        Ok(address) => Ok(IpNet::from(address.to_canonical())),
        Err(_) => network(name, written),
    }
}

/// What is no text is no network, and no error.
#[expect(clippy::unnecessary_wraps, reason = "the form of every built-in")]
fn is_valid(arguments: &[Value]) -> Result {
    let is_valid = matches!(arguments, [Value::String(text)] if read_network(text).is_some());
    Ok(Value::from(is_valid))
}

/// Every address of a network of at most [`MAX_ITEMS`].
fn expand(arguments: &[Value]) -> Result {
    let name = "net.cidr_expand";
    let [written] = arguments else {
        return Err(Failure::builtin("`net.cidr_expand` expects a network"));
    };
    let network = network(name, text(name, written)?)?;
    let free_bits = network.max_prefix_len() - network.prefix_len();
    if u32::from(free_bits) > MAX_ITEMS.trailing_zeros() {
        return Err(too_many(name));
    }
    let addresses: Vec<String> = match network {
        IpNet::V4(four) => (u32::from(four.network())..=u32::from(four.broadcast()))
            .map(|address| Ipv4Addr::from(address).to_string())
            .collect(),
        IpNet::V6(six) => (u128::from(six.network())..=u128::from(six.broadcast()))
            .map(|address| Ipv6Addr::from(address).to_string())
            .collect(),
    };
    let addresses = addresses.into_iter().map(Value::from);
    Ok(Value::from(
        addresses.collect::<std::collections::BTreeSet<_>>(),
    ))
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

/// `net.cidr_contains`, and its deprecated spelling.
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
    let arounds = members(name, 1, around)?;
    if arounds.is_empty() {
        return Ok(Value::from(pairs));
    }
    let insides = members(name, 2, inside)?;
    for (key, written) in arounds {
        // What there is nothing to compare with is not looked at.
        if insides.is_empty() {
            break;
        }
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
/// text. Anything else has none.
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
        _ => Ok(Vec::new()),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, arguments: &[&str]) -> Result {
        let own = TABLE.iter().find(|own| own.name == name).unwrap();
        let arguments: Vec<Value> = arguments
            .iter()
            .map(|text| Value::from_json_str(text).unwrap())
            .collect();
        (own.call)(&arguments)
    }

    #[test]
    fn a_network_of_ipv4_may_be_written_in_ipv6() {
        let expanded = call("net.cidr_expand", &[r#""::ffff:1.2.3.0/127""#]);
        let wanted = ["1.2.3.0", "1.2.3.1"].map(Value::from);
        assert_eq!(
            expanded,
            Ok(Value::from(std::collections::BTreeSet::from(wanted)))
        );
        for (around, inside, wanted) in [
            (r#""10.0.0.0/8""#, r#""::ffff:10.1.2.3""#, true),
            (r#""::ffff:10.0.0.0/104""#, r#""10.1.0.0/16""#, true),
            (r#""::ffff:10.0.0.0/8""#, r#""10.1.0.0/16""#, false),
        ] {
            let answer = call("net.cidr_contains", &[around, inside]);
            assert_eq!(answer, Ok(Value::from(wanted)), "{around} {inside}");
        }
    }

    #[test]
    fn what_go_does_not_read_is_no_network() {
        for (written, wanted) in [
            (r#""10.0.0.0/08""#, true),
            (r#""10.0.0.0/+8""#, false),
            (r#""010.0.0.0/8""#, false),
            (r#""fe80::%eth0/64""#, false),
            ("null", false),
        ] {
            let answer = call("net.cidr_is_valid", &[written]);
            assert_eq!(answer, Ok(Value::from(wanted)), "{written}");
        }
    }

    #[test]
    fn networks_that_have_nothing_to_compare_with_are_not_read() {
        let none = Ok(Value::new_set());
        for arguments in [["[]", "null"], ["1", r#"["x"]"#], [r#"["x"]"#, "[]"]] {
            assert_eq!(call("net.cidr_contains_matches", &arguments), none);
        }
        let bad = call("net.cidr_contains_matches", &[r#"["x"]"#, r#"["y"]"#]);
        assert!(matches!(bad, Err(Failure::Builtin(_))));
    }

    #[test]
    fn a_network_of_too_many_addresses_is_a_limit() {
        let answer = call("net.cidr_expand", &[r#""10.0.0.0/8""#]);
        assert!(matches!(answer, Err(Failure::Limit(_))));
    }
}
