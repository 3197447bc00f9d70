//! regorus as its documentation uses it: the interpreter, without anything of ours.

use std::collections::BTreeMap;

use anyhow::Result;
use benchmark::{Denials, Source, Subject};
use regorus::{Engine, Value};

/// One engine, which is given each plan.
pub(crate) struct Bare {
    policies: BTreeMap<String, String>,
    data: String,
    plan: String,
    engine: Option<Engine>,
    found: BTreeMap<String, Value>,
}

impl Bare {
    pub(crate) fn new(source: Source) -> Result<Self> {
        let policies = source.policies()?;
        let data = source.data()?.to_owned();
        Ok(Self {
            policies: policies
                .into_iter()
                .map(|(name, text)| (name, without_quoting(&text)))
                .collect(),
            data,
            plan: String::from_utf8(source.plan)?,
            engine: None,
            found: BTreeMap::new(),
        })
    }

    fn engine(&mut self) -> Result<&mut Engine> {
        let compiled = if let Some(engine) = self.engine.take() {
            engine
        } else {
            let mut engine = Engine::new();
            for (name, text) in &self.policies {
                engine.add_policy(format!("{name}.rego"), text.clone())?;
            }
            engine.add_data(Value::from_json_str(&self.data)?)?;
            engine
        };
        Ok(self.engine.insert(compiled))
    }
}

/// It refuses the verb `%q`; for these plans, whose texts need no escapes, quotes around `%v` come to
/// the same.
fn without_quoting(text: &str) -> String {
    text.replace("%q", r#"\"%v\""#)
}

impl Subject for Bare {
    fn forget(&mut self) {
        self.engine = None;
    }

    fn evaluate(&mut self) -> Result<()> {
        let rules: Vec<_> = self.policies.keys().cloned().collect();
        let input = Value::from_json_str(&self.plan)?;
        let engine = self.engine()?;
        engine.set_input(input);
        let mut found = BTreeMap::new();
        for rule in rules {
            let denied = engine.eval_rule(format!("data.tf.{rule}.deny"))?;
            found.insert(rule, denied);
        }
        self.found = found;
        Ok(())
    }

    fn denials(&self) -> Denials {
        let texts = |value: &Value| -> Vec<String> {
            let Ok(set) = value.as_set() else {
                return vec![format!("no set: {value}")];
            };
            set.iter()
                .map(|text| {
                    text.as_string()
                        .map_or_else(|_| text.to_string(), ToString::to_string)
                })
                .collect()
        };
        let found = self.found.iter();
        found
            .map(|(policy, value)| (policy.clone(), texts(value)))
            .collect()
    }
}
