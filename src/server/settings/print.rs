//! `--print-config`: what holds, as a file that says the same.

use std::fmt::{self, Write as _};

use super::{Effective, SETTINGS, Shown};

impl fmt::Display for Effective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = "";
        for (setting, origin) in SETTINGS.iter().zip(&self.origins) {
            let (inside, name) = setting.key.rsplit_once('.').unwrap_or(("", setting.key));
            if inside != table {
                table = inside;
                write!(f, "\n[{table}]\n")?;
            }
            match setting.shown(&self.config) {
                Shown::Unset => writeln!(f, "# {name} is not set ({origin})")?,
                shown => writeln!(f, "{name} = {} # {origin}", Toml(&shown))?,
            }
        }
        Ok(())
    }
}

/// A value as TOML writes it.
pub(super) struct Toml<'a>(pub(super) &'a Shown);

impl fmt::Display for Toml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Shown::Unset => Ok(()),
            Shown::Bare(text) => f.write_str(text),
            Shown::Quoted(text) => quoted(f, text),
            Shown::List(items) => {
                f.write_char('[')?;
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    quoted(f, item)?;
                }
                f.write_char(']')
            }
        }
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            c if c.is_control() => write!(f, "\\u{:04X}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use crate::server::settings::{Raw, find, layers};

    #[test]
    fn what_is_printed_is_a_file_that_says_the_same() {
        let set = |key: &str, raw: Raw| (find(key).expect("a key"), raw);
        let flags = [
            set("gazetteer", Raw::List(vec!["a \"b\"".to_owned(), "c\\d\n".to_owned()])),
            set("gazetteer_only", Raw::Text("true".to_owned())),
            set("admin_address", Raw::Text("[::1]:9090".to_owned())),
            set("otlp.sample_ratio", Raw::Text("0.25".to_owned())),
        ];
        let effective = layers(None, [], flags).expect("a configuration");
        let printed = effective.to_string();
        assert!(printed.contains("admin_address = \"[::1]:9090\" # --admin-address\n"), "{printed}");
        assert!(printed.contains("log = \"info\" # default\n"), "{printed}");
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), &printed).expect("written");
        let again = layers(Some(file.path()), [], []).expect("the same");
        assert_eq!(format!("{:?}", again.config), format!("{:?}", effective.config));
    }
}
