//! Cars behind a closed window.
//!
//! Cars come at random (Poisson) on two lanes. Each has an engine of its own ([`Car`]); since noises
//! add by power, one noise each stands for the tyres and for the intakes of all cars, with the root
//! of their powers as gain. Far traffic never ends. All pass the window.
//! Not modelled: horns, brakes, voices, buses; where in the window a car is heard.
//! Sources: as in [`car`]; L. Cremer, Akust. Z. 7, 1942 (mass law and coincidence); U. Sandberg and
//! J. Ejsmont, "Tyre/Road Noise Reference Book", Informex 2002 (the hump at 1 kHz, wet roads,
//! 30 to 35 dB for each tenfold speed).

mod car;
#[cfg(test)]
mod tests;

use std::array::from_fn;

use car::{CARS, Car, Engines, Heard, Make, Way};

use super::steady::{
    Bank, CHUNK, Chance, Chunked, Chunks, Frames, Hiss, Line, Pole, Slide, Tuning, within,
};
use super::{Answer, Household, Kind, Mains, Noise};
use crate::audio::stage::Spec;

/// Amplitudes at which six cars a minute average 36 dB(A) in the room (−57 dBFS(A)), as measured.
const TYRES: f32 = 0.11;
const SPRAY: f32 = 0.13;
const ORDERS: f32 = 0.015;
const INTAKE: f32 = 0.11;
const FLOW: f32 = 0.04;

/// How many cars there are on the average at the most: denser traffic is seen for a shorter part of its
/// way, and the rest of it is in the flow.
const CARS_ON_AVERAGE: f32 = 3.5;
/// How far the street is seen to each side.
const REACH_M: f32 = 70.0;
/// From the window to the near lane and to the far one.
const LANES_M: [[f32; 2]; 2] = [[6.0, 8.5], [9.0, 12.0]];
/// 30 km/h to 70 km/h, and how much drivers differ.
const SPEEDS_MPS: [f32; 2] = [8.3, 19.4];
const SPEED_SPREAD: f32 = 0.12;
/// The speed and the rate for which the amplitudes hold.
const NOMINAL_MPS: f32 = 13.9;
const NOMINAL_PER_MINUTE: f32 = 6.0;
/// Cars' levels differ by this, in nepers: 2 dB.
const LEVEL_SPREAD: f32 = 0.23;
/// Revolutions per second in town.
const CRANK_HZ: [f32; 2] = [24.0, 40.0];

/// The hump of tyres on asphalt.
const TYRES_HZ: f32 = 900.0;
const TYRES_Q: f32 = 0.7;
/// Spray hisses above this.
const SPRAY_HZ: f32 = 3_000.0;
/// Below this the pane is stiff and the shut room's air gives way, and exhausts have nothing: neither
/// comes in.
const DEEPEST_HZ: f32 = 18.0;
/// Intakes, exhausts and distance leave what is below this.
const LOW_HZ: f32 = 250.0;
/// Mass law: a window insulates 6 dB more for each octave above this; at 500 Hz 30 dB.
const MASS_HZ: f32 = 60.0;
/// Except around the coincidence of 4 to 6 mm of glass, where it is 8 dB worse.
const COINCIDENCE_HZ: f32 = 2_600.0;
const COINCIDENCE_Q: f32 = 2.0;
const COINCIDENCE: f32 = 1.5;
/// How slowly the far flow swells, in s, and by how much, in nepers.
const SWELL_S: f64 = 4.0;
const SWELL: f32 = 0.25;

/// What is in each lane of the bank: tyres and low noise outside; the window's mass, and behind it
/// its coincidence.
const TYRE: usize = 0;
const FAR: usize = 1;
const MASS: usize = 2;
const DIP: usize = 3;

/// Cars behind a closed window.
pub struct Street {
    sample_rate: f64,
    seed: u64,
    chance: Chance,
    rough: Hiss,
    low: Hiss,
    cars: [Car; CARS],
    /// Expected cars until the next one, and those that wait for a place.
    countdown: f32,
    waiting: usize,
    /// Whether there are cars already: they come with the first chunk, when the rate is known.
    begun: bool,
    swell: f32,
    swell_step: f32,
    swell_gain: f32,
    bank: Bank,
    /// What was heard of each lane in the last chunk, with the spray beside the tyres.
    heard: Frames,
    spray: Pole,
    hisses: Line,
    engines: Engines,
    rate_per_minute: Slide,
    character: Slide,
    household: Household,
    answers: bool,
    chunks: Chunks,
    #[cfg(test)]
    count: usize,
}

impl Street {
    /// A street as in life. Everything random follows from `seed`.
    pub fn prepare(spec: Spec, seed: u64) -> Self {
        let rate = spec.sample_rate;
        let hz = rate as f32;
        let usual = Kind::Street.silent();
        let step = 1.0 - (-(CHUNK as f64) / (SWELL_S * rate)).exp();
        // Uniform noise (variance 1/3) behind a pole of step k has variance k/(2 − k)/3.
        let deviation = (step / (2.0 - step) / 3.0).sqrt();
        let mut street = Self {
            sample_rate: rate,
            seed,
            chance: Chance::new(seed),
            rough: Hiss::new(seed, rate),
            low: Hiss::new(!seed, rate),
            cars: [Car::default(); CARS],
            countdown: 0.0,
            waiting: 0,
            begun: false,
            swell: 0.0,
            swell_step: step as f32,
            swell_gain: SWELL / deviation as f32,
            bank: Bank::default(),
            heard: [[0.0; 4]; CHUNK],
            spray: Pole::new(SPRAY_HZ, hz),
            hisses: Line::default(),
            engines: Engines::default(),
            rate_per_minute: Slide::new(usual.rate, rate),
            character: Slide::new(usual.character, rate),
            household: Household::Everything,
            answers: false,
            chunks: Chunks::default(),
            #[cfg(test)]
            count: 0,
        };
        let bank = &mut street.bank;
        bank.tune_band(FAR, Tuning::between(DEEPEST_HZ, LOW_HZ, hz));
        bank.tune_band(MASS, Tuning::between(DEEPEST_HZ, MASS_HZ, hz));
        bank.tune_band(DIP, Tuning::new(COINCIDENCE_HZ, COINCIDENCE_Q, hz));
        street.begin();
        street
    }

    /// All that is noise, behind the window; gains move to `targets`.
    fn noise(&mut self, chunk: &mut [f32; CHUNK], targets: [f32; 4], hisses: f32) {
        self.rough.fill(chunk);
        let mut low = [0.0; CHUNK];
        self.low.fill(&mut low);
        for (n, lanes) in self.heard.iter_mut().enumerate() {
            // Each hears the one before a chunk later, so that nothing waits.
            let outside = lanes[TYRE] + lanes[FAR];
            *lanes = [chunk[n], low[n], outside, lanes[MASS]];
        }
        let mut spray = *chunk;
        self.spray.high(&mut spray);
        self.hisses.move_to(hisses, !self.begun);
        if !self.begun {
            self.bank.jump(targets);
        }
        // What has passed the window's mass, and its coincidence behind that.
        for (y, lanes) in chunk.iter_mut().zip(&self.heard) {
            *y = lanes[DIP];
        }
        self.bank.run(&mut self.heard, targets);
        for (n, y) in chunk.iter_mut().enumerate() {
            let heard = &mut self.heard[n];
            *y += heard[DIP];
            heard[TYRE] += self.hisses.at(n) * spray[n];
        }
    }

    /// The far flow's gain.
    fn flow(&mut self, rate_per_minute: f32) -> f32 {
        let input = 2.0 * self.chance.uniform() - 1.0;
        self.swell += self.swell_step * (input - self.swell);
        // e^x to 0.1 dB within ±1, where the swell stays.
        let x = (self.swell_gain * self.swell).clamp(-1.0, 1.0);
        let swell = 1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0)));
        FLOW * swell * (rate_per_minute / NOMINAL_PER_MINUTE).sqrt()
    }

    /// Lets cars come by themselves.
    fn arrivals(&mut self, rate_per_minute: f32, character: f32) {
        if !self.begun {
            // As in the middle of life: one car is about to pass, others may be further.
            let x = -0.05 - 0.45 * self.chance.uniform();
            self.depart(rate_per_minute, character, x);
            if self.chance.uniform() < 0.5 {
                let x = 0.1 + 0.8 * self.chance.uniform();
                self.depart(rate_per_minute, character, x);
            }
        }
        let seconds = CHUNK as f64 / self.sample_rate;
        self.countdown -= rate_per_minute / 60.0 * seconds as f32;
        if self.countdown <= 0.0 {
            self.countdown += self.chance.exponential();
            self.waiting += 1;
        }
        if self.waiting > 0 && self.depart(rate_per_minute, character, -1.0) {
            self.waiting -= 1;
            #[cfg(test)]
            {
                self.count += 1;
            }
        }
    }

    /// A car sets out at `x` of its way (−1 to 1), unless there are too many.
    fn depart(&mut self, rate_per_minute: f32, character: f32, x: f32) -> bool {
        let Some(free) = self.cars.iter().position(|car| !car.is_present()) else {
            return false;
        };
        let (mut way, make) = self.draw(rate_per_minute, character);
        way.x_m = x * way.reach_m;
        self.enter(free, Car::new(way, make, true, window));
        true
    }

    /// A strike sends a car that passes soon, the stronger the louder.
    fn send(&mut self, strength: f32, character: f32) {
        if let Some(free) = self.cars.iter().position(|car| !car.is_present()) {
            let (mut way, mut make) = self.draw(NOMINAL_PER_MINUTE, character);
            way.x_m = -0.6 * way.speed_mps;
            make.tyres *= strength;
            make.engine *= strength;
            self.enter(free, Car::new(way, make, false, window));
        }
    }

    fn enter(&mut self, place: usize, car: Car) {
        self.engines.enter(place, &car);
        self.cars[place] = car;
    }

    fn draw(&mut self, rate_per_minute: f32, character: f32) -> (Way, Make) {
        let [slow, fast] = SPEEDS_MPS;
        let mean_mps = slow + (fast - slow) * character;
        let spread = (SPEED_SPREAD * self.chance.normal()).clamp(-0.3, 0.3);
        let speed_mps = mean_mps * (1.0 + spread);
        let lane = self.chance.index(LANES_M.len());
        let way = Way {
            x_m: 0.0,
            speed_mps,
            distance_m: self.chance.between(LANES_M[lane]),
            reach_m: REACH_M.min(0.5 * speed_mps * 60.0 * CARS_ON_AVERAGE / rate_per_minute),
        };
        let loudness = (LEVEL_SPREAD * self.chance.normal()).clamp(-0.7, 0.7).exp();
        let (engine, electric) = engines(self.household);
        let is_electric = self.chance.uniform() < electric;
        let make = Make {
            tyres: loudness * (speed_mps / NOMINAL_MPS).powf(1.6),
            engine: if is_electric { 0.0 } else { loudness * engine },
            crank_hz: self.chance.between(CRANK_HZ),
        };
        (way, make)
    }
}

impl Chunked for Street {
    fn chunks(&mut self) -> &mut Chunks {
        &mut self.chunks
    }

    fn seed(&mut self) -> &mut u64 {
        &mut self.seed
    }

    /// A car is on its way.
    fn begin(&mut self) {
        self.chance = Chance::new(self.seed);
        self.rough = Hiss::new(self.seed, self.sample_rate);
        self.low = Hiss::new(!self.seed, self.sample_rate);
        self.cars = [Car::default(); CARS];
        self.countdown = self.chance.exponential();
        self.waiting = 0;
        self.begun = false;
        self.swell = 0.0;
        self.bank.clear();
        self.spray.clear();
        self.heard = [[0.0; 4]; CHUNK];
        self.engines = Engines::default();
        self.rate_per_minute.reset();
        self.character.reset();
        #[cfg(test)]
        {
            self.count = 0;
        }
    }

    /// Level and place are not its own. Cars that come are of the household's time.
    fn choose(&mut self, noise: &Noise, household: Household, _mains: Mains) {
        let range = Kind::Street
            .rate()
            .map_or([1.0; 2], |rate| [rate.min, rate.max]);
        self.rate_per_minute.set(within(noise.rate, range));
        self.character.set(within(noise.character, [0.0, 1.0]));
        self.household = household;
        self.answers = noise.answer == Answer::Struck;
    }

    /// Strikes send cars if it is struck; then no others come.
    fn render(&mut self, chunk: &mut [f32; CHUNK], struck: f32) {
        let rate_per_minute = self.rate_per_minute.advance();
        let character = self.character.advance();
        if self.answers {
            if struck > 0.0 {
                self.send(struck, character);
            }
        } else {
            self.arrivals(rate_per_minute, character);
        }

        let seconds = (CHUNK as f64 / self.sample_rate) as f32;
        let heard: [Heard; CARS] = from_fn(|n| self.cars[n].advance(seconds));
        let [mut tyres, mut engines, mut shift] = [0.0f32, 0.0, 0.0];
        for car in &heard {
            let power = car.tyres * car.tyres;
            tyres += power;
            engines += car.engine * car.engine;
            shift += power * car.doppler;
        }
        let doppler = if tyres > 0.0 { shift / tyres } else { 1.0 };
        let hz = self.sample_rate as f32;
        let tuning = Tuning::new(TYRES_HZ * doppler, TYRES_Q, hz);
        self.bank.tune_band(TYRE, tuning);
        let flow = self.flow(rate_per_minute);
        let intake = INTAKE * INTAKE * engines;
        let all_tyres = tyres.sqrt();
        let targets = [
            TYRES * all_tyres,
            (intake + flow * flow).sqrt(),
            1.0,
            COINCIDENCE,
        ];
        self.noise(chunk, targets, SPRAY * all_tyres * character);
        self.begun = true;
        let gains = heard.map(|heard| ORDERS * heard.engine);
        let turns = from_fn(|n| self.cars[n].make.crank_hz * heard[n].doppler / hz);
        self.engines.add_to(chunk, &turns, &gains);
    }
}

/// How loud a time's engines are, and which share of its cars has none.
fn engines(household: Household) -> (f32, f32) {
    match household {
        Household::Everything | Household::Nineties => (1.0, 0.0),
        Household::Seventies => (2.5, 0.0),
        Household::Eighties => (1.6, 0.0),
        Household::TwoThousands => (0.85, 0.0),
        Household::Tens => (0.7, 0.02),
        Household::Twenties => (0.65, 0.25),
    }
}

/// The window's gain at a low frequency.
fn window(frequency_hz: f32) -> f32 {
    MASS_HZ / (MASS_HZ * MASS_HZ + frequency_hz * frequency_hz).sqrt()
}
