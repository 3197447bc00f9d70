//! The cookies: the session, the theme, the sentence that survives one redirect, the hash of the
//! error that a form came back with, and what was typed into it.

use app::ReturnedForm;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use time::Duration;

/// The theme that someone chose.
pub const THEME: &str = "theme";

/// A sentence for the next page.
pub const FLASH: &str = "flash";

/// The longest value of a returned form: browsers keep about 4,096 bytes a cookie.
const LARGEST_FORM: usize = 3_000;

/// How cookies are written: decided once, by the base URL.
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    /// Whether the base URL is https: cookies are `Secure` then, and the session's has the prefix
    /// that keeps other hosts of the domain from setting it.
    pub secure: bool,
}

impl Cookies {
    /// What the session's cookie is called.
    pub const fn session_name(self) -> &'static str {
        if self.secure {
            "__Host-session"
        } else {
            "session"
        }
    }

    /// The session's secret, when the request has one.
    pub fn session(self, jar: &CookieJar) -> Option<String> {
        jar.get(self.session_name())
            .map(|cookie| cookie.value().to_owned())
    }

    /// A session's cookie, until `expires_at`.
    pub fn with_session(
        self,
        jar: CookieJar,
        secret: String,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> CookieJar {
        let age = i64::try_from(expires_at.since(now).as_secs()).unwrap_or(i64::MAX);
        jar.add(self.cookie(self.session_name(), secret, Duration::seconds(age)))
    }

    /// No session any more.
    pub fn without_session(self, jar: CookieJar) -> CookieJar {
        jar.add(self.cookie(self.session_name(), String::new(), Duration::ZERO))
    }

    /// A theme, for a year.
    pub fn with_theme(self, jar: CookieJar, theme: &str) -> CookieJar {
        jar.add(self.cookie(THEME, theme.to_owned(), Duration::days(365)))
    }

    /// A sentence for the next page: `ok:…` or `error:…`.
    pub fn with_flash(self, jar: CookieJar, text: &str) -> CookieJar {
        let encoded = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        jar.add(self.cookie(FLASH, encoded, Duration::seconds(60)))
    }

    /// No sentence any more.
    pub fn without_flash(self, jar: CookieJar) -> CookieJar {
        jar.add(self.cookie(FLASH, String::new(), Duration::ZERO))
    }

    /// The hash of the error that a form just came back with.
    pub fn with_returned_error(self, jar: CookieJar, hash: String) -> CookieJar {
        jar.add(self.cookie(self.returned_error_name(), hash, Duration::seconds(60)))
    }

    const fn returned_error_name(self) -> &'static str {
        if self.secure {
            "__Host-returned-error"
        } else {
            "returned-error"
        }
    }

    const fn returned_form_name(self) -> &'static str {
        if self.secure {
            "__Host-returned-form"
        } else {
            "returned-form"
        }
    }

    /// That hash, when a form came back within the last minute.
    pub fn returned_error(self, jar: &CookieJar) -> Option<String> {
        jar.get(self.returned_error_name())
            .map(|cookie| cookie.value().to_owned())
    }

    /// A form that is refused, for the page that shows it again.
    pub fn with_returned_form(self, jar: CookieJar, form: &ReturnedForm) -> CookieJar {
        let text = form_urlencoded::Serializer::new(String::new())
            .append_pair("", &form.action)
            .extend_pairs(&form.fields)
            .finish();
        let value = URL_SAFE_NO_PAD.encode(text);
        // What was sent as raw bytes is longer now; a cookie that browsers drop helps nobody.
        if value.len() > LARGEST_FORM {
            return self.without_returned_form(jar);
        }
        jar.add(self.cookie(self.returned_form_name(), value, Duration::seconds(60)))
    }

    /// No form any more.
    pub fn without_returned_form(self, jar: CookieJar) -> CookieJar {
        if jar.get(self.returned_form_name()).is_none() {
            return jar;
        }
        jar.add(self.cookie(self.returned_form_name(), String::new(), Duration::ZERO))
    }

    /// The form that was just refused, when there is one.
    pub fn returned_form(self, jar: &CookieJar) -> Option<ReturnedForm> {
        let text = URL_SAFE_NO_PAD
            .decode(jar.get(self.returned_form_name())?.value())
            .ok()?;
        let mut pairs = form_urlencoded::parse(&text)
            .map(|(name, value)| (name.into_owned(), value.into_owned()));
        let (_, action) = pairs.next()?;
        Some(ReturnedForm {
            action,
            fields: pairs.collect(),
        })
    }

    fn cookie(self, name: &'static str, value: String, age: Duration) -> Cookie<'static> {
        Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure)
            .max_age(age)
            .build()
    }
}

/// The sentence that the page before left, when there is one.
pub fn flash(jar: &CookieJar) -> Option<String> {
    let value = jar.get(FLASH)?.value();
    percent_decode_str(value)
        .decode_utf8()
        .ok()
        .filter(|text| !text.is_empty())
        .map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_reads_back_with_any_characters() {
        let form = ReturnedForm {
            action: "/ui/things/create".to_owned(),
            fields: [
                ("name", "é; &=\"x\""),
                ("scope[a][]", "1"),
                ("scope[a][]", "2"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        };
        for secure in [false, true] {
            let cookies = Cookies { secure };
            let jar = cookies.with_returned_form(CookieJar::new(), &form);
            assert_eq!(cookies.returned_form(&jar).as_ref(), Some(&form));
        }
        let swollen = ReturnedForm {
            action: "/ui/things/create".to_owned(),
            fields: vec![("name".to_owned(), "\u{fffd}".repeat(500))],
        };
        let plain = Cookies { secure: false };
        let jar = plain.with_returned_form(CookieJar::new(), &swollen);
        assert_eq!(plain.returned_form(&jar), None);
        let broken = CookieJar::new().add(Cookie::new("returned-form", "!!"));
        assert_eq!(Cookies { secure: false }.returned_form(&broken), None);
    }

    #[test]
    fn an_https_server_uses_the_host_prefix_and_secure() {
        let cookies = Cookies { secure: true };
        let now = Timestamp::from_unix_micros(0).unwrap();
        let later = now.plus(std::time::Duration::from_secs(90));
        let jar = cookies.with_session(CookieJar::new(), "s".to_owned(), later, now);
        let text = jar.get("__Host-session").unwrap().to_string();
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=90"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("Domain"), "{text}");
    }

    #[test]
    fn a_flash_reads_back_with_any_characters() {
        let text = "error:é; \r\n \"x\", 100 %";
        let jar = Cookies { secure: false }.with_flash(CookieJar::new(), text);
        assert!(jar.get(FLASH).unwrap().value().is_ascii());
        assert_eq!(flash(&jar).as_deref(), Some(text));
    }
}
