//! Folders of policies and files of plans to try.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

const DENY: &str = "deny contains msg if {\n  some change in input.plan.resource_changes\n  msg := sprintf(\"%s is not welcome\", [change.address])\n}\n";
const PLAN: &str = r#"{"format_version":"1.2","terraform_version":"1.11.0","resource_changes":[{"address":"aws_s3_bucket.logs","mode":"managed","type":"aws_s3_bucket","name":"logs","provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{}}}]}"#;

/// A folder with a policy at `level`, a test and a plan.
pub(crate) struct Folder {
    place: TempDir,
}

impl Folder {
    pub(crate) fn with_level(level: &str) -> Self {
        let folder = Self {
            place: tempfile::tempdir().unwrap(),
        };
        let manifest = format!(
            "policy \"rule\" {{\n  query = \"data.rule.deny\"\n  enforcement_level = \"{level}\"\n}}\n"
        );
        folder.write("set/policies.hcl", &manifest);
        folder.write(
            "set/rule.rego",
            &format!("package rule\n\nimport rego.v1\n\n{DENY}"),
        );
        folder.write("plan.json", PLAN);
        folder
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.place.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn set(&self) -> PathBuf {
        self.path("set")
    }

    pub(crate) fn plan(&self) -> PathBuf {
        self.path("plan.json")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    fn root(&self) -> &Path {
        self.place.path()
    }
}
