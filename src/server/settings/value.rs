//! How one value is read from text and written again.
//!
//! Invariant: what [`Value::write`] gives is read again as the same value, and
//! no error quotes the text that was given, which may be a secret in the wrong
//! place.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use tracing_subscriber::EnvFilter;

use crate::server::config::LogFormat;

/// What a layer gives for a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raw {
    /// One value.
    Text(String),
    /// Several, as a TOML array or a repeated flag.
    List(Vec<String>),
}

/// A value in TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Not set.
    Unset,
    /// A number or a truth value.
    Bare(String),
    /// A string.
    Quoted(String),
    /// An array of strings.
    List(Vec<String>),
}

/// A type of settings.
pub(super) trait Value: Sized {
    /// Reads the value of a layer.
    fn read(raw: &Raw) -> Result<Self, String>;
    /// Writes it in TOML.
    fn write(&self) -> Shown;
    /// Whether a flag without a value means true.
    const SWITCH: bool = false;
    /// Whether a flag may be repeated.
    const LIST: bool = false;
}

fn one(raw: &Raw) -> Result<&str, String> {
    match raw {
        Raw::Text(text) => Ok(text),
        Raw::List(_) => Err("expected one value, not a list".to_owned()),
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl Value for $kind {
            fn read(raw: &Raw) -> Result<Self, String> {
                one(raw)?.parse().map_err(|_| "expected a whole number".to_owned())
            }
            fn write(&self) -> Shown {
                Shown::Bare(self.to_string())
            }
        }
    )*};
}

numbers!(usize, u32);

impl Value for f64 {
    fn read(raw: &Raw) -> Result<Self, String> {
        let number = one(raw)?.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| "expected a number".to_owned())
    }
    fn write(&self) -> Shown {
        Shown::Bare(format!("{self:?}"))
    }
}

impl Value for bool {
    fn read(raw: &Raw) -> Result<Self, String> {
        one(raw)?.parse().map_err(|_| "expected true or false".to_owned())
    }
    fn write(&self) -> Shown {
        Shown::Bare(self.to_string())
    }
    const SWITCH: bool = true;
}

impl Value for SocketAddr {
    fn read(raw: &Raw) -> Result<Self, String> {
        let hint = "expected an IP address and a port, such as 127.0.0.1:50051 or [::]:50051";
        one(raw)?.parse().map_err(|_| hint.to_owned())
    }
    fn write(&self) -> Shown {
        Shown::Quoted(self.to_string())
    }
}

impl Value for Duration {
    fn read(raw: &Raw) -> Result<Self, String> {
        duration(one(raw)?)
    }
    fn write(&self) -> Shown {
        let milliseconds = self.as_millis();
        Shown::Quoted(match milliseconds % 1000 {
            0 => format!("{}s", milliseconds / 1000),
            _ => format!("{milliseconds}ms"),
        })
    }
}

/// Reads `250ms`, `5s`, `2m` or `1h`.
///
/// # Errors
/// What is expected, when it is none of these.
pub fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text).ok_or_else(|| "expected a time such as 250ms, 5s, 2m or 1h".to_owned())
}

fn parse_duration(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let amount: u64 = text[..digits].parse().ok()?;
    let milliseconds = match &text[digits..] {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    // A century: no timer takes more than some centuries.
    let amount = amount.checked_mul(milliseconds).filter(|amount| *amount <= 100 * 366 * 24 * 3_600_000)?;
    Some(Duration::from_millis(amount))
}

impl Value for PathBuf {
    fn read(raw: &Raw) -> Result<Self, String> {
        let text = one(raw)?;
        if text.contains("-----BEGIN") {
            return Err("expected the path of a file, not what is in it".to_owned());
        }
        if text.is_empty() {
            return Err("the path is empty".to_owned());
        }
        Ok(Self::from(text))
    }
    fn write(&self) -> Shown {
        Shown::Quoted(self.to_string_lossy().into_owned())
    }
}

impl Value for Vec<PathBuf> {
    fn read(raw: &Raw) -> Result<Self, String> {
        let path = |text: &str| PathBuf::read(&Raw::Text(text.to_owned()));
        match raw {
            Raw::Text(text) => text.split(':').filter(|text| !text.is_empty()).map(path).collect(),
            Raw::List(items) => items.iter().map(|text| path(text)).collect(),
        }
    }
    fn write(&self) -> Shown {
        Shown::List(self.iter().map(|path| path.to_string_lossy().into_owned()).collect())
    }
    const LIST: bool = true;
}

impl Value for String {
    fn read(raw: &Raw) -> Result<Self, String> {
        one(raw).map(str::to_owned)
    }
    fn write(&self) -> Shown {
        Shown::Quoted(self.clone())
    }
}

impl<T: Value> Value for Option<T> {
    fn read(raw: &Raw) -> Result<Self, String> {
        match raw {
            Raw::Text(text) if text.is_empty() => Ok(None),
            raw => T::read(raw).map(Some),
        }
    }
    fn write(&self) -> Shown {
        self.as_ref().map_or(Shown::Unset, T::write)
    }
    const SWITCH: bool = T::SWITCH;
}

impl Value for LogFormat {
    fn read(raw: &Raw) -> Result<Self, String> {
        match one(raw)? {
            "json" => Ok(Self::Json),
            "text" => Ok(Self::Text),
            _ => Err("expected json or text".to_owned()),
        }
    }
    fn write(&self) -> Shown {
        let name = match self {
            Self::Json => "json",
            Self::Text => "text",
        };
        Shown::Quoted(name.to_owned())
    }
}

/// Checks a filter of tracing-subscriber.
pub(super) fn check_filter(filter: &str) -> Result<(), String> {
    match EnvFilter::try_new(filter) {
        Ok(_) => Ok(()),
        Err(_) => Err("expected a filter such as info or kayan=debug,h2=warn".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        let cases = [("250ms", 250), ("5s", 5000), ("2m", 120_000), ("1h", 3_600_000), ("0s", 0)];
        for (text, milliseconds) in cases {
            assert_eq!(parse_duration(text), Some(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in ["5", "s", "", "-1s", "1d", "99999999999999999999s", "18446744073709551615h", "٥s"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn errors_do_not_quote_what_was_given() {
        let secret = Raw::Text("-----BEGIN PRIVATE KEY-----hunter2".to_owned());
        let errors = [
            usize::read(&secret).map(|_| ()),
            bool::read(&secret).map(|_| ()),
            f64::read(&secret).map(|_| ()),
            SocketAddr::read(&secret).map(|_| ()),
            Duration::read(&secret).map(|_| ()),
            PathBuf::read(&secret).map(|_| ()),
            LogFormat::read(&secret).map(|_| ()),
            check_filter("kayan=hunter2=x"),
        ];
        for error in errors {
            let error = error.expect_err("not a value");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
