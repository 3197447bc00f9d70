//! The options of `crypto.x509.parse_and_verify_certificates_with_options`.

use regorus::Value;

use super::chain;
use crate::builtins::{Failure, clock};

/// What may be asked of extended key usages, in the order of Go's numbers.
const USAGES: [&str; 14] = [
    "KeyUsageAny",
    "KeyUsageServerAuth",
    "KeyUsageClientAuth",
    "KeyUsageCodeSigning",
    "KeyUsageEmailProtection",
    "KeyUsageIPSECEndSystem",
    "KeyUsageIPSECTunnel",
    "KeyUsageIPSECUser",
    "KeyUsageTimeStamping",
    "KeyUsageOCSPSigning",
    "KeyUsageMicrosoftServerGatedCrypto",
    "KeyUsageNetscapeServerGatedCrypto",
    "KeyUsageMicrosoftCommercialCodeSigning",
    "KeyUsageMicrosoftKernelCodeSigning",
];

/// Options, whose time may be missing.
pub(super) struct Options {
    host: String,
    time: Option<i64>,
    usages: Vec<u8>,
}

impl Options {
    /// With the time of the evaluation where none is given.
    pub(super) fn at_a_time(self) -> chain::Options {
        chain::Options {
            host: self.host,
            time: self.time.unwrap_or_else(clock::now),
            usages: self.usages,
        }
    }
}

/// Reads options; keys that are no strings are passed over, as in OPA.
pub(super) fn read(name: &str, value: &Value) -> Result<Options, Failure> {
    let failed = |message: String| Failure::Builtin(format!("`{name}`: {message}"));
    let mut options = Options {
        host: String::new(),
        time: None,
        usages: Vec::new(),
    };
    let fields = value
        .as_object()
        .map_err(|_| failed("the options must be an object".to_owned()))?;
    for (option, value) in fields.iter() {
        let Value::String(option) = option else {
            continue;
        };
        match (&**option, value) {
            ("DNSName", Value::String(host)) => {
                host.trim_matches('"').clone_into(&mut options.host);
            }
            ("CurrentTime", Value::Number(time)) => {
                let time = time.as_i64();
                options.time = Some(time.ok_or_else(|| {
                    failed("`CurrentTime` must be a whole number of 64 bits".to_owned())
                })?);
            }
            // Bounds a check that never takes place here.
            ("MaxConstraintComparisons", Value::Number(count)) if count.as_i64().is_some() => {}
            ("KeyUsages", Value::Array(names)) => {
                options.usages = usages(names.iter()).map_err(failed)?;
            }
            ("KeyUsages", Value::Set(names)) => {
                options.usages = usages(names.iter()).map_err(failed)?;
            }
            (option, _) => {
                return Err(failed(format!(
                    "`{option}` is no option or not of its type"
                )));
            }
        }
    }
    Ok(options)
}

fn usages<'a>(names: impl Iterator<Item = &'a Value>) -> Result<Vec<u8>, String> {
    let mut found = Vec::new();
    for name in names {
        let Value::String(name) = name else { continue };
        let name = name.trim_matches('"');
        let number = (0..).zip(USAGES).find(|(_, usage)| *usage == name);
        let (number, _) = number.ok_or_else(|| format!("`{name}` is no key usage"))?;
        found.push(number);
    }
    Ok(found)
}
