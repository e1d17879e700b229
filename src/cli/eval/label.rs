//! The labels of annotated corpora: named types, and figures by their value.

use std::fmt;
use std::str::FromStr;

use crate::gazetteer::EntityType;
use crate::pattern::figure::value::Value;
use crate::resolve::Mention;

/// One label, in the order of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum Label {
    Person,
    Place,
    Company,
    Organization,
    Number,
    Percent,
    Ordinal,
    Money,
    Quantity,
    Date,
    Time,
    Duration,
    Currency,
    Unit,
}

impl Label {
    pub(super) const ALL: [Self; 14] = [
        Self::Person,
        Self::Place,
        Self::Company,
        Self::Organization,
        Self::Number,
        Self::Percent,
        Self::Ordinal,
        Self::Money,
        Self::Quantity,
        Self::Date,
        Self::Time,
        Self::Duration,
        Self::Currency,
        Self::Unit,
    ];

    /// The name in corpora and reports.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Place => "PLACE",
            Self::Company => "COMPANY",
            Self::Organization => "ORGANIZATION",
            Self::Number => "FIGURE.NUMBER",
            Self::Percent => "FIGURE.PERCENT",
            Self::Ordinal => "FIGURE.ORDINAL",
            Self::Money => "FIGURE.MONEY",
            Self::Quantity => "FIGURE.QUANTITY",
            Self::Date => "FIGURE.DATE",
            Self::Time => "FIGURE.TIME",
            Self::Duration => "FIGURE.DURATION",
            Self::Currency => "FIGURE.CURRENCY",
            Self::Unit => "FIGURE.UNIT",
        }
    }

    /// The label of an extracted mention; a figure without a value is a number.
    pub(super) fn of(mention: &Mention) -> Self {
        match mention.entity_type {
            EntityType::Person => Self::Person,
            EntityType::Place => Self::Place,
            EntityType::Company => Self::Company,
            EntityType::Organization => Self::Organization,
            EntityType::Figure => match mention.value {
                None | Some(Value::Number(_)) => Self::Number,
                Some(Value::Percent(_)) => Self::Percent,
                Some(Value::Ordinal(_)) => Self::Ordinal,
                Some(Value::Money(_)) => Self::Money,
                Some(Value::Quantity(_)) => Self::Quantity,
                Some(Value::Date(_)) => Self::Date,
                Some(Value::Time(_)) => Self::Time,
                Some(Value::Duration(_)) => Self::Duration,
            },
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A label that no corpus of ours has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown type `{0}`")]
pub(crate) struct UnknownLabel(String);

impl FromStr for Label {
    type Err = UnknownLabel;

    fn from_str(name: &str) -> Result<Self, UnknownLabel> {
        Self::ALL.into_iter().find(|label| label.name() == name).ok_or_else(|| UnknownLabel(name.to_owned()))
    }
}

/// A set of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct LabelSet(u16);

impl LabelSet {
    pub(super) fn contains(self, label: Label) -> bool {
        self.0 >> label as u8 & 1 == 1
    }

    pub(super) fn insert(&mut self, label: Label) {
        self.0 |= 1 << label as u8;
    }
}

impl FromIterator<Label> for LabelSet {
    fn from_iter<I: IntoIterator<Item = Label>>(labels: I) -> Self {
        let mut set = Self::default();
        labels.into_iter().for_each(|label| set.insert(label));
        set
    }
}

/// Which labels a corpus scores and how ours are mapped to them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scheme {
    present: LabelSet,
    scored: LabelSet,
}

impl Scheme {
    /// The scheme of a corpus whose annotation uses `present`. Currencies and
    /// units alone are not scored. `only` restricts what is scored further.
    pub(super) fn new(present: LabelSet, only: Option<LabelSet>) -> Self {
        let scored = Label::ALL
            .into_iter()
            .filter(|label| present.contains(*label) && !matches!(label, Label::Currency | Label::Unit))
            .filter(|label| only.is_none_or(|only| only.contains(*label)))
            .collect();
        Self { present, scored }
    }

    /// The scored label that `label` counts as: companies are organizations,
    /// durations and times are dates, where the corpus does not tell them
    /// apart.
    pub(super) fn map(self, label: Label) -> Option<Label> {
        let mapped = match label {
            _ if self.present.contains(label) => label,
            Label::Company => Label::Organization,
            Label::Duration | Label::Time => Label::Date,
            other => other,
        };
        self.scored.contains(mapped).then_some(mapped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_follows_what_the_corpus_tells_apart() {
        let news = Scheme::new([Label::Person, Label::Organization].into_iter().collect(), None);
        assert_eq!(news.map(Label::Company), Some(Label::Organization));
        assert_eq!(news.map(Label::Place), None);
        assert_eq!(news.map(Label::Duration), None);
        let fine = Scheme::new([Label::Company, Label::Organization].into_iter().collect(), None);
        assert_eq!(fine.map(Label::Company), Some(Label::Company));
        let figures = Scheme::new([Label::Date, Label::Time, Label::Unit].into_iter().collect(), None);
        assert_eq!(figures.map(Label::Time), Some(Label::Time));
        assert_eq!(figures.map(Label::Duration), Some(Label::Date));
        assert_eq!(figures.map(Label::Unit), None);
        let narrowed =
            Scheme::new([Label::Date, Label::Person].into_iter().collect(), Some([Label::Date].into_iter().collect()));
        assert_eq!(narrowed.map(Label::Person), None);
    }
}
