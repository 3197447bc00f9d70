//! Members of what is no collection.
//!
//! `some x in null` is an error of the engine; in OPA it has no members, and plans are full of
//! attributes that are null. A built-in of ours stands between them.

use std::collections::BTreeMap;

use regorus::unstable::Expr;

use super::parts::arguments_of;
use super::program::Program;
use super::wording::{Edit, Part};
use crate::builtins::MEMBERS;

/// Whether an expression may be something else than an array, a set or an object.
pub(super) fn may_be_none(expr: &Expr) -> bool {
    match expr {
        Expr::Array { .. }
        | Expr::Set { .. }
        | Expr::Object { .. }
        | Expr::ArrayCompr { .. }
        | Expr::SetCompr { .. }
        | Expr::ObjectCompr { .. } => false,
        Expr::Call { .. } => arguments_of(expr, MEMBERS).is_none(),
        _ => true,
    }
}

/// What puts the built-in there, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        for collection in &definition.collections {
            let file = edits.entry(definition.place.file.clone()).or_default();
            file.push(Edit {
                range: collection.clone(),
                with: vec![
                    Part::Add(format!("{MEMBERS}(")),
                    Part::Copy(collection.clone()),
                    Part::Add(")".to_owned()),
                ],
            });
        }
    }
    edits
}
