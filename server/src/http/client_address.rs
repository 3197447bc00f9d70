//! Where a request comes from, also through proxies.
//!
//! `X-Forwarded-For` is whatever the client wrote, followed by what each proxy on the way saw. It is
//! read from its end, and only as far as the operator trusts who wrote it: one entry further is the
//! client.

use std::net::IpAddr;

use http::{HeaderMap, HeaderName};
use ipnet::{IpNet, Ipv4Net};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The proxies whose word about a client's address is taken.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Those of `networks`.
    pub fn new(networks: impl IntoIterator<Item = IpNet>) -> Self {
        Self(networks.into_iter().map(canonical).collect())
    }

    /// The client's address, when `peer` is at the other end of the connection.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        // Bytes: a line that is no text is the client's, and must not hide the proxy's behind it.
        let lines = headers.get_all(X_FORWARDED_FOR).iter();
        let entries = lines.rev().flat_map(|line| {
            let entries = line.as_bytes().rsplit(|byte| *byte == b',');
            entries.map(|entry| std::str::from_utf8(entry).ok())
        });
        for entry in entries {
            if !self.trusts(client) {
                break;
            }
            // Unreadable: what is further left is not worth more than this.
            let Some(address) = entry.and_then(|entry| address(entry.trim())) else {
                break;
            };
            client = address;
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// IPv4 that is written as IPv6, `::ffff:10.0.0.0/104`, as what it is: peers are.
fn canonical(network: IpNet) -> IpNet {
    let IpNet::V6(six) = network else {
        return network;
    };
    let four = six.addr().to_ipv4_mapped();
    let length = six.prefix_len().checked_sub(96);
    four.zip(length)
        .and_then(|(four, length)| Ipv4Net::new(four, length).ok())
        .map_or(network, IpNet::V4)
}

/// An address, as proxies write it: some add the port, and brackets around IPv6.
fn address(entry: &str) -> Option<IpAddr> {
    let address = entry.parse::<IpAddr>().ok().or_else(|| {
        let with_port = entry.parse::<std::net::SocketAddr>().ok();
        let bracketed = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
        with_port.map(|it| it.ip()).or_else(bracketed)
    })?;
    Some(address.to_canonical())
}

/// Reads networks, `10.0.0.0/8`, and single addresses with commas between them. Empty entries are
/// none: files that set variables leave them empty.
///
/// # Errors
/// One is neither; the message says how they are written.
pub fn trusted_proxies(text: &str) -> Result<TrustedProxies, String> {
    let entries = text.split(',').map(str::trim);
    let networks: Result<Vec<_>, _> = entries
        .filter(|entry| !entry.is_empty())
        .map(network)
        .collect();
    networks.map(TrustedProxies::new)
}

fn network(text: &str) -> Result<IpNet, String> {
    let single = || text.parse::<IpAddr>().map(IpNet::from);
    text.parse::<IpNet>()
        .or_else(|_| single())
        .map_err(|_| format!("`{text}` is no address and no network as 10.0.0.0/8"))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn client<L: AsRef<[u8]>>(proxies: &str, peer: &str, lines: &[L]) -> String {
        let proxies = trusted_proxies(proxies).unwrap();
        let mut headers = HeaderMap::new();
        for line in lines {
            let line = HeaderValue::from_bytes(line.as_ref()).unwrap();
            headers.append(X_FORWARDED_FOR, line);
        }
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_stranger_cannot_say_where_they_come_from() {
        for proxies in ["", " , ", "10.0.0.0/8"] {
            assert_eq!(client(proxies, "192.0.2.1", &["10.0.0.1"]), "192.0.2.1");
        }
    }

    #[test]
    fn the_last_address_that_no_proxy_of_ours_has_is_the_client() {
        let proxies = "10.0.0.0/8, 2001:db8::1,";
        for (peer, lines, wanted) in [
            ("10.0.0.1", &["198.51.100.7"][..], "198.51.100.7"),
            (
                "10.0.0.1",
                &["1.1.1.1, 198.51.100.7, 10.0.0.2"],
                "198.51.100.7",
            ),
            (
                "10.0.0.1",
                &["1.1.1.1", "198.51.100.7,10.0.0.2"],
                "198.51.100.7",
            ),
            ("::ffff:10.0.0.1", &["198.51.100.7:5555"], "198.51.100.7"),
            ("2001:db8::1", &["[2001:db8::7]:443"], "2001:db8::7"),
            ("10.0.0.1", &["[2001:db8::7]"], "2001:db8::7"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.7, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ] {
            assert_eq!(client(proxies, peer, lines), wanted, "{peer} {lines:?}");
        }
    }

    #[test]
    fn what_a_client_wrote_cannot_hide_what_the_proxy_wrote_behind_it() {
        let lines: [&[u8]; 3] = [b"6.6.6.6", b"\xff", b"198.51.100.7"];
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", &lines), "198.51.100.7");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", &lines[..2]), "10.0.0.1");
    }

    #[test]
    fn a_network_of_ipv4_may_be_written_as_ipv6() {
        let proxies = "::ffff:10.0.0.0/104";
        assert_eq!(
            client(proxies, "10.0.0.1", &["198.51.100.7"]),
            "198.51.100.7"
        );
        assert_eq!(client(proxies, "11.0.0.1", &["198.51.100.7"]), "11.0.0.1");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for bad in [
            "proxy",
            "10.0.0.0/33",
            "10.0.0.1:80",
            "10.0.0.0/8;10.1.0.0/16",
        ] {
            assert!(trusted_proxies(bad).is_err(), "{bad}");
        }
    }
}
