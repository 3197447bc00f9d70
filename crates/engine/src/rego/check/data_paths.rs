//! Data at the path of a rule. The engine lets the data win, silently: a `data.json` with an empty
//! list at `deny` would switch the policy off.

use domain::Problem;
use regorus::Value;

use super::problem;
use crate::rego::path_text;
use crate::rego::program::Program;

pub(super) fn check(program: &Program, data: &Value, problems: &mut Vec<Problem>) {
    for definition in &program.definitions {
        let mut value = data;
        let mut depth = 0;
        for part in &definition.path {
            // A package cannot stand below a list or a text.
            let Value::Object(object) = value else {
                let path = path_text(&definition.path[..depth]);
                problems.push(problem(
                    &definition.place,
                    format!("the data at `{path}` is in the way of this rule's package"),
                ));
                break;
            };
            match object.get(&Value::from(part.as_str())) {
                Some(inner) => value = inner,
                None => break,
            }
            depth += 1;
        }
        if depth == definition.path.len() {
            let path = path_text(&definition.path);
            problems.push(problem(
                &definition.place,
                format!("`{path}` is both a rule and data: the data would win, rename one"),
            ));
        }
    }
}
