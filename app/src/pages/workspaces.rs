//! The workspaces of an organization.

use domain::{Page, Permission, Workspace};
use leptos::prelude::*;

use super::address::use_query;
use crate::frame::{FrameData, use_organization};
use crate::model::percent_encode;
use crate::server_functions::workspaces::ListWorkspaces;
use crate::ui::{
    Button, ButtonLink, Card, Cell, EmptyState, Look, PageHead, Pagination, RelativeTime, Table,
    TextInput, loaded, page_data,
};

/// The page of all workspaces, `?search=` among them.
#[component]
pub(crate) fn WorkspaceListPage() -> impl IntoView {
    let organization = use_organization();
    let search = use_query("search");
    let after = use_query("after");
    let page = page_data(move || ListWorkspaces {
        organization: organization.get(),
        search: search.get(),
        after: after.get(),
    });
    loaded(page, move |page, frame| {
        let search = search.get_untracked().unwrap_or_default();
        workspace_list(page, &frame, &search, after.get_untracked().is_none())
    })
}

fn workspace_list(
    page: Page<Workspace>,
    frame: &FrameData,
    search: &str,
    is_first: bool,
) -> AnyView {
    let may_create = frame.may(Permission::ManageWorkspaces);
    let list = frame.paths().below("workspaces");
    let is_bare = page.items.is_empty() && is_first && search.is_empty();
    view! {
        <PageHead
            title="Workspaces"
            subtitle="What is planned, and what gets checked. A plan is checked against the sets of its workspace."
            actions={
                let list = list.clone();
                move || (may_create && !is_bare).then(|| new_button(&list))
            }
        />
        {if is_bare {
            nothing_here(may_create, list)
        } else {
            found(page, frame, search, is_first, list)
        }}
    }
    .into_any()
}

fn new_button(list: &str) -> AnyView {
    view! {
        <ButtonLink href=format!("{list}/new") look=Look::Primary icon="plus">
            "New workspace"
        </ButtonLink>
    }
    .into_any()
}

fn nothing_here(may_create: bool, list: String) -> AnyView {
    let body = if may_create {
        "A workspace is one Terraform or OpenTofu state. Create it here, or let the first plan that CI sends \
         create it."
    } else {
        "Whoever may send plans, or an owner, can create the first."
    };
    view! {
        <EmptyState
            icon="workspace"
            title="No workspace yet"
            body=body
            action=move || may_create.then(|| new_button(&list))
        />
    }
    .into_any()
}

fn found(
    page: Page<Workspace>,
    frame: &FrameData,
    search: &str,
    is_first: bool,
    list: String,
) -> AnyView {
    let base = if search.is_empty() {
        list.clone()
    } else {
        format!("{list}?search={}", percent_encode(search))
    };
    let is_empty = page.items.is_empty();
    let rows: Vec<_> = page
        .items
        .into_iter()
        .map(|workspace| row(workspace, frame))
        .collect();
    view! {
        <form class="filters" method="get" action=list.clone() role="search">
            <TextInput
                id="search"
                name="search"
                kind="search"
                value=search.to_owned()
                placeholder="Part of a name"
                label="Search workspaces"
            />
            <Button icon="search">"Search"</Button>
        </form>
        {if is_empty {
            none_match(search, list)
        } else {
            view! {
                <Card flush=true>
                    <Table caption="Workspaces" columns=vec!["Name", "Project", "Tags", "Changed", ""]>
                        {rows}
                    </Table>
                </Card>
            }
                .into_any()
        }}
        <Pagination label="Workspaces" base=base is_first=is_first next=page.next />
    }
    .into_any()
}

fn none_match(search: &str, list: String) -> AnyView {
    view! {
        <EmptyState
            icon="search"
            title="No workspace matches"
            body=format!("No name contains “{search}”.")
            action=move || view! { <ButtonLink href=list>"Clear the search"</ButtonLink> }
        />
    }
    .into_any()
}

fn row(workspace: Workspace, frame: &FrameData) -> AnyView {
    let href = frame.paths().workspace(&workspace.name);
    let now = frame.now();
    let check = frame.may(Permission::CreateRuns).then(|| {
        let label = format!("Check a plan of {}", workspace.name);
        view! { <a class="link nowrap" href=format!("{href}/runs/new") aria-label=label>"Check a plan"</a> }
            .into_any()
    });
    view! {
        <tr>
            <Cell>
                <a class="table__name" href=href>{workspace.name.to_string()}</a>
                {workspace.description.map(|text| view! { <small class="table__sub">{text}</small> }.into_any())}
            </Cell>
            <Cell label="Project">{workspace.project}</Cell>
            <Cell label="Tags">{tag_list(&workspace.tags)}</Cell>
            <Cell label="Changed" end=true>
                <RelativeTime at=workspace.updated_at now=now />
            </Cell>
            <Cell end=true>{check}</Cell>
        </tr>
    }
    .into_any()
}

/// Tags side by side.
pub(super) fn tag_list(tags: &[String]) -> AnyView {
    let tags: Vec<_> = tags
        .iter()
        .map(|tag| view! { <span class="tag">{tag.clone()}</span> }.into_any())
        .collect();
    view! { <span class="tags">{tags}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, HOSTILE, render};
    use super::*;

    fn page(items: Vec<Workspace>) -> Page<Workspace> {
        Page {
            items,
            next: Some("a&b".to_owned()),
        }
    }

    #[test]
    fn a_search_is_kept_in_the_field_and_in_the_next_page() {
        let found = page(vec![samples::workspace()]);
        let html = render(|| workspace_list(found, &samples::owner(), "pro d", true));
        assert!(html.contains("value=\"pro d\""), "{html}");
        assert!(html.contains("?search=pro%20d&amp;after=a%26b"), "{html}");
    }

    #[test]
    fn nothing_found_is_not_nothing_there() {
        let none = || Page {
            items: Vec::new(),
            next: None,
        };
        let html = render(|| workspace_list(none(), &samples::owner(), HOSTILE, true));
        assert!(
            html.contains("No workspace matches") && html.contains("Clear the search"),
            "{html}"
        );
        let html = render(|| workspace_list(none(), &samples::owner(), "", true));
        assert!(html.contains("No workspace yet"), "{html}");
    }

    #[test]
    fn a_reader_sees_no_button() {
        let found = page(vec![samples::workspace()]);
        let html = render(|| workspace_list(found, &samples::reader(), "", true));
        assert!(!html.contains("workspaces/new"), "{html}");
    }
}
