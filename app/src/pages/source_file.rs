//! A file of a version, with line numbers.

use leptos::prelude::*;

use super::address::use_param;
use super::version::problem_list;
use crate::frame::{FrameData, use_organization};
use crate::model::bytes;
use crate::server_functions::versions::{FileView, GetVersionFile};
use crate::ui::{Breadcrumbs, Card, CodeView, Crumb, EmptyState, PageHead, loaded, page_data};

/// The most lines that are shown: more would be slow to draw and nobody reads them here.
const MOST_LINES: usize = 5_000;

/// The page of a file.
#[component]
pub(crate) fn SourceFilePage() -> impl IntoView {
    let organization = use_organization();
    let set = use_param("set");
    let number = use_param("version");
    let path = use_param("path");
    let view = page_data(move || GetVersionFile {
        organization: organization.get(),
        policy_set: set.get(),
        number: number.read().parse().unwrap_or(0),
        path: path.get(),
    });
    loaded(view, move |view, frame| {
        let number = number.get_untracked().parse().unwrap_or(0);
        source_file(view, &set.get_untracked(), number, &frame)
    })
}

fn source_file(view: FileView, set: &str, number: u32, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let FileView { file, problems } = view;
    let name = file
        .path
        .rsplit('/')
        .next()
        .unwrap_or(&file.path)
        .to_owned();
    let lines = file.text.as_ref().map(|text| text.lines().count());
    let about = match lines {
        Some(lines) => format!("{lines} lines · {}", bytes(file.size)),
        None => bytes(file.size),
    };
    view! {
        <Breadcrumbs items=vec![
            Crumb::link("Policy sets", paths.below("policy-sets")),
            Crumb::link(set, paths.policy_set(set)),
            Crumb::link(format!("Version {number}"), paths.version(set, number)),
            Crumb::here(file.path.clone()).id(),
        ] />
        <PageHead
            title=name
            aside=about
            document_title=format!("{} · {set} version {number}", file.path)
        />
        <div class="stack">
            {problem_list(&problems, std::slice::from_ref(&file), set, number, &paths)}
            {match file.text {
                Some(text) => code(file.path, text, lines.unwrap_or(0)),
                None => not_text(),
            }}
        </div>
    }
    .into_any()
}

fn code(label: String, text: String, lines: usize) -> AnyView {
    let cut = lines > MOST_LINES;
    let text = if cut {
        let kept: Vec<&str> = text.lines().take(MOST_LINES).collect();
        kept.join("\n")
    } else {
        text
    };
    view! {
        <Card flush=true>
            <CodeView label=label text=text />
        </Card>
        {cut
            .then(|| {
                view! {
                    <p class="muted">
                        {format!(
                            "These are the first {MOST_LINES} lines of {lines}. The bundle on the version's page has \
                             all of them.",
                        )}
                    </p>
                }
                    .into_any()
            })}
    }
    .into_any()
}

fn not_text() -> AnyView {
    view! {
        <EmptyState
            icon="file"
            title="This file is not text"
            body="It is not UTF-8, so there is nothing to show. The bundle on the version's page has it."
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::SourceFile;

    use super::super::samples::{self, HOSTILE, render};
    use super::*;

    fn view(text: Option<String>) -> FileView {
        FileView {
            file: SourceFile {
                path: "lib/a.rego".to_owned(),
                size: 10,
                text,
            },
            problems: Vec::new(),
        }
    }

    #[test]
    fn every_line_is_an_anchor_and_stays_text() {
        let text = format!("package a\n{HOSTILE}");
        let html = render(|| source_file(view(Some(text)), "baseline", 3, &samples::owner()));
        assert!(
            html.contains("id=\"L2\"") && html.contains("&lt;script&gt;"),
            "{html}"
        );
    }

    #[test]
    fn a_file_that_is_not_text_says_so() {
        let html = render(|| source_file(view(None), "baseline", 3, &samples::owner()));
        assert!(html.contains("This file is not text"), "{html}");
    }

    #[test]
    fn a_very_long_file_is_cut_and_says_so() {
        let text = "x\n".repeat(MOST_LINES + 1);
        let html = render(|| source_file(view(Some(text)), "baseline", 3, &samples::owner()));
        assert!(html.contains("id=\"L5000\"") && !html.contains("id=\"L5001\""));
        assert!(html.contains("first 5000 lines of 5001"));
    }
}
