//! What every surface shares of HTTP: who asks from where, errors, limits, headers, the log line.
//!
//! Nothing here knows a noun of Portcullis; surfaces put their wire format on top.

pub mod body;
pub mod client_address;
pub mod cookies;
pub mod deadline;
pub mod error;
pub mod headers;
pub mod observe;
pub mod panic;
pub mod request;
