//! Named evidence: what speaks for and against a candidate.
//!
//! What each piece weighs stands in `seeds/weights.tsv`, by the name given
//! here, so that a score can be read, explained and later learned.

/// A candidate's evidence, in the order it was found. Holds at most sixteen
/// pieces; more are dropped.
#[derive(Clone, Copy, Debug, Default)]
pub struct EvidenceList {
    items: [Option<Evidence>; 16],
    len: u8,
}

impl EvidenceList {
    /// Adds a piece.
    pub fn push(&mut self, evidence: Evidence) {
        if let Some(slot) = self.items.get_mut(usize::from(self.len)) {
            *slot = Some(evidence);
            self.len += 1;
        }
    }

    /// The pieces in order.
    pub fn iter(&self) -> impl Iterator<Item = Evidence> + '_ {
        self.items[..usize::from(self.len)].iter().flatten().copied()
    }

    /// Whether `evidence` is among them.
    pub fn holds(&self, evidence: Evidence) -> bool {
        self.iter().any(|e| e == evidence)
    }
}

macro_rules! evidence {
    ($($(#[$doc:meta])+ $name:ident = $text:literal;)*) => {
        /// One piece of evidence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Evidence { $($(#[$doc])+ $name,)* }

        impl Evidence {
            /// All pieces, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in `seeds/weights.tsv` and in explanations.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

evidence! {
    /// A figure with a complete grammar and a value.
    Figure = "figure";
    /// A figure that is only a bare small number word or the like.
    WeakFigure = "weak_figure";
    /// What every person candidate starts from.
    BasePerson = "base_person";
    /// What every place candidate starts from.
    BasePlace = "base_place";
    /// What every company or organization candidate starts from.
    BaseBody = "base_body";
    /// For each word beyond the first.
    ExtraWord = "extra_word";
    /// The first word is a known given name.
    Given = "given";
    /// The first word is a given name and an ordinary word.
    GivenWeak = "given_weak";
    /// The first word is a known family name.
    FamilyFirst = "family_first";
    /// A foreign family name that is no ordinary word.
    ForeignFamily = "foreign_family";
    /// The first word is part of some listed name.
    PartFirst = "part_first";
    /// The name begins with a compound (عبد الله, أبو بكر).
    CompoundFirst = "compound_first";
    /// The first word is unknown and has the shape of a foreign word.
    UnknownForeign = "unknown_foreign";
    /// The first word is unknown.
    UnknownPlain = "unknown_plain";
    /// A later word is a known name.
    SecondKnown = "second_known";
    /// A later word is a name and an ordinary word.
    SecondWeak = "second_weak";
    /// A later word is unknown.
    SecondUnknown = "second_unknown";
    /// The name is a single word.
    SingleWord = "single_word";
    /// A title stands before it.
    TitleBefore = "title_before";
    /// A job stands before it.
    JobBefore = "job_before";
    /// A job with its complement stands before it.
    JobComplementBefore = "job_complement_before";
    /// A word of kinship stands before it.
    KinshipBefore = "kinship_before";
    /// A nationality stands between job and name.
    NationalityBefore = "nationality_before";
    /// A verb of speech stands before it.
    SpeechBefore = "speech_before";
    /// A verb of speech stands after it.
    SpeechAfter = "speech_after";
    /// A verb of action stands before it.
    ActionBefore = "action_before";
    /// Another verb stands before it.
    VerbBefore = "verb_before";
    /// Only a nationality stands before it.
    NationalityAlone = "nationality_alone";
    /// A place whose name is a name of persons too.
    PersonWord = "person_word";
    /// A verb of action stands after it.
    ActionAfter = "action_after";
    /// A job in apposition stands after it.
    AppositionAfter = "apposition_after";
    /// A formula of respect stands after it.
    HonorificAfter = "honorific_after";
    /// It is joined by و to another of the same kind.
    Coordinated = "coordinated";
    /// It stands in quotation marks or brackets.
    Quoted = "quoted";
    /// The document named it in full before.
    Introduced = "introduced";
    /// A list knows it and it stands alone.
    Listed = "listed";
    /// A list knows it but it needs more evidence.
    ListedGated = "listed_gated";
    /// It is the usual short form of a listed name.
    ListedShort = "listed_short";
    /// The short form usually means this person.
    UsualShort = "usual_short";
    /// The usual short form of a listed body; it needs more evidence.
    BodyShort = "body_short";
    /// It matched with spelling differences.
    Respelled = "respelled";
    /// It is also an ordinary word.
    OrdinaryWord = "ordinary_word";
    /// It is also an ordinary word, but usually the name.
    OrdinaryUsually = "ordinary_usually";
    /// A list marked it as an ordinary word too.
    OrdinaryGated = "ordinary_gated";
    /// A medium between a verb of the media and عن.
    MediaSource = "media_source";
    /// Its first word only leads to another listed place.
    HeadOutside = "head_outside";
    /// A club where the text is about sport.
    SportTopic = "sport_topic";
    /// A preposition of place or direction stands before it.
    LocativeBefore = "locative_before";
    /// A feature noun (مدينة, نهر) stands before it.
    FeatureBefore = "feature_before";
    /// The feature noun is part of the name.
    FeatureHead = "feature_head";
    /// A person's name touches it.
    TouchesName = "touches_name";
    /// Its head noun names a kind of body.
    Head = "head";
    /// Its head noun may name other things too.
    HeadPlain = "head_plain";
    /// Its head noun is a fixed phrase (مجلس الوزراء).
    HeadPhrase = "head_phrase";
    /// Its head noun is definite and no nationality follows: the body that
    /// was spoken of, perhaps.
    HeadDefinite = "head_definite";
    /// Its head noun with a nationality means whoever acts for the country.
    HeadLoose = "head_loose";
    /// A field of activity or a standing stands inside (النشر, الأعلى).
    FieldInside = "field_inside";
    /// A nationality after it makes it a fuller listed form.
    FullerForm = "fuller_form";
    /// A medium alone in brackets: the source.
    MediaCredit = "media_credit";
    /// A medium in quotation marks.
    QuotedMedium = "quoted_medium";
    /// The head noun before it is that of its kind (صحيفة before a medium).
    OwnHead = "own_head";
    /// Words that stay outside are part of the listed form.
    WordsOutside = "words_outside";
    /// The document mentions the same body beyond doubt.
    BodyMentioned = "body_mentioned";
    /// The other half of a double name with a dash.
    DoubleName = "double_name";
    /// In quotation marks after ل, where someone speaks to a medium.
    Addressed = "addressed";
    /// An event is named after it (كأس, جائزة).
    BodyInEvent = "body_in_event";
    /// A listed name of several words that stands alone.
    ListedLong = "listed_long";
    /// A town's name that is a club's too, where the text is about sport.
    TownClub = "town_club";
    /// A number after a company's name: a model of its products.
    ModelAfter = "model_after";
    /// A town's name that is a company's too.
    TownCompany = "town_company";
    /// Letters or their names in a row.
    Letters = "letters";
    /// In brackets after a body's full name.
    BracketedAfterBody = "bracketed_after_body";
    /// Its head noun is often an ordinary word.
    HeadWeak = "head_weak";
    /// Its head noun stands before it.
    HeadBefore = "head_before";
    /// صحيفة, قناة … stands before it.
    MediaHeadBefore = "media_head_before";
    /// The head is followed by a definite description.
    Description = "description";
    /// A nationality ends the name.
    NationalityInside = "nationality_inside";
    /// A proper name stands inside.
    NameInside = "name_inside";
    /// A verb of the media stands before it.
    MediaVerbBefore = "media_verb_before";
    /// A word of sport stands beside it.
    SportContext = "sport_context";
    /// Written in Latin letters.
    LatinLetters = "latin_letters";
    /// A list that came with the request names it.
    AdHoc = "ad_hoc";
    /// It begins with a proclitic that had to be taken off.
    Proclitic = "proclitic";
    /// An event or a prize is named after it.
    EventBefore = "event_before";
    /// The document names its country or another place there.
    CountryMentioned = "country_mentioned";
    /// It begins the quoted title of a work (رواية «الكرنك»).
    TitleOfWork = "title_of_work";
    /// A product that bears the company's name stands before it.
    ProductBefore = "product_before";
    /// Several words in quotation marks right after a certain head noun: no
    /// figure is read inside (جمعية «نور الغد»).
    QuotedAfterHead = "quoted_after_head";
    /// It is the adjective of the definite noun before it (القوات الجوية).
    AgreesBefore = "agrees_before";
    /// A prize, battle or the like is named after the person.
    NamedAfter = "named_after";
    /// A feature noun with a mere description after it.
    DescriptionOnly = "description_only";
    /// The document uses the same surface so elsewhere.
    SameElsewhere = "same_elsewhere";
    /// It is written over a fixed phrase that is no name.
    Veto = "veto";
}
