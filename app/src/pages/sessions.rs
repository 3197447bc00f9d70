//! One's own browser sessions.

use domain::Session;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::account::account_tabs;
use crate::frame::FrameData;
use crate::model::Tone;
use crate::server_functions::sessions::{ListSessions, RevokeSession};
use crate::ui::{
    Badge, Card, Cell, FormActions, Look, PageHead, PostForm, RelativeTime, Table, loaded,
    page_data,
};

/// The page of one's own sessions.
#[component]
pub(crate) fn SessionListPage() -> impl IntoView {
    let sessions = page_data(|| ListSessions {});
    loaded(sessions, |sessions, frame| session_list(sessions, &frame))
}

fn session_list(sessions: Vec<Session>, frame: &FrameData) -> AnyView {
    let rows: Vec<_> = sessions
        .into_iter()
        .map(|session| row(session, frame))
        .collect();
    view! {
        <PageHead title="Account" document_title="Sessions" />
        {account_tabs("sessions")}
        <div class="stack">
            <p class="muted">
                "Browsers in which you are signed in. End those that you do not know, and change your password."
            </p>
            <Card flush=true>
                <Table
                    caption="Sessions"
                    columns=vec!["Browser", "Address", "Last used", "Began", "Ends", ""]
                >
                    {rows}
                </Table>
            </Card>
        </div>
    }
    .into_any()
}

fn row(session: Session, frame: &FrameData) -> AnyView {
    let now = frame.now();
    let agent = session.user_agent.clone().unwrap_or_default();
    let end = if session.is_this_one {
        view! { <Badge tone=Tone::Ok text="this one" /> }.into_any()
    } else {
        view! {
            <PostForm action=RevokeSession::url() class="inline-form">
                <input type="hidden" name="session" value=session.id.to_string() />
                <FormActions submit="End" look=Look::Quiet />
            </PostForm>
        }
        .into_any()
    };
    view! {
        <tr>
            <Cell>
                <span title=agent.clone()>{browser(&agent)}</span>
            </Cell>
            <Cell label="Address">
                <span class="mono">{session.address.unwrap_or_else(|| "unknown".to_owned())}</span>
            </Cell>
            <Cell label="Last used">
                <RelativeTime at=session.last_seen_at now=now />
            </Cell>
            <Cell label="Began">
                <RelativeTime at=session.created_at now=now />
            </Cell>
            <Cell label="Ends">
                <RelativeTime at=session.expires_at now=now />
            </Cell>
            <Cell end=true>{end}</Cell>
        </tr>
    }
    .into_any()
}

/// The browser and system that a user agent names, as far as one can tell: "Firefox on Linux".
fn browser(agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    // The order matters: Edge calls itself Chrome too, and Chrome calls itself Safari.
    let program = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program} on {system}"),
        (Some(program), None) => program.to_owned(),
        _ if agent.is_empty() => "unknown browser".to_owned(),
        _ => crate::model::shorten(agent, 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_although_all_claim_to_be_each_other() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36";
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0";
        let safari =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/17 Safari/605";
        for (agent, said) in [
            (chrome, "Chrome on Linux"),
            (edge, "Edge on Windows"),
            (safari, "Safari on macOS"),
            ("curl/8.5", "curl"),
            ("", "unknown browser"),
            ("<b>robot</b>", "<b>robot</b>"),
        ] {
            assert_eq!(browser(agent), said);
        }
    }
}
