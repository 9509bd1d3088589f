//! The factory set as it is read in a browser: complete, in words of its own, and tagged alike.

use std::collections::{BTreeMap, BTreeSet};

use bedroom::presets::{Bank, FACTORY, Preset, Stage, Subject, WHOLE_CHAIN};

/// Letters of a description that fit into one line of the smallest window.
const LINE: usize = 90;

/// Two words for one thing: the right one is used.
const SYNONYMS: [(&str, &str); 9] = [
    ("noise-reduction", "noise reduction"),
    ("compander", "noise reduction"),
    ("flutter", "wobble"),
    ("warble", "wobble"),
    ("dull", "dark"),
    ("driven", "distortion"),
    ("far", "distant"),
    ("loss", "dropouts"),
    ("call", "video call"),
];

fn factory() -> impl Iterator<Item = Preset> {
    FACTORY
        .iter()
        .map(|text| Preset::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}")))
}

#[test]
fn factory_presets_are_complete_and_have_names_of_their_own() {
    let mut names = BTreeSet::new();
    let mut descriptions = BTreeSet::new();
    for preset in factory() {
        let (name, description) = (&preset.name, &preset.description);
        assert!(name.chars().count() <= 28, "{name} is long");
        let letters = description.chars().count();
        assert!((20..=LINE).contains(&letters), "{name}: {letters} letters");
        assert!(!description.contains('\n'), "{name}: more than one line");
        let first = description.chars().next().expect("a letter");
        assert!(!first.is_lowercase(), "{name}: {description}");
        assert!(description.ends_with(['.', '?']), "{name}: {description}");
        assert!(
            preset
                .year
                .is_some_and(|year| (1970..=2025).contains(&year)),
            "{name}: year"
        );
        assert!(preset.tags.len() >= 2, "{name} has too few tags");
        assert!(!preset.values.is_empty(), "{name} sets nothing");
        assert!(
            names.insert(name.to_lowercase()),
            "two presets are called {name}"
        );
        assert!(
            descriptions.insert(description.clone()),
            "{name}: said twice"
        );
    }
    assert!(!names.is_empty());
}

#[test]
fn factory_tags_are_one_vocabulary() {
    // Letters alone, without a plural's s: two that differ only in the rest are one tag twice.
    let bare = |tag: &str| {
        let letters: String = tag.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.to_lowercase().trim_end_matches('s').to_owned()
    };
    let mut spelled = BTreeMap::new();
    for preset in factory() {
        let own: BTreeSet<&String> = preset.tags.iter().collect();
        assert_eq!(own.len(), preset.tags.len(), "{}: tags twice", preset.name);
        for tag in &preset.tags {
            assert_eq!(*tag, tag.to_lowercase(), "{}", preset.name);
            assert!(!tag.ends_with("0s"), "{}: the year says it", preset.name);
            let other = spelled.insert(bare(tag), tag.clone());
            assert!(other.is_none_or(|other| other == *tag), "{tag}");
            for (synonym, right) in SYNONYMS {
                assert_ne!(tag, synonym, "{}: {right}", preset.name);
            }
        }
    }
}

#[test]
fn every_factory_preset_is_found_by_what_it_is_about_and_tagged_so() {
    let subjects = Stage::ALL.map(Subject::Stage);
    let mut counts = BTreeMap::new();
    for preset in factory() {
        let about = [Subject::WholeChain].into_iter().chain(subjects);
        let about: Vec<Subject> = about.filter(|one| preset.is_about(*one)).collect();
        assert_eq!(about.len(), 1, "{}: {about:?}", preset.name);
        let tag = match about[0] {
            Subject::WholeChain => WHOLE_CHAIN,
            Subject::Stage(stage) => stage.prefix(),
        };
        assert!(preset.tags.iter().any(|own| own == tag), "{}", preset.name);
        *counts.entry(about[0]).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 7, "{counts:?}");
    assert!(counts.values().all(|count| *count >= 5), "{counts:?}");
    assert_eq!(Bank::load(None).problems, []);
}
