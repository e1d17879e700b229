//! The construct chain after a head noun that belongs to the name.
//!
//! After an indefinite head: a proper name (حزب X), or nouns that end in a
//! definite one (وزارة شؤون الأسرى), with its adjectives, و and another
//! definite noun, a nationality, and a purpose in ل (للدراسات, لصناعة
//! السيارات). After a definite head: adjectives that agree with it, and a
//! purpose. A noun that can be no adjective, a verb, a preposition, a relative
//! or temporal word and punctuation end the chain.

use crate::gazetteer::{Classes, EntityType, Gate, Subtype};
use crate::text::code::letter;
use crate::text::{Split, WordKey};

use super::super::candidate::{Candidate, Span};
use super::super::chain;
use super::super::context::Context;
use super::super::evidence::Evidence;
use super::head::{Gender, Head, agrees, gender, takes_people};

/// Words of the longest chain after its head.
const LONGEST: usize = 9;
/// Indefinite nouns in a row.
const MOST_OPEN: usize = 2;
/// Tokens of the longest unlisted proper name.
const LONGEST_NAME: usize = 4;
/// Codes of the shortest definite relative adjective.
const SHORTEST_NISBA: usize = 6;

/// What a word adds to a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Link {
    /// The head itself.
    Head,
    /// An indefinite noun that needs a definite word after it.
    Open,
    /// A definite noun.
    Noun,
    /// A definite adjective.
    Adjective,
    /// A relative adjective of a country.
    Nationality,
    /// A proper name.
    Name,
    /// ل and what the body is for.
    Purpose,
}

#[derive(Clone, Copy, Default)]
struct Content {
    words: usize,
    fields: usize,
    nationality: bool,
    name: bool,
    opens: usize,
}

struct Walk<'c, 'a> {
    context: &'c Context<'a>,
    head: Head,
    content: Content,
    previous: Link,
    /// The definite noun that adjectives may belong to.
    noun: Option<usize>,
}

/// Proposes the longest chain after `head`.
pub(super) fn propose(context: &Context<'_>, head: &Head, out: &mut Vec<Candidate>) {
    let mut walk = Walk { context, head: *head, content: Content::default(), previous: Link::Head, noun: None };
    let Some((end, content)) = walk.run() else { return };
    let entity_type = head.entity_type();
    let rule = if entity_type == EntityType::Company { "company.construct" } else { "organization.construct" };
    let span = Span::tokens(head.first, end).after(context.word(head.first).split);
    let mut candidate = Candidate::new(context.text, span, entity_type, Subtype::NONE, rule)
        .with(Evidence::BaseBody)
        .with(head.evidence());
    if head.is_phrase() && end >= head.end {
        candidate.evidence.push(Evidence::HeadPhrase);
    }
    if head.definite && !content.nationality {
        candidate.evidence.push(Evidence::HeadDefinite);
    }
    if context.ending_before(head.first).is_some_and(|(_, c)| c.any(Classes::EVENT) && c.any(Classes::SPORT_TOPIC)) {
        candidate.evidence.push(Evidence::BodyInEvent);
    }
    if content.fields > 0 {
        candidate.evidence.push(Evidence::FieldInside);
    }
    if content.words > 0 {
        candidate.evidence.push(Evidence::Description);
    }
    (1..(content.words + content.opens).min(3)).for_each(|_| candidate.evidence.push(Evidence::ExtraWord));
    if content.nationality {
        candidate.evidence.push(Evidence::NationalityInside);
    }
    if content.name {
        candidate.evidence.push(Evidence::NameInside);
    }
    out.push(candidate);
}

impl Walk<'_, '_> {
    /// One past the last token of the chain, and what it holds.
    fn run(&mut self) -> Option<(usize, Content)> {
        let from = self.head.first + 1;
        let mut at = from;
        let mut closed = None;
        while at < from + LONGEST && self.context.follows(at) && self.context.is_word(at) {
            let Some((link, next)) = self.link(at) else { break };
            let field = (at..next).any(|i| self.context.classes(i).any(Classes::FIELD));
            match link {
                Link::Noun | Link::Adjective | Link::Purpose => self.content.words += 1,
                Link::Nationality => self.content.nationality = true,
                Link::Name => self.content.name = true,
                Link::Open => self.content.opens += 1,
                Link::Head => {}
            }
            self.content.fields += usize::from(field);
            if matches!(link, Link::Noun | Link::Purpose) {
                self.noun = Some(next - 1);
            }
            self.previous = link;
            at = next;
            if link != Link::Open {
                closed = Some((at, self.content));
            }
        }
        closed
    }

    /// What token `i` adds, and one past its last token.
    fn link(&self, i: usize) -> Option<(Link, usize)> {
        let word = self.context.word(i);
        // Tokenised text writes و apart.
        if self.context.text.codes_of(i) == [letter::WAW] && self.context.follows(i + 1) && self.context.is_word(i + 1)
        {
            return self.coordinated(i + 1);
        }
        if word.classes.any(Classes::TEMPORAL | Classes::RELATIVE | Classes::PRONOUN) {
            return None;
        }
        if word.split.skip > 0 {
            return self.after_particle(i);
        }
        if self.context.is_definite(i) { self.definite(i) } else { self.indefinite(i) }
    }

    fn definite(&self, i: usize) -> Option<(Link, usize)> {
        let classes = self.context.classes(i);
        if classes.any(Classes::DIVINE) && !classes.any(Classes::ADJECTIVE | Classes::NATIONALITY) {
            return (self.previous == Link::Head && !self.head.definite).then_some((Link::Name, i + 1));
        }
        if classes.any(Classes::NATIONALITY) {
            let agrees = self.agrees(i) || self.previous == Link::Head && !self.head.definite;
            return (agrees && self.previous != Link::Name).then_some((Link::Nationality, i + 1));
        }
        match self.previous {
            Link::Head if !self.head.definite => Some((self.first_definite(i), self.first_end(i))),
            // مجلس إدارة الشركة, "the company's board": a body spoken of.
            Link::Open => {
                (!classes.any(Classes::BODY_HEAD) || classes.any(Classes::HEAD_WEAK)).then_some((Link::Noun, i + 1))
            }
            Link::Nationality if !classes.any(Classes::FIELD) => None,
            Link::Name if !agrees(self.context, gender(self.context, i), self.head.first) => None,
            Link::Noun if classes.any(Classes::PEOPLE) && !self.is_adjective(i) => {
                (takes_people(self.context, i - 1) && !self.head.is_weak()).then_some((Link::Adjective, i + 1))
            }
            _ => (self.is_adjective(i) && self.agrees(i)).then_some((Link::Adjective, i + 1)),
        }
    }

    /// The first word after an indefinite head: an ordinary noun or a name
    /// with the article.
    fn first_definite(&self, i: usize) -> Link {
        let classes = self.context.classes(i);
        if classes.any(Classes::COMMON | Classes::FIELD) { Link::Noun } else { Link::Name }
    }

    fn first_end(&self, i: usize) -> usize {
        if self.first_definite(i) == Link::Noun { i + 1 } else { self.name_end(i) }
    }

    fn indefinite(&self, i: usize) -> Option<(Link, usize)> {
        let classes = self.context.classes(i);
        let after_title = self.previous == Link::Noun
            && !self.head.is_outside()
            && self.noun.is_some_and(|n| n + 1 == i && self.context.classes(n).any(Classes::TITLE));
        if after_title {
            let end = chain::chain_at(self.context, i)?.end();
            return Some((Link::Name, end));
        }
        if self.head.definite || !matches!(self.previous, Link::Head | Link::Open) {
            return None;
        }
        // وزارة خارجية مصر, "the foreign ministry of Egypt".
        if self.previous == Link::Open
            && self.head.classes.any(Classes::HEAD_STRONG)
            && is_certain_place(self.context, i)
        {
            return Some((Link::Name, self.name_end(i)));
        }
        if proper(self.context, i) && self.previous == Link::Head {
            return Some((Link::Name, self.name_end(i)));
        }
        let noun = classes.any(Classes::NOUN) && !classes.any(Classes::VERB | Classes::PARTICLE)
            || classes.any(Classes::FIELD);
        (noun && self.content.opens < MOST_OPEN).then_some((Link::Open, i + 1))
    }

    /// و and another definite word, or ل and a purpose.
    fn after_particle(&self, i: usize) -> Option<(Link, usize)> {
        let word = self.context.word(i);
        let codes = self.context.text.codes_of(i);
        let field = word.classes.any(Classes::FIELD);
        match codes.first() {
            Some(&letter::WAW) if word.split.skip == 1 => self.coordinated(i),
            Some(&letter::LAM) if codes.get(1) == Some(&letter::LAM) => {
                let standing = self.content.fields > 0 && !self.head.is_weak() && !self.content.nationality;
                let takes = field || standing && word.classes.any(Classes::NOUN);
                (self.begun() && takes).then_some((Link::Purpose, i + 1))
            }
            // لصناعة السيارات, "for the making of cars".
            Some(&letter::LAM) if word.split.skip == 1 && field => {
                let last = i + 1;
                let closes = self.context.follows(last)
                    && self.context.is_word(last)
                    && self.context.word(last).split.skip == 0
                    && self.context.is_definite(last);
                (self.begun() && closes).then_some((Link::Purpose, i + 2))
            }
            _ => None,
        }
    }

    /// و and a word like the one before it; a head that can be nothing else
    /// takes an indefinite field with its noun too (وأصول الدين).
    fn coordinated(&self, i: usize) -> Option<(Link, usize)> {
        let classes = self.context.classes(i);
        if classes.any(Classes::ANNOUNCES_PERSON | Classes::BODY_HEAD | Classes::PRONOUN | Classes::RELATIVE) {
            return None;
        }
        let strong = self.head.classes.any(Classes::HEAD_STRONG);
        let noun_place = match self.previous {
            Link::Noun | Link::Adjective => !self.head.definite,
            Link::Purpose => true,
            _ => false,
        };
        if !self.context.is_definite(i) {
            let closes = self.context.follows(i + 1)
                && self.context.is_word(i + 1)
                && self.context.is_definite(i + 1)
                && self.context.word(i + 1).split.skip == 0;
            let noun = classes.any(Classes::NOUN | Classes::FIELD) && !classes.any(Classes::VERB | Classes::PARTICLE);
            return (strong && noun_place && noun && closes).then_some((Link::Noun, i + 2));
        }
        if self.previous == Link::Adjective && self.is_adjective(i) && self.agrees(i) {
            return Some((Link::Adjective, i + 1));
        }
        // Departments and faculties join nouns of any kind.
        let joins = strong && self.head.classes.any(Classes::MINISTRY_HEAD);
        let noun = classes.any(Classes::FIELD) || classes.any(Classes::NOUN) && joins;
        (noun_place && noun).then_some((Link::Noun, i + 1))
    }

    fn begun(&self) -> bool {
        !matches!(self.previous, Link::Head | Link::Open) || self.previous == Link::Head && self.head.definite
    }

    fn is_adjective(&self, i: usize) -> bool {
        let classes = self.context.classes(i);
        if classes.any(Classes::ANNOUNCES_PERSON) {
            return false;
        }
        if classes.any(Classes::ADJECTIVE | Classes::RELIGION | Classes::FIELD) {
            return true;
        }
        let codes = self.context.text.codes_of(i);
        matches!(codes, [.., letter::YEH] | [.., letter::YEH, letter::HEH]) && codes.len() >= SHORTEST_NISBA
    }

    /// Whether the adjective at `i` can belong to the head or to the noun
    /// before it.
    fn agrees(&self, i: usize) -> bool {
        let adjective = gender(self.context, i);
        if agrees(self.context, adjective, self.head.first) {
            return true;
        }
        // Plurals take the feminine; only the ending shows a plural here.
        self.noun.is_some_and(|noun| {
            agrees(self.context, adjective, noun)
                || adjective == Gender::Feminine && gender(self.context, noun) == Gender::People
        })
    }

    fn name_end(&self, i: usize) -> usize {
        name_end(self.context, i)
    }
}

/// Whether token `i` is a place that its list lets stand alone.
fn is_certain_place(context: &Context<'_>, i: usize) -> bool {
    context.annotations.names_at(i).iter().any(|n| {
        n.split == Split::WHOLE
            && context.gazetteer.entry(n.entry).gate == Gate::Always
            && context.gazetteer.entity_of(n.entry).entity_type == EntityType::Place
    })
}

/// Whether token `i` begins a proper name rather than an ordinary word.
pub(super) fn proper(context: &Context<'_>, i: usize) -> bool {
    let classes = context.classes(i);
    if context.word(i).split.skip > 0
        || classes.any(Classes::BODY_HEAD | Classes::FIELD | Classes::NATIONALITY)
        || is_feminine_adjective(context, i)
    {
        return false;
    }
    let listed = context
        .annotations
        .names_at(i)
        .iter()
        .any(|n| n.split == Split::WHOLE && (n.last - n.first > 1 || !classes.any(Classes::COMMON)));
    listed || context.is_unknown(i) || classes.any(Classes::NAME) && !classes.any(Classes::COMMON)
}

/// كاملة, دينية: the feminine of an adjective, though a list may have it as a
/// name.
fn is_feminine_adjective(context: &Context<'_>, i: usize) -> bool {
    let Some(stem) = context.text.codes_of(i).strip_suffix(&[letter::HEH]) else { return false };
    stem.len() > 2
        && context.gazetteer.lexicon().classes(WordKey::of(stem)).any(Classes::ADJECTIVE | Classes::NATIONALITY)
}

/// One past the last token of the proper name that begins with token `i`: the
/// longest listed body, or words that are names or unknown.
pub(super) fn name_end(context: &Context<'_>, i: usize) -> usize {
    let names = context.annotations.names_at(i).iter().filter(|n| n.split == Split::WHOLE);
    let (mut body, mut end) = (None, i + 1);
    for name in names {
        let last = name.last as usize;
        end = end.max(last);
        if matches!(context.gazetteer.entity_of(name.entry).entity_type, EntityType::Company | EntityType::Organization)
        {
            body = body.max(Some(last));
        }
    }
    if let Some(last) = body {
        return last;
    }
    while end < i + LONGEST_NAME
        && context.follows(end)
        && context.is_word(end)
        && !context.is_definite(end)
        && proper(context, end)
    {
        end += 1;
    }
    end
}
