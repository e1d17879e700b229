//! The engine's answer as a message of the contract.

use super::proto::{self, mention};
use super::value;
use crate::gazetteer::EntityType;
use crate::resolve::{Entity, Explanation, Extraction, Mention};
use crate::text::{OffsetConverter, OffsetEncoding};

/// The contract's type for a type of the engine.
pub fn entity_type(entity_type: EntityType) -> proto::EntityType {
    match entity_type {
        EntityType::Person => proto::EntityType::Person,
        EntityType::Place => proto::EntityType::Place,
        EntityType::Company => proto::EntityType::Company,
        EntityType::Organization => proto::EntityType::Organization,
        EntityType::Figure => proto::EntityType::Figure,
    }
}

/// The contract's unit of offsets for a unit of the engine.
pub fn offset_encoding(encoding: OffsetEncoding) -> proto::OffsetEncoding {
    match encoding {
        OffsetEncoding::Utf8 => proto::OffsetEncoding::Utf8,
        OffsetEncoding::Utf16 => proto::OffsetEncoding::Utf16,
        OffsetEncoding::CodePoint => proto::OffsetEncoding::CodePoint,
    }
}

/// What an answer says beside its mentions and entities.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Id of the document.
    pub document_id: &'a str,
    /// Unit of the offsets.
    pub offset_encoding: OffsetEncoding,
    /// The gazetteer that was used.
    pub gazetteer: &'a proto::GazetteerVersion,
    /// Zone of times that name none, or empty.
    pub time_zone: &'a str,
}

/// The answer for `text`, from which `extraction` was made.
pub fn answer(text: &str, extraction: Extraction, frame: Frame<'_>) -> proto::ExtractEntitiesResponse {
    let offsets = OffsetConverter::new(text, frame.offset_encoding);
    let warnings = extraction.warnings.into_iter().map(|warning| proto::Warning {
        code: warning.code.to_owned(),
        message: warning.message,
        begin: offsets.convert(warning.begin),
        end: offsets.convert(warning.end),
    });
    proto::ExtractEntitiesResponse {
        document_id: frame.document_id.to_owned(),
        mentions: extraction.mentions.into_iter().map(|m| mention(text, m, &offsets, frame.time_zone)).collect(),
        entities: extraction.entities.into_iter().map(entity).collect(),
        offset_encoding: offset_encoding(frame.offset_encoding) as i32,
        gazetteer: Some(frame.gazetteer.clone()),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        warnings: warnings.collect(),
    }
}

fn mention(text: &str, mention: Mention, offsets: &OffsetConverter<'_>, time_zone: &str) -> proto::Mention {
    let mut value = mention.value.map(value::value);
    if let Some(mention::Value::Time(time)) = &mut value
        && time.time_zone.is_empty()
    {
        time_zone.clone_into(&mut time.time_zone);
    }
    proto::Mention {
        r#type: entity_type(mention.entity_type) as i32,
        subtype: mention.subtype,
        text: slice(text, mention.begin, mention.end),
        begin: offsets.convert(mention.begin),
        end: offsets.convert(mention.end),
        proclitics: mention.proclitics.into_iter().map(str::to_owned).collect(),
        confidence: mention.confidence,
        entity_index: mention.entity,
        value,
        explanation: mention.explanation.map(|it| explanation(text, it, offsets)),
    }
}

fn entity(entity: Entity) -> proto::Entity {
    proto::Entity {
        r#type: entity_type(entity.entity_type) as i32,
        subtype: entity.subtype,
        canonical_name: entity.canonical_name,
        english_name: filled(entity.english_name),
        ids: entity.ids.into_iter().map(|(system, value)| proto::EntityId { system, value }).collect(),
        mention_indices: entity.mentions,
    }
}

fn explanation(text: &str, explanation: Explanation, offsets: &OffsetConverter<'_>) -> proto::Explanation {
    let evidence = explanation.evidence.into_iter();
    let displaced = explanation.displaced.into_iter().map(|displaced| proto::Displaced {
        r#type: entity_type(displaced.entity_type) as i32,
        text: slice(text, displaced.begin, displaced.end),
        begin: offsets.convert(displaced.begin),
        end: offsets.convert(displaced.end),
        rule: displaced.rule,
        reason: displaced.reason.to_owned(),
    });
    proto::Explanation {
        rule: explanation.rule,
        entry_id: filled(explanation.entry_id),
        source: filled(explanation.source),
        evidence: evidence.map(|(name, weight)| proto::Evidence { name: name.to_owned(), weight }).collect(),
        folding: explanation.folding.into_iter().map(str::to_owned).collect(),
        displaced: displaced.collect(),
    }
}

fn slice(text: &str, begin: u32, end: u32) -> String {
    text.get(begin as usize..end as usize).unwrap_or_default().to_owned()
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::figure::value::{Time, Value};
    use crate::resolve::{Displaced, Warning};

    fn extraction(text: &str) -> Extraction {
        let begin = text.find("بيروت").expect("the name is in the text") as u32;
        let end = begin + "بيروت".len() as u32;
        let explanation = Explanation {
            rule: "list.name".to_owned(),
            evidence: vec![("locative", 1.5)],
            displaced: vec![Displaced {
                entity_type: EntityType::Person,
                begin,
                end,
                rule: "person.single".to_owned(),
                reason: "lower score",
            }],
            ..Explanation::default()
        };
        let place = Mention {
            entity_type: EntityType::Place,
            subtype: "city".to_owned(),
            begin,
            end,
            proclitics: vec!["و", "ل"],
            confidence: 0.75,
            entity: Some(0),
            value: None,
            explanation: Some(explanation),
        };
        let time = Mention {
            entity_type: EntityType::Figure,
            subtype: "time".to_owned(),
            value: Some(Value::Time(Time { value: "10:30".to_owned(), time_zone: String::new() })),
            entity: None,
            explanation: None,
            proclitics: Vec::new(),
            begin,
            end,
            confidence: 0.5,
        };
        Extraction {
            mentions: vec![place, time],
            entities: vec![Entity {
                entity_type: EntityType::Place,
                subtype: "city".to_owned(),
                canonical_name: "بيروت".to_owned(),
                english_name: "Beirut".to_owned(),
                ids: vec![("geonames".to_owned(), "276781".to_owned())],
                mentions: vec![0],
            }],
            warnings: vec![Warning { code: "TEST", message: "a warning".to_owned(), begin, end }],
        }
    }

    #[test]
    fn offsets_point_at_the_text_in_every_unit() {
        let text = "😀 مُدن ولبيروت";
        let gazetteer = proto::GazetteerVersion::default();
        for (offset_encoding, echoed) in [
            (OffsetEncoding::Utf8, proto::OffsetEncoding::Utf8),
            (OffsetEncoding::Utf16, proto::OffsetEncoding::Utf16),
            (OffsetEncoding::CodePoint, proto::OffsetEncoding::CodePoint),
        ] {
            let frame = Frame { document_id: "d", offset_encoding, gazetteer: &gazetteer, time_zone: "UTC+3" };
            let response = answer(text, extraction(text), frame);
            assert_eq!(response.offset_encoding, echoed as i32);
            let mention = &response.mentions[0];
            let (begin, end) = (mention.begin as usize, mention.end as usize);
            let slice = match offset_encoding {
                OffsetEncoding::Utf8 => text[begin..end].to_owned(),
                OffsetEncoding::Utf16 => {
                    let units: Vec<u16> = text.encode_utf16().collect();
                    String::from_utf16(&units[begin..end]).expect("whole characters")
                }
                OffsetEncoding::CodePoint => text.chars().skip(begin).take(end - begin).collect(),
            };
            assert_eq!((slice.as_str(), mention.text.as_str()), ("بيروت", "بيروت"));
            let warning = &response.warnings[0];
            assert_eq!((warning.begin, warning.end), (mention.begin, mention.end));
            let displaced = &mention.explanation.as_ref().expect("an explanation").displaced[0];
            assert_eq!(
                (displaced.begin, displaced.end, displaced.text.as_str()),
                (mention.begin, mention.end, "بيروت")
            );
        }
    }

    #[test]
    fn every_field_is_carried_over() {
        let text = "ولبيروت";
        let gazetteer = proto::GazetteerVersion { version: "1".to_owned(), digest: "ab".to_owned() };
        let frame = Frame {
            document_id: "d",
            offset_encoding: OffsetEncoding::Utf8,
            gazetteer: &gazetteer,
            time_zone: "Asia/Beirut",
        };
        let response = answer(text, extraction(text), frame);
        assert_eq!((response.document_id.as_str(), response.gazetteer), ("d", Some(gazetteer.clone())));
        let mention = &response.mentions[0];
        assert_eq!((mention.r#type, mention.subtype.as_str()), (proto::EntityType::Place as i32, "city"));
        assert_eq!(mention.proclitics, ["و", "ل"]);
        assert_eq!((mention.confidence, mention.entity_index), (0.75, Some(0)));
        let explanation = mention.explanation.as_ref().expect("an explanation");
        assert_eq!((explanation.entry_id.as_ref(), explanation.source.as_ref()), (None, None));
        assert_eq!(explanation.evidence, [proto::Evidence { name: "locative".to_owned(), weight: 1.5 }]);
        let Some(mention::Value::Time(time)) = &response.mentions[1].value else { panic!("a time") };
        assert_eq!((time.value.as_str(), time.time_zone.as_str()), ("10:30", "Asia/Beirut"));
        let entity = &response.entities[0];
        assert_eq!(entity.english_name.as_deref(), Some("Beirut"));
        assert_eq!(entity.ids, [proto::EntityId { system: "geonames".to_owned(), value: "276781".to_owned() }]);
        assert_eq!(entity.mention_indices, [0]);
    }
}
