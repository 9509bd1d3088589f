//! Which stage a preset is about.

use super::format::{Preset, Value};

/// The tag by which a preset says that it is about the whole chain.
pub const WHOLE_CHAIN: &str = "whole chain";

/// So many stages in a row are the whole chain, whatever the tags say.
const MANY: usize = 3;

/// A stage, as far as presets know it: by what begins the ids of its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The bedroom.
    Room,
    /// The cassette.
    Tape,
    /// The desk.
    Studio,
    /// The trip through the network.
    Upload,
    /// The playback device.
    Listener,
    /// What goes back to the first stage.
    Again,
}

impl Stage {
    /// In the order of the signal.
    pub const ALL: [Self; 6] = [
        Self::Room,
        Self::Tape,
        Self::Studio,
        Self::Upload,
        Self::Listener,
        Self::Again,
    ];

    /// As it is shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Room => "Room",
            Self::Tape => "Tape",
            Self::Studio => "Studio",
            Self::Upload => "Upload",
            Self::Listener => "Listener",
            Self::Again => "Again",
        }
    }

    /// What its parameters' ids begin with, before a `_`; also the table of a preset, and a tag.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Tape => "tape",
            Self::Studio => "studio",
            Self::Upload => "upload",
            Self::Listener => "listener",
            Self::Again => "again",
        }
    }

    /// Whether a parameter is one of its own.
    pub fn holds(self, id: &str) -> bool {
        id.strip_prefix(self.prefix())
            .is_some_and(|rest| rest.starts_with('_'))
    }

    /// The parameter that switches it on.
    pub fn switch(self) -> String {
        format!("{}_on", self.prefix())
    }

    /// Whether it is on where a preset does not say so.
    pub fn on_at_first(self) -> bool {
        self == Self::Tape
    }
}

/// What presets may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The way through the house as a whole.
    WholeChain,
    /// One stage; a preset may be about two.
    Stage(Stage),
}

impl Preset {
    /// Whether it is about this. The rule:
    ///
    /// 1. A preset with the tag [`WHOLE_CHAIN`], or with three or more stages on besides Again, is
    ///    about the whole chain, and about nothing else.
    /// 2. Otherwise one with Again on is about Again: what else is on is what the answer goes
    ///    through.
    /// 3. Otherwise it is about each stage that is on.
    pub fn is_about(&self, subject: Subject) -> bool {
        let on = |stage: &Stage| self.switches_on(*stage);
        let chain = &Stage::ALL[..Stage::ALL.len() - 1];
        let whole = self.tags.iter().any(|tag| tag == WHOLE_CHAIN)
            || chain.iter().copied().filter(on).count() >= MANY;
        match subject {
            Subject::WholeChain => whole,
            Subject::Stage(Stage::Again) => !whole && on(&Stage::Again),
            Subject::Stage(stage) => !whole && !on(&Stage::Again) && on(&stage),
        }
    }

    fn switches_on(&self, stage: Stage) -> bool {
        match self.values.get(&stage.switch()) {
            None => stage.on_at_first(),
            Some(Value::Switch(on)) => *on,
            Some(Value::Number(number)) => *number == 1.0,
            Some(Value::Text(text)) => {
                matches!(text.trim().to_lowercase().as_str(), "on" | "true" | "1")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(tags: &[&str], on: &[&str]) -> Vec<Subject> {
        let mut preset = Preset {
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..Preset::default()
        };
        // Tape is on where nothing is said.
        preset
            .values
            .insert(Stage::Tape.switch(), Value::Switch(false));
        for (id, value) in on.iter().zip([
            Value::Switch(true),
            Value::Text(" On".to_owned()),
            Value::Number(1.0),
        ]) {
            preset.values.insert(format!("{id}_on"), value);
        }
        let stages = Stage::ALL.map(Subject::Stage);
        let all = [Subject::WholeChain].into_iter().chain(stages);
        all.filter(|subject| preset.is_about(*subject)).collect()
    }

    #[test]
    fn a_preset_is_about_what_it_switches_on() {
        use Stage::{Again, Listener, Tape, Upload};
        assert_eq!(about(&["tape"], &[]), []);
        assert_eq!(about(&[], &["tape"]), [Subject::Stage(Tape)]);
        assert_eq!(
            about(&[], &["listener", "upload"]),
            [Subject::Stage(Upload), Subject::Stage(Listener)]
        );
        assert_eq!(about(&[], &["tape", "again"]), [Subject::Stage(Again)]);
        assert_eq!(
            about(&[], &["room", "studio", "tape"]),
            [Subject::WholeChain]
        );
        assert_eq!(about(&[WHOLE_CHAIN], &["again"]), [Subject::WholeChain]);
        assert!(Preset::default().is_about(Subject::Stage(Tape)));
    }

    #[test]
    fn a_stage_holds_what_bears_its_name() {
        assert!(Stage::Tape.holds("tape_on"));
        assert!(!Stage::Tape.holds("tapes_on"));
        assert!(!Stage::Tape.holds("tape"));
        assert!(!Stage::Tape.holds("mix"));
    }
}
