//! Policies that are managed one by one: a source, a query and a level each, put into sets.
//!
//! For evaluation such a policy is a bundle of its own, packed here from its source and a manifest
//! with one entry, so that it takes every path that an uploaded bundle takes (DESIGN §2: "a managed
//! policy alone").

mod source;

use std::collections::BTreeSet;

use domain::{
    MAX_PAGE_SIZE, ManagedPolicy, Name, PageRequest, Permission, Policy, PolicyId, PolicySet,
    PolicySource, WrittenLevel,
};
use store::Tx;

use crate::access::Access;
use crate::audit::Deed;
use crate::party::party_of;
use crate::{Caller, Error, Services, texts};

/// What to write; absent members keep their value.
#[derive(Debug, Clone, Default)]
pub struct PutPolicy {
    /// What it is for.
    pub description: Option<String>,
    /// What is evaluated, `data.tags.deny`; needed for a new policy.
    pub query: Option<String>,
    /// How strict it is; `mandatory` for a new policy that does not say.
    pub level: Option<WrittenLevel>,
    /// Its Rego, one module; needed for a new policy.
    pub source: Option<String>,
    /// The sets it is in, by name: these and no others.
    pub policy_sets: Option<Vec<String>>,
    /// Refuse when there is one of this name already: a form that creates must not overwrite.
    pub must_be_new: bool,
}

impl Services {
    /// An organization's policies that are managed one by one, by name.
    pub async fn list_policies(
        &self,
        caller: &Caller,
        organization: &Name,
    ) -> Result<Vec<ManagedPolicy>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        access.require_anywhere(Permission::ReadPolicySets)?;
        let mut all = Vec::new();
        let mut page = PageRequest {
            after: None,
            limit: Some(MAX_PAGE_SIZE),
        };
        loop {
            let found = store::policies::list(&mut conn, access.organization.id, &page).await?;
            all.extend(found.items);
            if found.next.is_none() {
                return Ok(all);
            }
            page.after = found.next;
        }
    }

    /// One of them, with its Rego; `None` while it has none.
    pub async fn get_policy(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
    ) -> Result<(ManagedPolicy, Option<String>), Error> {
        let managed = {
            let mut conn = self.read().await?;
            let access = Access::find(&mut conn, caller, organization).await?;
            access.require_anywhere(Permission::ReadPolicySets)?;
            store::policies::find_by_name(&mut conn, access.organization.id, name.as_str())
                .await?
                .ok_or_else(|| Error::not_found("policy", name))?
        };
        let source = self.policy_source(&managed).await?;
        Ok((managed, source))
    }

    /// Creates or changes a policy and the sets it is in; `true` when it is new. In force from the
    /// next check on. A source that does not compile changes nothing.
    pub async fn put_policy(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
        put: PutPolicy,
    ) -> Result<(ManagedPolicy, bool), Error> {
        let (known, party) = {
            let mut conn = self.read().await?;
            let access = Access::find(&mut conn, caller, organization).await?;
            access.require(Permission::ManagePolicySets)?;
            let id = access.organization.id;
            let known = store::policies::find_by_name(&mut conn, id, name.as_str()).await?;
            (known, party_of(id))
        };
        if known.is_some() && put.must_be_new {
            return Err(Error::name_taken("policy", name));
        }
        let bundle = self
            .policy_bundle(&party, name, known.as_ref(), &put)
            .await?;
        let (services, caller, organization, name) = (
            self.clone(),
            caller.clone(),
            organization.clone(),
            name.clone(),
        );
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                access.require(Permission::ManagePolicySets)?;
                let found =
                    store::policies::find_by_name(tx, access.organization.id, name.as_str())
                        .await?;
                // What was compiled is made of what was there a moment ago.
                if found != known {
                    return Err(Error::conflict(
                        "changed_meanwhile",
                        format!("policy `{name}` was changed meanwhile: look at it and try again"),
                    ));
                }
                let now = services.now();
                let is_new = found.is_none();
                let before = found.unwrap_or_else(|| ManagedPolicy {
                    policy: Policy {
                        id: PolicyId::random(services.entropy()),
                        name: name.to_string(),
                        description: None,
                        query: bundle.query.clone(),
                        level: WrittenLevel::Mandatory,
                        enabled: true,
                        file: Some(source::file_of(&name)),
                    },
                    digest: None,
                    policy_sets: Vec::new(),
                    created_at: now,
                    updated_at: now,
                });
                let mut after = before.clone();
                if let Some(description) = &put.description {
                    after.policy.description = texts::description(description.clone())?;
                }
                after.policy.level = put.level.unwrap_or(after.policy.level);
                after.policy.query = bundle.query;
                after.digest = Some(bundle.digest);
                if is_new {
                    store::policies::insert(tx, access.organization.id, &after).await?;
                }
                if let Some(names) = &put.policy_sets {
                    after.policy_sets = put_into(tx, &access, &after, names).await?;
                }
                let detail = describe(&before, &after);
                let action = if is_new {
                    "policy.create"
                } else if detail.is_none() {
                    return Ok((before, false));
                } else {
                    after.updated_at = now;
                    store::policies::update(tx, &after).await?;
                    "policy.update"
                };
                services
                    .record(tx, &caller, deed(&access, action, &after, detail))
                    .await?;
                Ok((after, is_new))
            })
        })
        .await
    }

    /// Deletes a policy, out of its sets too. What was checked stays on record.
    pub async fn delete_policy(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
    ) -> Result<(), Error> {
        let (services, caller, organization, name) = (
            self.clone(),
            caller.clone(),
            organization.clone(),
            name.clone(),
        );
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                access.require_anywhere(Permission::ReadPolicySets)?;
                let managed =
                    store::policies::find_by_name(tx, access.organization.id, name.as_str())
                        .await?
                        .ok_or_else(|| Error::not_found("policy", &name))?;
                access.require(Permission::ManagePolicySets)?;
                store::policies::delete(tx, managed.policy.id).await?;
                let sets = sets_of(&managed);
                services
                    .record(tx, &caller, deed(&access, "policy.delete", &managed, sets))
                    .await
            })
        })
        .await
    }
}

/// Puts the policy into the sets of these names and out of all others.
async fn put_into(
    tx: &mut Tx,
    access: &Access,
    managed: &ManagedPolicy,
    names: &[String],
) -> Result<Vec<Name>, Error> {
    let mut wanted = BTreeSet::new();
    for (index, text) in names.iter().enumerate() {
        let at = format!("/policy_sets/{index}");
        let name: Name = text
            .parse()
            .map_err(|error| Error::invalid(&at, format!("{error}")))?;
        let set = set_of_policies(tx, access, &name, &at).await?;
        store::policies::attach(tx, set.id, managed.policy.id).await?;
        wanted.insert(name);
    }
    for name in &managed.policy_sets {
        if !wanted.contains(name) {
            let set = store::policy_sets::find_by_name(tx, access.organization.id, name).await?;
            if let Some(set) = set {
                store::policies::detach(tx, set.id, managed.policy.id).await?;
            }
        }
    }
    Ok(wanted.into_iter().collect())
}

async fn set_of_policies(
    tx: &mut Tx,
    access: &Access,
    name: &Name,
    at: &str,
) -> Result<PolicySet, Error> {
    let set = store::policy_sets::find_by_name(tx, access.organization.id, name)
        .await?
        .ok_or_else(|| Error::invalid(at, format!("policy set `{name}` not found")))?;
    if set.source == Some(PolicySource::Versions) {
        return Err(Error::conflict(
            "set_of_versions",
            format!(
                "policy set `{name}` holds versions: its policies come with its bundle. Choose \
                 another set"
            ),
        ));
    }
    Ok(set)
}

/// What changed about the gate: lowering it must be findable (threats.md A17). `None` when nothing
/// did.
fn describe(before: &ManagedPolicy, after: &ManagedPolicy) -> Option<String> {
    let mut changes = Vec::new();
    if before.policy.level != after.policy.level || before.digest.is_none() {
        changes.push(format!("level: {}", after.policy.level.as_str()));
    }
    if before.policy.query != after.policy.query {
        changes.push(format!("query: {}", after.policy.query));
    }
    if before.digest != after.digest {
        changes.extend(after.digest.map(|digest| format!("source: {digest}")));
    }
    if before.policy.description != after.policy.description {
        changes.push("description".to_owned());
    }
    if before.policy_sets != after.policy_sets {
        changes.push(sets_of(after).unwrap_or_else(|| "in no policy set".to_owned()));
    }
    (!changes.is_empty()).then(|| changes.join(", "))
}

fn sets_of(managed: &ManagedPolicy) -> Option<String> {
    let names: Vec<&str> = managed.policy_sets.iter().map(Name::as_str).collect();
    (!names.is_empty()).then(|| format!("policy sets: {}", names.join(", ")))
}

fn deed<'a>(
    access: &Access,
    action: &'a str,
    managed: &ManagedPolicy,
    detail: Option<String>,
) -> Deed<'a> {
    Deed {
        organization: Some(access.organization.id),
        action,
        kind: "policy",
        id: managed.policy.id.to_string(),
        name: managed.policy.name.clone(),
        detail,
    }
}
