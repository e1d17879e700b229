//! Arabic text to send: from files, or made up.
//!
//! Made-up text is news prose: about one sentence in two names somebody or
//! something. The same seed makes the same text on every machine.

use std::fs;
use std::path::PathBuf;

use super::ClientError;
use crate::cli::random::Random;

/// What the generator knows.
const SENTENCES: &str = include_str!("sentences.txt");

/// Documents that are made up and sent in turn.
const VARIETY: usize = 512;

/// Texts of about `bytes` bytes each, at least one sentence.
pub(super) fn generate(bytes: usize, seed: u64) -> Vec<String> {
    let mut random = Random(seed);
    (0..VARIETY).map(|_| prose(bytes, &mut random)).collect()
}

fn prose(bytes: usize, random: &mut Random) -> String {
    let mut text = String::with_capacity(bytes + 256);
    let mut sentence = String::new();
    loop {
        fill(&mut sentence, pick("sentence", random), random);
        if !text.is_empty() && text.len() + sentence.len() > bytes {
            return text;
        }
        text.push_str(&sentence);
        text.push(if random.next_u64().is_multiple_of(6) { '\n' } else { ' ' });
        sentence.clear();
    }
}

fn fill(out: &mut String, mut pattern: &str, random: &mut Random) {
    while let Some((before, rest)) = pattern.split_once('{') {
        let (kind, after) = rest.split_once('}').unwrap_or(("", rest));
        out.push_str(before);
        out.push_str(pick(kind, random));
        pattern = after;
    }
    out.push_str(pattern);
}

fn pick(kind: &str, random: &mut Random) -> &'static str {
    let of_kind = || SENTENCES.lines().filter_map(|line| line.split_once('\t')).filter(|(found, _)| *found == kind);
    let at = random.below(of_kind().count().max(1));
    of_kind().nth(at).map_or("", |(_, words)| words)
}

/// The paragraphs of `files`, joined to texts of about `bytes` bytes.
pub(super) fn read(files: &[PathBuf], bytes: usize) -> Result<Vec<String>, ClientError> {
    let (mut texts, mut text) = (Vec::new(), String::new());
    for file in files {
        let content = fs::read_to_string(file).map_err(|source| ClientError::File { file: file.clone(), source })?;
        for paragraph in content.lines().filter(|line| !line.trim().is_empty()) {
            if !text.is_empty() && text.len() + paragraph.len() > bytes {
                texts.push(std::mem::take(&mut text));
            }
            text.push_str(paragraph);
            text.push('\n');
        }
        if !text.is_empty() {
            texts.push(std::mem::take(&mut text));
        }
    }
    if texts.is_empty() {
        return Err(ClientError::Usage("the files hold no text".to_owned()));
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_the_same_text_of_the_size_that_was_asked_for() {
        let texts = generate(1000, 7);
        assert_eq!(texts, generate(1000, 7));
        assert_ne!(texts, generate(1000, 8));
        for text in &texts {
            assert!((500..=1001).contains(&text.len()), "{} bytes", text.len());
            assert!(!text.contains(['{', '}', '\t']), "{text}");
        }
    }

    #[test]
    fn every_blank_can_be_filled() {
        for line in SENTENCES.lines().filter(|line| !line.starts_with('#')) {
            let (_, words) = line.split_once('\t').expect("a kind and words");
            for blank in words.split('{').skip(1) {
                let kind = blank.split_once('}').expect("a closed blank").0;
                assert_ne!(pick(kind, &mut Random(1)), "", "{kind}");
            }
        }
    }

    #[test]
    fn files_are_cut_at_paragraphs() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("news.txt");
        fs::write(&file, "aaaa\n\nbbbb\ncccc\n").expect("a file");
        assert_eq!(read(&[file], 9).expect("texts"), ["aaaa\nbbbb\n", "cccc\n"]);
        assert!(matches!(read(&[], 9), Err(ClientError::Usage(_))));
    }
}
