//! Answers for people: the text with its mentions marked, then a list of them.

use std::io::{self, Write};

use crate::service::json::to_json;
use crate::service::proto::{EntityType, Explanation, ExtractEntitiesResponse, Mention, mention};

/// Prints `response`, whose offsets are bytes of `text`. Without colour,
/// mentions stand in brackets with their type.
pub(super) fn write(
    out: &mut impl Write,
    text: &str,
    response: &ExtractEntitiesResponse,
    colour: bool,
) -> io::Result<()> {
    if !response.document_id.is_empty() {
        writeln!(out, "{}", response.document_id)?;
    }
    let mut at = 0;
    for mention in &response.mentions {
        let (begin, end) = (mention.begin as usize, mention.end as usize);
        // A nested mention is in the list only.
        if begin < at {
            continue;
        }
        let (before, name) = (&text[at..begin], &text[begin..end]);
        if colour {
            write!(out, "{before}\x1b[{}m{name}\x1b[0m", shade(mention.r#type()))?;
        } else {
            write!(out, "{before}[{name} {}]", short(mention.r#type()))?;
        }
        at = end;
    }
    writeln!(out, "{}", text[at..].trim_end_matches('\n'))?;
    if !response.mentions.is_empty() {
        writeln!(out)?;
    }
    for mention in &response.mentions {
        write_mention(out, response, mention, colour)?;
    }
    for warning in &response.warnings {
        writeln!(out, "warning: {}: {}", warning.code, warning.message)?;
    }
    Ok(())
}

fn write_mention(
    out: &mut impl Write,
    response: &ExtractEntitiesResponse,
    mention: &Mention,
    colour: bool,
) -> io::Result<()> {
    let kind = short(mention.r#type());
    let kind = if mention.subtype.is_empty() { kind.to_owned() } else { format!("{kind}.{}", mention.subtype) };
    let padded = format!("{kind:<24}");
    if colour {
        write!(out, "\x1b[{}m{padded}\x1b[0m", shade(mention.r#type()))?;
    } else {
        write!(out, "{padded}")?;
    }
    write!(out, "{:>6}..{:<6} {:.2}  {}", mention.begin, mention.end, mention.confidence, mention.text)?;
    let entity = mention.entity_index.and_then(|at| response.entities.get(at as usize));
    if let Some(entity) = entity {
        let name = (entity.canonical_name != mention.text).then_some(entity.canonical_name.as_str());
        let ids = entity.ids.iter().map(|id| format!("{}:{}", id.system, id.value));
        let parts: Vec<String> =
            name.into_iter().chain(entity.english_name.as_deref()).map(str::to_owned).chain(ids).collect();
        if !parts.is_empty() {
            write!(out, "  = {}", parts.join(" "))?;
        }
    }
    if let Some(value) = &mention.value {
        write!(out, "  = {}", value_json(value))?;
    }
    writeln!(out)?;
    if let Some(explanation) = &mention.explanation {
        write_explanation(out, explanation)?;
    }
    Ok(())
}

fn write_explanation(out: &mut impl Write, explanation: &Explanation) -> io::Result<()> {
    write!(out, "    because {}", explanation.rule)?;
    if let Some(entry) = &explanation.entry_id {
        write!(out, ", entry {entry}")?;
    }
    if let Some(source) = &explanation.source {
        write!(out, " ({source})")?;
    }
    if !explanation.folding.is_empty() {
        write!(out, ", spelling folded: {}", explanation.folding.join(", "))?;
    }
    let evidence: Vec<String> =
        explanation.evidence.iter().map(|piece| format!("{} {:+}", piece.name, piece.weight)).collect();
    writeln!(out, "\n    evidence: {}", evidence.join(", "))?;
    for lost in &explanation.displaced {
        let (kind, text) = (short(lost.r#type()), &lost.text);
        writeln!(out, "    not {kind} {}..{} {text} ({}): {}", lost.begin, lost.end, lost.rule, lost.reason)?;
    }
    Ok(())
}

/// The value alone, in canonical JSON.
pub(super) fn value_json(value: &mention::Value) -> String {
    let mention = Mention { value: Some(value.clone()), ..Mention::default() };
    // The message is one of the contract.
    to_json(&mention).unwrap_or_default()
}

/// The type without its prefix.
pub(super) fn short(kind: EntityType) -> &'static str {
    kind.as_str_name().trim_start_matches("ENTITY_TYPE_")
}

/// Foreground colour of a type (ANSI).
fn shade(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "1;33",
        EntityType::Place => "1;32",
        EntityType::Company => "1;35",
        EntityType::Organization => "1;34",
        EntityType::Figure => "1;36",
        EntityType::Unspecified => "0",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(colour: bool) -> String {
        let text = "زار بيروت\n";
        let begin = "زار ".len() as u32;
        let mention = Mention {
            r#type: EntityType::Place as i32,
            subtype: "city".to_owned(),
            text: "بيروت".to_owned(),
            begin,
            end: begin + "بيروت".len() as u32,
            confidence: 0.5,
            ..Mention::default()
        };
        let response = ExtractEntitiesResponse { mentions: vec![mention], ..Default::default() };
        let mut out = Vec::new();
        write(&mut out, text, &response, colour).expect("a vector takes all");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn mentions_are_marked_with_and_without_colour() {
        let plain = printed(false);
        assert!(plain.starts_with("زار [بيروت PLACE]\n\nPLACE.city"), "{plain}");
        assert!(!plain.contains('\x1b'), "{plain}");
        assert!(printed(true).starts_with("زار \x1b[1;32mبيروت\x1b[0m\n"));
    }
}
