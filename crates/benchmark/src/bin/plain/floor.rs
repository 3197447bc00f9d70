//! The floor: typed structs of just what the policies read, and the policies in Rust. What no
//! evaluator of Rego can be expected to beat.

mod identity;
mod names;
mod plan;
mod provider;
mod spending;
mod storage;
mod text;

use anyhow::Result;
use benchmark::{Denials, Source, Subject};

use names::Naming;
use plan::{Change, Plan, Prices};
use provider::Providers;

/// Everything that is made once.
pub(crate) struct Floor {
    data: String,
    plan: Vec<u8>,
    ready: Option<Ready>,
    found: Vec<(&'static str, Vec<String>)>,
}

/// What is compiled: patterns and prices.
struct Ready {
    naming: Naming,
    providers: Providers,
    prices: Prices,
}

impl Floor {
    pub(crate) fn new(source: Source) -> Result<Self> {
        Ok(Self {
            data: source.data()?.to_owned(),
            plan: source.plan,
            ready: None,
            found: Vec::new(),
        })
    }
}

impl Subject for Floor {
    fn forget(&mut self) {
        self.ready = None;
    }

    fn evaluate(&mut self) -> Result<()> {
        let ready = match &self.ready {
            Some(ready) => ready,
            None => self.ready.insert(Ready {
                naming: Naming::new()?,
                providers: Providers::new()?,
                prices: Prices::read(&self.data)?,
            }),
        };
        let plan = Plan::read(&self.plan)?;
        let changes = &plan.resource_changes;
        self.found = vec![
            ("blast_radius", spending::blast_radius(changes)),
            ("cost_limit", spending::cost_limit(changes, &ready.prices)),
            ("iam_wildcard", identity::iam_wildcard(changes)),
            ("instance_types", spending::instance_types(changes)),
            ("kms", storage::kms(changes)),
            ("naming", ready.naming.denied(changes)),
            ("providers", ready.providers.denied(&plan)),
            ("required_tags", names::required_tags(changes)),
            ("s3_public", storage::s3_public(changes)),
            ("sg_ingress", identity::sg_ingress(changes)),
        ];
        Ok(())
    }

    fn denials(&self) -> Denials {
        let found = self.found.iter().map(|(policy, texts)| {
            let mut texts = texts.clone();
            texts.sort();
            texts.dedup();
            ((*policy).to_owned(), texts)
        });
        found.collect()
    }
}

/// The messages of the changes of one type.
fn of_type<'p>(
    changes: &'p [Change<'p>],
    kind: &'static str,
) -> impl Iterator<Item = &'p Change<'p>> {
    changes.iter().filter(move |change| &*change.kind == kind)
}
