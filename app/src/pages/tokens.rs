//! One's own API tokens.

use domain::Token;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::account::account_tabs;
use crate::frame::FrameData;
use crate::model::Tone;
use crate::server_functions::tokens::{CreateToken, ListTokens, RevokeToken, TokensView};
use crate::ui::{
    Badge, ButtonLink, Callout, Card, Cell, Choice, Code, CopyField, EmptyState, Field,
    FormActions, Look, PageHead, PostForm, RelativeTime, Select, Table, TextInput, field_error,
    loaded, page_data,
};

/// The page of one's own API tokens.
#[component]
pub(crate) fn TokenListPage() -> impl IntoView {
    let view = page_data(|| ListTokens {});
    loaded(view, |view, frame| token_list(view, &frame))
}

fn token_list(view: TokensView, frame: &FrameData) -> AnyView {
    view! {
        <PageHead title="Account" document_title="API tokens" />
        {account_tabs("tokens")}
        <div class="stack">
            {view.secret.map(revealed)}
            {if view.tokens.is_empty() { no_token() } else { token_table(view.tokens, frame) }}
            {new_token()}
        </div>
    }
    .into_any()
}

/// The secret of a token that was created just now. The button leads to the same page without it.
fn revealed(secret: String) -> AnyView {
    view! {
        <Callout tone=Tone::Ask title="Store this token now. It is shown once.">
            <CopyField value=secret label="the token" block=true />
            <p>
                "Clients read it from " <Code text="PORTCULLIS_TOKEN" /> ", or send it as "
                <Code text="Authorization: Bearer …" /> "."
            </p>
            <ButtonLink href="/account/tokens" external=true look=Look::Primary icon="check">
                "I have stored it"
            </ButtonLink>
        </Callout>
    }
    .into_any()
}

fn no_token() -> AnyView {
    view! {
        <EmptyState
            icon="token"
            title="No token yet"
            body="CI and the command line use a token instead of your password. It may do what you may do."
        />
    }
    .into_any()
}

fn token_table(tokens: Vec<Token>, frame: &FrameData) -> AnyView {
    let rows: Vec<_> = tokens.into_iter().map(|token| row(token, frame)).collect();
    view! {
        <Card flush=true>
            <Table
                caption="API tokens"
                columns=vec!["Name", "Begins with", "Created", "Last used", "Expires", ""]
            >
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

fn row(token: Token, frame: &FrameData) -> AnyView {
    let now = frame.now();
    let last_used = match token.last_used_at {
        Some(at) => view! { <RelativeTime at=at now=now /> }.into_any(),
        None => view! { <span class="faint">"never"</span> }.into_any(),
    };
    let expires = match token.expires_at {
        Some(at) if at <= now => view! { <Badge tone=Tone::Bad text="expired" /> }.into_any(),
        Some(at) => view! { <RelativeTime at=at now=now /> }.into_any(),
        None => view! { <span class="faint">"never"</span> }.into_any(),
    };
    let revoke = revoke(&token);
    view! {
        <tr>
            <Cell>
                <strong class="table__name">{token.name}</strong>
            </Cell>
            <Cell label="Begins with">
                <Code text=format!("{}…", token.hint) />
            </Cell>
            <Cell label="Created">
                <RelativeTime at=token.created_at now=now />
            </Cell>
            <Cell label="Last used">{last_used}</Cell>
            <Cell label="Expires">{expires}</Cell>
            <Cell end=true>{revoke}</Cell>
        </tr>
    }
    .into_any()
}

fn revoke(token: &Token) -> AnyView {
    let (id, name) = (token.id.to_string(), token.name.clone());
    view! {
        <details class="inline-confirm">
            <summary class="button button--quiet">"Revoke…"</summary>
            <PostForm action=RevokeToken::url() class="inline-form">
                <input type="hidden" name="token" value=id />
                <FormActions submit=format!("Revoke {name}") look=Look::Danger />
            </PostForm>
        </details>
    }
    .into_any()
}

fn new_token() -> AnyView {
    let lifetimes = vec![
        Choice::new("30", "30 days"),
        Choice::new("90", "90 days"),
        Choice::new("365", "1 year"),
        Choice::new("", "Never"),
    ];
    view! {
        <Card title="New token">
            <PostForm action=CreateToken::url()>
                <Field
                    for_id="name"
                    label="Name"
                    hint="Where it is used: you will want to know when you revoke it."
                    error=field_error("name")
                >
                    <TextInput id="name" name="name" placeholder="CI of networking" required=true />
                </Field>
                <Field for_id="expires_in_days" label="Expires" error=field_error("expires_in_days")>
                    <Select
                        id="expires_in_days"
                        name="expires_in_days"
                        options=lifetimes
                        value="90"
                    />
                </Field>
                <FormActions submit="Create token" />
            </PostForm>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{TokenId, UserId};

    use super::super::samples::{self, HOSTILE, render};
    use super::*;

    fn view(secret: Option<&str>) -> TokensView {
        TokensView {
            tokens: vec![Token {
                id: TokenId::from_bare("0000000000000006").unwrap(),
                user_id: UserId::from_bare("0000000000000001").unwrap(),
                name: HOSTILE.to_owned(),
                hint: "pct_ab".to_owned(),
                created_at: samples::now(),
                last_used_at: None,
                expires_at: Some(samples::now()),
            }],
            secret: secret.map(str::to_owned),
        }
    }

    #[test]
    fn a_list_shows_the_hint_and_never_a_secret() {
        let html = render(|| token_list(view(None), &samples::owner()));
        assert!(
            html.contains("pct_ab…") && html.contains("expired"),
            "{html}"
        );
        assert!(
            html.contains("never") && !html.contains("Store this token now"),
            "{html}"
        );
    }

    #[test]
    fn a_new_secret_is_shown_with_a_way_to_put_it_away() {
        let html = render(|| token_list(view(Some("pct_abcdef")), &samples::owner()));
        assert!(
            html.contains("pct_abcdef") && html.contains("I have stored it"),
            "{html}"
        );
    }
}
