//! The clock of pictures over time: columns of a fixed time of the sound, whenever the editor draws.

/// How much of the sound a column stands for, in seconds: two or three of a coder's frames, and about
/// as long as a picture of the editor.
pub const COLUMN_S: f64 = 1.0 / 32.0;
/// After so long without a look, a picture begins anew: what was between is not known.
const LOOKED_AWAY_S: f64 = 0.5;

/// Counts the columns that the sound has gone on for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    /// Where in the sound the newest column ends, in seconds; nothing before the first look.
    until_s: Option<f64>,
    /// When it was looked at last.
    looked_s: f64,
}

/// What has become of a picture since the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// It begins anew.
    Anew,
    /// So many columns are new; none while nothing is played.
    Columns(usize),
}

impl Clock {
    /// Looks at it after so many seconds of the sound.
    pub fn look(&mut self, played_s: f64) -> Due {
        let away = played_s - self.looked_s;
        self.looked_s = played_s;
        match &mut self.until_s {
            Some(until_s) if (0.0..=LOOKED_AWAY_S).contains(&away) => {
                let due = ((played_s - *until_s) / COLUMN_S) as usize;
                *until_s += due as f64 * COLUMN_S;
                Due::Columns(due)
            }
            until_s => {
                *until_s = Some(played_s);
                Due::Anew
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_time_is_that_of_the_sound_whatever_the_editor_does() {
        for frame_s in [1.0 / 120.0, 1.0 / 60.0, 0.05, 0.21] {
            let mut clock = Clock::default();
            let frames = (2.0 / frame_s) as usize;
            assert_eq!(clock.look(7.0), Due::Anew);
            let mut columns = 0;
            for frame in 1..=frames {
                match clock.look(7.0 + frame as f64 * frame_s) {
                    Due::Columns(due) => columns += due,
                    Due::Anew => panic!("nobody looked away"),
                }
            }
            let wanted = frames as f64 * frame_s / COLUMN_S;
            assert!((columns as f64 - wanted).abs() <= 1.0, "{columns}");
            // Where nothing is played, nothing moves.
            let stopped = 7.0 + frames as f64 * frame_s;
            for _ in 0..50 {
                assert_eq!(clock.look(stopped), Due::Columns(0));
            }
        }
    }

    #[test]
    fn it_begins_anew_after_a_look_away_and_with_the_host() {
        let mut clock = Clock::default();
        clock.look(1.0);
        assert_eq!(clock.look(4.0), Due::Anew);
        assert_eq!(clock.look(4.1), Due::Columns(3));
        assert_eq!(clock.look(0.0), Due::Anew);
    }
}
