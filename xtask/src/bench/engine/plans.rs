//! Plans as Terraform writes them, of any size, the same ones every time.
//!
//! A hundred kinds of choices follow from one seed: types, tags, sizes, modules, actions, and in one
//! case of fifty something that a policy denies. The documents are byte for byte those that the
//! engine was measured on before there was a Portcullis, so figures can be compared; that is why the
//! random numbers are Python's.

mod json;
mod random;
mod resource;
mod values;

use std::fmt::Write as _;

use self::{random::Random, resource::Resource};

/// A plan of so many resources, as JSON.
pub(super) fn text(resources: usize) -> String {
    let mut random = Random::new(42);
    let mut parts = Parts::default();
    for index in 0..resources {
        parts.add(&Resource::new(&mut random, index, resources));
    }
    parts.document()
}

/// The lists of the document, each already written.
#[derive(Default)]
struct Parts {
    changes: String,
    planned: String,
    planned_of: Modules,
    configured: String,
    configured_of: Modules,
}

/// What was written of each module, in the order in which they came up.
#[derive(Default)]
struct Modules {
    index: std::collections::HashMap<usize, usize>,
    written: Vec<(usize, String)>,
}

impl Modules {
    fn of(&mut self, module: usize) -> &mut String {
        let next = self.written.len();
        let at = *self.index.entry(module).or_insert(next);
        if at == next {
            self.written.push((module, String::new()));
        }
        &mut self.written[at].1
    }

    fn join(&self, each: impl Fn(usize, &str) -> String) -> String {
        let written = self.written.iter();
        let all: Vec<_> = written.map(|(module, text)| each(*module, text)).collect();
        all.join(",")
    }
}

impl Parts {
    fn add(&mut self, resource: &Resource) {
        append(&mut self.changes, &resource.change());
        if let Some(planned) = resource.planned() {
            let list = match resource.module() {
                Some(module) => self.planned_of.of(module),
                None => &mut self.planned,
            };
            append(list, &planned);
        }
        let list = match resource.module() {
            Some(module) => self.configured_of.of(module),
            None => &mut self.configured,
        };
        append(list, &resource.configured());
    }

    fn document(&self) -> String {
        let planned = self.planned_of.join(|module, resources| {
            format!(r#"{{"address":"module.svc_{module}","resources":[{resources}]}}"#)
        });
        let calls = self.configured_of.join(|module, resources| {
            format!(
                r#""svc_{module}":{{"source":"./modules/svc","version_constraint":"~> 1.2","expressions":{{"env":{{"references":["var.env"]}}}},"module":{{"resources":[{resources}]}}}}"#
            )
        });
        let Self {
            changes,
            planned: planned_root,
            configured,
            ..
        } = self;
        let mut text = String::new();
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            r#"{{"format_version":"1.2","terraform_version":"1.9.8","variables":{{"env":{{"value":"prod"}},"region":{{"value":"us-east-1"}}}},"planned_values":{{"root_module":{{"resources":[{planned_root}],"child_modules":[{planned}]}}}},"resource_changes":[{changes}],"output_changes":{{}},"configuration":{{"provider_config":{PROVIDERS},"root_module":{{"resources":[{configured}],"module_calls":{{{calls}}},"variables":{{"env":{{"default":"dev"}},"region":{{}}}}}}}},"relevant_attributes":[],"timestamp":"2026-11-21T19:00:00Z","applyable":true,"complete":true,"errored":false}}"#
        );
        text
    }
}

const PROVIDERS: &str = r#"{"aws":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws","version_constraint":"~> 5.60","expressions":{"region":{"references":["var.region"]}}},"random":{"name":"random","full_name":"registry.terraform.io/hashicorp/random","version_constraint":">= 2.0"}}"#;

fn append(list: &mut String, item: &json::Json) {
    if !list.is_empty() {
        list.push(',');
    }
    // Writing into a String cannot fail.
    let _ = write!(list, "{item}");
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    // From the Python program that made the plans of the first measurements.
    #[test]
    fn plans_are_those_of_earlier_measurements() {
        for (resources, bytes, digest) in [
            (
                100,
                289_758,
                "95ceb66e6e1a9f60ccc7ad7a17bc6746aa2322aa472fac9c19d3c2d3f9caacb9",
            ),
            (
                1_000,
                2_894_046,
                "bf2a562be1a9552cbec6ab0d71b18cb34c9c99f0aa305f9affedfff88f8beb4a",
            ),
        ] {
            let text = text(resources);
            assert_eq!(text.len(), bytes, "{resources} resources");
            let found = Sha256::digest(&text)
                .iter()
                .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            assert_eq!(found, digest, "{resources} resources");
        }
    }
}
