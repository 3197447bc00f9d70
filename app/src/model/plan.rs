//! What a plan would do, as numbers and words.

use domain::{PlanSummary, ResourceChange};

use super::Tone;

/// "+12 ~3 −1", as people who read plans write it.
pub fn plan_numbers(plan: &PlanSummary) -> String {
    format!("+{} ~{} −{}", plan.add, plan.change, plan.destroy)
}

/// The same in words: "12 to add, 3 to change, 1 to destroy".
pub fn plan_words(plan: &PlanSummary) -> String {
    if plan.add + plan.change + plan.destroy == 0 {
        return "no changes".to_owned();
    }
    format!(
        "{} to add, {} to change, {} to destroy",
        plan.add, plan.change, plan.destroy
    )
}

/// What happens to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It goes.
    Delete,
    /// It goes and comes back as another one.
    Replace,
    /// It comes.
    Create,
    /// It changes where it stands.
    Update,
    /// Terraform stops looking after it.
    Forget,
    /// Data that is read.
    Read,
    /// Nothing.
    Nothing,
}

impl Action {
    /// From Terraform's list of actions. Words that are not known count as a change: hiding one
    /// among the untouched resources would be worse.
    pub fn of(change: &ResourceChange) -> Self {
        let has = |word: &str| change.actions.iter().any(|action| action == word);
        match (has("create"), has("delete")) {
            (true, true) => Self::Replace,
            (true, false) => Self::Create,
            (false, true) => Self::Delete,
            (false, false) if has("forget") => Self::Forget,
            (false, false) if has("read") => Self::Read,
            (false, false) if has("no-op") || change.actions.is_empty() => Self::Nothing,
            (false, false) => Self::Update,
        }
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Delete => "destroy",
            Self::Replace => "replace",
            Self::Create => "create",
            Self::Update => "change",
            Self::Forget => "forget",
            Self::Read => "read",
            Self::Nothing => "no change",
        }
    }

    /// Its tone.
    pub const fn tone(self) -> Tone {
        match self {
            Self::Delete => Tone::Bad,
            Self::Replace | Self::Forget => Tone::Warn,
            Self::Create => Tone::Ok,
            Self::Update => Tone::Run,
            Self::Read | Self::Nothing => Tone::Quiet,
        }
    }

    /// Its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Delete => "minus",
            Self::Replace => "replace",
            Self::Create => "plus",
            Self::Update => "edit",
            Self::Forget => "discarded",
            Self::Read => "read",
            Self::Nothing => "circle",
        }
    }

    /// Whether the plan does something to the resource.
    pub const fn is_change(self) -> bool {
        !matches!(self, Self::Read | Self::Nothing)
    }
}

/// A resource, and what the plan does to it.
pub type Touched = (Action, ResourceChange);

/// The resources that a plan touches and those that it leaves alone, each in the order worst
/// first, then by address.
pub fn by_action(changes: Vec<ResourceChange>) -> (Vec<Touched>, Vec<Touched>) {
    let all: Vec<Touched> = changes
        .into_iter()
        .map(|change| (Action::of(&change), change))
        .collect();
    let all = super::sorted(all, |(one, left), (other, right)| {
        one.cmp(other)
            .then_with(|| left.address.cmp(&right.address))
    });
    all.into_iter().partition(|(action, _)| action.is_change())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(address: &str, actions: &[&str]) -> ResourceChange {
        ResourceChange {
            address: address.to_owned(),
            kind: "aws_x".to_owned(),
            actions: actions.iter().map(|&action| action.to_owned()).collect(),
        }
    }

    #[test]
    fn both_orders_of_create_and_delete_are_a_replacement() {
        for actions in [["create", "delete"], ["delete", "create"]] {
            assert_eq!(Action::of(&change("a", &actions)), Action::Replace);
        }
    }

    #[test]
    fn an_action_that_nobody_knows_is_a_change() {
        assert_eq!(Action::of(&change("a", &["transmogrify"])), Action::Update);
        assert_eq!(Action::of(&change("a", &[])), Action::Nothing);
    }

    #[test]
    fn what_goes_comes_first_and_untouched_resources_are_apart() {
        let (touched, untouched) = by_action(vec![
            change("b", &["no-op"]),
            change("z", &["create"]),
            change("a", &["create"]),
            change("y", &["delete"]),
        ]);
        let addresses: Vec<&str> = touched
            .iter()
            .map(|(_, one)| one.address.as_str())
            .collect();
        assert_eq!(addresses, ["y", "a", "z"]);
        assert_eq!(untouched.len(), 1);
    }

    #[test]
    fn a_plan_that_does_nothing_says_so() {
        assert_eq!(plan_words(&PlanSummary::default()), "no changes");
        let plan = PlanSummary {
            add: 12,
            change: 3,
            destroy: 1,
            ..PlanSummary::default()
        };
        assert_eq!(plan_numbers(&plan), "+12 ~3 −1");
        assert_eq!(plan_words(&plan), "12 to add, 3 to change, 1 to destroy");
    }
}
