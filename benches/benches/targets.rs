//! The best of many runs of every case, as the table of `docs/performance.md`, held against the
//! targets. A word on the command line picks the cases whose names contain it.

use benches::SAMPLE_RATE;
use benches::case::Best;

/// Runs of each case.
const RUNS: usize = 200;

fn main() {
    // Cargo adds `--bench`.
    let word = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    println!("| case | ns per frame | × realtime | slowest block, ns per frame | target |");
    println!("|---|---|---|---|---|");
    for mut case in benches::cases() {
        if word.as_ref().is_some_and(|word| !case.name.contains(word)) {
            continue;
        }
        let best = case.best(RUNS);
        let Best {
            per_frame_ns,
            worst_block_ns,
        } = best;
        // The hysteresis alone runs at a multiple of the sample rate: a multiple of frames a block.
        let multiple = case.frames / bedroom::audio::MAX_BLOCK;
        let realtime = 1e9 / (SAMPLE_RATE * multiple as f64) / per_frame_ns;
        let verdict = case.target_ns.map_or(String::new(), |target_ns| {
            let word = if per_frame_ns <= target_ns {
                "ok"
            } else {
                "short"
            };
            format!("≤ {target_ns} ns: {word}")
        });
        println!(
            "| {} | {per_frame_ns:.1} | {realtime:.0} | {worst_block_ns:.1} | {verdict} |",
            case.name
        );
    }
}
