//! The request behind an upload: `XMLHttpRequest`, because `fetch` does not tell how much is sent.

use leptos::prelude::*;

use serde::Deserialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};

use super::{Phase, Upload};
use crate::model::sentence;
use crate::ui::post_form::go_to;

pub(super) const UNREACHABLE: &str =
    "The server could not be reached. Check your connection and try again.";

/// What a handler answers to a script: where to go, or an error document.
#[derive(Debug, Default, Deserialize)]
struct Answer {
    location: Option<String>,
    error: Option<Failure>,
}

#[derive(Debug, Deserialize)]
struct Failure {
    message: String,
}

/// Sends the form. What happens then is told to `upload`.
pub(super) fn send(
    action: &str,
    form: &web_sys::HtmlFormElement,
    upload: Upload,
) -> Result<(), JsValue> {
    let data = web_sys::FormData::new_with_form(form)?;
    let request = web_sys::XmlHttpRequest::new()?;
    request.open("POST", action)?;
    request.set_request_header("Accept", "application/json")?;
    let sent = Closure::<dyn FnMut(web_sys::ProgressEvent)>::new({
        let request = request.clone();
        move |event: web_sys::ProgressEvent| {
            if upload.is_canceled.try_get_untracked().unwrap_or(true) {
                let _ = request.abort();
            } else {
                let _ = upload
                    .phase
                    .try_set(phase_after(event.loaded(), event.total()));
            }
        }
    });
    request
        .upload()?
        .set_onprogress(Some(sent.as_ref().unchecked_ref()));
    // The browser holds on to it for as long as it sends; one small leak an upload.
    sent.forget();
    let ended = Closure::once_into_js({
        let request = request.clone();
        move |_: JsValue| finish(&request, upload)
    });
    request.set_onloadend(Some(ended.unchecked_ref()));
    request.send_with_opt_form_data(Some(&data))
}

fn phase_after(loaded: f64, total: f64) -> Phase {
    if total <= 0.0 || loaded >= total {
        return Phase::Processing;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a whole is between 0 and 100"
    )]
    let percent = (loaded / total * 100.0) as u32;
    Phase::Sending(percent)
}

fn finish(request: &web_sys::XmlHttpRequest, upload: Upload) {
    if upload.is_canceled.try_get_untracked().unwrap_or(true) {
        let _ = upload.phase.try_set(Phase::Idle);
        return;
    }
    let status = request.status().unwrap_or(0);
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match outcome(status, &text) {
        Ok(location) => go_to(&location),
        Err(message) => {
            let _ = upload.phase.try_set(Phase::Failed(message));
        }
    }
}

/// Where to go on, or what to say.
fn outcome(status: u16, text: &str) -> Result<String, String> {
    if status == 0 {
        return Err(UNREACHABLE.to_owned());
    }
    let answer: Answer = crate::sent::read(text).unwrap_or_default();
    match (answer.location, answer.error) {
        (Some(location), _) if (200..300).contains(&status) => Ok(location),
        (_, Some(error)) => Err(sentence(&error.message)),
        _ if status == 413 => Err("The file is larger than the server takes.".to_owned()),
        _ => Err(format!(
            "The server answered {status}. Try again in a moment."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_success_says_where_to_go() {
        let text = r#"{"location": "/orgs/acme/runs/run-1"}"#;
        assert_eq!(outcome(201, text), Ok("/orgs/acme/runs/run-1".to_owned()));
    }

    #[test]
    fn an_error_document_is_said_in_its_own_words() {
        let text =
            r#"{"error": {"code": "invalid", "message": "this is not a plan", "request_id": "r"}}"#;
        assert_eq!(outcome(422, text), Err("This is not a plan.".to_owned()));
    }

    #[test]
    fn a_proxy_that_answers_in_html_is_survived() {
        assert!(outcome(502, "<html>").unwrap_err().contains("502"));
        assert!(outcome(413, "<html>").unwrap_err().contains("larger"));
        assert_eq!(outcome(0, ""), Err(UNREACHABLE.to_owned()));
        // A location is believed only with a success.
        assert!(outcome(500, r#"{"location": "/x"}"#).is_err());
    }

    #[test]
    fn progress_ends_in_processing() {
        assert_eq!(phase_after(0.0, 10.0), Phase::Sending(0));
        assert_eq!(phase_after(5.0, 10.0), Phase::Sending(50));
        assert_eq!(phase_after(10.0, 10.0), Phase::Processing);
        assert_eq!(phase_after(0.0, 0.0), Phase::Processing);
    }
}
