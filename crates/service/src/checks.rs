//! Policy checks: looking at them, and letting a soft-failed one through.

use std::fmt::Write as _;
use std::time::Duration;

use domain::{
    Check, CheckEvent, CheckId, FourEyes, InputShape, MAX_PAGE_SIZE, MIN_OVERRIDE_REASON, Outcome,
    Override, OverrideId, PageRequest, Permission, RunStatus,
};
use store::Tx;
use store::queue::Fenced;

use crate::access::{self, Access};
use crate::audit::Deed;
use crate::pinned::Pinned;
use crate::{Caller, Error, Services};

/// The longest reason, in characters.
const MAX_REASON: usize = 4_000;

/// What an override says.
#[derive(Debug, Clone, Default)]
pub struct OverrideRequest {
    /// Why. The native API and the UI ask for at least ten characters.
    pub reason: Option<String>,
    /// Which policies, as `set/policy`; `None` for all that failed.
    pub policies: Option<Vec<String>>,
}

impl Services {
    /// One check, with its results.
    pub async fn get_check(&self, caller: &Caller, id: CheckId) -> Result<Check, Error> {
        let mut conn = self.read().await?;
        access::of_check(&mut conn, caller, id, Permission::ReadRuns).await?;
        store::checks::find(&mut conn, id)
            .await?
            .ok_or_else(|| Error::not_found("policy check", id))
    }

    /// The same, once it has an answer or `patience` is over.
    pub async fn wait_check(
        &self,
        caller: &Caller,
        id: CheckId,
        patience: Duration,
    ) -> Result<Check, Error> {
        let run = self.get_check(caller, id).await?.run_id;
        self.wait_until(
            caller,
            run,
            patience,
            || self.get_check(caller, id),
            |check: &Check| check.status.is_settled(),
        )
        .await
    }

    /// Lets a soft-failed check through, and its run with it, on record.
    pub async fn override_check(
        &self,
        caller: &Caller,
        id: CheckId,
        request: OverrideRequest,
    ) -> Result<Check, Error> {
        let (services, caller) = (self.clone(), caller.clone());
        self.write(move |tx| {
            // Everything is asked inside the transaction: a role that was taken away a moment ago
            // does not decide any more (threats.md A14).
            Box::pin(async move { services.override_in(tx, &caller, id, request).await })
        })
        .await
    }

    async fn override_in(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        id: CheckId,
        request: OverrideRequest,
    ) -> Result<Check, Error> {
        let access = access::of_check(tx, caller, id, Permission::OverrideChecks).await?;
        let check = store::checks::find(tx, id)
            .await?
            .ok_or_else(|| Error::not_found("policy check", id))?;
        let run = store::runs::find(tx, check.run_id)
            .await?
            .ok_or_else(|| Error::not_found("policy check", id))?;
        let to = check
            .status
            .after(CheckEvent::Overridden)
            .map_err(|_| wrong_state(&check))?;
        if run.status != RunStatus::NeedsDecision {
            return Err(Error::conflict(
                "wrong_state",
                format!(
                    "the run is {}; its check cannot be overridden any more",
                    run.status.as_str()
                ),
            ));
        }
        if access.organization.settings.four_eyes
            && let Some(why) = FourEyes::against(&caller.user, run.created_by_id)
        {
            return Err(Error::refused("four_eyes", why.to_string()));
        }
        let reason = reason(caller, &access, request.reason)?;
        let covered = covered(&check, request.policies)?;
        let entry = Override {
            id: OverrideId::random(self.entropy()),
            user_id: caller.user.id,
            by: caller.user.name.clone(),
            at: self.now(),
            reason: reason.clone(),
            via: caller.request.surface.as_str().to_owned(),
            policies: covered.clone(),
        };
        // The row decides between two at once: the second finds nothing soft-failed.
        let Fenced::Done { revision } = store::overrides::insert(tx, id, &entry).await? else {
            return Err(Error::conflict(
                "wrong_state",
                "someone else decided about this check at this moment; look at it again",
            ));
        };
        self.settle_run(tx, check.run_id, to).await?;
        let deed = Deed {
            organization: Some(access.organization.id),
            action: "policy_check.override",
            kind: "policy_check",
            id: id.to_string(),
            name: check.workspace.to_string(),
            detail: Some(format!(
                "{}: {}",
                covered.join(", "),
                reason.as_deref().unwrap_or("no reason given")
            )),
        };
        self.record(tx, caller, deed).await?;
        self.announce_run(tx, access.organization.id, check.run_id, revision)
            .await?;
        store::checks::find(tx, id)
            .await?
            .ok_or_else(|| Error::not_found("policy check", id))
    }

    /// Who may override the check, by name: whom to ask.
    pub async fn who_may_override(
        &self,
        caller: &Caller,
        id: CheckId,
    ) -> Result<Vec<String>, Error> {
        let mut conn = self.read().await?;
        let access = access::of_check(&mut conn, caller, id, Permission::ReadRuns).await?;
        let project = store::checks::locate(&mut conn, id)
            .await?
            .and_then(|location| location.project_id);
        let organization = access.organization.id;
        let roles = store::roles::list(&mut conn, organization).await?;
        let mut names = Vec::new();
        let mut page = PageRequest {
            after: None,
            limit: Some(MAX_PAGE_SIZE),
        };
        loop {
            let found = store::memberships::list(&mut conn, organization, &page).await?;
            for membership in found.items {
                let reaches = match membership.scope {
                    domain::MembershipScope::Organization => true,
                    domain::MembershipScope::Project(held) => Some(held) == project,
                };
                let may = roles.iter().any(|role| {
                    role.id == membership.role_id
                        && role.permissions.allows(Permission::OverrideChecks)
                });
                if reaches && may && !names.contains(&membership.user_name) {
                    names.push(membership.user_name);
                }
            }
            if found.next.is_none() {
                return Ok(names);
            }
            page.after = found.next;
        }
    }

    /// The input document of the check, as policies of this shape read it.
    pub async fn policy_input(
        &self,
        caller: &Caller,
        id: CheckId,
        shape: InputShape,
    ) -> Result<String, Error> {
        let check = self.get_check(caller, id).await?;
        let pinned = {
            let mut conn = self.read().await?;
            store::checks::find_pinned(&mut conn, id).await?
        };
        let (Some(pinned), Some(digest)) = (pinned, check.plan_digest) else {
            return Err(Error::not_found("input of policy check", id));
        };
        let pinned: Pinned = serde_json::from_str(&pinned)
            .map_err(|error| Error::internal_error(format!("pins of {id}: {error}")))?;
        let plan = self.content(digest).await?;
        tokio::task::spawn_blocking(move || {
            let plan = sandbox::Plan::parse(&plan)
                .map_err(|problem| Error::internal_error(format!("a stored plan: {problem}")))?;
            Ok(sandbox::Inputs::new(&plan, &pinned.run).document(shape))
        })
        .await
        .map_err(|error| Error::internal_error(format!("an input document: {error}")))?
    }

    /// The check as plain text, a block for each policy, stable for comparing
    /// (scalr-input.md §7).
    pub async fn check_log(&self, caller: &Caller, id: CheckId) -> Result<String, Error> {
        Ok(log(&self.get_check(caller, id).await?))
    }
}

fn wrong_state(check: &Check) -> Error {
    let hard = check
        .results
        .iter()
        .find(|result| result.result == Outcome::HardFailed);
    match hard {
        Some(result) => Error::conflict(
            "wrong_state",
            format!(
                "{} is hard-mandatory and cannot be overridden",
                result.policy
            ),
        ),
        None => Error::conflict(
            "wrong_state",
            format!(
                "the check is {}; only a soft-failed check can be overridden",
                check.status.label()
            ),
        ),
    }
}

fn reason(
    caller: &Caller,
    access: &Access,
    given: Option<String>,
) -> Result<Option<String>, Error> {
    let given = given
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    let whole = given.as_ref().map_or(0, |text| text.chars().count());
    if whole > MAX_REASON {
        return Err(Error::invalid_as(
            "reason_too_long",
            "/reason",
            format!("a reason has at most {MAX_REASON} characters, this one has {whole}"),
        ));
    }
    let length = given.as_deref().map_or(0, domain::reason_length);
    if caller.request.surface.always_asks_for_a_reason() {
        if length < MIN_OVERRIDE_REASON {
            return Err(Error::invalid_as(
                "reason_too_short",
                "/reason",
                format!(
                    "an override needs a reason of at least {MIN_OVERRIDE_REASON} characters, this one has {length}"
                ),
            ));
        }
    } else if length == 0 && access.organization.settings.wire_overrides_need_reason {
        return Err(Error::conflict(
            "reason_needed",
            "this organization asks for a comment with every override",
        ));
    }
    Ok(given)
}

/// The failed policies that the override covers: all of them, since one left out would still
/// block the run.
fn covered(check: &Check, chosen: Option<Vec<String>>) -> Result<Vec<String>, Error> {
    let failed: Vec<String> = check
        .results
        .iter()
        .filter(|result| result.result == Outcome::SoftFailed)
        .map(|result| format!("{}/{}", result.policy_set, result.policy))
        .collect();
    let Some(chosen) = chosen else {
        return Ok(failed);
    };
    if let Some(stranger) = chosen.iter().find(|name| !failed.contains(name)) {
        return Err(Error::invalid(
            "/policies",
            format!("`{stranger}` is no soft-failed policy of this check"),
        ));
    }
    if let Some(left) = failed.iter().find(|name| !chosen.contains(name)) {
        return Err(Error::invalid(
            "/policies",
            format!("`{left}` failed too: choose every failed policy, or the run stays blocked"),
        ));
    }
    Ok(failed)
}

fn log(check: &Check) -> String {
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(
        text,
        "Policy check {} ({})  engine {}",
        check.id,
        check.stage.as_str().replace('_', "-"),
        check.engine.as_deref().unwrap_or("-"),
    );
    for result in &check.results {
        let version = result
            .version
            .map_or_else(String::new, |number| format!("@{number}"));
        let _ = writeln!(
            text,
            "{:<18} {:<32} {}{version}  {}  {} ms",
            format!("[{}]", result.result.as_str()),
            result.policy,
            result.policy_set,
            result.level.label(),
            result.duration_ms(),
        );
        for message in &result.messages {
            let _ = writeln!(text, "    - {}", inside(&message.text));
        }
        if let Some(error) = &result.error {
            let place = match (&error.file, error.line) {
                (Some(file), Some(line)) => format!("{file}:{line}: "),
                (Some(file), None) => format!("{file}: "),
                _ => String::new(),
            };
            let _ = writeln!(text, "    error: {place}{}", inside(&error.message));
        }
        for print in &result.prints {
            let _ = writeln!(text, "    print: {}", inside(print));
        }
    }
    if let Some(error) = &check.error {
        let _ = writeln!(text, "error: {}", inside(error));
    }
    for entry in &check.overrides {
        let _ = writeln!(
            text,
            "Overridden by {} at {}: {}",
            entry.by,
            entry.at,
            inside(entry.reason.as_deref().unwrap_or("no reason given")),
        );
    }
    let counts = check.counts;
    let _ = writeln!(
        text,
        "Result: {} - {} passed, {} advisory, {} soft, {} hard, {} errored",
        check.status.as_str(),
        counts.passed,
        counts.advisory_failed,
        counts.soft_failed,
        counts.hard_failed,
        counts.errored,
    );
    text
}

/// Text of somebody else inside a block of the log: it begins no line of its own, where it could look
/// like a verdict, and steers no terminal.
fn inside(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => written.push_str("\n      "),
            '\t' => written.push(c),
            c if c.is_control() => written.extend(c.escape_default()),
            c => written.push(c),
        }
    }
    written
}
