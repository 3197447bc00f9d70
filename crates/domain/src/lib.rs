//! Nouns and rules of Portcullis.
//!
//! Everything here is pure: no I/O, no clock, no randomness, and it builds for `wasm32`, because the
//! pages show these very types. A rule that can be decided from values alone lives here and nowhere
//! else: which policy sets apply ([`Scope`]), what a failed policy counts as ([`Outcome`]), what a
//! check's results add up to ([`Verdict`]), and which status may follow which ([`CheckStatus`],
//! [`RunStatus`]).

mod audit;
mod capacity;
mod check;
mod clock;
mod coverage;
mod dialect;
mod digest;
mod id;
mod level;
mod membership;
mod name;
mod organization;
mod page;
mod permission;
mod plan;
mod policy_set;
mod problem;
mod project;
mod reason;
mod result;
mod role;
mod run;
mod run_document;
mod scope;
mod test_report;
mod timestamp;
mod token;
mod user;
mod verdict;
mod version;
mod view;
mod workspace;

pub use audit::{AuditEntry, AuditSubject};
pub use capacity::Capacity;
pub use check::{Check, CheckEvent, CheckStatus, FourEyes, InvalidTransition, Override, Stage};
pub use clock::{Clock, Entropy};
pub use coverage::{Coverage, FileCoverage, LineRange, percent};
pub use dialect::{Dialect, RegoFiles};
pub use digest::{Digest, InvalidDigest};
pub use id::{
    AuditId, CheckId, InvalidId, MembershipId, OrganizationId, OverrideId, PolicyId, PolicySetId,
    PolicySetVersionId, ProjectId, RoleId, RunId, SessionId, TokenId, UserId, WorkspaceId,
};
pub use level::{Level, WrittenLevel};
pub use membership::{Membership, MembershipScope};
pub use name::{InvalidName, Name};
pub use organization::{Organization, OrganizationSettings};
pub use page::{DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page, PageRequest};
pub use permission::{Permission, PermissionSet, UnknownPermission};
pub use plan::{PlanSummary, ResourceChange};
pub use policy_set::{ManagedPolicy, Policy, PolicySet, PolicySource, SetKind};
pub use problem::{Problem, Severity};
pub use project::{DEFAULT_PROJECT, Project};
pub use reason::{MIN_OVERRIDE_REASON, reason_length};
pub use result::{Decision, ErrorDetail, Message, Outcome, PolicyResult, in_order};
pub use role::{BuiltinRole, Role};
pub use run::{Run, RunEvent, RunStatus};
pub use run_document::RunDocument;
pub use scope::{Scope, ScopeReason};
pub use test_report::{Subcase, TestCase, TestOutcome, TestReport, TestSummary};
pub use timestamp::{InvalidTimestamp, Timestamp};
pub use token::Token;
pub use user::{InvalidEmail, User, UserKind, Userid};
pub use verdict::{Counts, Verdict};
pub use version::{InputShape, PolicySetVersion, VersionSource, VersionStatus};
pub use view::{
    Dashboard, DayOfRuns, EffectivePolicySet, MatchedWorkspace, Members, Session, SourceFile,
    Viewer,
};
pub use workspace::Workspace;
