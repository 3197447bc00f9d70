//! What became of one policy.

use std::time::Duration;

use domain::{ErrorDetail, Outcome, PolicyResult, RunId};
use leptos::prelude::*;

use super::violation::Violation;
use crate::components::EnforcedLevel;
use crate::model::{Paths, Tone, count, duration, full_name, outcome_look, sentence};
use crate::ui::{Badge, Code, Icon};

/// How many messages are shown before the rest is folded.
const SHOWN: usize = 20;

/// What became of one policy: open when it blocks, folded when it warns.
#[component]
pub(super) fn ResultCard(
    /// The result.
    result: PolicyResult,
    /// The run whose resources its messages name.
    #[prop(into)]
    run: Option<RunId>,
    /// Whether someone let it through.
    overridden: bool,
    /// The addresses of its organization.
    paths: Paths,
) -> impl IntoView {
    let (tone, icon, word) = outcome_look(result.result);
    let is_open = !overridden
        && (matches!(
            result.result,
            Outcome::SoftFailed | Outcome::HardFailed | Outcome::Errored
        ));
    let version = match result.version {
        Some(number) => format!("{} · version {number}", result.policy_set),
        None => result.policy_set.clone(),
    };
    let id = full_name(&result);
    let name = result.policy.clone();
    let (outcome, level, micros) = (result.result, result.level, result.duration_us);
    let swallowed_errors = result.swallowed_errors;
    let body = body(result, run, paths);
    view! {
        <details class="result" id=id data-tone=tone.as_str() open=is_open>
            <summary>
                <Icon name=icon label=word />
                <span class="result__words">
                    <strong>{name}</strong>
                    " "
                    <span class="result__set">{version}</span>
                </span>
                <span class="result__badges">
                    {(outcome == Outcome::Errored)
                        .then(|| view! { <Badge tone=Tone::Bad icon="errored" text="errored" /> })}
                    {(outcome == Outcome::Passed && swallowed_errors > 0)
                        .then(|| view! { <Badge tone=Tone::Warn icon="warning" text="with errors" /> }.into_any())}
                    {overridden.then(|| view! { <Badge tone=Tone::Warn icon="overridden" text="overridden" /> })}
                    <EnforcedLevel level=level />
                </span>
                <span class="result__time num">
                    {duration(Duration::from_micros(micros))}
                </span>
                <Icon name="chevron-right" />
            </summary>
            {body}
        </details>
    }
    .into_any()
}

fn body(result: PolicyResult, run: Option<RunId>, paths: Paths) -> AnyView {
    let number = u32::try_from(result.messages.len()).unwrap_or(u32::MAX);
    let set = result.policy_set.clone();
    let version = result.version;
    let source = {
        let (paths, policy) = (paths.clone(), result.policy.clone());
        move |file: &str, line: Option<u32>| {
            version.map_or_else(
                || paths.policy_line(&policy, line),
                |number| paths.source(&set, number, file, line),
            )
        }
    };
    let mut items: Vec<AnyView> = result
        .messages
        .iter()
        .map(|message| {
            let resource = message
                .resource
                .as_deref()
                .zip(run)
                .map(|(address, run)| paths.resource(run, address));
            let source = message
                .file
                .as_deref()
                .map(|file| source(file, message.line));
            view! { <Violation message=message.clone() resource=resource source=source /> }
                .into_any()
        })
        .collect();
    let rest = items.split_off(SHOWN.min(items.len()));
    let more = (!rest.is_empty()).then(|| {
        view! {
            <details class="result__more">
                <summary>{format!("Show {} more of {number}", rest.len())}</summary>
                <ul class="violations">{rest}</ul>
            </details>
        }
        .into_any()
    });
    let error = result.error.as_ref().map(|error| {
        let href = error.file.as_deref().map(|file| source(file, error.line));
        error_box(error, href)
    });
    view! {
        {result.description.clone().map(|text| view! { <p class="result__about">{text}</p> }.into_any())}
        {error}
        {(!items.is_empty()).then(|| view! { <ul class="violations">{items}</ul> }.into_any())}
        {more}
        {swallowed(result.swallowed_errors)}
        {lines(&result.prints, "line printed", "lines printed")}
        {lines(&result.reads, "path of the input is read", "paths of the input are read")}
        <footer class="result__foot">
            <span>"Query " <Code text=result.query.clone() /></span>
            {number_of_messages(result.result, number)}
            <a class="link" href=format!("#{}", crate::model::percent_encode(&full_name(&result))) rel="external">
                "Link to this"
            </a>
        </footer>
    }
    .into_any()
}

fn number_of_messages(outcome: Outcome, number: u32) -> Option<String> {
    (outcome != Outcome::Passed && number > 1).then(|| count(number, "violation", "violations"))
}

/// Its own state, never a failure: what the engine said, and where.
fn error_box(error: &ErrorDetail, href: Option<String>) -> AnyView {
    let place = error.file.as_ref().map(|file| {
        let mut place = file.clone();
        for number in [error.line, error.column].into_iter().flatten() {
            place.push(':');
            place.push_str(&number.to_string());
        }
        match href {
            Some(href) => {
                view! { <a class="link mono" href=href rel="external">{place}</a> }.into_any()
            }
            None => view! { <span class="mono">{place}</span> }.into_any(),
        }
    });
    view! {
        <div class="result__error">
            <strong>"This policy gave no answer"</strong>
            <p>{sentence(&error.message)}</p>
            {place}
        </div>
    }
    .into_any()
}

fn swallowed(number: u32) -> AnyView {
    (number > 0)
        .then(|| {
            let errors = count(number, "built-in error was", "built-in errors were");
            view! {
                <p class="result__note" data-tone="warn">
                    <Icon name="warning" />
                    {format!(
                        "{errors} treated as undefined, as OPA does: a rule may not have fired. \
                         Strict mode of the policy set makes them errors.",
                    )}
                </p>
            }
            .into_any()
        })
        .into_any()
}

fn lines(lines: &[String], one: &str, several: &str) -> AnyView {
    (!lines.is_empty())
        .then(|| {
            let number = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            view! {
                <details class="result__prints">
                    <summary>{count(number, one, several)}</summary>
                    <pre tabindex="0">{lines.join("\n")}</pre>
                </details>
            }
            .into_any()
        })
        .into_any()
}
