//! Chains from a certificate to a root, as `Certificate.Verify` of Go finds them. Certificates with
//! constraints on names or policies are not read, so there are none to check.

use super::algorithm;
use super::certificate::Certificate;
use super::hostname;
use crate::builtins::keys::der::{Reader, tag};
use crate::builtins::keys::{KeyError, PublicKey, Scheme};

/// How many signatures Go checks before it gives up.
const MAX_CHECKS: usize = 100;
/// The bit of the key usage that lets a key sign certificates.
const SIGNS_CERTIFICATES: u16 = 1 << 5;
const ANY_USAGE: u8 = 0;
const SERVER_USAGE: u8 = 1;

/// What a chain is held to.
#[derive(Debug, Clone, Default)]
pub(super) struct Options {
    /// Empty for any.
    pub(super) host: String,
    /// In nanoseconds since 1970.
    pub(super) time: i64,
    /// As Go numbers them; empty for that of servers.
    pub(super) usages: Vec<u8>,
}

/// The first chain from the last certificate to the first by those between; none where there is
/// none that holds.
pub(super) fn verify<'a>(
    certificates: &'a [Certificate],
    options: &Options,
) -> Result<Option<Vec<&'a Certificate>>, KeyError> {
    let ([root, rest @ ..], [.., leaf]) = (certificates, certificates) else {
        return Ok(None);
    };
    let Some((_, between)) = rest.split_last() else {
        return Ok(None);
    };
    if !is_valid(leaf, Role::Leaf, &[], options) {
        return Ok(None);
    }
    if !options.host.is_empty() && !hostname::is_for(&leaf.extensions.names, &options.host) {
        return Ok(None);
    }
    let mut search = Search {
        root,
        between: Vec::new(),
        options,
        checks: 0,
        chains: Vec::new(),
    };
    for one in between {
        if !search.between.iter().any(|other| other.raw == one.raw) {
            search.between.push(one);
        }
    }
    if root.raw == leaf.raw {
        search.chains.push(vec![leaf]);
    } else {
        search.extend(&[leaf])?;
    }
    let usages = match options.usages.as_slice() {
        [] => &[SERVER_USAGE][..],
        usages => usages,
    };
    let is_usable =
        |chain: &Vec<&Certificate>| usages.contains(&ANY_USAGE) || allows(chain, usages);
    Ok(search.chains.into_iter().find(is_usable))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Leaf,
    Between,
    Root,
}

struct Search<'a, 'o> {
    root: &'a Certificate,
    between: Vec<&'a Certificate>,
    options: &'o Options,
    checks: usize,
    chains: Vec<Vec<&'a Certificate>>,
}

impl<'a> Search<'a, '_> {
    /// Looks for what may have signed the last of a chain. How deep it goes is bounded by the count
    /// of checks.
    fn extend(&mut self, chain: &[&'a Certificate]) -> Result<(), KeyError> {
        let Some(child) = chain.last() else {
            return Ok(());
        };
        let mut parents = vec![(Role::Root, self.root)];
        let mut between: Vec<_> = self
            .between
            .iter()
            .map(|one| (Role::Between, *one))
            .collect();
        between.sort_by_key(|(_, parent)| affinity(child, parent));
        parents.extend(between);
        for (role, parent) in parents {
            let fits = parent.raw_subject == child.raw_issuer
                && parent.public_key.is_some()
                && !contains(chain, parent);
            if !fits {
                continue;
            }
            self.checks += 1;
            if self.checks > MAX_CHECKS {
                return Ok(());
            }
            if !is_signed_by(child, parent)? || !is_valid(parent, role, chain, self.options) {
                continue;
            }
            let longer = [chain, &[parent]].concat();
            if role == Role::Root {
                self.chains.push(longer);
            } else {
                self.extend(&longer)?;
            }
        }
        Ok(())
    }
}

/// How well the ids of keys agree: first those that do, then where one is missing.
fn affinity(child: &Certificate, parent: &Certificate) -> u8 {
    let wanted = child
        .extensions
        .authority_key
        .as_deref()
        .unwrap_or_default();
    let found = parent.extensions.subject_key.as_deref().unwrap_or_default();
    if wanted == found {
        0
    } else if wanted.is_empty() || found.is_empty() {
        1
    } else {
        2
    }
}

/// Whether a certificate of the same subject, key and alternative names is in the chain.
fn contains(chain: &[&Certificate], candidate: &Certificate) -> bool {
    let names = |one: &Certificate| {
        let mut all = one.extensions.all.iter();
        all.find(|extension| extension.identifier == [2, 5, 29, 17])
            .map(|extension| extension.value.clone())
    };
    for one in chain {
        if one.raw_subject != candidate.raw_subject || one.raw_key_info != candidate.raw_key_info {
            continue;
        }
        match (names(one), names(candidate)) {
            (None, None) => return true,
            (Some(one), Some(other)) if one == other => return true,
            (Some(_), Some(_)) => {}
            _ => return false,
        }
    }
    false
}

fn is_valid(one: &Certificate, role: Role, chain: &[&Certificate], options: &Options) -> bool {
    let extensions = &one.extensions;
    let may_sign = extensions.has_basic_constraints && extensions.is_authority;
    let before_it = i64::try_from(chain.len()).unwrap_or(i64::MAX) - 1;
    let seconds = |seconds: i64| i128::from(seconds) * 1_000_000_000;
    let is_short = !extensions.has_basic_constraints
        || extensions.longest_path < 0
        || before_it <= extensions.longest_path;
    extensions.unhandled.is_empty()
        && i128::from(options.time) >= seconds(one.not_before.seconds)
        && i128::from(options.time) <= seconds(one.not_after.seconds)
        && (role != Role::Between || may_sign)
        && is_short
}

/// Whether a certificate may sign, and has signed, another.
fn is_signed_by(child: &Certificate, parent: &Certificate) -> Result<bool, KeyError> {
    let extensions = &parent.extensions;
    let may_sign = if extensions.has_basic_constraints {
        extensions.is_authority
    } else {
        parent.version != 3
    };
    let usage = extensions.key_usage;
    if !may_sign || usage != 0 && usage & SIGNS_CERTIFICATES == 0 {
        return Ok(false);
    }
    let scheme = algorithm::scheme(child.signature_algorithm);
    let (Some(scheme), Some(key)) = (scheme, &parent.public_key) else {
        return Ok(false);
    };
    if let (Scheme::Ecdsa(hash), PublicKey::Ec(point)) = (scheme, key) {
        let digest = hash.of(&child.raw_signed);
        return Ok(halves(&child.signature).is_some_and(|(r, s)| point.verifies(&digest, r, s)));
    }
    scheme.verifies(key, &child.raw_signed, &child.signature)
}

/// The halves of a signature of ECDSA.
fn halves(signature: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut outer = Reader::new(signature);
    let mut halves = outer.inside(tag::SEQUENCE)?;
    let (r, s) = (halves.natural()?, halves.natural()?);
    (outer.is_empty() && halves.is_empty()).then_some((r, s))
}

/// Whether every certificate of a chain allows one of the usages, the same for all.
fn allows(chain: &[&Certificate], usages: &[u8]) -> bool {
    usages.iter().any(|usage| {
        chain.iter().all(|one| {
            let extended = &one.extensions.extended_usages;
            let says_nothing = extended.is_empty() && one.extensions.unknown_usages.is_empty();
            says_nothing || extended.contains(&ANY_USAGE) || extended.contains(usage)
        })
    })
}
