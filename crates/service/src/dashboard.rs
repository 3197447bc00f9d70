//! The first page of an organization.

use std::time::Duration;

use domain::{Dashboard, DayOfRuns, Name, PageRequest, Permission, RunStatus, Timestamp};

use crate::access::Access;
use crate::{Caller, Error, RunFilter, Services};

const DAY: Duration = Duration::from_hours(24);
/// How many days, today included.
const DAYS: u32 = 7;
/// How many waiting and recent runs.
const WAITING: u32 = 5;
const RECENT: u32 = 10;

impl Services {
    /// The last seven days of an organization.
    pub async fn dashboard(
        &self,
        caller: &Caller,
        organization: &Name,
    ) -> Result<Dashboard, Error> {
        let today = midnight(self.now());
        let since = today.minus(DAY * (DAYS - 1));
        let numbers = {
            let mut conn = self.read().await?;
            let access = Access::find(&mut conn, caller, organization).await?;
            access.require_anywhere(Permission::ReadRuns)?;
            let projects = access.projects_with(Permission::ReadRuns);
            let organization = access.organization.id;
            store::dashboard::find(&mut conn, organization, projects.as_deref(), since).await?
        };
        let waiting = RunFilter {
            statuses: vec![RunStatus::NeedsDecision],
            ..RunFilter::default()
        };
        let first = |limit| PageRequest {
            after: None,
            limit: Some(limit),
        };
        let waiting = self
            .list_runs(caller, organization, &waiting, &first(WAITING))
            .await?;
        let recent = self
            .list_runs(caller, organization, &RunFilter::default(), &first(RECENT))
            .await?;
        let days = (0..DAYS)
            .map(|index| {
                let day = since.plus(DAY * index);
                let date = &day.to_string()[..10];
                let found = numbers.days.iter().find(|found| found.date == date);
                let (let_through, blocked) = found.map_or((0, 0), |day| (day.passed, day.failed));
                DayOfRuns {
                    day,
                    let_through,
                    blocked,
                    total: let_through + blocked,
                }
            })
            .collect();
        Ok(Dashboard {
            needs_decision: numbers.needs_decision,
            oldest_decision_at: numbers.oldest_decision_at,
            days,
            policies: numbers.policies_enforced,
            policy_sets: numbers.policy_sets,
            workspaces: numbers.workspaces,
            waiting: waiting.items,
            recent: recent.items,
        })
    }
}

fn midnight(moment: Timestamp) -> Timestamp {
    let micros = moment.unix_micros();
    let day = 24 * 3600 * 1_000_000;
    Timestamp::from_unix_micros(micros - micros.rem_euclid(day)).unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_is_the_days_first_moment() {
        let moment: Timestamp = "2026-01-05T23:59:59.999Z".parse().unwrap();
        assert_eq!(midnight(moment).to_string(), "2026-01-05T00:00:00.000Z");
        assert_eq!(midnight(midnight(moment)), midnight(moment));
    }
}
