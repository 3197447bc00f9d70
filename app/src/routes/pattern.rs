//! What the path of a page looks like.

use leptos_router::{
    ParamSegment, PartialPathMatch, PathSegment, PossibleRouteMatch, StaticSegment, WildcardSegment,
};

/// A path with `:names` for its parts and, at its end, `*name` for the rest of it.
///
/// The same as `path!`, but read when it is used: `path!` makes every shape of path a type of its
/// own, and every type of path a route of its own in the WASM.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern(pub(super) &'static str);

impl Pattern {
    fn segments(self) -> impl Iterator<Item = Segment> {
        self.0
            .split('/')
            .filter(|text| !text.is_empty())
            .map(Segment::of)
    }
}

impl PossibleRouteMatch for Pattern {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let mut remaining = path;
        let mut params = Vec::new();
        for segment in self.segments() {
            let found = segment.test(remaining)?;
            remaining = found.remaining();
            params.extend(found.params());
        }
        let matched = &path[..path.len() - remaining.len()];
        Some(PartialPathMatch::new(remaining, params, matched))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        for segment in self.segments() {
            segment.generate_path(path);
        }
    }
}

/// What stands between two slashes.
enum Segment {
    Static(StaticSegment<&'static str>),
    Param(ParamSegment),
    Rest(WildcardSegment),
}

impl Segment {
    fn of(text: &'static str) -> Self {
        if let Some(name) = text.strip_prefix(':') {
            Self::Param(ParamSegment(name))
        } else if let Some(name) = text.strip_prefix('*') {
            Self::Rest(WildcardSegment(name))
        } else {
            Self::Static(StaticSegment(text))
        }
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        match self {
            Self::Static(segment) => segment.test(path),
            Self::Param(segment) => segment.test(path),
            Self::Rest(segment) => segment.test(path),
        }
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        match self {
            Self::Static(segment) => segment.generate_path(path),
            Self::Param(segment) => segment.generate_path(path),
            Self::Rest(segment) => segment.generate_path(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use leptos_router::path;

    use super::*;

    const PATHS: [&str; 10] = [
        "",
        "/",
        "/orgs",
        "/orgs/",
        "/orgsx",
        "/orgs/acme",
        "/orgs/acme/runs",
        "/orgs/acme/runs/run-1/",
        "/orgs/acme/files/a/b%20c.rego",
        "orgs",
    ];

    fn assert_same(pattern: &'static str, known: &impl PossibleRouteMatch) {
        let pattern = Pattern(pattern);
        for path in PATHS {
            let (own, theirs) = (pattern.test(path), known.test(path));
            let parts = |found: PartialPathMatch<'_>| {
                let (matched, remaining) = (found.matched().len(), found.remaining().to_owned());
                (matched, remaining, found.params())
            };
            assert_eq!(own.map(parts), theirs.map(parts), "{pattern:?} of {path}");
        }
        let (mut own, mut theirs) = (Vec::new(), Vec::new());
        pattern.generate_path(&mut own);
        known.generate_path(&mut theirs);
        assert_eq!(own, theirs, "{pattern:?}");
    }

    #[test]
    fn it_matches_what_the_macro_of_the_router_matches() {
        assert_same("", &path!(""));
        assert_same("orgs", &path!("orgs"));
        assert_same("orgs/:org", &path!("orgs/:org"));
        assert_same("orgs/:org/runs", &path!("orgs/:org/runs"));
        assert_same("orgs/:org/runs/:run", &path!("orgs/:org/runs/:run"));
        assert_same("orgs/:org/files/*path", &path!("orgs/:org/files/*path"));
    }

    #[test]
    fn the_rest_of_a_path_keeps_its_slashes() {
        let found = Pattern("orgs/:org/files/*path")
            .test("/orgs/acme/files/a/b.rego")
            .unwrap();
        assert_eq!(found.remaining(), "");
        let params = found.params();
        assert_eq!(params[0], ("org".into(), "acme".to_owned()));
        assert_eq!(params[1], ("path".into(), "a/b.rego".to_owned()));
    }
}
