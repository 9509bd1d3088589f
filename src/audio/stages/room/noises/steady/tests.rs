//! What the noises that sound without an end have in common, and what each is.

use realfft::RealFftPlanner;

use crate::audio::Spec;
use crate::audio::dsp::a_weighting::a_weighting;
use crate::audio::dsp::units::gain_to_db;
use crate::audio::stages::room::noises::fan::Fan;
use crate::audio::stages::room::noises::hum::Hum;
use crate::audio::stages::room::noises::light::Light;
use crate::audio::stages::room::noises::{Answer, Household, Kind, Mains, Noise, Source, Strike};

const RATE: f64 = 48_000.0;
const EVERYTHING: Household = Household::Everything;

/// A noise of its own that sounds without an end.
trait Steady {
    const KIND: Kind;
    fn new(rate: f64, seed: u64) -> Self;
    fn reset_with(&mut self, seed: u64);
    fn choose(&mut self, noise: &Noise, household: Household, mains: Mains);
    fn run(&mut self, out: &mut [f32], strikes: &[Strike]);
}

macro_rules! steady {
    ($name:ident) => {
        impl Steady for $name {
            const KIND: Kind = Kind::$name;
            fn new(sample_rate: f64, seed: u64) -> Self {
                $name::prepare(Spec { sample_rate }, seed)
            }
            fn reset_with(&mut self, seed: u64) {
                self.reseed(seed);
                self.reset();
            }
            fn choose(&mut self, noise: &Noise, household: Household, mains: Mains) {
                self.set(noise, household, mains);
            }
            fn run(&mut self, out: &mut [f32], strikes: &[Strike]) {
                self.process(out, strikes);
            }
        }
    };
}
steady!(Fan);
steady!(Hum);
steady!(Light);

fn with(kind: Kind, character: f32, answer: Answer) -> Noise {
    Noise {
        character,
        answer,
        ..kind.silent()
    }
}

/// Frames of `noise`, struck at the frames of `strikes`.
fn render<T: Steady>(
    noise: &mut T,
    frames: usize,
    blocks: &[usize],
    strikes: &[usize],
) -> Vec<f32> {
    let mut out = vec![0.0; frames];
    let (mut done, mut sizes) = (0, blocks.iter().cycle());
    while done < frames {
        let len = (*sizes.next().unwrap()).min(frames - done);
        let here: Vec<_> = strikes
            .iter()
            .filter(|at| (done..done + len).contains(at))
            .map(|at| Strike {
                at: at - done,
                strength: 0.8,
            })
            .collect();
        noise.run(&mut out[done..done + len], &here);
        done += len;
    }
    out
}

/// Settled, at its defaults in `household`.
fn at_home<T: Steady>(rate: f64, household: Household, mains: Mains) -> Vec<f32> {
    let mut noise = T::new(rate, 1);
    noise.choose(&T::KIND.silent(), household, mains);
    render(&mut noise, (4.0 * rate) as usize, &[64], &[])
}

/// Power at each frequency, in bins of `rate / sound.len()`.
fn spectrum(sound: &[f32]) -> Vec<f64> {
    let len = sound.len();
    let fft = RealFftPlanner::<f64>::new().plan_fft_forward(len);
    let mut input: Vec<f64> = sound.iter().map(|&x| f64::from(x)).collect();
    for (n, x) in input.iter_mut().enumerate() {
        // Hann at an RMS of 1.
        *x *= (1.0 - (std::f64::consts::TAU * n as f64 / len as f64).cos()) / 1.5f64.sqrt();
    }
    let mut output = fft.make_output_vec();
    fft.process(&mut input, &mut output).unwrap();
    output
        .iter()
        .map(|bin| 2.0 * bin.norm_sqr() / (len as f64).powi(2))
        .collect()
}

/// In dB(A) in life, at 1 m.
fn level_dba(sound: &[f32], rate: f64) -> f64 {
    let bin_hz = rate / sound.len() as f64;
    let power = spectrum(sound)
        .iter()
        .enumerate()
        .map(|(bin, power)| power * a_weighting(bin as f64 * bin_hz).powi(2))
        .sum::<f64>();
    // A sine at full scale, of power 1/2, is at 93 dB.
    10.0 * (2.0 * power).log10() + 93.0
}

fn rms(sound: &[f32]) -> f64 {
    (sound.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>() / sound.len() as f64).sqrt()
}

/// The strongest frequency between `from_hz` and `to_hz`.
fn peak_hz(sound: &[f32], rate: f64, from_hz: f64, to_hz: f64) -> f64 {
    let bin_hz = rate / sound.len() as f64;
    let spectrum = spectrum(sound);
    let bins = (from_hz / bin_hz) as usize..(to_hz / bin_hz) as usize;
    let strongest = bins.max_by(|&a, &b| spectrum[a].total_cmp(&spectrum[b]));
    strongest.unwrap() as f64 * bin_hz
}

fn correlation(a: &[f32], b: &[f32]) -> f64 {
    let product: f64 = a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum();
    product / a.len() as f64 / (rms(a) * rms(b))
}

/// Bits, resets, seeds, extremes, and changes that do not click.
fn contract<T: Steady>() {
    let extremes = [
        (
            with(T::KIND, 1.0, Answer::Struck),
            Household::Twenties,
            Mains::Hz60,
        ),
        (
            with(T::KIND, 0.0, Answer::Free),
            Household::Seventies,
            Mains::Hz50,
        ),
        (with(T::KIND, 1.0, Answer::Struck), EVERYTHING, Mains::Hz60),
        (
            with(T::KIND, 0.2, Answer::Struck),
            Household::TwoThousands,
            Mains::Hz50,
        ),
    ];
    let run = |noise: &mut T, blocks: &[usize]| {
        let mut all = Vec::new();
        for (index, (mut chosen, household, mains)) in extremes.into_iter().enumerate() {
            chosen.rate = if index % 2 == 0 { 1e9 } else { 0.0 };
            noise.choose(&chosen, household, mains);
            all.extend(render(noise, 20_000, blocks, &[0, 1_000, 1_010, 15_999]));
        }
        all
    };
    for rate in [1_000.0, 44_100.0, 192_000.0] {
        let mut used = T::new(rate, 7);
        let whole = run(&mut used, &[64]);
        assert!(
            whole.iter().all(|x| x.is_finite() && x.abs() < 2.0),
            "{rate}"
        );
        assert_eq!(whole, run(&mut T::new(rate, 7), &[1]), "{rate}");
        assert_eq!(whole, run(&mut T::new(rate, 7), &[63, 5, 17]), "{rate}");
        used.choose(&extremes[0].0, extremes[0].1, extremes[0].2);
        used.reset_with(7);
        assert_eq!(whole, run(&mut used, &[64]), "{rate}");
        used.reset_with(8);
        assert_ne!(whole, run(&mut used, &[64]), "{rate}");
    }
}

/// The largest third difference within `sound`: a click has a large one, whatever is beneath.
fn roughest(sound: &[f32]) -> f32 {
    sound
        .windows(4)
        .map(|w| (w[3] - 3.0 * w[2] + 3.0 * w[1] - w[0]).abs())
        .fold(0.0, f32::max)
}

/// Between any two households, characters and mains, it is no rougher than on either side.
fn changes_do_not_click<T: Steady>() {
    let sounds = [
        (with(T::KIND, 0.5, Answer::Free), EVERYTHING, Mains::Hz50),
        (
            with(T::KIND, 0.1, Answer::Free),
            Household::Seventies,
            Mains::Hz60,
        ),
        (
            with(T::KIND, 0.5, Answer::Free),
            Household::Nineties,
            Mains::Hz60,
        ),
        (
            with(T::KIND, 0.5, Answer::Free),
            Household::Twenties,
            Mains::Hz50,
        ),
        (
            with(T::KIND, 0.0, Answer::Free),
            Household::TwoThousands,
            Mains::Hz50,
        ),
    ];
    let mut noise = T::new(RATE, 3);
    let mut parts = Vec::new();
    for (chosen, household, mains) in sounds.iter().chain(sounds.iter().rev()) {
        noise.choose(chosen, *household, *mains);
        parts.push(render(&mut noise, 48_000, &[64], &[]));
    }
    for pair in parts.windows(2) {
        let settled = roughest(&pair[0][30_000..]).max(roughest(&pair[1][30_000..]));
        let joined = [&pair[0][47_000..], &pair[1][..20_000]].concat();
        let change = roughest(&joined);
        assert!(change < 2.0 * settled, "{change} beside {settled}");
    }
}

#[test]
fn fans_keep_the_contract() {
    contract::<Fan>();
    changes_do_not_click::<Fan>();
}

#[test]
fn hums_keep_the_contract() {
    contract::<Hum>();
    changes_do_not_click::<Hum>();
}

#[test]
fn lights_keep_the_contract() {
    contract::<Light>();
    changes_do_not_click::<Light>();
}

#[test]
fn they_are_as_loud_as_in_life_at_any_rate() {
    for rate in [44_100.0, 48_000.0, 192_000.0] {
        let levels = [
            level_dba(&at_home::<Fan>(rate, EVERYTHING, Mains::Hz50), rate) - 33.0,
            level_dba(&at_home::<Hum>(rate, EVERYTHING, Mains::Hz50), rate) - 24.0,
            level_dba(&at_home::<Light>(rate, EVERYTHING, Mains::Hz50), rate) - 26.0,
        ];
        assert!(
            levels.iter().all(|off| off.abs() < 1.0),
            "{rate}: {levels:?}"
        );
    }
}

#[test]
fn households_have_what_their_time_had() {
    let fan = |household| level_dba(&at_home::<Fan>(RATE, household, Mains::Hz50), RATE);
    let light = |household| level_dba(&at_home::<Light>(RATE, household, Mains::Hz50), RATE);
    use Household::{Eighties, Nineties, Seventies, Tens, Twenties, TwoThousands};
    for silent in [
        at_home::<Fan>(RATE, Seventies, Mains::Hz50),
        at_home::<Fan>(RATE, Eighties, Mains::Hz50),
        at_home::<Light>(RATE, Seventies, Mains::Hz50),
    ] {
        assert_eq!(rms(&silent), 0.0);
    }
    for (household, dba) in [
        (Nineties, 39.0),
        (TwoThousands, 38.0),
        (Tens, 25.0),
        (Twenties, 30.0),
    ] {
        assert!(
            (fan(household) - dba).abs() < 1.5,
            "{household:?}: {}",
            fan(household)
        );
    }
    for (household, dba) in [(Nineties, 26.0), (TwoThousands, 18.0), (Tens, 14.0)] {
        assert!(
            (light(household) - dba).abs() < 1.0,
            "{household:?}: {}",
            light(household)
        );
    }
}

#[test]
fn blades_pass_as_often_as_the_speed_says() {
    for rpm in [700.0, 1_400.0, 3_000.0] {
        let mut fan = Fan::new(RATE, 5);
        let noise = Noise {
            rate: rpm,
            ..Kind::Fan.silent()
        };
        fan.choose(&noise, EVERYTHING, Mains::Hz50);
        let sound = render(&mut fan, 192_000, &[64], &[]);
        let expected = f64::from(rpm) / 60.0 * 7.0;
        let measured = peak_hz(&sound, RATE, 0.7 * expected, 1.4 * expected);
        assert!(
            (measured / expected - 1.0).abs() < 0.02,
            "{rpm}: {measured} Hz"
        );
    }
    // A blower of 29 blades that turns three times as fast.
    let blower = at_home::<Fan>(RATE, Household::Twenties, Mains::Hz50);
    let measured = peak_hz(&blower, RATE, 1_500.0, 2_600.0);
    assert!((measured / 2_030.0 - 1.0).abs() < 0.02, "{measured} Hz");
}

#[test]
fn twice_the_speed_is_16_db_louder() {
    let level = |rpm: f32| {
        let mut fan = Fan::new(RATE, 5);
        let noise = Noise {
            rate: rpm,
            character: 0.0,
            ..Kind::Fan.silent()
        };
        fan.choose(&noise, EVERYTHING, Mains::Hz50);
        rms(&render(&mut fan, 192_000, &[64], &[]))
    };
    // 52.5 · log10(2) = 15.8, and 1 to 2 dB more or less as white noise of constant power is spread
    // over wider bands.
    let louder = gain_to_db(level(2_000.0) / level(1_000.0));
    assert!((15.0..19.5).contains(&louder), "{louder}");
}

#[test]
fn hum_stands_on_multiples_of_the_mains() {
    for mains in [Mains::Hz50, Mains::Hz60] {
        let hum = at_home::<Hum>(RATE, EVERYTHING, mains);
        let spectrum = spectrum(&hum);
        let bin_hz = RATE / hum.len() as f64;
        let (mut on, mut off) = (0.0, 0.0);
        for (bin, power) in spectrum.iter().enumerate() {
            let order = bin as f64 * bin_hz / mains.hz();
            let away_hz = (order - order.round()).abs() * mains.hz();
            if away_hz < 0.05 * order.max(1.0) + 1.0 && order > 0.5 {
                on += power;
            } else {
                off += power;
            }
        }
        let apart_db = 10.0 * (on / off).log10();
        assert!(apart_db > 50.0, "{mains:?}: {apart_db} dB");
        let twice = peak_hz(&hum, RATE, 1.5 * mains.hz(), 2.5 * mains.hz());
        assert!((twice - 2.0 * mains.hz()).abs() < 0.5, "{twice}");
    }
}

#[test]
fn hum_goes_from_the_fundamental_to_a_buzz_and_is_felt_alike() {
    let bright = |character: f32| {
        let mut hum = Hum::new(RATE, 5);
        hum.choose(
            &with(Kind::Hum, character, Answer::Free),
            EVERYTHING,
            Mains::Hz50,
        );
        let sound = render(&mut hum, 96_000, &[64], &[]);
        let spectrum = spectrum(&sound);
        let above = |hz: f64| spectrum[(hz * 2.0) as usize..].iter().sum::<f64>();
        (
            above(75.0) / above(20.0),
            above(1_000.0) / above(20.0),
            rms(&sound),
        )
    };
    let (low, middle, high) = (bright(0.0), bright(0.5), bright(1.0));
    assert!(low.0 < 0.1 && low.1 < 1e-6, "{low:?}");
    assert!(middle.1 < 0.1, "{middle:?}");
    assert!(high.1 > 0.15, "{high:?}");
    for other in [low.2, high.2] {
        assert!(
            gain_to_db(other / middle.2).abs() < 3.0,
            "{other} {}",
            middle.2
        );
    }
}

#[test]
fn other_nights_have_other_noise() {
    let noise = |seed: u64, character: f32| {
        let mut fan = Fan::new(RATE, seed);
        fan.choose(
            &with(Kind::Fan, character, Answer::Free),
            EVERYTHING,
            Mains::Hz50,
        );
        // So long that noise of some hundred hertz is alike by less than 0.02 by chance.
        render(&mut fan, 1_440_000, &[64], &[])
    };
    let alike = correlation(&noise(1, 0.0), &noise(2, 0.0));
    assert!(alike.abs() < 0.05, "{alike}");
}

#[test]
fn only_what_answers_is_struck_and_then_for_a_moment() {
    fn louder<T: Steady>(answer: Answer, from: usize, to: usize) -> f64 {
        let run = |strikes: &[usize]| {
            let mut noise = T::new(RATE, 5);
            noise.choose(&with(T::KIND, 0.5, answer), EVERYTHING, Mains::Hz50);
            render(&mut noise, 480_000, &[64], strikes)
        };
        let (struck, free) = (run(&[4_800]), run(&[]));
        gain_to_db(rms(&struck[from..to]) / rms(&free[from..to]))
    }
    assert_eq!(louder::<Fan>(Answer::Free, 0, 480_000), 0.0);
    assert_eq!(louder::<Hum>(Answer::Free, 0, 480_000), 0.0);
    assert_eq!(louder::<Light>(Answer::Free, 0, 480_000), 0.0);
    let fan = louder::<Fan>(Answer::Struck, 14_000, 24_000);
    assert!((3.0..9.0).contains(&fan), "{fan}");
    let hum = louder::<Hum>(Answer::Struck, 4_900, 8_000);
    assert!((6.0..18.0).contains(&hum), "{hum}");
    let light = louder::<Light>(Answer::Struck, 4_800, 9_600);
    assert!(light.abs() > 1.0, "{light}");
    for late in [
        louder::<Fan>(Answer::Struck, 470_000, 480_000),
        louder::<Hum>(Answer::Struck, 470_000, 480_000),
        louder::<Light>(Answer::Struck, 470_000, 480_000),
    ] {
        assert!(late.abs() < 0.7, "{late}");
    }
}

#[test]
fn a_worn_tube_flickers_and_a_new_one_does_not() {
    let gaps = |character: f32| {
        let mut light = Light::new(RATE, 5);
        light.choose(
            &with(Kind::Light, character, Answer::Free),
            EVERYTHING,
            Mains::Hz50,
        );
        let sound = render(&mut light, 480_000, &[64], &[]);
        let typical = rms(&sound);
        // Of 10 ms each: a period of twice the mains.
        sound
            .chunks(480)
            .filter(|part| rms(part) < 0.4 * typical)
            .count()
    };
    assert_eq!(gaps(0.5), 0);
    assert!((10..400).contains(&gaps(1.0)), "{}", gaps(1.0));
}
