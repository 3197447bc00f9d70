//! Built-ins that reach the network. None does: where a policy may hold such calls at all, which is where it
//! is tested, one that is reached and not replaced by `with` is an error.

use super::{Failure, Own, Result};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "http.send",
        arity: 1,
        call: |_| unreachable("http.send"),
    },
    Own {
        name: "net.lookup_ip_addr",
        arity: 1,
        call: |_| unreachable("net.lookup_ip_addr"),
    },
];

/// No built-in error, which would be undefined: a `not` around it would hold.
fn unreachable(name: &str) -> Result {
    Err(Failure::Limit(format!(
        "`{name}` was called, and policies cannot reach the network: replace it in the test, \
         `with {name} as …`"
    )))
}

/// Whether a built-in reaches the network.
pub(super) fn is_network(name: &str) -> bool {
    TABLE.iter().any(|own| own.name == name)
}
