//! The input documents of policies: two views of one shared plan.

mod scalr;
mod tfe;

use std::sync::Arc;

use domain::{InputShape, RunDocument};
use regorus::Value;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::builtins::clock::Moment;
use crate::builtins::selection;
use crate::plan::{parse_needed, parse_value};
use crate::reads::Reads;
use crate::{Plan, PlanProblem};

/// What policies read: two views of one shared plan, `{plan, run}` and `{tfplan, tfrun}`, or one
/// document that is used as it is. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Inputs {
    tfe: Value,
    scalr: Value,
    /// Whose addresses messages may name.
    plan: Plan,
    /// When it is: `None` when that is the machine's to say.
    moment: Option<Moment>,
    _indexes: Arc<Indexes>,
}

/// What built-ins keep of a document for as long as it is evaluated.
#[derive(Debug)]
struct Indexes;

impl Indexes {
    /// None, in place of those of any other document.
    fn none() -> Arc<Self> {
        selection::forget();
        Arc::new(Self)
    }
}

impl Drop for Indexes {
    fn drop(&mut self) {
        selection::forget();
    }
}

impl Inputs {
    /// The two views of a plan and its run (tfe.md §10.4, scalr-input.md §5).
    pub fn new(plan: &Plan, run: &RunDocument) -> Self {
        Self {
            tfe: view("plan", plan, "run", &tfe::run(run)),
            scalr: view("tfplan", plan, "tfrun", &scalr::run(run)),
            plan: plan.clone(),
            moment: Some(moment(run)),
            _indexes: Indexes::none(),
        }
    }

    /// A document that is used as it is, whatever the shape.
    ///
    /// # Errors
    /// It is not JSON, or not JSON that means one thing only.
    pub fn raw(input_json: &[u8]) -> Result<Self, PlanProblem> {
        Ok(Self::as_it_is(parse_value(input_json)?))
    }

    /// The same, of which nothing is built but what is read.
    ///
    /// # Errors
    /// As for [`Self::raw`].
    pub fn raw_read(input_json: &[u8], reads: &Reads) -> Result<Self, PlanProblem> {
        Ok(Self::as_it_is(parse_needed(input_json, &reads.document)?))
    }

    fn as_it_is(value: Value) -> Self {
        let plan = ["plan", "tfplan"]
            .into_iter()
            .map(|key| &value[key])
            .find(|plan| matches!(plan, Value::Object(_)))
            .unwrap_or(&value)
            .clone();
        Self {
            tfe: value.clone(),
            scalr: value,
            plan: Plan::of(plan),
            moment: None,
            _indexes: Indexes::none(),
        }
    }

    /// What policies of this shape read, as JSON, for people to download.
    pub fn document(&self, shape: InputShape) -> String {
        serde_json::to_string_pretty(self.value(shape)).unwrap_or_else(|_| "null".to_owned())
    }

    /// What policies of this shape read.
    pub(crate) fn value(&self, shape: InputShape) -> &Value {
        match shape {
            InputShape::Tfe => &self.tfe,
            InputShape::Scalr => &self.scalr,
        }
    }

    /// When policies are evaluated: when their run was created.
    pub(crate) fn moment(&self) -> Moment {
        self.moment.unwrap_or_else(Moment::here)
    }

    /// The plan whose addresses messages may name.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }
}

/// A run's check is created with it, and has its time; what looks random is the run's own.
fn moment(run: &RunDocument) -> Moment {
    Moment {
        nanoseconds: run.created_at.unix_micros().saturating_mul(1_000),
        seed: Sha256::digest(run.id.to_string()).into(),
    }
}

fn view(plan_key: &str, plan: &Plan, run_key: &str, run: &serde_json::Value) -> Value {
    let mut view = Value::from(json!({ run_key: run }));
    if let Ok(members) = view.as_object_mut() {
        members.insert(Value::from(plan_key), plan.value().clone());
    }
    view
}
