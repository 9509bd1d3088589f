//! What the stages show of their insides, for the editor.

use super::Chain;
use crate::audio::stages::room::noises::Kind;
use crate::audio::stages::upload::Survey;

/// How things stand in the stages that are switched on.
#[derive(Debug, Clone, Default)]
pub struct Insight {
    /// How loud each of the room's noises is, as amplitudes.
    pub noises: [f32; Kind::COUNT],
    /// What the coder kept; nothing where none runs.
    pub coded: Option<Coded>,
    /// Whether the network plays something in place of what was sent.
    pub missing: bool,
    /// How far the drivers of the playback device move, left and right, as a share of what they can.
    pub excursion: [f32; 2],
    /// How far the device turns itself down, in dB.
    pub reduction_db: f32,
    /// How long a turn of the loop takes, in seconds, on or off.
    pub turn_s: f32,
}

/// What the coder did to its last frame.
#[derive(Debug, Clone)]
pub struct Coded {
    /// Level, masking threshold and what survived, by bands; nothing from a coder without a spectrum.
    pub survey: Option<Survey>,
    /// Bits that the frame took.
    pub spent_bits: u32,
    /// Bits that it could have taken.
    pub budget_bits: u32,
}

impl Chain {
    /// Looks into the stages. Neither allocates nor frees.
    pub fn look(&self, insight: &mut Insight) {
        let silence = [0.0; Kind::COUNT];
        insight.noises = self.room().map_or(silence, |room| room.noise_levels());
        let upload = self.upload();
        insight.coded = upload.and_then(|upload| {
            upload.kept().map(|kept| Coded {
                survey: kept.survey.copied(),
                spent_bits: kept.spent_bits,
                budget_bits: kept.budget_bits,
            })
        });
        insight.missing = upload.is_some_and(|upload| {
            let network = upload.network();
            network.is_lost || network.is_stuttering
        });
        let listener = self.listener();
        insight.excursion = listener.map_or([0.0; 2], |listener| listener.excursion());
        insight.reduction_db = listener.map_or(0.0, |listener| listener.reduction_db());
        insight.turn_s = self.again().turn_s();
    }
}
