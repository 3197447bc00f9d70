//! The input documents of policies.

use domain::{InputShape, RunDocument};

use crate::{Plan, PlanProblem};

/// What policies read: two views of one shared plan, `{plan, run}` and `{tfplan, tfrun}`, or one
/// document that is used as it is.
#[derive(Debug, Clone)]
pub struct Inputs {
    tfe: regorus::Value,
    scalr: regorus::Value,
}

impl Inputs {
    /// The two views of a plan and its run.
    pub fn new(plan: &Plan, run: &RunDocument) -> Self {
        let _ = run;
        Self {
            tfe: plan.value().clone(),
            scalr: plan.value().clone(),
        }
    }

    /// A document that is used as it is, whatever the shape.
    ///
    /// # Errors
    /// It is not JSON.
    pub fn raw(input_json: &[u8]) -> Result<Self, PlanProblem> {
        let _ = input_json;
        Err(PlanProblem::new("inputs are not read yet"))
    }

    /// What policies of this shape read, as JSON.
    pub fn document(&self, shape: InputShape) -> String {
        self.value(shape).to_json_str().unwrap_or_default()
    }

    /// What policies of this shape read.
    pub(crate) fn value(&self, shape: InputShape) -> &regorus::Value {
        match shape {
            InputShape::Tfe => &self.tfe,
            InputShape::Scalr => &self.scalr,
        }
    }
}
