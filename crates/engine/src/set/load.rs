//! From a bundle's files to a set that can be evaluated.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{InputShape, Problem, RegoFiles};
use regorus::Value;

use super::lean::compile_lean;
use super::{Asked, Contents, LoadedSet, Origin, Question, SetOptions};
use crate::ManifestPolicy;
use crate::bundle::extension;
use crate::compile::{Compiled, Source, Unit, compile, parse};
use crate::data::{self, DataFiles};
use crate::machine::machines;
use crate::manifest::{Listed, Manifest};
use crate::reads;
use crate::rego::dialect::Dialect;

type Files = BTreeMap<String, Vec<u8>>;

/// What loading found.
pub(crate) struct Loading {
    /// The set, unless it cannot be built at all.
    pub(crate) set: Option<LoadedSet>,
    pub(crate) shape: Option<InputShape>,
    pub(crate) policies: Vec<ManifestPolicy>,
    /// Of the files that parse.
    pub(crate) rego_files: RegoFiles,
    /// Errors first, then by file and line.
    pub(crate) problems: Vec<Problem>,
}

/// What a bundle is loaded for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// To say what is wrong with any of its files.
    Review,
    /// To evaluate its policies. Of unit tests that no policy reads it is said only whether they parse.
    Evaluation,
}

/// Loads a bundle's files.
pub(crate) fn load(files: &Files, options: SetOptions, aim: Aim) -> Loading {
    let mut problems = Vec::new();
    let manifest = Manifest::read(files, &mut problems);
    let mut loader = Loader {
        files,
        options,
        aim,
        problems,
        units: Vec::new(),
        rego_files: RegoFiles::default(),
    };
    let (set, shape, policies) = if let Some(manifest) = manifest {
        let asked = match manifest.shape {
            InputShape::Tfe => loader.together(&manifest),
            InputShape::Scalr => loader.alone(&manifest),
        };
        let policies: Vec<_> = manifest
            .policies
            .iter()
            .map(|listed| listed.policy.clone())
            .collect();
        let set = asked
            .filter(|asked| asked.len() == policies.len())
            .map(|asked| LoadedSet {
                contents: Arc::new(Contents {
                    shape: manifest.shape,
                    policies: policies.clone(),
                    asked,
                    units: loader.units,
                }),
            });
        (set, Some(manifest.shape), policies)
    } else {
        // Without a manifest nothing can be evaluated, but what does not parse is still said.
        loader.parse(rego_files(files));
        (None, None, Vec::new())
    };
    let mut problems = loader.problems;
    problems.sort();
    problems.dedup();
    Loading {
        set,
        shape,
        policies,
        rego_files: loader.rego_files,
        problems,
    }
}

/// What is wrong with the files of a bundle that is refused already, each looked at by itself: with
/// entries missing, compiling would report everything that refers to them.
pub(crate) fn glance(files: &Files, refused: &[String], options: SetOptions) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !refused
        .iter()
        .any(|file| crate::manifest::is_manifest(file))
    {
        Manifest::read(files, &mut problems);
    }
    parse(options.dialect, rego_files(files), &mut problems);
    problems
}

struct Loader<'a> {
    files: &'a Files,
    options: SetOptions,
    aim: Aim,
    problems: Vec<Problem>,
    units: Vec<Unit>,
    rego_files: RegoFiles,
}

impl<'a> Loader<'a> {
    /// The sources that parse, each in the declared dialect or in its own.
    fn parse(&mut self, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<Source<'a>> {
        let sources = parse(self.options.dialect, files, &mut self.problems);
        self.rego_files = RegoFiles::of(sources.iter().map(|source| source.dialect));
        self.warn_of_old(&sources);
        sources
    }

    /// All modules in one program, with data (tfe.md §10.2).
    fn together(&mut self, manifest: &Manifest) -> Option<Vec<Asked>> {
        let sources = self.parse(rego_files(self.files));
        let is_whole = sources.len() == rego_files(self.files).count();
        let data = data::load(self.files, DataFiles::Bundle, &mut self.problems);
        self.warn_of_ignored(|path| data::is_data(path, DataFiles::Bundle));
        // With a module missing, everything that refers to it would be reported too.
        if !is_whole {
            return None;
        }
        let asked = manifest.policies.iter();
        let asked: Vec<_> = asked.map(|listed| listed.query.parts()).collect();
        let lean = match self.aim {
            Aim::Evaluation => compile_lean(&sources, &manifest.policies, &data, self.options),
            Aim::Review => None,
        };
        let compiled = match lean {
            Some((compiled, warnings)) => {
                self.problems.extend(warnings);
                compiled
            }
            None => compile(&sources, &asked, &data, self.options, &mut self.problems)?,
        };
        let asked = self.ask(manifest, &manifest.policies, &compiled, &data, 0);
        self.units.push(compiled.unit);
        Some(asked)
    }

    /// Each policy in a program of its own with the common functions, without data
    /// (scalr-input.md §3).
    fn alone(&mut self, manifest: &Manifest) -> Option<Vec<Asked>> {
        let listed: BTreeSet<&str> = manifest
            .policies
            .iter()
            .filter_map(|listed| listed.policy.file.as_deref())
            .collect();
        let relevant = rego_files(self.files).filter(|(path, _)| !path.ends_with("_test.rego"));
        let count = relevant.clone().count();
        let sources = self.parse(relevant);
        self.warn_of_ignored(|_| false);
        let (policies, others): (Vec<_>, Vec<_>) = sources
            .iter()
            .cloned()
            .partition(|source| listed.contains(source.file));
        let (ignored, common): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|source| is_policy_package(source));
        for source in ignored {
            self.problems.push(
                Problem::in_file(
                    source.file,
                    "the policy is not in the manifest and is ignored",
                )
                .warning(),
            );
        }
        for source in policies.iter().filter(|source| !is_policy_package(source)) {
            self.problems.push(Problem::in_file(
                source.file,
                "the policy's package is not `terraform`: begin it with `package terraform`",
            ));
        }
        if sources.len() != count {
            return None;
        }
        let data = Value::new_object();
        let mut asked = Vec::new();
        for listed in &manifest.policies {
            let Some(own) = policies
                .iter()
                .find(|source| Some(source.file) == listed.policy.file.as_deref())
            else {
                continue;
            };
            let program: Vec<_> = std::iter::once(own).chain(&common).cloned().collect();
            let path = [listed.query.parts()];
            let compiled = compile(&program, &path, &data, self.options, &mut self.problems);
            if let Some(compiled) = compiled {
                let unit = self.units.len();
                let own = std::slice::from_ref(listed);
                asked.extend(self.ask(manifest, own, &compiled, &data, unit));
                self.units.push(compiled.unit);
            }
        }
        Some(asked)
    }

    fn ask(
        &mut self,
        manifest: &Manifest,
        policies: &[Listed],
        compiled: &Compiled,
        data: &Value,
        unit: usize,
    ) -> Vec<Asked> {
        let mut asked = Vec::new();
        let paths = policies.iter().map(|listed| listed.query.parts());
        let needs = reads::needs(&compiled.program, paths);
        let paths = policies.iter().map(|listed| listed.query.parts());
        let machines = machines(&compiled.program, data, paths, self.options.strict);
        for ((listed, needs), machine) in policies.iter().zip(needs).zip(machines) {
            match Question::resolve(&listed.query, &compiled.program) {
                Ok(question) => asked.push(Asked {
                    unit,
                    question,
                    machine,
                    needs,
                    origins: Origin::of(&compiled.program, listed.query.parts()),
                }),
                Err(message) => self.problems.push(match &listed.policy.file {
                    Some(file) => Problem::in_file(file, message),
                    None => Problem::in_file(
                        manifest.file,
                        format!("policy `{}`: {message}", listed.policy.name),
                    )
                    .at(listed.at.0, listed.at.1),
                }),
            }
        }
        asked
    }

    /// Says how many sources are written in v0, unless that was declared.
    fn warn_of_old(&mut self, sources: &[Source<'a>]) {
        if self.options.dialect.is_some() {
            return;
        }
        let old: Vec<_> = sources
            .iter()
            .filter(|source| source.dialect == Dialect::V0)
            .collect();
        if let Some(first) = old.first() {
            let count = old.len();
            let files = if count == 1 {
                "1 file is".to_owned()
            } else {
                format!("{count} files are")
            };
            self.problems.push(
                Problem::bundle(format!(
                    "{files} written in Rego v0 and read as such (the first is `{}`)",
                    first.file
                ))
                .warning(),
            );
        }
    }

    /// People expect data that is never loaded: say so once, by name.
    fn warn_of_ignored(&mut self, is_loaded: impl Fn(&str) -> bool) {
        let ignored: Vec<_> = self
            .files
            .keys()
            .filter(|path| data::looks_like_data(path) && !is_loaded(path))
            .filter(|path| !crate::manifest::is_manifest(path))
            .filter(|path| !path.split('/').any(|part| part.starts_with('.')))
            .map(|path| format!("`{path}`"))
            .collect();
        if ignored.is_empty() {
            return;
        }
        let more = if ignored.len() > 5 {
            format!(" and {} more", ignored.len() - 5)
        } else {
            String::new()
        };
        let names = ignored[..ignored.len().min(5)].join(", ");
        self.problems.push(
            Problem::bundle(format!(
                "data is loaded from `data.json` and `data.yaml` of a `policies.hcl` bundle only; ignored: {names}{more}"
            ))
            .warning(),
        );
    }
}

fn is_policy_package(source: &Source<'_>) -> bool {
    matches!(&source.package[..], [package] if package == "terraform")
}

fn rego_files(files: &Files) -> impl Iterator<Item = (&str, &[u8])> + Clone {
    files
        .iter()
        .filter(|(path, _)| extension(path) == Some("rego"))
        .map(|(path, content)| (path.as_str(), content.as_slice()))
}
