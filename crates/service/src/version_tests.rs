//! The unit tests that a version brings.

use bytes::Bytes;
use domain::{Dialect, Name, Problem, TestReport, TestSummary};
use sandbox::{Party, TestOptions};

use crate::{Caller, Error, Services};

impl Services {
    /// Runs the tests of a bundle in the Rego version that is declared, with coverage, within the limits of
    /// an upload of `party`'s: the result in numbers, and as much of the report as is kept. Whatever they
    /// do is an answer: a version is as good as it was without them.
    pub(crate) async fn run_version_tests(
        &self,
        bundle: Bytes,
        dialect: Option<Dialect>,
        party: &Party,
    ) -> (TestSummary, TestReport) {
        let report = self.run_tests_of(bundle, dialect, party).await;
        (TestSummary::of(&report), report.bounded())
    }

    async fn run_tests_of(
        &self,
        bundle: Bytes,
        dialect: Option<Dialect>,
        party: &Party,
    ) -> TestReport {
        let unpacked = self
            .unpacking(move || sandbox::read_bundle(&bundle))
            .await
            .map(Result::unwrap_or_default);
        let files = match unpacked {
            Ok(bundle) => bundle.files,
            Err(error) => return errored(&error.to_string()),
        };
        // Compiling takes as long as it took before: not for nothing.
        if !files.iter().any(|(path, text)| may_have_tests(path, text)) {
            return TestReport::default();
        }
        let options = TestOptions {
            coverage: true,
            dialect,
            ..TestOptions::default()
        };
        match self.sandbox().test(files, options, party).await {
            Ok(report) => report,
            Err(error) => errored(&error.to_string()),
        }
    }

    /// What became of a version's tests, one by one: as much as is kept.
    pub async fn version_tests(
        &self,
        caller: &Caller,
        organization: &Name,
        set: &Name,
        number: u32,
    ) -> Result<TestReport, Error> {
        let version = self.get_version(caller, organization, set, number).await?;
        let mut conn = self.read().await?;
        let report = store::versions::read_tests(&mut conn, version.id).await?;
        Ok(report.unwrap_or_default())
    }
}

/// Whether a file can define a test: the name of one is somewhere in it.
fn may_have_tests(path: &str, text: &[u8]) -> bool {
    const PREFIX: &[u8] = b"test_";
    let is_rego = path.rsplit_once('.').is_some_and(|(_, end)| end == "rego");
    is_rego && text.windows(PREFIX.len()).any(|part| part == PREFIX)
}

fn errored(why: &str) -> TestReport {
    TestReport {
        problems: vec![Problem::bundle(format!("the tests were not run: {why}"))],
        ..TestReport::default()
    }
}

#[cfg(test)]
mod tests {
    use super::may_have_tests;

    #[test]
    fn only_rego_files_with_the_name_of_a_test_are_worth_compiling() {
        assert!(may_have_tests("a/b.rego", b"package a\n\ntest_x if true\n"));
        assert!(may_have_tests("b.rego", b"todo_test_x if true"));
        assert!(!may_have_tests("b.rego", b"package test\n"));
        assert!(!may_have_tests("test_data.json", b"test_x"));
    }
}
