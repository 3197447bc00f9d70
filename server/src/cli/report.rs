//! A check as text for a terminal: the verdict first, then failures, then what passed.

use std::fmt::Write;

use serde::Deserialize;

use super::terminal::{Palette, harmless};

/// A check as the native API writes it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Report {
    pub(super) status: String,
    pub(super) counts: Counts,
    pub(super) policy_total: Option<u32>,
    /// A server that is older than this client does not tell.
    #[serde(default)]
    pub(super) policy_done: u32,
    pub(super) results: Vec<PolicyResult>,
    pub(super) error: Option<String>,
    pub(super) url: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Counts {
    pub(super) passed: u32,
    pub(super) advisory_failed: u32,
    pub(super) soft_failed: u32,
    pub(super) hard_failed: u32,
    pub(super) errored: u32,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PolicyResult {
    policy_set: String,
    version: Option<u32>,
    policy: String,
    level: String,
    result: String,
    #[serde(default)]
    messages: Vec<Place>,
    error: Option<Place>,
    #[serde(default)]
    prints: Vec<String>,
    #[serde(default)]
    swallowed_errors: u32,
}

#[derive(Debug, Clone, Deserialize)]
struct Place {
    #[serde(alias = "message")]
    text: String,
    resource: Option<String>,
    file: Option<String>,
    line: Option<u32>,
}

impl Counts {
    fn total(self) -> u32 {
        self.passed + self.advisory_failed + self.soft_failed + self.hard_failed + self.errored
    }
}

impl Report {
    /// The verdict in one sentence.
    pub(super) fn sentence(&self) -> String {
        let counts = self.counts;
        let warnings = match counts.advisory_failed {
            0 => String::new(),
            1 => ", 1 warning".to_owned(),
            n => format!(", {n} warnings"),
        };
        match self.status.as_str() {
            "passed" if counts.total() == 0 => "Passed: 0 policies applied.".to_owned(),
            "passed" => format!("Passed: {}{warnings}.", policies(counts.passed)),
            "overridden" => format!(
                "Overridden: {} failed, and someone let it through.",
                policies(counts.soft_failed)
            ),
            "soft_failed" => format!(
                "Needs a decision: {} failed{warnings}.",
                of_level(counts.soft_failed, "soft-mandatory")
            ),
            "hard_failed" => format!(
                "Blocked: {} failed{warnings}.",
                of_level(counts.hard_failed, "hard-mandatory")
            ),
            "errored" => match &self.error {
                Some(error) => format!("Errored: {}", harmless(error)),
                None => format!("Errored: {} has no answer.", policies(counts.errored)),
            },
            other => format!("The check is {}.", harmless(other)),
        }
    }

    /// All of it.
    pub(super) fn text(&self, palette: Palette) -> String {
        let mut out = String::new();
        let sentence = palette.bold(&self.sentence());
        let sentence = match self.status.as_str() {
            "passed" | "overridden" => palette.green(&sentence),
            "soft_failed" => palette.yellow(&sentence),
            _ => palette.red(&sentence),
        };
        let _ = writeln!(out, "{sentence}");
        for result in self
            .results
            .iter()
            .filter(|result| result.result != "passed")
        {
            result.write(&mut out, palette);
        }
        let passed: Vec<_> = self
            .results
            .iter()
            .filter(|result| result.result == "passed")
            .collect();
        if !passed.is_empty() {
            let _ = writeln!(
                out,
                "\n{}",
                palette.green(&format!("✔ {} passed", policies(self.counts.passed)))
            );
            for result in passed {
                let _ = writeln!(out, "  {}", palette.faint(&result.name()));
                result.write_swallowed(&mut out, palette);
                result.write_prints(&mut out, palette);
            }
        }
        if let Some(url) = &self.url {
            let _ = writeln!(out, "\n{}", harmless(url));
        }
        out
    }
}

impl PolicyResult {
    fn name(&self) -> String {
        let version = self
            .version
            .map(|version| format!(" v{version}"))
            .unwrap_or_default();
        harmless(&format!("{}{version} / {}", self.policy_set, self.policy))
    }

    fn write(&self, out: &mut String, palette: Palette) {
        let level = self.level.replace('_', "-");
        let head = match self.result.as_str() {
            "advisory_failed" => palette.yellow(&format!("⚠ {} warns", self.name())),
            "errored" => palette.red(&format!("✖ {} errored", self.name())),
            _ => palette.red(&format!("✖ {} failed", self.name())),
        };
        let _ = writeln!(out, "\n{head}  {}", palette.faint(&level));
        for place in self.messages.iter().chain(&self.error) {
            place.write(out, palette);
        }
        self.write_swallowed(out, palette);
        self.write_prints(out, palette);
    }

    fn write_swallowed(&self, out: &mut String, palette: Palette) {
        let errors = match self.swallowed_errors {
            0 => return,
            1 => "1 built-in error was".to_owned(),
            number => format!("{number} built-in errors were"),
        };
        let words = format!("⚠ {errors} treated as undefined: a rule may not have fired");
        let _ = writeln!(out, "    {}", palette.yellow(&words));
    }

    fn write_prints(&self, out: &mut String, palette: Palette) {
        for print in &self.prints {
            let _ = writeln!(
                out,
                "    {}",
                palette.faint(&format!("print: {}", harmless(print)))
            );
        }
    }
}

impl Place {
    fn write(&self, out: &mut String, palette: Palette) {
        let mut lines = self.text.lines();
        let _ = writeln!(out, "    • {}", harmless(lines.next().unwrap_or_default()));
        for line in lines {
            let _ = writeln!(out, "      {}", harmless(line));
        }
        let mut places = Vec::new();
        // Most messages name their resource themselves.
        if let Some(resource) = self
            .resource
            .as_ref()
            .filter(|resource| !self.text.contains(*resource))
        {
            places.push(harmless(resource));
        }
        if let Some(file) = &self.file {
            let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
            places.push(harmless(&format!("{file}{line}")));
        }
        if !places.is_empty() {
            let _ = writeln!(out, "      {}", palette.faint(&places.join("  ")));
        }
    }
}

fn policies(count: u32) -> String {
    if count == 1 {
        "1 policy".to_owned()
    } else {
        format!("{count} policies")
    }
}

fn of_level(count: u32, level: &str) -> String {
    if count == 1 {
        format!("1 {level} policy")
    } else {
        format!("{count} {level} policies")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(json: serde_json::Value) -> Report {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn failures_come_before_what_passed_with_message_and_source() {
        let report = report(serde_json::json!({
            "status": "soft_failed", "policy_total": 2, "error": null,
            "counts": {"passed": 1, "advisory_failed": 0, "soft_failed": 1, "hard_failed": 0, "errored": 0},
            "results": [
                {"policy_set": "tagging", "version": 3, "policy": "required_tags", "level": "soft_mandatory",
                 "result": "soft_failed", "error": null,
                 "messages": [{"text": "aws_s3_bucket.logs has no owner", "resource": "aws_s3_bucket.logs",
                               "file": "policies/required_tags.rego", "line": 18}]},
                {"policy_set": "tagging", "version": 3, "policy": "names", "level": "advisory", "result": "passed",
                 "messages": [], "error": null},
            ],
            "url": "http://127.0.0.1:8080/orgs/acme/runs/r/checks/c",
        }));
        let text = report.text(Palette::plain());
        let expected = "Needs a decision: 1 soft-mandatory policy failed.\n\n\
            ✖ tagging v3 / required_tags failed  soft-mandatory\n    \
            • aws_s3_bucket.logs has no owner\n      policies/required_tags.rego:18\n\n\
            ✔ 1 policy passed\n  tagging v3 / names\n\n\
            http://127.0.0.1:8080/orgs/acme/runs/r/checks/c\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn no_policy_applied_is_said_aloud() {
        let report = report(serde_json::json!({
            "status": "passed", "policy_total": 0, "error": null, "results": [], "url": null,
            "counts": {"passed": 0, "advisory_failed": 0, "soft_failed": 0, "hard_failed": 0, "errored": 0},
        }));
        assert_eq!(report.sentence(), "Passed: 0 policies applied.");
    }

    #[test]
    fn what_a_policy_says_cannot_command_the_terminal() {
        assert_eq!(harmless("a\x1b]0;owned\x07b"), "a\u{fffd}]0;owned\u{fffd}b");
    }
}
