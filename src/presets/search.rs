//! Which presets a browser shows.

use std::collections::{BTreeMap, BTreeSet};

use super::bank::{Bank, Entry, Origin};
use super::favourites::Favourites;
use super::format::Preset;
use super::stage::{Stage, Subject, WHOLE_CHAIN};

/// Whose presets are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shelf {
    /// Both.
    #[default]
    All,
    /// Those that are built in.
    Factory,
    /// The user's own.
    Yours,
}

/// What is wanted. The default wants everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Words that must all be somewhere in the name, tags, description or year, in any order,
    /// without regard to case, accents and hyphens.
    pub words: String,
    /// What the preset is about.
    pub subject: Option<Subject>,
    /// First years of decades, of which one must be the preset's; none of them is all.
    pub decades: BTreeSet<u16>,
    /// Tags that the preset must all have.
    pub tags: BTreeSet<String>,
    /// Whose it is.
    pub shelf: Shelf,
    /// Only favourites.
    pub favourites: bool,
}

impl Filter {
    /// The places in the bank of those that are wanted, in the bank's order.
    pub fn choose(&self, bank: &Bank, favourites: &Favourites) -> Vec<usize> {
        let words = fold(&self.words);
        let words: Vec<&str> = words.split_whitespace().collect();
        let entries = bank.entries.iter().enumerate();
        entries
            .filter(|(_, entry)| self.fits(entry, &words, favourites))
            .map(|(index, _)| index)
            .collect()
    }

    fn fits(&self, entry: &Entry, words: &[&str], favourites: &Favourites) -> bool {
        let preset = &entry.preset;
        let shelf = match self.shelf {
            Shelf::All => true,
            Shelf::Factory => entry.origin == Origin::Factory,
            Shelf::Yours => entry.origin != Origin::Factory,
        };
        let decade = || {
            self.decades.is_empty()
                || decade(preset).is_some_and(|decade| self.decades.contains(&decade))
        };
        let tags = || {
            let has = |tag: &String| preset.tags.iter().any(|own| fold(own) == fold(tag));
            self.tags.iter().all(has)
        };
        shelf
            && (!self.favourites || favourites.contain(entry))
            && self.subject.is_none_or(|subject| preset.is_about(subject))
            && decade()
            && tags()
            && says(preset, words)
    }
}

/// The first year of a preset's decade.
fn decade(preset: &Preset) -> Option<u16> {
    preset.year.map(|year| year / 10 * 10)
}

fn says(preset: &Preset, words: &[&str]) -> bool {
    if words.is_empty() {
        return true;
    }
    let mut all = format!(
        "{}\n{}\n{}",
        preset.name,
        preset.tags.join("\n"),
        preset.description
    );
    if let (Some(year), Some(decade)) = (preset.year, decade(preset)) {
        all += &format!("\n{year}\n{decade}s");
    }
    let all = fold(&all);
    words.iter().all(|word| all.contains(word))
}

/// The tags of all presets, the most frequent first, with how many have them; those that only say
/// what [`Subject`] says are left out. Each is spelled as where it comes first.
pub fn tags(bank: &Bank) -> Vec<(String, usize)> {
    let stage = |tag: &str| Stage::ALL.iter().any(|stage| stage.prefix() == tag);
    let mut counts: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for tag in bank.entries.iter().flat_map(|entry| &entry.preset.tags) {
        let folded = fold(tag);
        if folded != WHOLE_CHAIN && !stage(&folded) {
            counts.entry(folded).or_insert((tag, 0)).1 += 1;
        }
    }
    let mut tags: Vec<(String, usize)> = counts
        .into_values()
        .map(|(tag, count)| (tag.to_owned(), count))
        .collect();
    // Stable: equally frequent ones stay in the order of the alphabet.
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    tags
}

/// A text as it is compared: small letters without accents, hyphens as spaces, quotes as typed on a
/// keyboard. Covers the Latin letters of Unicode's blocks Latin-1 and Latin Extended-A, and accents
/// that stand as characters of their own; other scripts only lose their capitals.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            '\u{300}'..='\u{36f}' => continue,
            'ß' => {
                folded.push_str("ss");
                continue;
            }
            'æ' => {
                folded.push_str("ae");
                continue;
            }
            'œ' => {
                folded.push_str("oe");
                continue;
            }
            'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
            'ð' | 'ď' | 'đ' => 'd',
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
            'ĥ' | 'ħ' => 'h',
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
            'ĵ' => 'j',
            'ķ' => 'k',
            'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
            'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
            'ŕ' | 'ŗ' | 'ř' => 'r',
            'ś' | 'ŝ' | 'ş' | 'š' => 's',
            'ţ' | 'ť' | 'ŧ' => 't',
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
            'ŵ' => 'w',
            'ý' | 'ÿ' | 'ŷ' => 'y',
            'ź' | 'ż' | 'ž' => 'z',
            '-' | '\u{2010}'..='\u{2015}' => ' ',
            '\u{2018}' | '\u{2019}' => '\'',
            other => other,
        };
        folded.push(plain);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preset(name: &str, year: Option<u16>, tags: &[&str], description: &str) -> Entry {
        Entry {
            preset: Preset {
                name: name.to_owned(),
                year,
                tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
                description: description.to_owned(),
                ..Preset::default()
            },
            origin: Origin::Factory,
        }
    }

    fn bank() -> Bank {
        let mut own = preset("Øre in the pillow", None, &["Dark"], "Found by Łukasz.");
        own.origin = Origin::User("own.toml".into());
        Bank {
            entries: vec![
                preset("Café tape", Some(1984), &["tape", "four-track"], "Warm."),
                preset("Kitchen", Some(1989), &["radio", "dark"], "By the stove."),
                preset("Call", Some(2020), &["radio", "voice", "dark"], ""),
                own,
            ],
            problems: Vec::new(),
        }
    }

    fn chosen(filter: &Filter) -> Vec<usize> {
        filter.choose(&bank(), &Favourites::default())
    }

    #[test]
    fn all_words_must_match_somewhere_without_regard_to_case_and_accents() {
        for (words, expected) in [
            ("", &[0, 1, 2, 3][..]),
            ("  ", &[0, 1, 2, 3]),
            ("CAFE", &[0]),
            ("café", &[0]),
            ("cafe\u{301}", &[0]),
            ("warm tape", &[0]),
            ("warm kitchen", &[]),
            ("four track", &[0]),
            ("Four-Track", &[0]),
            ("ore lukasz", &[3]),
            ("198", &[0, 1]),
            ("1980s dark", &[1]),
            ("adi", &[1, 2]),
            ("nothing of the kind", &[]),
        ] {
            let filter = Filter {
                words: words.to_owned(),
                ..Filter::default()
            };
            assert_eq!(chosen(&filter), expected, "{words:?}");
        }
    }

    #[test]
    fn decades_are_alternatives_and_tags_add_up() {
        let mut filter = Filter {
            decades: [1980].into(),
            ..Filter::default()
        };
        assert_eq!(chosen(&filter), [0, 1]);
        filter.decades.insert(2020);
        assert_eq!(chosen(&filter), [0, 1, 2]);
        filter.tags.insert("radio".to_owned());
        assert_eq!(chosen(&filter), [1, 2]);
        filter.tags.insert("voice".to_owned());
        assert_eq!(chosen(&filter), [2]);
    }

    #[test]
    fn a_shelf_and_favourites_narrow_the_choice() {
        let bank = bank();
        let mut favourites = Favourites::default();
        for index in [1, 3] {
            favourites.set(&bank.entries[index], true);
        }
        let mut filter = Filter {
            favourites: true,
            ..Filter::default()
        };
        assert_eq!(filter.choose(&bank, &favourites), [1, 3]);
        filter.shelf = Shelf::Factory;
        assert_eq!(filter.choose(&bank, &favourites), [1]);
        filter.shelf = Shelf::Yours;
        assert_eq!(filter.choose(&bank, &favourites), [3]);
        filter.favourites = false;
        filter.subject = Some(Subject::WholeChain);
        assert_eq!(filter.choose(&bank, &favourites), [0_usize; 0]);
    }

    #[test]
    fn tags_are_counted_whatever_their_case_and_without_the_stages() {
        let tags = tags(&bank());
        let expected = [("dark", 3), ("radio", 2), ("four-track", 1), ("voice", 1)];
        let expected = expected.map(|(tag, count)| (tag.to_owned(), count));
        assert_eq!(tags, expected);
    }
}
