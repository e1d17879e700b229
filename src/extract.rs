//! The pipeline, in order, in one screen: text, gazetteer, patterns, resolve.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use crate::gazetteer::{AdHocLists, Annotations, EntityType, Gazetteer};
use crate::pattern::{self, Candidate, Context, figure};
use crate::resolve::score::Weights;
use crate::resolve::{self, Buffers, Extraction, Judged, Mention, Settings};
use crate::text::{Deadline, Text, Tier, fold};

/// A civil date, proleptic Gregorian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate {
    /// Year, astronomical (0 is 1 BC).
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// Which overlapping mentions are returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Overlap {
    /// The best set of mentions that do not overlap.
    #[default]
    Longest,
    /// Nested and overlapping ones too.
    All,
}

/// A set of entity types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct TypeSet(u8);

impl TypeSet {
    /// The same set with `entity_type`.
    #[must_use]
    pub fn with(self, entity_type: EntityType) -> Self {
        Self(self.0 | 1 << entity_type as u8)
    }

    /// Whether the set holds `entity_type`.
    pub fn contains(self, entity_type: EntityType) -> bool {
        self.0 >> entity_type as u8 & 1 == 1
    }

    /// Whether the set holds nothing.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// What a caller may ask of one extraction. Filters choose among resolved
/// mentions and never change the resolution.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Types to return; empty means all.
    pub include: TypeSet,
    /// Types to leave out, applied after `include`.
    pub exclude: TypeSet,
    /// Mentions below this confidence are left out.
    pub min_confidence: f32,
    /// Overlap policy.
    pub overlap: Overlap,
    /// Whether mentions carry explanations.
    pub explain: bool,
    /// Lists that came with the request, compiled.
    pub ad_hoc: Option<Arc<AdHocLists>>,
    /// Surfaces that are never mentions, compared folded (`orth`).
    pub ignored_surfaces: Vec<String>,
    /// Resolves relative dates.
    pub reference_date: Option<CivilDate>,
}

/// The document was not finished by its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("deadline exceeded inside the document")]
pub struct DeadlineExceeded;

/// One worker's pipeline over a gazetteer: keeps its buffers between
/// documents. Cheap to make, one for each thread.
#[derive(Debug)]
pub struct Extractor {
    gazetteer: Arc<Gazetteer>,
    weights: Weights,
    text: Text,
    annotations: Annotations,
    candidates: Vec<Candidate>,
    buffers: Buffers,
}

impl Extractor {
    /// A pipeline over `gazetteer`.
    pub fn new(gazetteer: Arc<Gazetteer>) -> Self {
        Self {
            weights: Weights::of(&gazetteer),
            gazetteer,
            text: Text::new(),
            annotations: Annotations::default(),
            candidates: Vec::new(),
            buffers: Buffers::default(),
        }
    }

    /// The gazetteer in use.
    pub fn gazetteer(&self) -> &Arc<Gazetteer> {
        &self.gazetteer
    }

    /// Extracts from `raw`. Cannot fail on any text.
    ///
    /// # Errors
    /// [`DeadlineExceeded`] when `deadline` passes before the end. It is looked at
    /// inside the document too: a text of 1 MiB stops within about 10 ms.
    pub fn extract(
        &mut self,
        raw: &str,
        options: &Options,
        deadline: Option<Instant>,
    ) -> Result<Extraction, DeadlineExceeded> {
        let deadline = Deadline::new(deadline);
        self.propose(raw, options, &deadline)?;
        let context = Context {
            text: &self.text,
            annotations: &self.annotations,
            gazetteer: &self.gazetteer,
            deadline: &deadline,
        };
        let settings = settings(&self.weights, options);
        let mut extraction = resolve::resolve(&context, &mut self.candidates, settings, &mut self.buffers);
        check(&deadline)?;
        extraction.keep(|mention| options.wants(mention));
        Ok(extraction)
    }

    /// Every candidate of `raw` with its weighted evidence and whether it
    /// became a mention: material to learn weights from. Filters are not
    /// applied.
    pub fn candidates(&mut self, raw: &str, options: &Options) -> Vec<Judged> {
        // Only a deadline can stop it.
        let deadline = Deadline::never();
        if self.propose(raw, options, &deadline).is_err() {
            return Vec::new();
        }
        let context = Context {
            text: &self.text,
            annotations: &self.annotations,
            gazetteer: &self.gazetteer,
            deadline: &deadline,
        };
        resolve::judge(&context, &mut self.candidates, settings(&self.weights, options))
    }

    /// The stages before the choice: fills the candidates of `raw`.
    fn propose(&mut self, raw: &str, options: &Options, deadline: &Deadline) -> Result<(), DeadlineExceeded> {
        self.text.analyse(raw);
        self.gazetteer.annotate_until(&self.text, &mut self.annotations, deadline);
        check(deadline)?;
        let context =
            Context { text: &self.text, annotations: &self.annotations, gazetteer: &self.gazetteer, deadline };
        self.candidates.clear();
        pattern::propose(&context, options.ad_hoc.as_deref(), &mut self.candidates);
        let words = self.gazetteer.figure_words();
        figure::propose(&self.text, words, options.reference_date, deadline, &mut self.candidates);
        check(deadline)?;
        if !options.ignored_surfaces.is_empty() {
            let ignored: HashSet<String> = options.ignored_surfaces.iter().map(|s| fold(s, Tier::Orth)).collect();
            self.candidates.retain(|c| !ignored.contains(&fold(&raw[c.begin as usize..c.end as usize], Tier::Orth)));
        }
        Ok(())
    }
}

impl Options {
    /// Whether a resolved mention is to be returned.
    fn wants(&self, mention: &Mention) -> bool {
        (self.include.is_empty() || self.include.contains(mention.entity_type))
            && !self.exclude.contains(mention.entity_type)
            && mention.confidence >= self.min_confidence
    }
}

fn settings<'a>(weights: &'a Weights, options: &'a Options) -> Settings<'a> {
    Settings {
        weights,
        all_overlaps: options.overlap == Overlap::All,
        explain: options.explain,
        ad_hoc: options.ad_hoc.as_deref(),
    }
}

fn check(deadline: &Deadline) -> Result<(), DeadlineExceeded> {
    if deadline.is_over() { Err(DeadlineExceeded) } else { Ok(()) }
}
