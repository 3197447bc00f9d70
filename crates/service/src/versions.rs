//! Versions of policy sets: uploading, reading, showing.

use bytes::Bytes;
use domain::{
    Digest, Name, Page, PageRequest, Permission, Policy, PolicyId, PolicySetVersion,
    PolicySetVersionId, PolicySource, SourceFile, VersionSource, VersionStatus,
};
use sandbox::{Ingested, SetOptions};

use crate::access::Access;
use crate::audit::Deed;
use crate::party::party_of;
use crate::policy_sets::readable_set;
use crate::{Caller, Error, Services};

/// The largest bundle, as uploaded (threats.md A35).
pub const MAX_BUNDLE_BYTES: usize = 16 << 20;

impl Services {
    /// Uploads a bundle as a new version. A bad one is a version too, `errored`, with everything
    /// that is wrong with it; the version in force stays in force. It stays too when the set requires
    /// tests that pass, and those of the new version do not. The Rego version that the set declares now is
    /// the new version's for good.
    pub async fn upload_version(
        &self,
        caller: &Caller,
        organization: &Name,
        set: &Name,
        source: VersionSource,
        bundle: Bytes,
    ) -> Result<PolicySetVersion, Error> {
        if bundle.len() > MAX_BUNDLE_BYTES {
            return Err(Error::too_large("bundle", MAX_BUNDLE_BYTES as u64));
        }
        let (dialect, party) = {
            let mut conn = self.read().await?;
            let access = Access::find(&mut conn, caller, organization).await?;
            let set = readable_set(&mut conn, &access, set).await?;
            access.require(Permission::UploadPolicySetVersions)?;
            (set.dialect, party_of(access.organization.id))
        };
        let size = bundle.len() as u64;
        let digest = self.keep(bundle.clone()).await?;
        let options = SetOptions {
            dialect,
            ..SetOptions::default()
        };
        let ingested = self
            .sandbox()
            .ingest(bundle.clone(), options, &party)
            .await?;
        let tests = if ingested.is_ready() {
            Some(self.run_version_tests(bundle, dialect, &party).await)
        } else {
            None
        };
        let (services, caller, organization, set) = (
            self.clone(),
            caller.clone(),
            organization.clone(),
            set.clone(),
        );
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                let set = readable_set(tx, &access, &set).await?;
                access.require(Permission::UploadPolicySetVersions)?;
                if set.source == Some(PolicySource::Policies) {
                    return Err(Error::conflict(
                        "set_of_policies",
                        format!(
                            "policy set `{}` holds policies that are managed one by one: take \
                             them out of it first, or upload to another set",
                            set.name
                        ),
                    ));
                }
                let number = store::versions::next_number(tx, set.id)
                    .await?
                    .ok_or_else(|| Error::not_found("policy set", &set.name))?;
                let mut version =
                    services.version_of(number, source, digest, size, ingested, &caller);
                version.dialect = dialect;
                let (summary, report) = tests.unzip();
                if let Some(summary) = summary {
                    version.held = summary.objection().filter(|_| set.require_tests);
                    version.is_current = version.held.is_none();
                    version.tests = Some(summary);
                }
                store::versions::insert(tx, set.id, &version, Some(caller.user.id)).await?;
                if let Some(report) = &report {
                    store::versions::write_tests(tx, version.id, report).await?;
                }
                let errors = version
                    .problems
                    .iter()
                    .filter(|problem| problem.is_error())
                    .count();
                let deed = Deed {
                    organization: Some(access.organization.id),
                    action: "policy_set_version.create",
                    kind: "policy_set",
                    id: set.id.to_string(),
                    name: set.name.to_string(),
                    detail: Some(match version.status {
                        VersionStatus::Ready => match &version.held {
                            Some(why) => format!("version {number}, held back: {why}, {digest}"),
                            None => format!("version {number}, in force, {digest}"),
                        },
                        _ => format!("version {number}, errored: {errors} problems, {digest}"),
                    }),
                };
                services.record(tx, &caller, deed).await?;
                Ok(version)
            })
        })
        .await
    }

    fn version_of(
        &self,
        number: u32,
        source: VersionSource,
        digest: Digest,
        size: u64,
        ingested: Ingested,
        caller: &Caller,
    ) -> PolicySetVersion {
        let is_ready = ingested.is_ready();
        let now = self.now();
        let policies = ingested
            .policies
            .into_iter()
            .map(|policy| Policy {
                id: PolicyId::random(self.entropy()),
                name: policy.name,
                description: policy.description,
                query: policy.query,
                level: policy.level,
                enabled: policy.enabled,
                file: policy.file,
            })
            .collect();
        PolicySetVersion {
            id: PolicySetVersionId::random(self.entropy()),
            number,
            status: if is_ready {
                VersionStatus::Ready
            } else {
                VersionStatus::Errored
            },
            source,
            digest: Some(digest),
            size: Some(size),
            shape: ingested.shape,
            dialect: None,
            rego_files: Some(ingested.rego_files).filter(|files| !files.is_empty()),
            problems: ingested.problems,
            tests: None,
            held: None,
            policies,
            created_by: caller.user.name.clone(),
            created_at: now,
            ingested_at: Some(now),
            is_current: is_ready,
        }
    }

    /// A page of a set's versions, newest first.
    pub async fn list_versions(
        &self,
        caller: &Caller,
        organization: &Name,
        set: &Name,
        page: &PageRequest,
    ) -> Result<Page<PolicySetVersion>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        let set = readable_set(&mut conn, &access, set).await?;
        Ok(store::versions::list(&mut conn, set.id, page).await?)
    }

    /// One version.
    pub async fn get_version(
        &self,
        caller: &Caller,
        organization: &Name,
        set: &Name,
        number: u32,
    ) -> Result<PolicySetVersion, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        let set = readable_set(&mut conn, &access, set).await?;
        store::versions::find_by_number(&mut conn, set.id, number)
            .await?
            .ok_or_else(|| Error::not_found("version", format!("{} {number}", set.name)))
    }

    /// The bundle of a version, as it was uploaded.
    pub async fn version_bundle(
        &self,
        caller: &Caller,
        organization: &Name,
        set: &Name,
        number: u32,
    ) -> Result<Bytes, Error> {
        let version = self.get_version(caller, organization, set, number).await?;
        let digest = version
            .digest
            .ok_or_else(|| Error::not_found("bundle of version", number))?;
        self.content(digest).await
    }

    /// The files of a version, without their text. A bundle that cannot be read has none.
    pub async fn version_files(
        &self,
        caller: &Caller,
        organization: &Name,
        set: &Name,
        number: u32,
    ) -> Result<Vec<SourceFile>, Error> {
        let files = self.files(caller, organization, set, number).await?;
        Ok(files
            .into_iter()
            .map(|(path, content)| SourceFile {
                path,
                size: content.len() as u64,
                text: None,
            })
            .collect())
    }

    /// One file of a version, with its text.
    pub async fn version_file(
        &self,
        caller: &Caller,
        organization: &Name,
        set: &Name,
        number: u32,
        path: &str,
    ) -> Result<SourceFile, Error> {
        let mut files = self.files(caller, organization, set, number).await?;
        let content = files
            .remove(path)
            .ok_or_else(|| Error::not_found("file", path))?;
        Ok(SourceFile {
            path: path.to_owned(),
            size: content.len() as u64,
            text: String::from_utf8(content).ok(),
        })
    }

    async fn files(
        &self,
        caller: &Caller,
        organization: &Name,
        set: &Name,
        number: u32,
    ) -> Result<std::collections::BTreeMap<String, Vec<u8>>, Error> {
        let bundle = self
            .version_bundle(caller, organization, set, number)
            .await?;
        let read = self
            .unpacking(move || sandbox::read_bundle(&bundle))
            .await?;
        Ok(read.map(|bundle| bundle.files).unwrap_or_default())
    }
}
