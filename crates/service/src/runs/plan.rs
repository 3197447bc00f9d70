//! The plan of a run: reading what was sent, and giving it back.

use std::io::Read as _;

use bytes::Bytes;
use domain::{PlanSummary, ResourceChange, RunId};

use crate::{Caller, Error, Services};

impl Services {
    /// Decompresses and inspects a plan, off the async threads.
    pub(super) async fn read_plan(&self, sent: Bytes) -> Result<(Bytes, PlanSummary), Error> {
        let limit = self.config().max_plan_bytes;
        tokio::task::spawn_blocking(move || {
            let plan = decompressed(sent, limit)?;
            let (summary, _) = sandbox::inspect_plan(&plan)
                .map_err(|problem| Error::invalid_as("invalid_plan", "", of_the_plan(&problem)))?;
            Ok((plan, summary))
        })
        .await
        .map_err(|error| Error::internal_error(format!("reading a plan: {error}")))?
    }

    /// What the plan of a run would do to each resource.
    pub async fn plan_changes(
        &self,
        caller: &Caller,
        id: RunId,
    ) -> Result<Vec<ResourceChange>, Error> {
        let plan = self.plan_json(caller, id).await?;
        self.unpacking(move || sandbox::inspect_plan(&plan))
            .await?
            .map(|(_, changes)| changes)
            .map_err(|problem| Error::internal_error(format!("a stored plan: {problem}")))
    }

    /// The plan of a run, decompressed, byte for byte what was sent.
    pub async fn plan_json(&self, caller: &Caller, id: RunId) -> Result<Bytes, Error> {
        let run = self.get_run(caller, id).await?;
        let digest = run
            .plan_digest
            .ok_or_else(|| Error::not_found("plan of run", id))?;
        self.content(digest).await
    }
}

/// What is wrong, naming what it is wrong with: a page or a log shows it away from the upload.
fn of_the_plan(problem: &sandbox::PlanProblem) -> String {
    if problem.line.is_some() {
        format!("the plan, {problem}")
    } else if problem.message.starts_with("it ") {
        format!("the plan: {problem}")
    } else {
        problem.to_string()
    }
}

/// `sent`, decompressed when it is gzip, and never more than `limit` bytes.
fn decompressed(sent: Bytes, limit: u64) -> Result<Bytes, Error> {
    if !sent.starts_with(&[0x1f, 0x8b]) {
        if sent.len() as u64 > limit {
            return Err(Error::too_large("plan", limit));
        }
        return Ok(sent);
    }
    let mut plan = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(&sent[..])
        .take(limit + 1)
        .read_to_end(&mut plan);
    if plan.len() as u64 > limit {
        return Err(Error::too_large("plan", limit));
    }
    read.map_err(|error| {
        Error::invalid_as(
            "invalid_plan",
            "",
            format!(
                "the plan begins like gzip and cannot be decompressed ({error}): send it again"
            ),
        )
    })?;
    Ok(plan.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Bytes {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().into()
    }

    #[test]
    fn what_is_wrong_with_a_plan_names_it() {
        for (text, expected) in [
            ("hello", "the plan, line 1, column 1: it is not JSON"),
            ("", "the document is empty"),
            (
                "{\"format_version\": \"9\"}",
                "the plan has the format_version",
            ),
        ] {
            let problem = sandbox::inspect_plan(text.as_bytes()).unwrap_err();
            let said = of_the_plan(&problem);
            assert!(said.starts_with(expected), "{text}: {said}");
        }
    }

    #[test]
    fn gzip_is_recognised_by_its_first_bytes() {
        assert_eq!(decompressed(gzip(b"{}"), 10).unwrap(), "{}");
        assert_eq!(decompressed("{}".into(), 10).unwrap(), "{}");
    }

    #[test]
    fn the_limit_holds_for_what_comes_out_and_is_met_exactly() {
        let bomb = gzip(&vec![b' '; 1 << 20]);
        assert_eq!(decompressed(bomb.clone(), 1 << 20).unwrap().len(), 1 << 20);
        assert_eq!(
            decompressed(bomb, (1 << 20) - 1).unwrap_err().code(),
            "too_large"
        );
        assert_eq!(
            decompressed("xxx".into(), 2).unwrap_err().code(),
            "too_large"
        );
    }

    #[test]
    fn gzip_that_is_cut_off_is_refused() {
        let whole = gzip(b"{\"format_version\":\"1.2\"}");
        let cut = whole.slice(..whole.len() - 9);
        assert_eq!(
            decompressed(cut, 1 << 20).unwrap_err().code(),
            "invalid_plan"
        );
    }
}
