//! Versions of a policy set: content-addressed bundles.

use serde::{Deserialize, Serialize};

use crate::{
    Dialect, Digest, Policy, PolicySetVersionId, Problem, RegoFiles, TestSummary, Timestamp,
};

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionStatus {
    /// Created, its bundle not uploaded yet.
    Pending,
    /// Its bundle is being read and compiled.
    Ingressing,
    /// Good. The most recent ready version that is not held back is in force.
    Ready,
    /// Bad: see its problems. The version in force stays in force.
    Errored,
}

impl VersionStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Ingressing, Self::Ready, Self::Errored];

    /// The stored and native form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Ingressing => "ingressing",
            Self::Ready => "ready",
            Self::Errored => "errored",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Which surface brought a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionSource {
    /// The native API, or `portcullis push`.
    Api,
    /// The browser.
    Ui,
    /// The TFE API.
    TfeApi,
}

impl VersionSource {
    /// Every source.
    pub const ALL: [Self; 3] = [Self::Api, Self::Ui, Self::TfeApi];

    /// The stored and native form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Ui => "ui",
            Self::TfeApi => "tfe_api",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == text)
    }
}

/// Which input document a version's policies read, and how they are loaded: the manifest says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputShape {
    /// `policies.hcl` or `.json`: all modules together, `{plan, run}` (tfe.md §10).
    Tfe,
    /// `scalr-policy.hcl`: each policy alone, `{tfplan, tfrun}` (scalr-input.md §3).
    Scalr,
}

impl InputShape {
    /// The stored and native form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tfe => "tfe",
            Self::Scalr => "scalr",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Tfe, Self::Scalr]
            .into_iter()
            .find(|shape| shape.as_str() == text)
    }
}

/// A version of a policy set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySetVersion {
    /// Its id.
    pub id: PolicySetVersionId,
    /// Its number in its set, from 1.
    pub number: u32,
    /// Where it stands.
    pub status: VersionStatus,
    /// Which surface brought it.
    pub source: VersionSource,
    /// SHA-256 of the uploaded bundle.
    pub digest: Option<Digest>,
    /// The bundle's size in bytes, as uploaded.
    pub size: Option<u64>,
    /// Which input its policies read, once that is known.
    pub shape: Option<InputShape>,
    /// The Rego version that its set declared when it was uploaded: it is read as that for good, whatever
    /// the set declares later. Pages are sent what they show of it.
    #[serde(skip)]
    pub dialect: Option<Dialect>,
    /// In which version its files were read, once that is known. Pages are sent what they show of it.
    #[serde(skip)]
    pub rego_files: Option<RegoFiles>,
    /// Everything that is wrong with it, and every warning.
    pub problems: Vec<Problem>,
    /// What became of its tests; `None` when they were not run, because it is not ready or came
    /// before there were any. Pages are sent what they show of it.
    #[serde(skip)]
    pub tests: Option<TestSummary>,
    /// Why it does not come into force although it is ready.
    pub held: Option<String>,
    /// Its policies, in the manifest's order.
    pub policies: Vec<Policy>,
    /// Who uploaded it, by name.
    pub created_by: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it became ready or errored.
    pub ingested_at: Option<Timestamp>,
    /// Whether it is the version in force.
    pub is_current: bool,
}
