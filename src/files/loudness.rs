//! The level at which music through an impulse response is as loud as before it.
//!
//! Music falls by about 3 dB an octave, as pink noise does. So what counts of a response is its
//! energy weighted by 1/f, from 20 Hz to 20 kHz: for pink noise on independent sides the two outputs
//! together have as much power as the two inputs. A single impulse of 1 comes out as it is.

use realfft::RealFftPlanner;

/// What can be heard, in Hz.
const HEARD_HZ: (f64, f64) = (20.0, 20_000.0);
/// The widest that frequencies may lie apart, in Hz, so that the octaves at the bottom are seen.
const SPACING_HZ: f64 = 5.0;
/// Below this share of its squared peak a response has nothing that can be heard; −180 dB.
const NOTHING: f64 = 1e-18;

/// Brings one, two or four channels to the loudness of 1; whether there was anything.
pub fn normalise(channels: &mut [Vec<f32>], sample_rate: f64) -> bool {
    let peak = channels
        .iter()
        .flatten()
        .fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    if peak <= 0.0 {
        return false;
    }
    let peak = f64::from(peak);
    // So that squares neither overflow nor vanish.
    scale(channels, 1.0 / peak);
    let sum: f64 = channels
        .iter()
        .map(|channel| pink_energy(channel, sample_rate))
        .sum();
    // Both outputs have one way each, or two.
    let outputs = channels.len().min(2) as f64;
    let energy = sum / outputs;
    if energy.is_nan() || energy < NOTHING {
        return false;
    }
    scale(channels, energy.sqrt().recip());
    true
}

fn scale(channels: &mut [Vec<f32>], gain: f64) {
    for sample in channels.iter_mut().flatten() {
        *sample = (f64::from(*sample) * gain) as f32;
    }
}

/// Σ |H(f)|²/f over Σ 1/f.
fn pink_energy(channel: &[f32], sample_rate: f64) -> f64 {
    let size = channel
        .len()
        .max((sample_rate / SPACING_HZ) as usize)
        .next_power_of_two();
    let fft = RealFftPlanner::<f32>::new().plan_fft_forward(size);
    let mut padded = channel.to_vec();
    padded.resize(size, 0.0);
    let mut spectrum = fft.make_output_vec();
    if fft.process(&mut padded, &mut spectrum).is_err() {
        return 0.0;
    }
    let (mut energy, mut whole) = (0.0, 0.0);
    for (index, value) in spectrum.iter().enumerate() {
        let hz = index as f64 * sample_rate / size as f64;
        if (HEARD_HZ.0..=HEARD_HZ.1).contains(&hz) {
            energy += f64::from(value.norm_sqr()) / hz;
            whole += 1.0 / hz;
        }
    }
    energy / whole
}
