//! From TOML to a preset.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::error::{Position, PresetError};
use super::format::{MAX_BYTES, Migration, Preset, Value, newest};

/// The fields that stand above the first table.
pub(super) const FIELDS: [&str; 5] = ["format", "name", "year", "tags", "description"];

/// The table whose keys carry no prefix.
pub(super) const MAIN: &str = "main";

type Key<'t> = Spanned<DeString<'t>>;
type Item<'t> = Spanned<DeValue<'t>>;

/// Reads a preset in any format up to the one to which `migrations` lead.
pub(super) fn preset(text: &str, migrations: &[Migration]) -> Result<Preset, PresetError> {
    if text.len() > MAX_BYTES {
        return Err(PresetError::TooLarge {
            bytes: text.len() as u64,
        });
    }
    let root = DeTable::parse(text).map_err(|error| PresetError::NotToml {
        at: Position::in_text(text, error.span().map_or(text.len(), |span| span.start)),
        reason: error.message().to_owned(),
    })?;
    let root = root.get_ref();
    if root.is_empty() {
        return Err(PresetError::Empty);
    }
    let reader = Reader { text };
    let known = newest(migrations);
    let found = reader.format(root)?;
    if found > known {
        return Err(PresetError::NewerFormat { found, known });
    }
    let mut preset = reader.preset(root)?;
    // `found` is between 1 and `known`, so the cast and the range hold.
    for migrate in &migrations[found as usize - 1..] {
        migrate(&mut preset);
    }
    Ok(preset)
}

struct Reader<'t> {
    /// The whole text, for positions.
    text: &'t str,
}

impl Reader<'_> {
    fn at<T>(&self, place: &Spanned<T>) -> Position {
        Position::in_text(self.text, place.span().start)
    }

    fn format(&self, root: &DeTable<'_>) -> Result<u64, PresetError> {
        let field = root.iter().find(|(key, _)| key.get_ref() == "format");
        let (_, item) = field.ok_or(PresetError::MissingFormat)?;
        let number = whole_number(item)
            .ok_or_else(|| self.wrong("format", "a whole number such as 1", item))?;
        u64::try_from(number)
            .ok()
            .filter(|format| *format > 0)
            .ok_or(PresetError::ImpossibleFormat {
                at: self.at(item),
                found: number,
            })
    }

    fn preset(&self, root: &DeTable<'_>) -> Result<Preset, PresetError> {
        let mut preset = Preset::default();
        for (key, item) in in_text_order(root) {
            let field = key.get_ref().as_ref();
            match field {
                "format" => {}
                "name" => preset.name = self.name(item)?,
                "year" => preset.year = Some(self.year(item)?),
                "tags" => preset.tags = self.tags(item)?,
                "description" => preset.description = self.string(field, item)?,
                group => match item.get_ref() {
                    DeValue::Table(table) => self.group(group, table, &mut preset)?,
                    DeValue::Array(list) if list.iter().any(|i| i.get_ref().is_table()) => {
                        let expected = "one table, with its name in single brackets";
                        return Err(self.wrong(group, expected, item));
                    }
                    _ => {
                        let key_text = group.to_owned();
                        return Err(PresetError::UnknownField {
                            at: self.at(key),
                            key: key_text,
                        });
                    }
                },
            }
        }
        if preset.name.is_empty() {
            return Err(PresetError::MissingName);
        }
        Ok(preset)
    }

    fn group(
        &self,
        group: &str,
        table: &DeTable<'_>,
        preset: &mut Preset,
    ) -> Result<(), PresetError> {
        for (key, item) in in_text_order(table) {
            let name = key.get_ref();
            let shown = format!("[{group}] {name}");
            let value = match item.get_ref() {
                DeValue::String(text) => Value::Text(text.clone().into_owned()),
                DeValue::Boolean(on) => Value::Switch(*on),
                DeValue::Integer(_) | DeValue::Float(_) => match number(item) {
                    Some(number) => Value::Number(number),
                    None => {
                        return Err(PresetError::NotFinite {
                            at: self.at(item),
                            key: shown,
                        });
                    }
                },
                DeValue::Table(_) => {
                    return Err(PresetError::NestedTable {
                        at: self.at(key),
                        key: shown,
                    });
                }
                DeValue::Array(_) | DeValue::Datetime(_) => {
                    let expected = "a number, a text in quotes, or true or false";
                    return Err(self.wrong(&shown, expected, item));
                }
            };
            let id = if group == MAIN {
                name.to_string()
            } else {
                format!("{group}_{name}")
            };
            if preset.values.insert(id, value).is_some() {
                return Err(PresetError::Repeated {
                    at: self.at(key),
                    key: shown,
                });
            }
        }
        Ok(())
    }

    fn name(&self, item: &Item<'_>) -> Result<String, PresetError> {
        let name = self.string("name", item)?;
        if name.trim().is_empty() {
            return Err(PresetError::MissingName);
        }
        if name.contains(char::is_control) {
            return Err(self.wrong("name", "one line of plain text", item));
        }
        Ok(name)
    }

    fn year(&self, item: &Item<'_>) -> Result<u16, PresetError> {
        whole_number(item)
            .and_then(|year| u16::try_from(year).ok())
            .ok_or_else(|| self.wrong("year", "a year such as 1984, without quotes", item))
    }

    fn tags(&self, item: &Item<'_>) -> Result<Vec<String>, PresetError> {
        match item.get_ref() {
            DeValue::Array(list) => list.iter().map(|tag| self.string("tags", tag)).collect(),
            _ => Err(self.wrong("tags", "a list such as [\"tape\", \"warm\"]", item)),
        }
    }

    fn string(&self, key: &str, item: &Item<'_>) -> Result<String, PresetError> {
        match item.get_ref() {
            DeValue::String(text) => Ok(text.clone().into_owned()),
            _ => Err(self.wrong(key, "text in quotes", item)),
        }
    }

    fn wrong(&self, key: &str, expected: &'static str, item: &Item<'_>) -> PresetError {
        let found = match item.get_ref() {
            DeValue::String(_) => "text".to_owned(),
            DeValue::Integer(number) => format!("the number {number}"),
            DeValue::Float(number) => format!("the number {number}"),
            DeValue::Boolean(on) => on.to_string(),
            DeValue::Datetime(_) => "a date or a time".to_owned(),
            DeValue::Array(_) => "a list".to_owned(),
            DeValue::Table(_) => "a table".to_owned(),
        };
        PresetError::WrongType {
            at: self.at(item),
            key: key.to_owned(),
            expected,
            found,
        }
    }
}

/// A parsed table is sorted by key; the first problem to report is the first in the text.
fn in_text_order<'a, 't>(table: &'a DeTable<'t>) -> Vec<(&'a Key<'t>, &'a Item<'t>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn whole_number(item: &Item<'_>) -> Option<i64> {
    let integer = item.get_ref().as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// The finite number that an integer or a float stands for.
fn number(item: &Item<'_>) -> Option<f64> {
    let number = match item.get_ref() {
        DeValue::Integer(_) => whole_number(item)? as f64,
        DeValue::Float(float) => float.as_str().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    // A made-up history, because the real one is still empty: format 2 renamed a parameter, and
    // format 3 counts the renamed one in decibels instead of as a gain.
    const RENAME: Migration = |preset| {
        if let Some(value) = preset.values.remove("tape_gain") {
            preset.values.insert("tape_drive".into(), value);
        }
    };
    const TO_DECIBELS: Migration = |preset| {
        if let Some(Value::Number(drive)) = preset.values.get_mut("tape_drive") {
            *drive = 20.0 * drive.log10();
        }
    };
    const HISTORY: &[Migration] = &[RENAME, TO_DECIBELS];

    fn drive(format: u64, key: &str) -> Result<Option<Value>, PresetError> {
        let text = format!("format = {format}\nname = \"Old\"\n[tape]\n{key} = 10\n");
        preset(&text, HISTORY).map(|preset| preset.values.get("tape_drive").cloned())
    }

    #[test]
    fn each_format_passes_through_the_steps_after_it() {
        assert_eq!(drive(1, "gain"), Ok(Some(Value::Number(20.0))));
        assert_eq!(drive(2, "drive"), Ok(Some(Value::Number(20.0))));
        assert_eq!(drive(3, "drive"), Ok(Some(Value::Number(10.0))));
        assert_eq!(
            drive(2, "gain"),
            Ok(None),
            "the first step must not run again"
        );
    }

    #[test]
    fn a_format_after_the_last_step_is_refused() {
        assert_eq!(
            drive(4, "drive"),
            Err(PresetError::NewerFormat { found: 4, known: 3 })
        );
    }
}
