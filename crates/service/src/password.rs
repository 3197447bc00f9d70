//! Passwords: argon2id, in a blocking thread, a few at a time so that signing in cannot take all
//! cores.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use domain::Entropy;
use tokio::sync::Semaphore;

use crate::Error;

/// The fewest characters of a password. Length is the rule that helps (NIST SP 800-63B §3.1.1.2).
pub(crate) const MIN_LENGTH: usize = 10;
const MAX_LENGTH: usize = 512;

/// How many passwords are hashed at once.
static PERMITS: Semaphore = Semaphore::const_new(2);

/// Refuses passwords that are too short or absurdly long.
pub(crate) fn check_rules(password: &str, pointer: &str) -> Result<(), Error> {
    let length = password.chars().count();
    if length < MIN_LENGTH {
        return Err(Error::invalid(
            pointer,
            format!("a password has at least {MIN_LENGTH} characters, this one has {length}"),
        ));
    }
    if password.len() > MAX_LENGTH {
        return Err(Error::invalid(
            pointer,
            format!("a password has at most {MAX_LENGTH} bytes"),
        ));
    }
    Ok(())
}

/// The PHC string of `password` with a fresh salt.
pub(crate) async fn hash(password: &str, entropy: &dyn Entropy) -> Result<String, Error> {
    let mut salt = [0u8; 16];
    entropy.fill(&mut salt);
    let password = password.to_owned();
    blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| Error::internal_error(format!("hashing a password: {error}")))
    })
    .await?
}

/// Whether `password` is the one behind `stored`. With `stored` absent it takes the same time and
/// says no, so that an answer's delay does not tell which accounts exist.
pub(crate) async fn verify(password: &str, stored: Option<String>) -> Result<bool, Error> {
    if password.len() > MAX_LENGTH {
        return Ok(false);
    }
    let password = password.to_owned();
    blocking(move || {
        if let Some(stored) = stored {
            PasswordHash::new(&stored)
                .map(|hash| {
                    Argon2::default()
                        .verify_password(password.as_bytes(), &hash)
                        .is_ok()
                })
                .map_err(|error| Error::internal_error(format!("a stored password hash: {error}")))
        } else {
            // The work alone matters here; what comes out is thrown away.
            let _ = Argon2::default().hash_password_with_salt(password.as_bytes(), &[0u8; 16]);
            Ok(false)
        }
    })
    .await?
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let _permit = PERMITS
        .acquire()
        .await
        .map_err(|error| Error::internal_error(format!("password permits: {error}")))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::internal_error(format!("a password thread: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OsEntropy;

    #[tokio::test]
    async fn only_the_same_password_verifies() {
        let stored = hash("correct horse", &OsEntropy).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("correct horse", Some(stored.clone())).await.unwrap());
        assert!(!verify("correct horsf", Some(stored)).await.unwrap());
        assert!(!verify("correct horse", None).await.unwrap());
    }

    #[test]
    fn short_passwords_are_refused() {
        assert!(check_rules("123456789", "/password").is_err());
        assert!(check_rules("1234567890", "/password").is_ok());
    }
}
