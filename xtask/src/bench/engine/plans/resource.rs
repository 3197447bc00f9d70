//! One resource, in each of the places where a plan has it.

use super::json::{Json, list, object};
use super::random::Random;
use super::values::{self, BAD};

/// One resource: where it is, what happens to it, and its values.
pub(super) struct Resource {
    kind: &'static str,
    name: String,
    module: Option<usize>,
    actions: &'static [&'static str],
    values: Json,
}

/// The types, and how many of a hundred resources are of each.
const KINDS: [(&str, usize); 12] = [
    ("aws_instance", 25),
    ("aws_s3_bucket", 12),
    ("aws_s3_bucket_acl", 6),
    ("aws_s3_bucket_public_access_block", 8),
    ("aws_security_group", 12),
    ("aws_security_group_rule", 8),
    ("aws_db_instance", 5),
    ("aws_ebs_volume", 8),
    ("aws_iam_policy", 6),
    ("aws_iam_role", 5),
    ("aws_kms_key", 3),
    ("aws_lambda_function", 2),
];

impl Resource {
    /// The next one of a plan with `resources` of them.
    pub(super) fn new(random: &mut Random, index: usize, resources: usize) -> Self {
        let kinds: Vec<&str> = KINDS
            .iter()
            .flat_map(|(kind, share)| std::iter::repeat_n(*kind, *share))
            .collect();
        let kind = random.choice(&kinds);
        let values = values::of(random, kind, index);
        let actions: &[&str] = match random.fraction() {
            a if a < 0.7 => &["create"],
            a if a < 0.85 => &["update"],
            a if a < 0.95 => &["no-op"],
            a if a < 0.98 => &["delete", "create"],
            _ => &["delete"],
        };
        let in_root = random.chance(0.3);
        let module = (!in_root).then_some(index % (resources / 40).max(1));
        let name = if random.chance(BAD) {
            format!("BadName-{index}")
        } else {
            format!("{}_{index}", kind.trim_start_matches("aws_"))
        };
        Self {
            kind,
            name,
            module,
            actions,
            values,
        }
    }

    /// The number of its module; none in the root.
    pub(super) fn module(&self) -> Option<usize> {
        self.module
    }

    fn address(&self) -> String {
        let Self { kind, name, .. } = self;
        match self.module {
            Some(module) => format!("module.svc_{module}.{kind}.{name}"),
            None => format!("{kind}.{name}"),
        }
    }

    fn is_deleted(&self) -> bool {
        self.actions == ["delete"]
    }

    /// In `resource_changes`.
    pub(super) fn change(&self) -> Json {
        let mut change = object! { "address": self.address() };
        if let Some(module) = self.module {
            change.insert("module_address", format!("module.svc_{module}").into());
        }
        let before = self.before();
        let actions: Vec<Json> = self.actions.iter().map(|action| (*action).into()).collect();
        for (key, value) in [
            ("mode", "managed".into()),
            ("type", self.kind.into()),
            ("name", self.name.as_str().into()),
            ("provider_name", PROVIDER.into()),
        ] {
            change.insert(key, value);
        }
        let (after, unknown, after_sensitive) = if self.is_deleted() {
            (Json::Null, object! {}, false.into())
        } else {
            (self.values.clone(), self.unknown(), self.sensitive())
        };
        let before_sensitive = match before {
            Json::Null => false.into(),
            _ => self.sensitive(),
        };
        change.insert(
            "change",
            object! {
                "actions": actions,
                "before": before,
                "after": after,
                "after_unknown": unknown,
                "before_sensitive": before_sensitive,
                "after_sensitive": after_sensitive,
            },
        );
        change
    }

    fn before(&self) -> Json {
        match self.actions {
            ["create"] => Json::Null,
            ["update"] => {
                let mut before = self.values.clone();
                before.insert("tags", object! { "Name": "old" });
                before
            }
            _ => self.values.clone(),
        }
    }

    fn unknown(&self) -> Json {
        let computed: &[&str] = if self.kind == "aws_instance" {
            &[
                "arn",
                "id",
                "private_ip",
                "public_ip",
                "private_dns",
                "instance_state",
                "primary_network_interface_id",
            ]
        } else {
            &["arn", "id"]
        };
        let mut unknown = Json::Object(computed.iter().map(|key| (*key, true.into())).collect());
        for (key, shape) in self.shapes() {
            unknown.insert(key, shape);
        }
        unknown
    }

    fn sensitive(&self) -> Json {
        Json::Object(self.shapes().collect())
    }

    /// The members that are lists or objects, with nothing marked in them.
    fn shapes(&self) -> impl Iterator<Item = (&'static str, Json)> {
        self.values.members().iter().filter_map(|(key, value)| {
            let shape = match value {
                Json::List(items) => Json::List(items.iter().map(unmarked).collect()),
                Json::Object(_) => object! {},
                _ => return None,
            };
            Some((*key, shape))
        })
    }

    /// In `planned_values`, unless it goes away.
    pub(super) fn planned(&self) -> Option<Json> {
        (!self.is_deleted()).then(|| {
            object! {
                "address": self.address(),
                "mode": "managed",
                "type": self.kind,
                "name": self.name.as_str(),
                "provider_name": PROVIDER,
                "schema_version": 1,
                "values": self.values.clone(),
                "sensitive_values": self.sensitive(),
            }
        })
    }

    /// In `configuration`.
    pub(super) fn configured(&self) -> Json {
        let written = self.values.members().iter().take(8);
        let expressions = written.filter_map(|(key, value)| {
            let expression = match value {
                Json::Null => return None,
                Json::List(_) | Json::Object(_) if *key == "tags_all" => return None,
                Json::List(_) | Json::Object(_) => {
                    object! { "references": list![format!("var.{key}"), "local.common"] }
                }
                constant => object! { "constant_value": constant.clone() },
            };
            Some((*key, expression))
        });
        object! {
            "address": format!("{}.{}", self.kind, self.name),
            "mode": "managed",
            "type": self.kind,
            "name": self.name.as_str(),
            "provider_config_key": "aws",
            "expressions": Json::Object(expressions.collect()),
            "schema_version": 1,
        }
    }
}

const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";

fn unmarked(item: &Json) -> Json {
    match item {
        Json::Object(_) => object! {},
        _ => false.into(),
    }
}
