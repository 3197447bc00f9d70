//! Writing a policy: a form that works without JavaScript.

use domain::{Permission, Policy, PolicySet, WrittenLevel};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::frame::{FrameData, use_organization};
use crate::model::Tone;
use crate::pages::address::{use_param, use_query};
use crate::pages::confirm_delete::ConfirmDelete;
use crate::server_functions::policies::{
    CreatePolicy, DeletePolicy, GetPolicyForm, PolicyFormData, UpdatePolicy,
};
use crate::ui::{
    Breadcrumbs, Callout, Card, Choice, Crumb, Field, FormActions, PageHead, PostForm, Select,
    TextArea, TextInput, field_error, loaded, page_data, ticked,
};

/// What a new policy begins with.
const TEMPLATE: &str = "package policy

import rego.v1

# A message for each thing that is wrong; none, and the policy passes.
deny contains message if {
  some change in input.plan.resource_changes
  \"delete\" in change.change.actions
  message := sprintf(\"%s would be deleted\", [change.address])
}
";

/// The page of a new policy; `?policy_set=` names the set it is meant for.
#[component]
pub(crate) fn PolicyNewPage() -> impl IntoView {
    let organization = use_organization();
    let set = use_query("policy_set");
    let data = page_data(move || GetPolicyForm {
        organization: organization.get(),
        policy: None,
    });
    loaded(data, move |data, frame| {
        page(&data, set.get_untracked().as_deref(), &frame)
    })
}

/// The page that changes a policy.
#[component]
pub(crate) fn PolicyEditPage() -> impl IntoView {
    let organization = use_organization();
    let name = use_param("policy");
    let data = page_data(move || GetPolicyForm {
        organization: organization.get(),
        policy: Some(name.get()),
    });
    loaded(data, |data, frame| page(&data, None, &frame))
}

fn page(data: &PolicyFormData, wanted: Option<&str>, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let mut crumbs = vec![
        Crumb::link("Policy sets", paths.below("policy-sets")),
        Crumb::link("Policies", paths.below("policies")),
    ];
    let title = if let Some(view) = &data.policy {
        let name = view.managed.policy.name.clone();
        crumbs.push(Crumb::link(name.clone(), paths.policy(&name)));
        crumbs.push(Crumb::here("Edit"));
        format!("Edit {name}")
    } else {
        crumbs.push(Crumb::here("New"));
        "New policy".to_owned()
    };
    view! {
        <Breadcrumbs items=crumbs />
        <PageHead title=title />
        {if frame.may(Permission::ManagePolicySets) {
            forms(data, wanted, frame)
        } else {
            not_allowed()
        }}
    }
    .into_any()
}

fn not_allowed() -> AnyView {
    view! {
        <Callout tone=Tone::Quiet title="You may not write policies here.">
            "Policy authors and owners may. An owner can give you that role."
        </Callout>
    }
    .into_any()
}

fn forms(data: &PolicyFormData, wanted: Option<&str>, frame: &FrameData) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let delete = data.policy.as_ref().map(|view| {
        let name = view.managed.policy.name.clone();
        view! {
            <ConfirmDelete
                action=DeletePolicy::url()
                noun="policy"
                name=name.clone()
                consequence="It leaves its policy sets, and no plan is checked against it any more. Finished \
                             checks keep what it said."
                hidden=vec![("organization", organization.clone()), ("existing", name)]
            />
        }
    });
    view! { <div class="stack">{form(data, wanted, organization.clone(), frame)} {delete}</div> }
        .into_any()
}

fn form(
    data: &PolicyFormData,
    wanted: Option<&str>,
    organization: String,
    frame: &FrameData,
) -> AnyView {
    let paths = frame.paths();
    let known = data.policy.as_ref();
    // Fields are made inside of their form, where they find what was typed and what is wrong with it.
    let (action, cancel, existing) = match known {
        Some(view) => {
            let name = view.managed.policy.name.clone();
            (UpdatePolicy::url(), paths.policy(&name), Some(name))
        }
        None => (
            CreatePolicy::url(),
            wanted.map_or_else(|| paths.below("policies"), |set| paths.policy_set(set)),
            None,
        ),
    };
    let source = match known {
        Some(view) => view.source.clone().unwrap_or_default(),
        None => TEMPLATE.to_owned(),
    };
    let ticked: Vec<String> = match known {
        Some(view) => view
            .managed
            .policy_sets
            .iter()
            .map(ToString::to_string)
            .collect(),
        None => wanted.map(str::to_owned).into_iter().collect(),
    };
    let policy = known.map(|view| view.managed.policy.clone());
    let sets = data.sets.clone();
    view! {
        <Card>
            <PostForm action=action>
                <input type="hidden" name="organization" value=organization />
                {match existing {
                    Some(name) => view! { <input type="hidden" name="existing" value=name /> }.into_any(),
                    None => name_field(),
                }}
                {about(policy.as_ref())}
                <Field
                    for_id="source"
                    label="Rego"
                    hint="One module. It reads the plan as input.plan and the run as input.run."
                    error=field_error("policy[source]")
                >
                    <TextArea
                        id="source"
                        name="policy[source]"
                        value=source
                        rows=18
                        mono=true
                        required=true
                    />
                </Field>
                {set_choices(&sets, &ticked)}
                <FormActions submit="Save policy" cancel=cancel />
            </PostForm>
        </Card>
    }
    .into_any()
}

fn name_field() -> AnyView {
    view! {
        <Field
            for_id="name"
            label="Name"
            hint="Letters, digits, - and _. Checks keep it on record."
            error=field_error("name")
        >
            <TextInput
                id="name"
                name="name"
                placeholder="no-deletion"
                pattern="[A-Za-z0-9_\\-]{1,90}"
                required=true
            />
        </Field>
    }
    .into_any()
}

fn about(policy: Option<&Policy>) -> AnyView {
    let (description, query, level) = policy.map_or_else(
        || {
            (
                String::new(),
                "data.policy.deny".to_owned(),
                WrittenLevel::Mandatory,
            )
        },
        |policy| {
            (
                policy.description.clone().unwrap_or_default(),
                policy.query.clone(),
                policy.level,
            )
        },
    );
    let levels: Vec<Choice> = WrittenLevel::ALL
        .into_iter()
        .map(|level| Choice::new(level.as_str(), level.as_str().replace('_', "-")))
        .collect();
    view! {
        <Field
            for_id="description"
            label="Description"
            hint="What it guards against. Whoever is stopped by it reads this."
            optional=true
            error=field_error("policy[description]")
        >
            <TextArea id="description" name="policy[description]" value=description rows=2 />
        </Field>
        <Field
            for_id="level"
            label="Level"
            hint="mandatory: soft in a policy set that can be overridden, hard in any other."
            error=field_error("policy[level]")
        >
            <Select id="level" name="policy[level]" options=levels value=level.as_str() />
        </Field>
        <Field
            for_id="query"
            label="Query"
            hint="What is asked: data, the package, the rule. The rule is a set or a list of what is wrong."
            error=field_error("policy[query]")
        >
            <TextInput id="query" name="policy[query]" value=query required=true />
        </Field>
    }
    .into_any()
}

fn set_choices(sets: &[PolicySet], chosen: &[String]) -> AnyView {
    const FIELD: &str = "policy[policy_sets][]";
    if sets.is_empty() {
        return view! {
            <p class="muted">
                "There is no policy set that it could be in: create one without a version."
            </p>
        }
        .into_any();
    }
    let boxes: Vec<_> = sets
        .iter()
        .map(|set| {
            let name = set.name.to_string();
            let checked = ticked(FIELD, &name).unwrap_or_else(|| chosen.contains(&name));
            view! {
                <label class="pick-list__item">
                    <input
                        type="checkbox"
                        name=FIELD
                        value=name.clone()
                        checked=checked
                    />
                    <span>{name}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <Field
            for_id="policy_sets"
            label="Policy sets"
            hint="Sets that hold versions are not listed: their policies come with their bundles."
            error=field_error("policy[policy_sets]")
        >
            <div class="pick-list__items" id="policy_sets" role="group" aria-label="Policy sets">
                {boxes}
            </div>
        </Field>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{self, render};
    use super::*;

    #[test]
    fn a_new_policy_is_meant_for_the_set_that_it_came_from() {
        let data = PolicyFormData {
            policy: None,
            sets: vec![samples::policy_set()],
        };
        let html = render(|| page(&data, Some("baseline"), &samples::owner()));
        assert!(html.contains("action=\"/ui/policies/create"), "{html}");
        assert!(
            html.contains("value=\"baseline\" checked"),
            "it is ticked: {html}"
        );
        assert!(html.contains("package policy"), "{html}");
    }

    #[test]
    fn a_known_policy_keeps_its_name_and_shows_what_it_is() {
        let data = PolicyFormData {
            policy: Some(samples::policy_view()),
            sets: Vec::new(),
        };
        let html = render(|| page(&data, None, &samples::owner()));
        assert!(!html.contains("id=\"name\""), "{html}");
        assert!(html.contains("value=\"data.tagged.deny\""), "{html}");
        assert!(html.contains("value=\"advisory\" selected"), "{html}");
    }

    #[test]
    fn a_reader_gets_a_sentence_instead_of_a_form() {
        let html = render(|| page(&PolicyFormData::default(), None, &samples::reader()));
        assert!(
            !html.contains("<form") && html.contains("Policy authors and owners"),
            "{html}"
        );
    }
}
