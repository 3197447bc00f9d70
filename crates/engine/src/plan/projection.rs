//! What is needed of a document, laid out for reading it.

use regorus::Value;

use crate::reads::Needs;

/// More names than this are searched by halves.
const FEW: usize = 32;

/// What is needed of a value, laid out for reading it: keys are found by comparing few bytes, and are made
/// once.
pub(super) struct Projection {
    pub(super) is_whole: bool,
    /// What is needed of every member and element that is not named.
    all: Option<Box<Projection>>,
    /// In the order of their keys.
    members: Vec<Member>,
}

/// A member that is needed by its name.
pub(super) struct Member {
    name: Box<str>,
    /// The name's beginning, by which most others are told from it.
    beginning: u64,
    pub(super) key: Value,
    pub(super) projection: Projection,
}

impl Projection {
    pub(super) fn of(needs: &Needs) -> Self {
        let members = needs.named().map(|(name, needs)| Member {
            name: Box::from(&**name),
            beginning: beginning(name),
            key: Value::String(name.clone()),
            projection: Self::of(needs),
        });
        Self {
            is_whole: needs.is_whole(),
            members: members.collect(),
            all: needs
                .element()
                .filter(|_| !needs.is_whole())
                .map(|all| Box::new(Self::of(all))),
        }
    }

    /// Where a name stands among those that are needed.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        if self.members.len() > FEW {
            let found = self
                .members
                .binary_search_by(|member| (*member.name).cmp(name));
            return found.ok();
        }
        let beginning = beginning(name);
        let mut members = self.members.iter();
        members.position(|member| member.beginning == beginning && *member.name == *name)
    }

    pub(super) fn member(&self, index: usize) -> &Member {
        &self.members[index]
    }

    /// What is needed of an element, and of a member without a name here.
    pub(super) fn other(&self) -> Option<&Self> {
        if self.is_whole {
            return Some(self);
        }
        self.all.as_deref()
    }
}

/// The first bytes of a text.
fn beginning(text: &str) -> u64 {
    let bytes = text.as_bytes();
    match bytes.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => bytes
            .iter()
            .fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}
