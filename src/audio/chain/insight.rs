//! What the stages show of their insides, for the editor.

use super::Chain;
use crate::audio::stages::room::noises::Kind;
use crate::audio::stages::studio::{Loudness, Studio};
use crate::audio::stages::tape::{self, Tape};
use crate::audio::stages::upload::{NetworkReport, Survey, Upload};

/// How things stand in the stages that are switched on.
#[derive(Debug, Clone, Default)]
pub struct Insight {
    /// How loud each of the room's noises is, as amplitudes.
    pub noises: [f32; Kind::COUNT],
    /// What is seen of the tape; nothing while it is off.
    pub tape: Option<tape::View>,
    /// How far the studio's compressor, pump and limiter turn down, in dB.
    pub reductions_db: [f32; 3],
    /// What the studio's meters show; nothing while it is off.
    pub loudness: Option<Loudness>,
    /// What the platform does to the level, in dB.
    pub platform_db: f32,
    /// What the coder kept; nothing where none runs.
    pub coded: Option<Coded>,
    /// Whether the network plays something in place of what was sent.
    pub missing: bool,
    /// How far the drivers of the playback device move, left and right, as a share of what they can.
    pub excursion: [f32; 2],
    /// How far the device turns itself down, in dB.
    pub reduction_db: f32,
    /// How loud it is at the end, the louder channel, so scaled that a full-scale sine reads 1.
    pub level: f32,
    /// How long a turn of the loop takes, in seconds, on or off.
    pub turn_s: f32,
    /// How much has been played since the host began, in seconds: the clock of all that is shown over time.
    pub played_s: f64,
    /// What the network did; nothing while the upload is off.
    pub network: Option<NetworkReport>,
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
        insight.tape = self.tape().map(Tape::view);
        let studio = self.studio();
        insight.reductions_db = studio.map_or([0.0; 3], Studio::reductions_db);
        insight.loudness = studio.map(Studio::loudness);
        insight.platform_db = studio.map_or(0.0, Studio::platform_db);
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
        insight.network = upload.map(Upload::network);
        let listener = self.listener();
        insight.excursion = listener.map_or([0.0; 2], |listener| listener.excursion());
        insight.reduction_db = listener.map_or(0.0, |listener| listener.reduction_db());
        insight.turn_s = self.again().turn_s();
    }
}
