//! What a policy set says about itself, and deleting it.

use domain::{Dialect, Permission, PolicySet};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::frame::FrameData;
use crate::pages::confirm_delete::ConfirmDelete;
use crate::pages::policy_set_form::OVERRIDABLE;
use crate::server_functions::policy_sets::{DeletePolicySet, UNDECLARED, UpdatePolicySet};
use crate::ui::{
    Card, Checkbox, Choice, CopyField, Fact, Facts, Field, FormActions, PostForm, RelativeTime,
    Select, TextArea, field_error,
};

const STRICT: &str = "A built-in that fails (a wrong type, a bad pattern) then makes its policy errored. \
     Without it the built-in is undefined, as OPA does it, and a rule may silently not fire; results count \
     how often that happened.";

const REQUIRE_TESTS: &str = "The unit tests of every version are run when it is uploaded. With this, a version \
     whose tests do not all pass, or that has none, stays uploaded but does not come into force; the one \
     before stays.";

const REGO_VERSION: &str = "Declare one when every file is written in it: a file that is not is then refused and \
     never read as the other. A version keeps what was declared when it was uploaded; policies that are \
     written one by one follow the change from the next check on.";

/// How a version of Rego reads that is not declared.
const EACH_FILE: &str = "not declared: each file says it";

pub(super) fn settings(set: &PolicySet, frame: &FrameData) -> AnyView {
    let may_change = frame.may(Permission::ManagePolicySets);
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    view! {
        <div class="stack">
            {facts(set, frame)} {if may_change { form(set, organization.clone()) } else { choices(set) }}
            {may_change
                .then(|| {
                    view! {
                        <ConfirmDelete
                            action=DeletePolicySet::url()
                            noun="policy set"
                            name=set.name.to_string()
                            consequence="Its versions go with it, and no plan is checked against it any more. \
                                         Checks that are being worked on may end as errored; finished ones keep \
                                         what they said."
                            hidden=vec![
                                ("organization", organization.clone()),
                                ("policy_set", set.name.to_string()),
                            ]
                        />
                    }
                })}
        </div>
    }
    .into_any()
}

fn facts(set: &PolicySet, frame: &FrameData) -> AnyView {
    let (id, created_at, updated_at, now) = (
        set.id.to_string(),
        set.created_at,
        set.updated_at,
        frame.now(),
    );
    view! {
        <Card>
            <Facts>
                <Fact label="Id">
                    <CopyField value=id label="the id" />
                </Fact>
                <Fact label="Created">
                    <RelativeTime at=created_at now=now />
                </Fact>
                <Fact label="Changed">
                    <RelativeTime at=updated_at now=now />
                </Fact>
            </Facts>
        </Card>
    }
    .into_any()
}

fn choices(set: &PolicySet) -> AnyView {
    let yes = |on: bool| if on { "yes" } else { "no" };
    let (overridable, strict) = (yes(set.overridable), yes(set.strict));
    let require_tests = yes(set.require_tests);
    let declared = set.dialect.map_or(EACH_FILE, Dialect::as_str);
    view! {
        <Card title="Choices">
            <Facts>
                <Fact label="Mandatory policies can be overridden">{overridable}</Fact>
                <Fact label="Strict built-ins">{strict}</Fact>
                <Fact label="Tests have to pass">{require_tests}</Fact>
                <Fact label="Rego version">{declared}</Fact>
            </Facts>
            <p class="muted">"Policy authors and owners can change this."</p>
        </Card>
    }
    .into_any()
}

fn form(set: &PolicySet, organization: String) -> AnyView {
    let (name, description) = (
        set.name.to_string(),
        set.description.clone().unwrap_or_default(),
    );
    let (overridable, strict) = (set.overridable, set.strict);
    let require_tests = set.require_tests;
    let declared = set.dialect.map_or(UNDECLARED, Dialect::as_str);
    let versions = [(UNDECLARED, EACH_FILE), ("v0", "v0"), ("v1", "v1")]
        .map(|(value, label)| Choice::new(value, label));
    view! {
        <Card title="Settings">
            <PostForm action=UpdatePolicySet::url()>
                <input type="hidden" name="organization" value=organization />
                <input type="hidden" name="policy_set" value=name />
                <Field
                    for_id="description"
                    label="Description"
                    hint="What it guards against. Whoever is stopped by it reads this."
                    optional=true
                    error=field_error("description")
                >
                    <TextArea
                        id="description"
                        name="description"
                        value=description
                        rows=2
                    />
                </Field>
                <Checkbox
                    name="overridable"
                    label="Mandatory policies can be overridden"
                    hint=OVERRIDABLE
                    checked=overridable
                />
                <Checkbox name="strict" label="Strict built-ins" hint=STRICT checked=strict />
                <Checkbox
                    name="require_tests"
                    label="Tests have to pass"
                    hint=REQUIRE_TESTS
                    checked=require_tests
                />
                <Field
                    for_id="rego_version"
                    label="Rego version"
                    hint=REGO_VERSION
                    error=field_error("rego_version")
                >
                    <Select
                        id="rego_version"
                        name="rego_version"
                        options=versions.into()
                        value=declared
                    />
                </Field>
                <p class="muted">
                    "Checks that are queued from now on use these settings; earlier ones keep theirs."
                </p>
                <FormActions submit="Save settings" />
            </PostForm>
        </Card>
    }
    .into_any()
}
