//! What each role may do.

use domain::{BuiltinRole, Permission, Role};
use leptos::prelude::*;

use crate::model::{sentence, sorted};
use crate::ui::{Card, Icon};

/// A row for each permission, a column for each role.
pub(super) fn role_matrix(roles: Vec<Role>) -> AnyView {
    // Mightiest first; roles of one's own come after those that everybody has.
    let rank = |role: &Role| {
        BuiltinRole::ALL
            .iter()
            .position(|builtin| builtin.name() == role.name)
            .unwrap_or(usize::MAX)
    };
    let roles = sorted(roles, |one, other| rank(one).cmp(&rank(other)));
    let heads: Vec<_> = roles
        .iter()
        .map(|role| view! { <th scope="col">{role.name.clone()}</th> }.into_any())
        .collect();
    let rows: Vec<_> = Permission::ALL
        .iter()
        .map(|permission| row(*permission, &roles))
        .collect();
    view! {
        <Card title="What each role may do" flush=true>
            <div class="matrix-scroll" tabindex="0" role="region" aria-label="What each role may do">
                <table class="matrix">
                    <thead>
                        <tr>
                            <td></td>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Card>
    }
    .into_any()
}

fn row(permission: Permission, roles: &[Role]) -> AnyView {
    let cells: Vec<_> = roles
        .iter()
        .map(|role| {
            let allowed = role.permissions.allows(permission);
            let (icon, word) = if allowed {
                ("check", "yes")
            } else {
                ("minus", "no")
            };
            view! {
                <td data-allowed=allowed.then_some("true")>
                    <Icon name=icon label=word />
                </td>
            }
            .into_any()
        })
        .collect();
    let words = sentence(permission.description());
    view! {
        <tr>
            <th scope="row">{words.trim_end_matches('.').to_owned()}</th>
            {cells}
        </tr>
    }
    .into_any()
}
