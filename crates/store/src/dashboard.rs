//! The numbers on an organization's first page.

use domain::{OrganizationId, ProjectId, Timestamp};

use crate::statement::statements;
use crate::value::{among, params};
use crate::{Conn, StoreError};

/// The numbers on an organization's first page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// How many checks wait for a decision.
    pub needs_decision: u32,
    /// Since when the oldest of them waits.
    pub oldest_decision_at: Option<Timestamp>,
    /// Runs created since then that were blocked: hard-failed, errored or unreachable checks.
    pub blocked_runs: u32,
    /// Checks finished since then, for each day that has any, oldest first.
    pub days: Vec<Day>,
    /// How many enabled policies are in force in sets that apply somewhere.
    pub policies_enforced: u32,
    /// How many workspaces there are.
    pub workspaces: u32,
    /// How many policy sets they are in.
    pub policy_sets: u32,
}

/// The checks of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day, UTC, `2026-01-05`.
    pub date: String,
    /// How many let their run through, without or with an override.
    pub passed: u32,
    /// How many blocked it. Canceled ones had no answer and are not counted, nor are those whose run waits
    /// for a decision: they have no end yet.
    pub failed: u32,
}

/// A row of `$table` is of a workspace of one of the projects; null means any.
macro_rules! of_projects {
    ($table:literal, $projects:literal) => {
        concat!(
            "
  and (cast(",
            $projects,
            " as text) is null
    or exists (
      select 1
      from workspaces w
      where w.id = ",
            $table,
            ".workspace_id
        and ",
            $projects,
            " like '%,' || w.project_id || ',%'))"
        )
    };
}

statements! { "checks";
    COUNT_NEEDING_DECISION = concat!("
select count(*) as needs_decision
from runs r
where r.organization_id = $1
  and r.status = 'needs_decision'", of_projects!("r", "$2"));
    NUMBERS = concat!("
select
  (select count(*)
   from runs r
   where r.organization_id = $1
     and r.status = 'needs_decision'", of_projects!("r", "$3"), ") as needs_decision,
  (select min(c.finished_at)
   from runs r
   join checks c on c.run_id = r.id
   where r.organization_id = $1
     and r.status = 'needs_decision'
     and c.status = 'soft_failed'", of_projects!("r", "$3"), ") as oldest_decision_at,
  (select count(distinct c.run_id)
   from runs r
   join checks c on c.run_id = r.id
   where r.organization_id = $1
     and r.created_at >= $2
     and c.status in ('hard_failed', 'errored', 'unreachable')", of_projects!("r", "$3"), ") as blocked_runs,
  (select count(*)
   from policy_sets s
   join policy_set_versions v on v.policy_set_id = s.id and v.number = s.current_number
   join version_policies vp on vp.version_id = v.id
   where s.organization_id = $1
     and vp.enabled
     and (s.is_global
       or exists (
         select 1
         from policy_set_attachments a
         where a.policy_set_id = s.id
           and not a.excluded))) as versioned_policies,
  (select count(*)
   from policy_sets s
   join policy_set_policies sp on sp.policy_set_id = s.id
   join policies p on p.id = sp.policy_id
   where s.organization_id = $1
     and s.newest_number = 0
     and p.enabled
     and (s.is_global
       or exists (
         select 1
         from policy_set_attachments a
         where a.policy_set_id = s.id
           and not a.excluded))) as managed_policies,
  (select count(*)
   from workspaces w
   where w.organization_id = $1
     and (cast($3 as text) is null or $3 like '%,' || w.project_id || ',%')) as workspaces,
  (select count(*)
   from policy_sets s
   where s.organization_id = $1
     and (s.is_global
       or exists (
         select 1
         from policy_set_attachments a
         where a.policy_set_id = s.id
           and not a.excluded))
     and (exists (
         select 1
         from policy_set_versions v
         join version_policies vp on vp.version_id = v.id
         where v.policy_set_id = s.id
           and v.number = s.current_number
           and vp.enabled)
       or (s.newest_number = 0
         and exists (
           select 1
           from policy_set_policies sp
           join policies p on p.id = sp.policy_id
           where sp.policy_set_id = s.id
             and p.enabled)))) as policy_sets");
    DAYS = concat!("
select substr(c.finished_at, 1, 10) as date,
  count(case when c.status in ('passed', 'overridden') then 1 end) as passed,
  count(case when c.status in ('passed', 'overridden') then null else 1 end) as failed
from checks c
where c.organization_id = $1
  and c.finished_at >= $2
  and c.status <> 'canceled'
  and not exists (
    select 1
    from runs r
    where r.id = c.run_id
      and r.status = 'needs_decision')", of_projects!("c", "$3"), "
group by substr(c.finished_at, 1, 10)
order by substr(c.finished_at, 1, 10)");
}

/// How many runs wait for a decision, in workspaces of `projects` or of all; one index probe.
pub async fn count_needing_decision(
    conn: &mut Conn,
    organization: OrganizationId,
    projects: Option<&[ProjectId]>,
) -> Result<u32, StoreError> {
    conn.one(
        COUNT_NEEDING_DECISION,
        params![organization, among(projects)],
    )
    .await?
    .count("needs_decision")
}

/// The numbers since then; usually of seven days. Workspaces, runs and checks are those of
/// `projects`, or all; policies and their sets are the organization's. Two queries.
pub async fn find(
    conn: &mut Conn,
    organization: OrganizationId,
    projects: Option<&[ProjectId]>,
    since: Timestamp,
) -> Result<Numbers, StoreError> {
    let params = params![organization, since, among(projects)];
    let row = conn.one(NUMBERS, params.clone()).await?;
    let days = conn.all(DAYS, params).await?;
    let versioned: u32 = row.count("versioned_policies")?;
    let managed: u32 = row.count("managed_policies")?;
    Ok(Numbers {
        needs_decision: row.count("needs_decision")?,
        oldest_decision_at: row.maybe_text("oldest_decision_at")?,
        blocked_runs: row.count("blocked_runs")?,
        days: days
            .iter()
            .map(|row| {
                Ok(Day {
                    date: row.text("date")?,
                    passed: row.count("passed")?,
                    failed: row.count("failed")?,
                })
            })
            .collect::<Result<_, StoreError>>()?,
        policies_enforced: versioned + managed,
        workspaces: row.count("workspaces")?,
        policy_sets: row.count("policy_sets")?,
    })
}
