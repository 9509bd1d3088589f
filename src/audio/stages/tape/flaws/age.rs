//! What the years do to a tape, from 0 (healthy) to 1 (found in a drawer).
//!
//! One number drives all that ages together. Which things age, and which way, is from the sources;
//! how much of each there is at an age is by ear.
//! Sources: J. W. C. Van Bogart, "Magnetic tape storage and handling", 1995 [1]; R. L. Hess, "Tape
//! degradation factors and challenges in predicting tape life", ARSC Journal, 2008 [2]; H. N.
//! Bertram, M. K. Stafford and D. R. Mills, "The print-through phenomenon", JAES 28, 1980 [3];
//! "Azimuth and interchannel time displacement error in multi-track magnetic tape recording", AES
//! e-library 3710 [4].

/// From here on the binder has taken up so much water that it turns sticky.
const STICKY_FROM: f64 = 0.6;

/// What age adds to a healthy tape. Each grows with age, or stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wear {
    /// Distance between tape and head in µm, on top of all other. Curled edges and debris hold the
    /// tape off [1, 2]; once it is sticky, what it sheds builds up on the head.
    pub spacing_um: f32,
    /// Dropouts per minute. Debris wound into the pack and oxide that comes off [1].
    pub dropouts_per_minute: f32,
    /// How deep and long they are, 0 to 1.
    pub dropout_severity: f32,
    /// How unsteady the contact is, 0 to 1. A tape that has cupped, then one that clings [2].
    pub contact: f32,
    /// How far the tape's angle wanders, 0 to 1. New tape already moves by 600 µrad because it is
    /// slit in waves [4]; stretched edges and a warped shell let it move farther (by ear).
    pub azimuth_wander: f32,
    /// Modulation noise in dB re the signal, or nothing. The surface roughens as lubricant and
    /// binder leave it [1].
    pub asperity_db: Option<f32>,
    /// Wow is this many times as much, 1 or more: a dry pack and flattened rollers (by ear).
    pub wow_factor: f32,
    /// Flutter likewise: friction grows as the lubricant goes [1].
    pub flutter_factor: f32,
    /// Scrape flutter in percent. Only sticky tape: it sticks and slips along heads and guides,
    /// until it squeals [2].
    pub scrape_percent: f32,
    /// Hiss in dB re the machine's own. The recording has lost remanence [1] and is turned up
    /// again.
    pub hiss_db: f32,
    /// Print-through in dB re that of a fresh recording. It grows with the logarithm of time, by 2
    /// to 3 dB each tenfold [3]; from days to a lifetime are four.
    pub print_through_db: f32,
}

impl Wear {
    /// The wear at an age of 0 to 1.
    pub fn at(age: f64) -> Self {
        let age = if age.is_nan() {
            0.0
        } else {
            age.clamp(0.0, 1.0)
        };
        let sticky = ((age - STICKY_FROM) / (1.0 - STICKY_FROM)).max(0.0);
        // Begins without a kink.
        let sticky = sticky * sticky * (3.0 - 2.0 * sticky);
        Self {
            spacing_um: (0.9 * age.powf(1.5) + 1.1 * sticky) as f32,
            dropouts_per_minute: (30.0 * age * age + 50.0 * sticky) as f32,
            dropout_severity: (0.8 * age) as f32,
            contact: (0.5 * age + 0.5 * sticky) as f32,
            azimuth_wander: (0.7 * age + 0.3 * sticky) as f32,
            asperity_db: (age > 0.0).then_some((-60.0 + 34.0 * age.sqrt()) as f32),
            wow_factor: (1.0 + 1.5 * age) as f32,
            flutter_factor: (1.0 + 1.2 * age + 1.3 * sticky) as f32,
            scrape_percent: (0.5 * sticky) as f32,
            hiss_db: (3.0 * age) as f32,
            print_through_db: (9.0 * (1.0 + 99.0 * age).log10() / 2.0) as f32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of it, in one order.
    fn parts(wear: Wear) -> [f32; 11] {
        [
            wear.spacing_um,
            wear.dropouts_per_minute,
            wear.dropout_severity,
            wear.contact,
            wear.azimuth_wander,
            wear.asperity_db.unwrap_or(f32::NEG_INFINITY),
            wear.wow_factor - 1.0,
            wear.flutter_factor - 1.0,
            wear.scrape_percent,
            wear.hiss_db,
            wear.print_through_db,
        ]
    }

    #[test]
    fn healthy_tape_has_nothing_added() {
        for age in [0.0, -1.0, f64::NAN] {
            let wear = Wear::at(age);
            assert_eq!(wear.asperity_db, None);
            for part in parts(wear) {
                assert!(part == 0.0 || part == f32::NEG_INFINITY, "{wear:?}");
            }
        }
    }

    #[test]
    fn everything_grows_and_stays_in_its_range() {
        let mut before = parts(Wear::at(0.0));
        for age in 1..=120 {
            let wear = Wear::at(f64::from(age) / 100.0);
            let now = parts(wear);
            for (now, before) in now.iter().zip(before) {
                assert!(*now >= before, "at {age}: {wear:?}");
            }
            before = now;
        }
        let last = Wear::at(1.0);
        for share in [last.dropout_severity, last.contact, last.azimuth_wander] {
            assert!((0.5..=1.0).contains(&share), "{last:?}");
        }
    }

    #[test]
    fn it_turns_sticky_late() {
        assert_eq!(Wear::at(0.6).scrape_percent, 0.0);
        assert!(Wear::at(0.8).scrape_percent > 0.2);
    }
}
