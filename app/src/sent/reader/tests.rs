use domain::{Check, CheckStatus, MembershipScope, Outcome as Ended, PermissionSet, Run};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::*;
use crate::model::samples;

/// `None` is an absent member.
impl Json for Option<Value> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn is_null(&self) -> bool {
        self.as_ref().is_none_or(Value::is_null)
    }

    fn boolean(&self) -> Option<bool> {
        self.as_ref()?.as_bool()
    }

    fn number(&self) -> Option<f64> {
        self.as_ref()?.as_f64()
    }

    fn text(&self) -> Option<String> {
        self.as_ref()?.as_str().map(str::to_owned)
    }

    fn length(&self) -> Option<u32> {
        u32::try_from(self.as_ref()?.as_array()?.len()).ok()
    }

    fn item(&self, index: u32) -> Self {
        self.as_ref()?.get(usize::try_from(index).ok()?).cloned()
    }

    fn member(&self, name: &str) -> Option<Self> {
        Some(self.as_ref()?.as_object()?.get(name).cloned())
    }
}

fn survives<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) {
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(read::<T>(Some(json.clone())).as_ref(), Ok(value), "{json}");
}

#[test]
fn everything_that_pages_show_reads_back() {
    for status in CheckStatus::ALL {
        survives::<Check>(&samples::check(status));
        survives::<Run>(&samples::run(status));
    }
    let mut result = samples::result("p", Ended::Errored);
    result.prints = vec!["\u{1}\"\\/\n\t é 🦀 \u{7f}".to_owned(), String::new()];
    survives(&result);
    survives(&PermissionSet::everything());
    survives(&domain::BuiltinRole::Writer.permissions());
    survives(&MembershipScope::Organization);
    let project = domain::ProjectId::from_bare("00000000000000p1").unwrap();
    survives(&vec![MembershipScope::Project(project)]);
    survives(&(1u8, -7i64, true, Some("x".to_owned()), None::<u32>, ()));
    survives(&Ok::<u64, String>(9_007_199_254_740_991));
}

#[derive(Debug, PartialEq, Deserialize)]
struct Three {
    a: u32,
    b: Option<String>,
    #[serde(default)]
    c: Vec<u8>,
}

#[test]
fn unknown_members_are_passed_over_and_absent_ones_take_their_default() {
    let given = json!({"x": [1, {"y": null}], "a": 3});
    let three = Three {
        a: 3,
        b: None,
        c: Vec::new(),
    };
    assert_eq!(read(Some(given)), Ok(three));
}

#[test]
fn what_is_absent_or_of_another_type_is_refused() {
    for bad in [
        json!({}),
        json!({"b": "x"}),
        json!({"a": "1"}),
        json!({"a": -1}),
        json!({"a": 1.5}),
        json!({"a": 4_294_967_296_u64}),
        json!({"a": 1, "b": 2}),
        json!({"a": 1, "c": [256]}),
        json!({"a": 1, "c": null}),
        json!([1]),
        json!(null),
    ] {
        assert_eq!(read::<Three>(Some(bad.clone())), Err(Malformed), "{bad}");
    }
}

#[test]
fn a_variant_that_is_not_there_or_carries_the_wrong_thing_is_refused() {
    for bad in [
        json!("nowhere"),
        json!("project"),
        json!({"organization": 1}),
        json!(1),
    ] {
        let read = read::<MembershipScope>(Some(bad.clone()));
        assert_eq!(read, Err(Malformed), "{bad}");
    }
}
