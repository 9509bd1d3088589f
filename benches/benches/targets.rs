//! The best of many runs of every case, as the table of `docs/performance.md`, held against the
//! targets. A word on the command line picks the cases whose names contain it.

use benches::case::Best;

/// Runs of each case.
const RUNS: usize = 200;

fn main() {
    // Cargo adds `--bench`.
    let word = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    println!(
        "| case | ns per frame | × realtime | slowest block, ns per frame | of its time | target |"
    );
    println!("|---|---|---|---|---|---|");
    for mut case in benches::cases() {
        if word.as_ref().is_some_and(|word| !case.name.contains(word)) {
            continue;
        }
        let best = case.best(RUNS);
        let Best {
            per_frame_ns,
            worst_block_ns,
        } = best;
        let realtime = 1e9 / case.rate_hz / per_frame_ns;
        let share = best.worst_share(case.rate_hz);
        let word = |ok| if ok { "ok" } else { "short" };
        let targets = [
            (case.target_ns)
                .map(|target| format!("≤ {target} ns: {}", word(per_frame_ns <= target))),
            (case.target_share)
                .map(|target| format!("≤ {:.0} %: {}", 100.0 * target, word(share <= target))),
        ];
        let verdict = targets.into_iter().flatten().collect::<Vec<_>>().join(", ");
        println!(
            "| {} | {per_frame_ns:.1} | {realtime:.0} | {worst_block_ns:.1} | {:.1} % | {verdict} |",
            case.name,
            100.0 * share
        );
    }
}
