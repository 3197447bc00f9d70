//! Who is in the example organization.

use domain::BuiltinRole;

/// The password of everybody; the demo listens on this machine only.
pub(super) const PASSWORD: &str = "portcullis-demo";

/// Someone in the example organization.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    /// `None` for the site admin, who needs none.
    pub(super) role: Option<BuiltinRole>,
    /// What the welcome says about them.
    pub(super) what_they_do: &'static str,
    /// Whether people are to sign in as them.
    pub(super) signs_in: bool,
}

/// The site admin: the first one.
pub(super) const ADMIN: Person = PEOPLE[0];

/// Everybody.
pub(super) const PEOPLE: [Person; 6] = [
    Person {
        name: "Olivia Owner",
        email: "olivia@acme.example",
        role: None,
        what_they_do: "owner: may do everything",
        signs_in: true,
    },
    Person {
        name: "Alice Approver",
        email: "alice@acme.example",
        role: Some(BuiltinRole::Approver),
        what_they_do: "approver: overrides soft failures",
        signs_in: true,
    },
    Person {
        name: "Dana Draft",
        email: "dana@acme.example",
        role: Some(BuiltinRole::PolicyAuthor),
        what_they_do: "policy author: uploads policies",
        signs_in: true,
    },
    Person {
        name: "Erik Engineer",
        email: "erik@acme.example",
        role: Some(BuiltinRole::Writer),
        what_they_do: "writer: sends plans",
        signs_in: true,
    },
    Person {
        name: "Rita Reader",
        email: "rita@acme.example",
        role: Some(BuiltinRole::Reader),
        what_they_do: "reader: looks",
        signs_in: true,
    },
    Person {
        name: "ci-bot",
        email: "ci-bot@acme.example",
        role: Some(BuiltinRole::Writer),
        what_they_do: "",
        signs_in: false,
    },
];
