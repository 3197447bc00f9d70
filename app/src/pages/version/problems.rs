//! Everything that is wrong with a version.

use domain::{Problem, SourceFile};
use leptos::prelude::*;

use crate::model::{Paths, Tone, count, sentence};
use crate::ui::{Card, Icon, prose};

/// Errors first, then warnings, each with its place; a place in a file that is there is a link.
pub(in crate::pages) fn problem_list(
    problems: &[Problem],
    files: &[SourceFile],
    set: &str,
    number: u32,
    paths: &Paths,
) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let errors = problems.iter().filter(|problem| problem.is_error());
    let warnings = problems.iter().filter(|problem| !problem.is_error());
    let items: Vec<_> = errors
        .chain(warnings)
        .map(|problem| {
            let known = problem
                .file
                .as_deref()
                .filter(|path| files.iter().any(|file| file.path == *path));
            let href = known.map(|path| paths.source(set, number, path, problem.line));
            item(problem, href)
        })
        .collect();
    Some(
        view! {
            <Card title=title(problems) flush=true>
                <ul class="problems">{items}</ul>
            </Card>
        }
        .into_any(),
    )
}

fn item(problem: &Problem, href: Option<String>) -> AnyView {
    let tone = if problem.is_error() {
        Tone::Bad
    } else {
        Tone::Warn
    };
    let label = if problem.is_error() {
        "Error"
    } else {
        "Warning"
    };
    let place = place(problem);
    let place = match href {
        Some(href) => {
            view! { <a class="link mono" href=href rel="external">{place}</a> }.into_any()
        }
        None => view! { <span class="mono faint">{place}</span> }.into_any(),
    };
    view! {
        <li class="problem" data-tone=tone.as_str()>
            <Icon name=tone.icon() label=label />
            <div>
                {place}
                <p class="problem__message">{prose(&sentence(&problem.message))}</p>
            </div>
        </li>
    }
    .into_any()
}

/// `file:line:column`, as far as it is known.
fn place(problem: &Problem) -> String {
    let Some(file) = &problem.file else {
        return "bundle".to_owned();
    };
    match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        (Some(line), None) => format!("{file}:{line}"),
        _ => file.clone(),
    }
}

fn title(problems: &[Problem]) -> String {
    let number = |is_error: bool| {
        let number = problems
            .iter()
            .filter(|problem| problem.is_error() == is_error)
            .count();
        u32::try_from(number).unwrap_or(u32::MAX)
    };
    match (number(true), number(false)) {
        (errors, 0) => count(errors, "problem", "problems"),
        (0, warnings) => count(warnings, "warning", "warnings"),
        (errors, warnings) => format!(
            "{} and {}",
            count(errors, "problem", "problems"),
            count(warnings, "warning", "warnings")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(problems: &[Problem]) -> String {
        let file = SourceFile {
            path: "a.rego".to_owned(),
            size: 1,
            text: None,
        };
        let owner = Owner::new();
        owner.with(|| {
            problem_list(problems, &[file], "base", 3, &Paths::of("acme"))
                .unwrap()
                .to_html()
        })
    }

    #[test]
    fn every_problem_is_listed_with_its_place_and_known_files_are_links() {
        let html = render(&[
            Problem::in_file("a.rego", "unexpected token").at(18, 4),
            Problem::in_file("gone.rego", "the manifest names it"),
            Problem::bundle("two manifests"),
        ]);
        assert!(
            html.contains("/orgs/acme/policy-sets/base/versions/3/files/a.rego#L18"),
            "{html}"
        );
        assert!(
            html.contains("a.rego:18:4") && html.contains("gone.rego"),
            "{html}"
        );
        assert!(!html.contains("files/gone.rego"), "{html}");
        assert!(html.contains("3 problems"), "{html}");
    }

    #[test]
    fn hostile_names_and_messages_stay_text() {
        let html = render(&[Problem::in_file(
            "<img src=x onerror=alert(1)>",
            "</p><script>alert(1)</script>",
        )]);
        assert!(
            !html.contains("<script>") && !html.contains("<img"),
            "{html}"
        );
    }

    #[test]
    fn errors_come_before_warnings_and_both_are_counted() {
        let html = render(&[
            Problem::bundle("data file ignored").warning(),
            Problem::bundle("no manifest"),
        ]);
        assert!(html.contains("1 problem and 1 warning"), "{html}");
        assert!(
            html.find("No manifest") < html.find("Data file ignored"),
            "{html}"
        );
    }
}
