//! Answers as one right-to-left page: mentions in colour, with value, entity
//! and reasons when the pointer rests on them.
//!
//! The page has no script and loads nothing; all that comes from the text is
//! escaped.

use std::io::{self, Write};

use super::pretty::{short, value_json};
use crate::service::proto::{ExtractEntitiesResponse, Mention};

const HEAD: &str = "<!doctype html>
<html dir=\"rtl\" lang=\"ar\"><head><meta charset=\"utf-8\"><title>Kayan</title><style>
:root{color-scheme:light dark}
body{font:1.1rem/1.9 serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
section{white-space:pre-wrap;border-top:1px solid;padding:1rem 0}
mark{color:inherit;border-radius:.2rem;padding:0 .15rem}
.PERSON{background:#f5c54288}.PLACE{background:#5cc27a88}.COMPANY{background:#c98be088}
.ORGANIZATION{background:#6fa8f588}.FIGURE{background:#62cfd388}
</style></head><body>
";

/// Opens the page.
pub(super) fn begin(out: &mut impl Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())
}

/// Closes the page.
pub(super) fn end(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "</body></html>")
}

/// Prints one document, whose offsets are bytes of `text`.
pub(super) fn section(out: &mut impl Write, text: &str, response: &ExtractEntitiesResponse) -> io::Result<()> {
    write!(out, "<section title=\"{}\">", escaped(&response.document_id))?;
    let mut at = 0;
    for mention in &response.mentions {
        let (begin, end) = (mention.begin as usize, mention.end as usize);
        // A nested mention would break the marks of the outer one.
        if begin < at {
            continue;
        }
        let kind = short(mention.r#type());
        let note = escaped(&note(response, mention));
        write!(out, "{}<mark class=\"{kind}\" title=\"{note}\">", escaped(&text[at..begin]))?;
        write!(out, "{}</mark>", escaped(&text[begin..end]))?;
        at = end;
    }
    writeln!(out, "{}</section>", escaped(&text[at..]))?;
    for warning in &response.warnings {
        writeln!(out, "<p dir=\"ltr\">{}: {}</p>", escaped(&warning.code), escaped(&warning.message))?;
    }
    Ok(())
}

/// What is said of a mention: type, confidence, entity, value, reasons.
fn note(response: &ExtractEntitiesResponse, mention: &Mention) -> String {
    let mut lines = vec![format!("{} {} {:.2}", short(mention.r#type()), mention.subtype, mention.confidence)];
    if let Some(entity) = mention.entity_index.and_then(|at| response.entities.get(at as usize)) {
        let ids = entity.ids.iter().map(|id| format!(" {}:{}", id.system, id.value)).collect::<String>();
        lines.push(format!("{} {}{ids}", entity.canonical_name, entity.english_name.as_deref().unwrap_or_default()));
    }
    lines.extend(mention.value.as_ref().map(value_json));
    if let Some(explanation) = &mention.explanation {
        lines.push(explanation.rule.clone());
        lines.extend(explanation.evidence.iter().map(|piece| format!("{} {:+}", piece.name, piece.weight)));
        lines.extend(explanation.displaced.iter().map(|lost| format!("not {}: {}", lost.text, lost.reason)));
    }
    lines.join("\n")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::proto::EntityType;

    #[test]
    fn text_is_escaped_and_spans_hold() {
        let text = "<b>زار</b> بيروت 😀 \"&\"";
        let begin = text.find("بيروت").expect("the name") as u32;
        let mention = Mention {
            r#type: EntityType::Place as i32,
            text: "بيروت".to_owned(),
            begin,
            end: begin + "بيروت".len() as u32,
            ..Mention::default()
        };
        let response = ExtractEntitiesResponse { mentions: vec![mention], ..Default::default() };
        let mut out = Vec::new();
        section(&mut out, text, &response).expect("a vector takes all");
        let page = String::from_utf8(out).expect("text");
        assert!(page.contains("&lt;b&gt;زار&lt;/b&gt; <mark class=\"PLACE\""), "{page}");
        assert!(page.contains(">بيروت</mark> 😀 &quot;&amp;&quot;</section>"), "{page}");
        assert!(!page.contains("<b>"), "{page}");
    }
}
