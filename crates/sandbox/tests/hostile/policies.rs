//! Policies that mean harm, and what they are made of.

use std::fmt::Write as _;

/// A policy of package `a` whose `deny` is asked for.
pub(crate) struct Hostile {
    pub(crate) name: String,
    pub(crate) source: String,
}

/// One in these words.
pub(crate) fn policy(name: impl Into<String>, rules: &str) -> Hostile {
    Hostile {
        name: name.into(),
        source: format!("package a\n{rules}\n"),
    }
}

/// One that denies where this body holds, which none lives to see.
pub(crate) fn body(name: impl Into<String>, body: &str) -> Hostile {
    policy(name, &format!("deny contains \"x\" if {{\n{body}\n}}"))
}

/// The same with a helper.
pub(crate) fn body_with(name: impl Into<String>, helper: &str, text: &str) -> Hostile {
    policy(
        name,
        &format!("{helper}\ndeny contains \"x\" if {{\n{text}\n}}"),
    )
}

/// Values that are made of the last one, `$`, again and again; `end` asks for the last.
pub(crate) fn growing(step: &str, first: &str, end: &str) -> Hostile {
    const STEPS: usize = 60;
    let mut text = format!("s0 := {first}\n");
    for number in 1..=STEPS {
        let step = step.replace('$', &format!("s{}", number - 1));
        let _ = writeln!(text, "s{number} := {step}");
    }
    text.push_str(&end.replace('$', &format!("s{STEPS}")));
    body(format!("{step} again and again"), &text)
}
