//! Policy sets, compiled once and evaluated often.

use domain::{ErrorDetail, InputShape, Problem};
use serde::{Deserialize, Serialize};

use crate::{EvaluationLimits, Inputs, ManifestPolicy, PolicyEvaluation};

/// How a set is evaluated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SetOptions {
    /// Whether a built-in error is the policy's error instead of undefined.
    pub strict: bool,
}

/// A compiled bundle. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct LoadedSet {
    shape: InputShape,
    policies: Vec<ManifestPolicy>,
}

impl LoadedSet {
    /// Reads and compiles a bundle.
    ///
    /// # Errors
    /// Every problem of it, warnings too, when one of them is an error.
    pub fn load(bundle: &[u8], options: SetOptions) -> Result<Self, Vec<Problem>> {
        let _ = options;
        crate::read_bundle(bundle)?;
        Ok(Self {
            shape: InputShape::Tfe,
            policies: Vec::new(),
        })
    }

    /// Its policies, in the manifest's order, disabled ones too.
    pub fn policies(&self) -> &[ManifestPolicy] {
        &self.policies
    }

    /// Which input its policies read.
    pub fn shape(&self) -> InputShape {
        self.shape
    }

    /// Evaluates the policy at `policy` in [`Self::policies`]; errored when there is none.
    pub fn evaluate(
        &self,
        policy: usize,
        inputs: &Inputs,
        limits: &EvaluationLimits,
    ) -> PolicyEvaluation {
        let _ = (inputs.value(self.shape), limits);
        let name = self
            .policies
            .get(policy)
            .map(|policy| policy.name.clone())
            .unwrap_or_default();
        PolicyEvaluation::errored(
            name,
            ErrorDetail {
                message: "policies are not evaluated yet".to_owned(),
                ..ErrorDetail::default()
            },
        )
    }
}
