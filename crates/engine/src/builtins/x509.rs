//! Certificates and their requests, after `crypto/x509` of Go, which is what OPA prints and verifies.

mod algorithm;
mod certificate;
mod extensions;
mod moment;
mod name;
mod uri;

pub(super) use certificate::Certificate;
