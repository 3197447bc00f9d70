//! What server functions answer with: JSON that is read where it is shown.
//!
//! A resource and a response decoder for each page's own type would be compiled to WASM once for
//! each; measured, that was a third of the whole. So a value crosses as text behind one type for
//! all of them, and only the page that shows it knows what it is.

#[cfg(target_arch = "wasm32")]
#[path = "sent/in_browser.rs"]
mod here;
#[cfg(not(target_arch = "wasm32"))]
#[path = "sent/on_server.rs"]
mod here;
mod post;
#[cfg(any(target_arch = "wasm32", test))]
mod reader;

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

use leptos::server_fn::ServerFn;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{UiError, UiErrorKind};

pub(crate) use post::{failure, post};

/// Some value as JSON text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Payload(String);

/// A `T` as JSON text.
#[derive(Debug)]
pub struct Sent<T> {
    payload: Payload,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize> Sent<T> {
    /// Writes `value`.
    pub fn of(value: &T) -> Result<Self, UiError> {
        let text = write(value).ok_or_else(UiError::unreadable)?;
        Ok(Self {
            payload: Payload(text),
            of: PhantomData,
        })
    }
}

/// What the server answered: some value, or why there is none.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Answer(Result<Payload, UiError>);

impl Answer {
    /// Reads the value as what it was written from.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, UiError> {
        let payload = self.0.as_ref().map_err(Clone::clone)?;
        read(&payload.0).ok_or_else(UiError::unreadable)
    }

    /// Whether there is no value for now, and there may be one later.
    pub(crate) fn is_out_of_reach(&self) -> bool {
        self.0.as_ref().is_err_and(|error| {
            matches!(
                error.kind,
                UiErrorKind::Offline | UiErrorKind::Unavailable | UiErrorKind::TooMany
            )
        })
    }
}

/// How an answer stands in the page that the server rendered.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(self).ok_or(fmt::Error)?)
    }
}

impl FromStr for Answer {
    type Err = UiError;

    fn from_str(text: &str) -> Result<Self, UiError> {
        read(text).ok_or_else(UiError::unreadable)
    }
}

/// Asks a server function; takes its [`arguments`].
pub(crate) type Ask = Box<dyn Fn(String) -> Asked + Send + Sync>;
type Asked = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// How to ask the server function that `call` names. The server calls it. A browser posts to its
/// address, which is the same program for all of them; what a server function brings along for
/// that is a program for each.
pub(crate) fn asking<F, T>(call: Arc<dyn Fn() -> F + Send + Sync>) -> Ask
where
    F: ServerFn<Output = Sent<T>, Error = UiError> + 'static,
    T: 'static,
{
    here::asking(call)
}

/// The arguments of a call as a form would send them.
pub(crate) fn arguments(call: &impl Serialize) -> String {
    // Arguments are strings, numbers and lists of them, which all can be written.
    serde_qs::to_string(call).unwrap_or_default()
}

/// Reads JSON that the server sent.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    here::read(text)
}

/// Writes JSON; the server does.
pub(crate) fn write<T: Serialize>(value: &T) -> Option<String> {
    here::write(value)
}

impl<T> Serialize for Sent<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.payload.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Sent<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            payload: Payload::deserialize(deserializer)?,
            of: PhantomData,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_crosses_as_text_and_reads_back() {
        let sent = Sent::of(&vec!["</script>".to_owned()]).unwrap();
        let wire = serde_json::to_string(&sent).unwrap();
        let arrived: Sent<Vec<String>> = serde_json::from_str(&wire).unwrap();
        let answer = Answer(Ok(arrived.payload));
        let kept: Answer = answer.to_string().parse().unwrap();
        assert_eq!(kept.read::<Vec<String>>().unwrap(), ["</script>"]);
    }

    #[test]
    fn another_shape_is_an_error_and_no_panic() {
        let sent = Sent::of(&3).unwrap();
        let answer = Answer(Ok(sent.payload));
        assert_eq!(answer.read::<Vec<String>>().unwrap_err().code, "unreadable");
        assert_eq!("{".parse::<Answer>().unwrap_err().code, "unreadable");
    }

    #[test]
    fn an_error_crosses_in_the_place_of_a_value() {
        let error = UiError::not_found("no such run");
        let answer: Answer = Answer(Err(error.clone())).to_string().parse().unwrap();
        assert_eq!(answer.read::<()>(), Err(error));
    }

    #[derive(Serialize)]
    struct Arguments {
        organization: String,
        after: Option<String>,
        number: u32,
    }

    #[test]
    fn arguments_are_written_as_a_form_sends_them() {
        let call = |after: Option<&str>| {
            arguments(&Arguments {
                organization: "a&b = c".to_owned(),
                after: after.map(str::to_owned),
                number: 7,
            })
        };
        assert_eq!(call(None), "organization=a%26b+%3D+c&number=7");
        assert_eq!(
            call(Some("é")),
            "organization=a%26b+%3D+c&after=%C3%A9&number=7"
        );
    }
}
