//! The effect "Bedroom": the chain between a host's input and output.

use std::ops::Range;
use std::sync::Arc;

use nice_plug::prelude::*;

#[cfg(feature = "editor")]
use super::cost;
use super::loader::{Handed, Loader, Receiver, loader};
use super::{blocks, state};
use crate::audio::chain::taps::{TapReader, TapWriter, taps};
use crate::audio::chain::{Chain, Slot};
use crate::audio::stages::room::OwnResponse;
use crate::audio::{Spec, Stage, Tail, Timeline};
use crate::files::Impulse;
use crate::params::EffectParams;

/// The audio effect.
pub struct Effect {
    params: Arc<EffectParams>,
    /// The chain in the outermost slot: its switch is the bypass, its mix that of the whole.
    chain: Option<Slot<Chain>>,
    /// The host renders to a file.
    offline: bool,
    /// The latency that the host knows of, in frames.
    latency: usize,
    taps: TapWriter,
    /// Reads the user's own impulse response.
    loader: Loader<OwnResponse>,
    /// Where it comes in.
    responses: Receiver<OwnResponse>,
    /// The views' other end, until the editor takes it.
    #[cfg_attr(not(feature = "editor"), expect(dead_code, reason = "nobody looks"))]
    views: Option<TapReader>,
}

impl Default for Effect {
    fn default() -> Self {
        let (taps, views) = taps();
        let params = Arc::<EffectParams>::default();
        params.platforms.load_own();
        let (loader, responses) = loader(params.clone(), |impulse: &Impulse, spec| {
            OwnResponse::new(&impulse.channels, spec)
        });
        Self {
            params,
            loader,
            responses,
            chain: None,
            offline: false,
            latency: 0,
            taps,
            views: Some(views),
        }
    }
}

const SIDE_CHAIN: &[NonZeroU32] = &[new_nonzero_u32(2)];
const NAMES: PortNames = PortNames {
    aux_inputs: &["Side-chain"],
    ..PortNames::const_default()
};

/// Channels in and out, beside a stereo side-chain input.
const fn layout(inputs: u32, outputs: u32, name: &'static str) -> AudioIOLayout {
    AudioIOLayout {
        main_input_channels: NonZeroU32::new(inputs),
        main_output_channels: NonZeroU32::new(outputs),
        aux_input_ports: SIDE_CHAIN,
        names: PortNames {
            layout: Some(name),
            ..NAMES
        },
        ..AudioIOLayout::const_default()
    }
}

/// The slowest and the fastest tempo that is believed, in beats per minute.
const TEMPO_BPM: (f64, f64) = (10.0, 1_000.0);

/// Where the host says that its song is.
fn timeline(transport: &Transport) -> Timeline {
    let beat = transport.pos_beats().filter(|beat| beat.is_finite());
    Timeline {
        tempo_bpm: transport
            .tempo
            .filter(|bpm| bpm.is_finite())
            .map_or(Timeline::default().tempo_bpm, |bpm| {
                bpm.clamp(TEMPO_BPM.0, TEMPO_BPM.1)
            }),
        beat: beat.filter(|_| transport.playing),
    }
}

/// What comes in beside the sound at `frames`: one channel is heard on both sides, and what is shorter
/// than it should be is nothing.
fn beside<'a>(key: Option<&'a [&mut [f32]]>, frames: Range<usize>) -> Option<[&'a [f32]; 2]> {
    let channels = key?;
    let left = channels.first()?.get(frames.clone())?;
    let right = channels.get(1).and_then(|channel| channel.get(frames));
    Some([left, right.unwrap_or(left)])
}

impl Plugin for Effect {
    const NAME: &'static str = "Bedroom";
    const VENDOR: &'static str = "Bedroom";
    const URL: &'static str = "";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] =
        &[layout(2, 2, "Stereo"), layout(1, 1, "Mono")];
    const SAMPLE_ACCURATE_AUTOMATION: bool = true;

    type SysExMessage = ();
    type BackgroundTask = ();
    #[cfg(feature = "editor")]
    type Editor = nice_plug_egui::EguiEditor<crate::editor::App>;
    #[cfg(not(feature = "editor"))]
    type Editor = ();

    fn params(&self) -> Arc<dyn Params> {
        self.params.clone()
    }

    #[cfg(feature = "editor")]
    fn editor(&mut self, _executor: AsyncExecutor<Self>) -> Option<Self::Editor> {
        let params = self.params.clone();
        crate::editor::create(params.clone(), self.views.take()?, cost::clock(params))
    }

    fn filter_state(state: &mut PluginState) {
        state::load(state);
    }

    fn activate(
        &mut self,
        _layout: &AudioIOLayout,
        config: &BufferConfig,
        context: &mut impl ActivateContext<Self>,
    ) -> bool {
        let Some(spec) = Spec::new(f64::from(config.sample_rate)) else {
            nice_error!(
                "Bedroom cannot run at a sample rate of {} Hz",
                config.sample_rate
            );
            return false;
        };
        let mut chain = Slot::<Chain>::prepare(spec);
        self.offline = config.process_mode == ProcessMode::Offline;
        chain.set(&self.params.settings(self.offline));
        self.latency = chain.latency();
        chain.reset();
        context.set_latency_samples(self.latency as u32);
        self.taps.prepare(spec);
        self.taps.latency(self.latency);
        self.responses.restart();
        self.loader.activate(spec);
        self.chain = Some(chain);
        true
    }

    fn reset(&mut self) {
        if let Some(chain) = &mut self.chain {
            chain.reset();
        }
    }

    fn process(
        &mut self,
        buffer: &mut Buffer,
        aux: &mut AuxiliaryBuffers,
        context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        let Some(chain) = &mut self.chain else {
            return ProcessStatus::Normal;
        };
        let room = chain.stage_mut().room_mut();
        if room.can_exchange()
            && let Some(handed) = self.responses.take()
        {
            room.exchange(match handed {
                Handed::Response(response) => Some(response),
                Handed::Nothing => None,
            });
        }
        if let Some(old) = room.retired() {
            self.responses.give_back(old);
        }
        let settings = self.params.settings(self.offline);
        let timeline = timeline(context.transport());
        let taps = &mut self.taps;
        let key = aux.inputs.first_mut().map(|input| input.as_slice());
        let key = key.as_deref();
        // SAFETY: nothing inside relies on denormals, and the mode is restored on return.
        unsafe {
            no_denormals::no_denormals(|| {
                chain.set(&settings);
                chain.locate(&timeline);
                blocks::process(chain, taps, buffer.as_slice(), |chain, frames| {
                    chain.stage_mut().sidechain(beside(key, frames));
                });
                taps.look(chain.stage_mut());
            });
        }
        if chain.latency() != self.latency {
            self.latency = chain.latency();
            self.taps.latency(self.latency);
            match context.plugin_api() {
                // There a latency may only change while activating, which takes it from the chain.
                PluginApi::Clap => context.request_restart(),
                _ => context.set_latency_samples(self.latency as u32),
            }
        }
        match chain.tail() {
            Tail::Frames(frames) => ProcessStatus::Tail(frames.min(u32::MAX as usize) as u32),
            Tail::Endless => ProcessStatus::KeepAlive,
        }
    }
}

impl ClapPlugin for Effect {
    const CLAP_ID: &'static str = "org.bedroom.bedroom";
    const CLAP_DESCRIPTION: Option<&'static str> =
        Some("Fifty years of the bedroom studio, from the family's tape recorder on");
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] = &[
        ClapFeature::AudioEffect,
        ClapFeature::Stereo,
        ClapFeature::Mono,
        ClapFeature::Distortion,
        ClapFeature::MultiEffects,
    ];
}

impl Vst3Plugin for Effect {
    const VST3_CLASS_ID: [u8; 16] = *b"BedroomFxStudio1";
    const VST3_SUBCATEGORIES: &'static [Vst3SubCategory] =
        &[Vst3SubCategory::Fx, Vst3SubCategory::Distortion];
}
