//! Who a URI speaks of, after `parseAuthority` and `parseHost` of Go's `net/url`.

use std::net::Ipv6Addr;

use super::Try;
use super::escapes::{Part, unescape};

/// The host with its port. Of HTTP alone a host has no colon but that of its port.
pub(super) fn authority(written: &str, is_http: bool) -> Try<Vec<u8>> {
    let Some((user, behind)) = written.rsplit_once('@') else {
        return host(written, is_http);
    };
    let host = host(behind, is_http)?;
    let may_stand = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
    if !user.chars().all(may_stand) {
        return Err("net/url: invalid userinfo".to_owned());
    }
    unescape(user, Part::UserInfo)?;
    Ok(host)
}

fn host(written: &str, is_http: bool) -> Try<Vec<u8>> {
    if let Some(open) = written.rfind('[') {
        return literal(written, open);
    }
    if let Some((name, _)) = written.rsplit_once(':') {
        let port = &written[name.len()..];
        if !is_port(port) || is_http && name.contains(':') {
            return Err(format!("invalid port {port:?} after host"));
        }
    }
    unescape(written, Part::Host)
}

/// An address in brackets.
fn literal(written: &str, open: usize) -> Try<Vec<u8>> {
    let Some((inside, port)) = written[open + 1..].rsplit_once(']') else {
        return Err("missing ']' in host".to_owned());
    };
    if open > 0 {
        return Err("invalid IP-literal".to_owned());
    }
    if !is_port(port) {
        return Err(format!("invalid port {port:?} after host"));
    }
    let zone = inside.find("%25").unwrap_or(inside.len());
    let mut read = unescape(&inside[..zone], Part::Host)?;
    read.extend(unescape(&inside[zone..], Part::Zone)?);
    let address = std::str::from_utf8(&read).unwrap_or_default();
    let address = match address.split_once('%') {
        Some((_, "")) => return Err("invalid host: zone must be a non-empty string".to_owned()),
        Some((address, _)) => address,
        None => address,
    };
    if address.parse::<Ipv6Addr>().is_err() {
        return Err(format!("invalid host {address:?}"));
    }
    let mut host = vec![b'['];
    host.extend(read);
    host.push(b']');
    host.extend(unescape(port, Part::Host)?);
    Ok(host)
}

/// Whether this is no port, or a colon with digits behind it.
fn is_port(written: &str) -> bool {
    written.is_empty()
        || written
            .strip_prefix(':')
            .is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The name of a host, without brackets, and its port.
pub(super) fn split_port(host: &[u8]) -> (&[u8], &[u8]) {
    let (mut name, mut port) = (host, &[][..]);
    if let Some(colon) = host.iter().rposition(|byte| *byte == b':') {
        let (before, behind) = host.split_at(colon);
        if behind[1..].iter().all(u8::is_ascii_digit) {
            (name, port) = (before, &behind[1..]);
        }
    }
    if let [b'[', inside @ .., b']'] = name {
        name = inside;
    }
    (name, port)
}
