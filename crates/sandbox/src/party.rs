//! On whose behalf a job is done.

use std::sync::Arc;

/// On whose behalf a job is done. Nothing is known of one but that it is another than another: whoever
/// has no child yet goes before those who have one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Party(Option<Arc<str>>);

impl Party {
    /// The party of this name; [`Party::default`] is the one without.
    pub fn new(name: &str) -> Self {
        Self(Some(name.into()))
    }
}
