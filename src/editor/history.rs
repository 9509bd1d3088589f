//! What was done in the editor, step by step, so that it can be undone and done again.
//!
//! One gesture is one step; gestures that begin in the same frame are one together, and so is all of a
//! [`deed`](History::deed). What automation does in between is no step: undoing one brings back the
//! values that it had replaced, whatever has become of them since.

use std::collections::VecDeque;

use nice_plug::params::internals::ParamPtr;
use nice_plug::prelude::Params;

use crate::params::{Comparison, EffectParams};

/// How many steps are remembered.
const DEPTH: usize = 200;
/// How many changes of a step are spelled out.
const SPELLED: usize = 2;

/// One parameter's part in a step, normalised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Which one.
    pub param: ParamPtr,
    /// What it stood at before.
    pub from: f32,
    /// What it was left at.
    pub to: f32,
}

/// What a session keeps beside the parameters, as far as a step changes it.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// The preset's name.
    pub preset: String,
    /// A and B, if the step is about them.
    pub comparison: Option<Comparison>,
}

/// What is undone at once.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// What it was, in a few words.
    pub words: String,
    /// The parameters that it moved, each once.
    pub changes: Vec<Change>,
    /// What the session kept before and after, if that is a part of it.
    pub kept: Option<[Kept; 2]>,
}

impl Step {
    /// Whether there is anything to undo.
    fn counts(&self) -> bool {
        let moved = self.changes.iter().any(|change| change.from != change.to);
        let kept = self.kept.as_ref();
        moved || kept.is_some_and(|[a, b]| a.preset != b.preset || b.comparison.is_some())
    }
}

/// A step that is being made.
#[derive(Debug, Default)]
struct Making {
    step: Step,
    /// The parameters that are still held.
    open: Vec<ParamPtr>,
    /// Whether nothing more belongs to it.
    sealed: bool,
}

/// What was done and what was undone.
#[derive(Debug, Default)]
pub struct History {
    /// The last one at the end.
    done: VecDeque<Step>,
    /// The next one to be done again at the end.
    undone: Vec<Step>,
    /// In the order in which they began.
    making: Vec<Making>,
}

impl History {
    /// A gesture begins at a value.
    pub fn begin(&mut self, param: ParamPtr, from: f32) {
        let making = self.joined();
        making.open.push(param);
        if making.step.changes.iter().all(|known| known.param != param) {
            let to = from;
            making.step.changes.push(Change { param, from, to });
        }
    }

    /// That gesture ends at a value.
    pub fn end(&mut self, param: ParamPtr, to: f32) {
        let held = |making: &&mut Making| making.open.contains(&param);
        let Some(making) = self.making.iter_mut().find(held) else {
            return;
        };
        making.open.retain(|open| *open != param);
        let mut changes = making.step.changes.iter_mut();
        if let Some(change) = changes.find(|change| change.param == param) {
            change.to = to;
        }
    }

    /// Everything until [`History::named`] is a step of its own.
    pub fn deed(&mut self) {
        self.seal();
    }

    /// That was it: what it was, and what the session kept before and after.
    pub fn named(&mut self, words: String, kept: [Kept; 2]) {
        let making = self.joined();
        making.step.words = words;
        making.step.kept = Some(kept);
        self.seal();
    }

    /// What begins from now on belongs to another step. Takes in those of which nothing is held any
    /// more; `describe` finds words for one that has none.
    pub fn finish_frame(&mut self, describe: impl Fn(&[Change]) -> String) {
        self.seal();
        let (ended, going): (Vec<_>, Vec<_>) = std::mem::take(&mut self.making)
            .into_iter()
            .partition(|making| making.open.is_empty());
        self.making = going;
        for Making { mut step, .. } in ended {
            if !step.counts() {
                continue;
            }
            step.changes.retain(|change| change.from != change.to);
            if step.words.is_empty() {
                step.words = describe(&step.changes);
            }
            self.undone.clear();
            self.done.push_back(step);
            if self.done.len() > DEPTH {
                self.done.pop_front();
            }
        }
    }

    /// Takes the last step back: whoever asks does so to the parameters.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop_back()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// Does the step again that was taken back last.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push_back(step.clone());
        Some(step)
    }

    /// What would be undone, in a few words.
    pub fn last(&self) -> Option<&str> {
        self.done.back().map(|step| step.words.as_str())
    }

    /// What would be done again.
    pub fn next(&self) -> Option<&str> {
        self.undone.last().map(|step| step.words.as_str())
    }

    /// The step that what begins now belongs to.
    fn joined(&mut self) -> &mut Making {
        if self.making.last().is_none_or(|making| making.sealed) {
            self.making.push(Making::default());
        }
        let last = self.making.len() - 1;
        &mut self.making[last]
    }

    fn seal(&mut self) {
        if let Some(making) = self.making.last_mut() {
            making.sealed = true;
        }
    }
}

/// What changed, in a few words: "Tape drive 3.0 dB to 6.0 dB".
pub fn describe(params: &EffectParams, changes: &[Change]) -> String {
    let all = params.param_map();
    let spelled = changes.iter().take(SPELLED).filter_map(|change| {
        let (_, pointer, group) = all.iter().find(|(_, known, _)| *known == change.param)?;
        // SAFETY: the pointer is to a field of `params`.
        let [name, from, to] = unsafe {
            let print = |value| pointer.normalized_value_to_string(value, true);
            let name = pointer.name().to_owned();
            [name, print(change.from), print(change.to)]
        };
        let name = titled(group, &name);
        // As shown elsewhere, a minus is as wide as a plus.
        Some(format!("{name} {from} to {to}").replace(" -", " −"))
    });
    let mut words = spelled.collect::<Vec<_>>().join(", ");
    if changes.len() > SPELLED {
        words += &format!(" and {} more", changes.len() - SPELLED);
    }
    words
}

/// A parameter's name with that of its group before it, unless it begins with it.
fn titled(group: &str, name: &str) -> String {
    if group.is_empty() || name.starts_with(group) {
        return name.to_owned();
    }
    let mut letters = name.chars();
    let (first, rest) = (letters.next(), letters.as_str());
    // Not what is written in capitals.
    match first.filter(|_| rest.starts_with(char::is_lowercase)) {
        Some(first) => format!("{group} {}{rest}", first.to_lowercase()),
        None => format!("{group} {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finish(history: &mut History) {
        history.finish_frame(|changes| changes.len().to_string());
    }

    /// A whole gesture in a frame of its own.
    fn turn(history: &mut History, param: ParamPtr, from: f32, to: f32) {
        history.begin(param, from);
        history.end(param, to);
        finish(history);
    }

    fn pointers(params: &EffectParams) -> Vec<ParamPtr> {
        let all = params.param_map().into_iter();
        all.map(|(_, pointer, _)| pointer).collect()
    }

    #[test]
    fn what_begins_in_one_frame_is_one_step() {
        let params = EffectParams::default();
        let [a, b, c] = pointers(&params)[..3].try_into().expect("three");
        let mut history = History::default();
        history.begin(a, 0.1);
        history.begin(b, 0.2);
        finish(&mut history);
        // Another hand's, while these are held.
        history.begin(c, 0.3);
        finish(&mut history);
        history.end(a, 0.5);
        finish(&mut history);
        assert!(history.last().is_none(), "one of the two is still held");
        history.end(c, 0.7);
        history.end(b, 0.6);
        finish(&mut history);

        let changes = |step: Option<Step>| step.expect("a step").changes;
        let (from, to) = (0.3, 0.7);
        assert_eq!(changes(history.undo()), [Change { param: c, from, to }]);
        let first = changes(history.undo());
        assert_eq!(first.len(), 2);
        assert_eq!((first[0].from, first[0].to), (0.1, 0.5));
        assert_eq!((first[1].from, first[1].to), (0.2, 0.6));
        assert!(history.undo().is_none());
        assert_eq!(changes(history.redo()), first);
    }

    #[test]
    fn what_ends_where_it_began_is_no_step_and_a_new_one_drops_what_was_undone() {
        let params = EffectParams::default();
        let [a, b] = pointers(&params)[..2].try_into().expect("two");
        let mut history = History::default();
        turn(&mut history, a, 0.0, 1.0);
        history.undo();
        turn(&mut history, b, 0.5, 0.5);
        assert!(history.next().is_some());
        turn(&mut history, b, 0.5, 0.6);
        assert!(history.next().is_none());
        assert!(history.redo().is_none());
    }

    #[test]
    fn a_deed_stands_alone_under_its_own_name() {
        let params = EffectParams::default();
        let [a, b] = pointers(&params)[..2].try_into().expect("two");
        let mut history = History::default();
        history.begin(a, 0.0);
        history.end(a, 0.5);
        history.deed();
        history.begin(a, 0.5);
        history.end(a, 1.0);
        let kept = |name: &str| Kept {
            preset: name.to_owned(),
            comparison: None,
        };
        history.named("Preset “X”".to_owned(), [kept(""), kept("X")]);
        history.begin(b, 0.0);
        history.end(b, 0.5);
        finish(&mut history);
        assert_eq!(history.undo().expect("the last").changes[0].param, b);
        assert_eq!(history.last(), Some("Preset “X”"));
        let deed = history.undo().expect("the deed");
        assert_eq!((deed.changes[0].from, deed.changes[0].to), (0.5, 1.0));
        assert_eq!(history.undo().expect("the first").changes[0].to, 0.5);

        // One that changes nothing is none.
        history.deed();
        history.named("Nothing".to_owned(), [kept("X"), kept("X")]);
        finish(&mut history);
        assert!(history.last().is_none());
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let params = EffectParams::default();
        let param = pointers(&params)[0];
        let mut history = History::default();
        for step in 0..DEPTH + 5 {
            turn(&mut history, param, step as f32, step as f32 + 1.0);
        }
        let steps = std::iter::from_fn(|| history.undo()).count();
        assert_eq!(steps, DEPTH);
    }

    #[test]
    fn a_change_is_named_with_its_group_and_its_values() {
        let params = EffectParams::default();
        let change = |id: &str, from: f32, to: f32| {
            let all = params.param_map();
            let known = all.iter().find(|(known, ..)| known == id).expect(id);
            Change {
                param: known.1,
                from,
                to,
            }
        };
        let drive = change("tape_drive", 0.5, 1.0);
        let words = describe(&params, &[drive]);
        assert!(words.starts_with("Tape drive "), "{words}");
        let output = change("output", 0.5, 0.25);
        assert_eq!(describe(&params, &[output]), "Output 0.0 dB to −12.0 dB");
        let amount = change("again_on", 0.0, 1.0);
        assert_eq!(describe(&params, &[amount]), "Again Off to On");
        let words = describe(&params, &[output, amount, drive]);
        assert_eq!(
            words,
            "Output 0.0 dB to −12.0 dB, Again Off to On and 1 more"
        );
    }
}
