//! What the editor shows in a picture: a preset, and music that has gone through it.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use bedroom::audio::chain::taps::{TapReader, TapWriter, taps};
use bedroom::audio::chain::{Chain, Slot};
use bedroom::audio::{MAX_BLOCK, Spec, Stage, StereoBlock};
use bedroom::files::read_impulse;
use bedroom::params::{EffectParams, ImpulseStatus, preset};
use bedroom::presets::Bank;
use nice_plug::context::PluginApi;
use nice_plug::context::gui::{GuiContext, GuiContextInner};
use nice_plug::params::internals::ParamPtr;
use nice_plug::plugin::PluginState;
use nice_plug::prelude::Params;

use super::options::Options;

const SAMPLE_RATE: f64 = 48_000.0;
/// The song without what is played to fill the painting, in seconds.
const SECONDS: f64 = 6.0;

/// An instance in the middle of a song.
pub struct Demo {
    /// Set to the preset.
    pub params: Arc<EffectParams>,
    /// Somebody to talk to.
    pub host: GuiContext,
    taps: TapWriter,
    chain: Slot<Chain>,
    music: lab::Stereo,
    /// How much has been played, in frames.
    position: usize,
}

impl Demo {
    /// Plays on, or until the song ends.
    pub fn play(&mut self, seconds: f64) {
        self.chain.set(&self.params.settings(false));
        let start = self.position;
        let end = (start + (seconds * SAMPLE_RATE) as usize).min(self.music.len());
        self.position = end;
        let [left, right] = self.music.channels_mut();
        let (left, right) = (&mut left[start..end], &mut right[start..end]);
        for (left, right) in left.chunks_mut(MAX_BLOCK).zip(right.chunks_mut(MAX_BLOCK)) {
            let mut block = StereoBlock::new(left, right);
            self.taps.input(&block);
            self.chain.process(&mut block);
            self.taps.output(&block);
        }
        self.taps.look(self.chain.stage_mut());
    }
}

/// The demo music before a factory preset, or before the defaults, with what else is set, and the
/// views of both.
pub fn open(options: &Options) -> Result<(Demo, TapReader), Box<dyn Error>> {
    let params = Arc::new(EffectParams::default());
    if let Some(name) = options.preset.as_deref() {
        let bank = Bank::load(None);
        let entry = bank
            .find(name)
            .ok_or_else(|| format!("There is no preset “{name}”."))?;
        let resolved = preset::resolve(&params, &entry.preset);
        for ((_, pointer), (_, value)) in preset::touched(&params).zip(resolved.values) {
            // SAFETY: the pointer is to a field of `params`.
            unsafe { pointer._internal_set_normalized_value(value) };
        }
        if let Ok(mut preset) = params.session.preset.write() {
            name.clone_into(&mut preset);
        }
    }

    for (id, text) in &options.set {
        let all = params.param_map();
        let (_, pointer, _) = all
            .iter()
            .find(|(known, _, _)| known == id)
            .ok_or_else(|| format!("There is no parameter “{id}”."))?;
        // SAFETY: the pointer is to a field of `params`.
        unsafe {
            let value = pointer.string_to_normalized_value(text);
            let value = value.ok_or_else(|| format!("{text} is no value for {id}."))?;
            pointer._internal_set_normalized_value(value);
        }
    }
    if let Some(path) = &options.own {
        let impulse = &params.session.impulse;
        impulse.choose(path);
        // What the plugin's loader would say.
        impulse.report(match read_impulse(Path::new(path), SAMPLE_RATE) {
            Err(error) => ImpulseStatus::Failed(error.to_string()),
            Ok(read) => ImpulseStatus::Ready {
                seconds: read.seconds,
                channels: read.channels.len(),
                rate_hz: read.rate_hz,
                note: read.note.map(|note| note.to_string()),
            },
        });
    }

    let spec = Spec::new(SAMPLE_RATE).ok_or("no such sample rate")?;
    let (mut writer, reader) = taps();
    writer.prepare(spec);
    let host = Host {
        params: params.clone(),
    };
    let demo = Demo {
        params,
        host: GuiContext::new(Arc::new(host)),
        taps: writer,
        chain: Slot::prepare(spec),
        music: lab::demo::music(SAMPLE_RATE, SECONDS + options.seconds),
        position: 0,
    };
    Ok((demo, reader))
}

/// A host that does what it is told.
struct Host {
    /// Keeps what the pointers point to.
    params: Arc<EffectParams>,
}

impl GuiContextInner for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }

    unsafe fn raw_begin_set_parameter(&self, _param: ParamPtr) {}

    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        // SAFETY: the editor only knows the pointers of `self.params`.
        unsafe { param._internal_set_normalized_value(normalized) };
    }

    unsafe fn raw_end_set_parameter(&self, _param: ParamPtr) {}

    fn get_state(&self) -> PluginState {
        PluginState {
            version: String::new(),
            params: Default::default(),
            fields: Params::serialize_fields(&*self.params),
        }
    }

    fn set_state(&self, _state: PluginState) {}

    fn request_restart(&self) {}
}
