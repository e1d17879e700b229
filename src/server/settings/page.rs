//! The tables of `docs/configuration.md`.

use std::fmt::Write as _;

use super::print::Toml;
use super::{SETTINGS, Shown};
use crate::server::config::Config;

/// All settings in Markdown, one table for each table of the file.
pub fn tables() -> String {
    let config = Config::default();
    let (mut page, mut table) = (String::new(), None);
    for setting in SETTINGS {
        let inside = setting.key.rsplit_once('.').map_or("", |(table, _)| table);
        if table != Some(inside) {
            table = Some(inside);
            // Writing to a string cannot fail.
            let _ = match inside {
                "" => write!(page, "### At the top\n\n"),
                inside => write!(page, "\n### Table `{inside}`\n\n"),
            };
            page.push_str("| key | flag | variable | default | meaning |\n|---|---|---|---|---|\n");
        }
        let default = match (setting.default, setting.shown(&config)) {
            (words, _) if !words.is_empty() => words.to_owned(),
            (_, Shown::Unset) => "not set".to_owned(),
            (_, shown) => format!("`{}`", Toml(&shown)),
        };
        let (key, flag, variable) = (setting.key, setting.flag(), setting.variable());
        let (name, help) = (setting.value_name, setting.help);
        let _ = writeln!(page, "| `{key}` | `--{flag} {name}` | `{variable}` | {default} | {help} |");
    }
    page
}
