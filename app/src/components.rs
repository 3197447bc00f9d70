//! Parts that show one noun of the product and stand on several pages, one a file. What they say
//! comes from [`mod@crate::model`].

mod actions;
mod bar;
mod level;
mod live;
mod run_facts;
mod run_table;
mod sparkline;
mod status_badge;
mod step_list;
mod verdict_banner;

pub(crate) use actions::RunActions;
pub(crate) use bar::CheckBar;
pub(crate) use level::EnforcedLevel;
pub(crate) use live::{Live, LiveIndicator, follow_run};
pub(crate) use run_facts::RunFacts;
pub(crate) use run_table::RunTable;
pub(crate) use sparkline::Sparkline;
pub(crate) use status_badge::StatusBadge;
pub(crate) use step_list::StepList;
pub(crate) use verdict_banner::VerdictBanner;
