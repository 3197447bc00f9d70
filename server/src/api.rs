//! The programming interfaces, one module a surface. Wire types stay inside their surface.

pub mod v1;
