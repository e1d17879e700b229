//! What the service has worked on, in numbers, for whoever shows metrics.
//!
//! Invariant: numbers of texts, never texts.

use std::sync::atomic::{AtomicU64, Ordering};

use super::error::ServiceError;
use super::proto::{EntityType, ExtractEntitiesResponse};

/// Counters since the start.
#[derive(Debug, Default)]
pub struct Tally {
    documents: AtomicU64,
    failed: AtomicU64,
    bytes: AtomicU64,
    /// By number of the contract's type.
    mentions: [AtomicU64; 6],
}

/// The counters at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Documents that were answered.
    pub documents: u64,
    /// Documents that passed their checks and were not answered.
    pub failed: u64,
    /// Bytes of text of the documents that were answered.
    pub bytes: u64,
    /// Mentions by type, in type order.
    pub mentions: Vec<(EntityType, u64)>,
}

impl Tally {
    /// Counts one document of `bytes` bytes.
    pub fn count(&self, bytes: usize, result: &Result<ExtractEntitiesResponse, ServiceError>) {
        let Ok(response) = result else {
            self.failed.fetch_add(1, Ordering::Relaxed);
            return;
        };
        self.documents.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        let mut found = [0; 6];
        for mention in &response.mentions {
            if let Some(found) = found.get_mut(mention.r#type as usize) {
                *found += 1;
            }
        }
        for (counter, found) in self.mentions.iter().zip(found).filter(|(_, found)| *found > 0) {
            counter.fetch_add(found, Ordering::Relaxed);
        }
    }

    /// The counters now.
    pub fn counts(&self) -> Counts {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let kinds =
            [EntityType::Person, EntityType::Place, EntityType::Company, EntityType::Organization, EntityType::Figure];
        Counts {
            documents: load(&self.documents),
            failed: load(&self.failed),
            bytes: load(&self.bytes),
            mentions: kinds.into_iter().map(|kind| (kind, load(&self.mentions[kind as usize]))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::proto::Mention;
    use super::*;

    #[test]
    fn documents_bytes_and_mentions_are_counted() {
        let tally = Tally::default();
        let mention = |kind: EntityType| Mention { r#type: kind as i32, ..Mention::default() };
        let mentions = vec![mention(EntityType::Place), mention(EntityType::Figure), mention(EntityType::Place)];
        tally.count(10, &Ok(ExtractEntitiesResponse { mentions, ..Default::default() }));
        tally.count(7, &Ok(ExtractEntitiesResponse::default()));
        tally.count(100, &Err(ServiceError::Internal));
        let counts = tally.counts();
        assert_eq!((counts.documents, counts.failed, counts.bytes), (2, 1, 17));
        assert_eq!(counts.mentions[1], (EntityType::Place, 2));
        assert_eq!(counts.mentions[4], (EntityType::Figure, 1));
        assert_eq!(counts.mentions[0].1, 0);
    }
}
