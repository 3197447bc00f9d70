//! Where a request comes from, also through proxies.
//!
//! `X-Forwarded-For` is whatever the client wrote, followed by what each proxy on the way saw. It is
//! read from its end, and only as far as the operator trusts who wrote it: one entry further is the
//! client.

use std::net::IpAddr;

use http::{HeaderMap, HeaderName};
use ipnet::IpNet;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The proxies whose word about a client's address is taken.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Those of `networks`.
    pub fn new(networks: impl IntoIterator<Item = IpNet>) -> Self {
        Self(networks.into_iter().collect())
    }

    /// The client's address, when `peer` is at the other end of the connection.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let lines = headers.get_all(X_FORWARDED_FOR);
        let lines: Vec<&str> = lines.iter().map_while(|line| line.to_str().ok()).collect();
        let entries = lines.iter().rev().flat_map(|line| line.rsplit(','));
        for entry in entries {
            if !self.trusts(client) {
                break;
            }
            // Unreadable: what is further left is not worth more than this.
            let Some(address) = address(entry.trim()) else {
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

/// An address, as proxies write it: some add the port, and brackets around IPv6.
fn address(entry: &str) -> Option<IpAddr> {
    let address = entry.parse::<IpAddr>().ok().or_else(|| {
        let with_port = entry.parse::<std::net::SocketAddr>().ok();
        let bracketed = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
        with_port.map(|it| it.ip()).or_else(bracketed)
    })?;
    Some(address.to_canonical())
}

/// Reads a network, `10.0.0.0/8`, or a single address.
///
/// # Errors
/// It is none of both; the message says how one is written.
pub fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let single = || text.parse::<IpAddr>().map(IpNet::from);
    text.parse::<IpNet>()
        .or_else(|_| single())
        .map_err(|_| "write an address, or a network as 10.0.0.0/8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, lines: &[&'static str]) -> String {
        let proxies = TrustedProxies::new(proxies.iter().map(|text| network(text).unwrap()));
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(X_FORWARDED_FOR, line.parse().unwrap());
        }
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_stranger_cannot_say_where_they_come_from() {
        assert_eq!(client(&[], "192.0.2.1", &["10.0.0.1"]), "192.0.2.1");
        let proxies = ["10.0.0.0/8"];
        assert_eq!(client(&proxies, "192.0.2.1", &["10.0.0.1"]), "192.0.2.1");
    }

    #[test]
    fn the_last_address_that_no_proxy_of_ours_has_is_the_client() {
        let proxies = ["10.0.0.0/8", "2001:db8::1"];
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
            assert_eq!(client(&proxies, peer, lines), wanted, "{peer} {lines:?}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for bad in ["", "proxy", "10.0.0.0/33", "10.0.0.1:80"] {
            assert!(network(bad).is_err(), "{bad}");
        }
    }
}
