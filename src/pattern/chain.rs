//! The grammar of name chains: given name, father's name, family, and the
//! compounds inside them (عبد الله, أبو بكر, بن لادن, نور الدين).
//!
//! Invariant: a chain is at most [`LONGEST`] parts and never crosses
//! punctuation, a line or a proclitic.

use crate::gazetteer::Classes;
use crate::text::code::{letter, punct};
use crate::text::{Gap, TokenKind};

use super::context::Context;

/// Parts of the longest chain.
pub(super) const LONGEST: usize = 8;

/// What one part of a chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// A given name.
    Given,
    /// A family name.
    Family,
    /// A part of some listed name.
    Listed,
    /// A compound with أبو, عبد, بن, الدين or a listed name of several words.
    Compound,
    /// A relative adjective as a surname (المصري, "the Egyptian").
    Nisba,
    /// A word that nothing knows.
    Unknown,
}

/// One part of a chain.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) kind: PartKind,
    /// First token.
    pub(super) first: usize,
    /// One past the last token.
    pub(super) last: usize,
    /// It is an ordinary word too.
    pub(super) weak: bool,
    /// It is written as foreign names are.
    pub(super) foreign: bool,
}

impl Part {
    /// Whether the lists know this part as a name.
    pub(super) fn known(&self) -> bool {
        !matches!(self.kind, PartKind::Unknown | PartKind::Nisba)
    }
}

/// A chain of parts that touch.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    parts: [Option<Part>; LONGEST],
    len: usize,
}

impl Chain {
    pub(super) fn parts(&self) -> impl DoubleEndedIterator<Item = &Part> {
        self.parts[..self.len].iter().flatten()
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    fn push(&mut self, part: Part) -> bool {
        match self.parts.get_mut(self.len) {
            Some(slot) => {
                *slot = Some(part);
                self.len += 1;
                true
            }
            None => false,
        }
    }

    fn last(&self) -> Option<&Part> {
        self.parts().next_back()
    }

    /// One past its last token.
    pub(super) fn end(&self) -> usize {
        self.last().map_or(0, |p| p.last)
    }
}

/// The longest chain that begins with token `i`.
pub(super) fn chain_at(context: &Context<'_>, i: usize) -> Option<Chain> {
    if !may_begin(context, i) {
        debug_assert!(part_at(context, i, &Chain::default()).is_none(), "token {i} begins a chain after all");
        return None;
    }
    let mut chain = Chain::default();
    let first = part_at(context, i, &chain)?;
    chain.push(first);
    while let Some(next) = next_token(context, chain.end()) {
        let Some(part) = part_at(context, next, &chain) else { break };
        if !chain.push(part) {
            break;
        }
    }
    Some(chain)
}

/// A quick look, since most words begin no chain: `false` for words that the
/// lexicon knows as no part of a name, where no phrase begins and no بن follows.
/// Whatever [`part_at`] takes as a first part must pass here.
#[inline]
fn may_begin(context: &Context<'_>, i: usize) -> bool {
    const NAMES: Classes =
        Classes::NAME.union(Classes::ABD).union(Classes::KUNYA).union(Classes::FILIATION).union(Classes::NAME_JOINER);
    let classes = context.classes(i);
    let known = !classes.without(Classes::DEFINITE | Classes::SPELLINGS).is_empty();
    !known
        || classes.any(NAMES)
        || context.annotations.phrase_beginning(i).is_some()
        || context.follows(i + 1) && context.text.codes_of(i + 1) == [letter::BEH, letter::NOON]
}

/// The token that may go on a chain that ends at `i`: the next word, past a
/// hyphen or the full stop of an initial.
fn next_token(context: &Context<'_>, i: usize) -> Option<usize> {
    let token = context.token(i)?;
    if token.gap == Gap::Line {
        return None;
    }
    if token.kind == TokenKind::Word {
        return (!token.opaque).then_some(i);
    }
    let after = context.token(i + 1)?;
    let word_after = after.kind == TokenKind::Word && !after.opaque && after.gap != Gap::Line;
    let joins = match context.text.punctuation(i)? {
        punct::HYPHEN => token.gap == Gap::None && after.gap == Gap::None,
        punct::FULL_STOP => context.is_letter(i.checked_sub(1)?),
        _ => false,
    };
    (joins && word_after).then_some(i + 1)
}

fn part_at(context: &Context<'_>, i: usize, chain: &Chain) -> Option<Part> {
    if !context.is_word(i) {
        return None;
    }
    let first = chain.len() == 0;
    let word = context.word(i);
    let classes = word.classes;
    if !first && word.split.skip > 0 && !joins_after_clitic(context, i, chain) {
        return None;
    }
    let foreign = classes.any(Classes::FOREIGN) && !classes.any(Classes::ARABIC_NAME);
    let part = |kind, last, weak| Part { kind, first: i, last, weak, foreign };
    let announces = |c: Classes| c.any(Classes::TITLE | Classes::JOB | Classes::RANK) && !c.any(Classes::NAME);
    if context.annotations.phrase_beginning(i).is_some_and(|p| announces(p.classes)) {
        return None;
    }
    // متحدث باسم X, "a spokesman for X": the last word of a job begins no name.
    if first && context.annotations.phrase_ending(i).is_some_and(|p| (p.first as usize) < i && announces(p.classes)) {
        return None;
    }
    if first && precedes_bin(context, i) {
        return Some(part(PartKind::Given, i + 1, false));
    }
    if let Some(phrase) = context.annotations.phrase_beginning(i) {
        let belongs = phrase.classes.any(Classes::NAME) || !first && phrase.classes.any(Classes::NAME_SUFFIX);
        if belongs && (first || phrase.split.skip == 0) {
            return Some(part(PartKind::Compound, phrase.last as usize, false));
        }
    }
    if !first && classes.any(Classes::NAME_SUFFIX) && chain.last().is_some_and(Part::known) {
        return Some(part(PartKind::Compound, i + 1, false));
    }
    if let Some(last) = compound_at(context, i, chain) {
        return Some(part(PartKind::Compound, last, false));
    }
    if classes.any(Classes::PARTICLE | Classes::PRONOUN | Classes::ADVERB) && !particle_as_name(context, i, first) {
        return None;
    }
    let definite = context.is_definite(i);
    let ordinary =
        if classes.any(Classes::STRONG_NAME) { Classes::COMMON.without(Classes::VERB) } else { Classes::COMMON };
    let common = classes.any(ordinary) || word.suffix > 0;
    let role = classes.any(Classes::ANNOUNCES_PERSON | Classes::BODY_HEAD | Classes::PLACE_HEAD_OUT);
    let marked = classes.any(Classes::WEAK_NAME) && !classes.any(Classes::STRONG_NAME);
    let weak = common || role || marked;
    let verb_only = classes.any(Classes::VERB) && !classes.any(Classes::GIVEN | Classes::STRONG_NAME);
    if !first && (verb_only || weak && governs(context, i)) || first && self_standing(context, i) {
        return None;
    }
    if first
        && definite
        && (common || role || !classes.any(Classes::FAMILY | Classes::GIVEN))
        && !follows_title(context, i)
    {
        return None;
    }
    if role && !(if first { begins_with_role(context, i) } else { takes_role(context, i, chain) }) {
        return None;
    }
    if classes.any(Classes::GIVEN) {
        return Some(part(PartKind::Given, i + 1, weak));
    }
    if classes.any(Classes::FAMILY) && !(first && common) {
        return Some(part(PartKind::Family, i + 1, weak));
    }
    if classes.any(Classes::NAME_PART) && !common {
        return Some(part(PartKind::Listed, i + 1, false));
    }
    let after_given = chain.last().is_some_and(|p| p.known());
    if !first && word.suffix > 0 && !definite && ends_like_nisba(context, i) && after_given {
        return Some(part(PartKind::Unknown, i + 1, true));
    }
    if definite {
        let native = after_given && !chain.parts().any(|p| p.foreign || p.kind == PartKind::Nisba);
        let nisba = classes.any(Classes::NATIONALITY) || ends_like_nisba(context, i) && context.is_unknown_stem(i);
        if native && nisba {
            return Some(part(PartKind::Nisba, i + 1, classes.any(Classes::COMMON)));
        }
        return (native && context.is_unknown(i)).then(|| part(PartKind::Unknown, i + 1, false));
    }
    if context.is_letter(i) && !first && context.text.punctuation(i + 1) == Some(punct::FULL_STOP) {
        return Some(part(PartKind::Listed, i + 1, true));
    }
    if context.is_unknown(i) && context.text.codes_of(i).len() > 2 {
        let foreign = context.looks_foreign(i);
        // برلسكوني مرفوقة, "Berlusconi accompanied by": a surname that stands
        // first is followed by no native word.
        if !foreign && chain.parts().all(|p| p.kind == PartKind::Family) && !first {
            return None;
        }
        return Some(Part { foreign, ..part(PartKind::Unknown, i + 1, false) });
    }
    None
}

/// An ordinary definite word is a name right after a title when a list has it
/// as one: الإمام الرضا, "Imam al-Rida".
fn follows_title(context: &Context<'_>, i: usize) -> bool {
    let classes = context.classes(i);
    let describes = classes
        .any(Classes::NATIONALITY | Classes::TEMPORAL | Classes::ANNOUNCES_PERSON | Classes::RELIGION)
        || classes.any(Classes::ADJECTIVE) && !classes.any(Classes::STRONG_NAME)
        || context.word(i).split.skip > 0;
    let title = context.before(i).is_some_and(|p| context.classes(p).any(Classes::TITLE) && context.is_definite(p));
    classes.any(Classes::GIVEN | Classes::FAMILY) && !describes && title
}

/// Names of places and bodies begin no name of a person unless they are names
/// of persons too.
fn self_standing(context: &Context<'_>, i: usize) -> bool {
    let classes = context.classes(i);
    let name_follows = context.follows(i + 1)
        && context.classes(i + 1).any(Classes::GIVEN | Classes::FAMILY)
        && !context.classes(i + 1).any(Classes::COMMON);
    let person = classes.any(Classes::GIVEN | Classes::FAMILY);
    if classes.any(Classes::PLACE_NAME) && person && !classes.any(Classes::STRONG_NAME) {
        return true;
    }
    classes.any(Classes::PLACE_NAME | Classes::BODY_NAME)
        && !person
        && !(classes.any(Classes::NAME_PART) && name_follows)
}

/// Whether an ordinary word governs the word after it (أفضل اللاعبين, "the
/// best of players") and so cannot end a name.
fn governs(context: &Context<'_>, i: usize) -> bool {
    let classes = context.classes(i);
    !context.is_definite(i)
        && classes.any(Classes::NOUN | Classes::ADJECTIVE)
        && context.follows(i + 1)
        && context.is_definite(i + 1)
        && context.word(i + 1).split.skip == 0
        && context.classes(i + 1).any(Classes::COMMON)
        && !context.classes(i + 1).any(Classes::NAME)
}

/// Whatever stands before بن is a given name.
fn precedes_bin(context: &Context<'_>, i: usize) -> bool {
    let classes = context.classes(i);
    let bin =
        context.follows(i + 1) && context.is_word(i + 1) && context.text.codes_of(i + 1) == [letter::BEH, letter::NOON];
    let proclitic = context.word(i).split.skip > 0 && context.classes(i).any(Classes::GIVEN);
    bin && !proclitic
        && !context.is_definite(i)
        && !classes.any(
            Classes::PARTICLE | Classes::PRONOUN | Classes::FILIATION | Classes::ANNOUNCES_PERSON | Classes::SPEECH,
        )
        && (!classes.any(Classes::COMMON) || classes.any(Classes::NAME) || context.word(i).split.skip > 0)
}

/// A word of role begins a name only as a given name before a father's name
/// (خليفة بن زايد, "Khalifa bin Zayed").
fn begins_with_role(context: &Context<'_>, i: usize) -> bool {
    context.classes(i).any(Classes::GIVEN)
        && !context.is_definite(i)
        && context.follows(i + 1)
        && context.classes(i + 1).any(Classes::FILIATION)
}

/// A particle's letters are a name only where what follows cannot be governed
/// by the particle: another name, a verb or the end of the clause. Matters
/// where ى is written ي: علي for على ("on").
fn particle_as_name(context: &Context<'_>, i: usize, first: bool) -> bool {
    let classes = context.classes(i);
    if !classes.any(Classes::GIVEN | Classes::FAMILY) {
        return false;
    }
    if !context.follows(i + 1) || !context.is_word(i + 1) {
        return !first;
    }
    let next = context.classes(i + 1);
    let name =
        next.any(Classes::NAME) && !next.any(Classes::COMMON | Classes::PLACE_NAME) && !context.is_definite(i + 1);
    name || next.any(Classes::FILIATION)
        || !first && next.any(Classes::VERB) && !next.any(Classes::NOUN | Classes::ADJECTIVE)
}

/// A word of role (الشيخ, الوزير) is a family name only as the last word after
/// a given name.
fn takes_role(context: &Context<'_>, i: usize, chain: &Chain) -> bool {
    let next = context.classes(i + 1);
    let described = context.follows(i + 1)
        && (next.any(Classes::NATIONALITY | Classes::TEMPORAL | Classes::NAME) || context.is_definite(i + 1));
    context.classes(i).any(Classes::FAMILY | Classes::GIVEN)
        && chain.last().is_some_and(|p| p.kind == PartKind::Given && !p.weak)
        && !described
}

/// A word in the middle of a foreign chain whose first letter only looks like
/// a proclitic (كولن باول, "Colin Powell").
fn joins_after_clitic(context: &Context<'_>, i: usize, chain: &Chain) -> bool {
    let codes = context.text.codes_of(i);
    let word = context.word(i);
    chain.last().is_some_and(|p| p.foreign)
        && codes.first().is_some_and(|c| matches!(*c, letter::BEH | letter::KAF | letter::LAM))
        && word.classes.any(Classes::FOREIGN)
}

/// The end of a compound that begins with token `i`.
fn compound_at(context: &Context<'_>, i: usize, chain: &Chain) -> Option<usize> {
    let classes = context.classes(i);
    let next = next_token(context, i + 1).filter(|&n| n == i + 1)?;
    let following = context.classes(next);
    if context.word(next).split.skip > 0 && (!following.any(Classes::NAME) || context.is_definite(next)) {
        return None;
    }
    let name_next = following.any(Classes::NAME | Classes::DIVINE);
    let open = name_next || context.is_unknown(next) || context.is_definite(next);
    if classes.any(Classes::ABD) && (following.any(Classes::DIVINE) || context.is_definite(next)) {
        return Some(next + 1);
    }
    if classes.any(Classes::KUNYA) && kunya_takes(context, i, next, chain) {
        return Some(compound_end(context, next, chain));
    }
    if classes.any(Classes::FILIATION) && open && !following.any(Classes::VERB | Classes::PRONOUN) {
        // «ابن» alone is a word of kinship: it begins a name only before a
        // name, and joins one after a name.
        let son = context.text.codes_of(i).ends_with(&[letter::BEH, letter::NOON]);
        let begins = chain.len() > 0 || son && (name_next || context.is_unknown(next));
        return begins.then(|| compound_end(context, next, chain));
    }
    if following.any(Classes::DEEN) && takes_deen(context, i, next) {
        return Some(next + 1);
    }
    if classes.any(Classes::NAME_JOINER) {
        let foreign =
            chain.last().is_some_and(|p| p.foreign || p.kind == PartKind::Unknown || p.kind == PartKind::Listed);
        let takes = (following.any(Classes::NAME) && !following.any(Classes::COMMON)) || context.is_unknown(next);
        let strong = !classes.any(Classes::COMMON);
        return (takes && (foreign || (strong && chain.len() == 0))).then_some(next + 1);
    }
    None
}

/// Whether a first word makes a compound with الدين or the like after it. An
/// ordinary word does so only with الدين and الله: أركان الدولة are "the pillars
/// of the state".
fn takes_deen(context: &Context<'_>, i: usize, next: usize) -> bool {
    let (classes, following) = (context.classes(i), context.classes(next));
    let name = classes.any(Classes::GIVEN | Classes::FAMILY)
        || classes.any(Classes::NAME_PART) && !classes.any(Classes::COMMON);
    let certain = context.text.codes_of(next) == [letter::ALEF, letter::LAM, letter::DAL, letter::YEH, letter::NOON];
    name && context.word(next).split.skip == 0
        && (certain || !classes.any(Classes::COMMON) || following.any(Classes::DIVINE))
}

/// أبو takes nearly any word after it; أم ("or", "mother") and أبي ("my
/// father") only what can be a name.
fn kunya_takes(context: &Context<'_>, i: usize, next: usize, chain: &Chain) -> bool {
    let following = context.classes(next);
    if following.any(Classes::PARTICLE | Classes::PRONOUN) && !following.any(Classes::NAME) {
        return false;
    }
    let certain = context.text.codes_of(i).ends_with(&[letter::BEH, letter::WAW]);
    let name = following.any(Classes::NAME) || context.is_unknown(next);
    if certain || chain.len() > 0 {
        return name || context.is_definite(next) || following.any(Classes::NOUN);
    }
    name && !following.any(Classes::COMMON)
}

/// A compound's second half may be a compound itself: أبو عبد الله.
fn compound_end(context: &Context<'_>, next: usize, chain: &Chain) -> usize {
    if let Some(phrase) = context.annotations.phrase_beginning(next)
        && phrase.classes.any(Classes::NAME)
    {
        return phrase.last as usize;
    }
    let classes = context.classes(next);
    if classes.any(Classes::ABD | Classes::KUNYA)
        && let Some(end) = compound_at(context, next, chain)
    {
        return end;
    }
    if context.classes(next + 1).any(Classes::DEEN) && context.follows(next + 1) {
        return next + 2;
    }
    next + 1
}

fn ends_like_nisba(context: &Context<'_>, i: usize) -> bool {
    context.text.codes_of(i).last() == Some(&letter::YEH)
}
