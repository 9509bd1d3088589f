//! Counts the instructions of every case under callgrind: figures that repeat, however busy the
//! machine is. Needs `valgrind`. A word on the command line picks the cases whose names contain it.
//!
//! Each case runs in a process of its own, this very program with the case's name; callgrind counts
//! only while it is inside [`measured`], after everything has settled.

use std::process::Command;

use benches::SUBJECTS;
use benches::case::Case;

/// Sizes in bytes from which the C library would fill and copy by a single instruction.
const NO_STRING_INSTRUCTIONS: &str =
    "glibc.cpu.x86_rep_stosb_threshold=1000000000:glibc.cpu.x86_rep_movsb_threshold=1000000000";

/// Marks a process that is to run one case.
const RUN: &str = "--run";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [run, subject, name] if run == RUN => {
            let subject: usize = subject.parse().expect("as this program wrote it");
            let mut case = SUBJECTS[subject]()
                .into_iter()
                .find(|case| case.name == name)
                .expect("a name that this program gave itself");
            case.run(case.settle);
            measured(&mut case);
        }
        _ => table(arguments.first().map_or("", String::as_str)),
    }
}

/// The part that is counted.
#[inline(never)]
fn measured(case: &mut Case) {
    case.run(case.blocks);
}

fn table(word: &str) {
    println!("| case | instructions per frame | counted in all |");
    println!("|---|---|---|");
    let cases = (0..).zip(SUBJECTS).flat_map(|(subject, cases)| {
        let with_subject = move |case| (subject, case);
        cases().into_iter().map(with_subject)
    });
    for (subject, case) in cases {
        if case.name.contains(word) {
            let all = count(subject, case.name);
            let per_frame = all as f64 / (case.blocks * case.frames) as f64;
            println!("| {} | {per_frame:.1} | {all} |", case.name);
        }
    }
}

/// Instructions inside [`measured`] for the case of this name among the `subject`'s.
fn count(subject: usize, name: &str) -> u64 {
    let program = std::env::current_exe().expect("this program has a path");
    // Where memory lies decides how the C library copies it: the same place each time.
    let output = Command::new("setarch")
        .args(["--addr-no-randomize", "valgrind"])
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg("--toggle-collect=instructions::measured")
        .arg(program)
        .args([RUN, &subject.to_string(), name])
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        // A string instruction would count once for each byte that it fills or copies; with these,
        // the C library uses loops of vector stores at any size.
        .env("GLIBC_TUNABLES", NO_STRING_INSTRUCTIONS)
        .output()
        .expect("setarch, of util-linux, is installed");
    let report = String::from_utf8_lossy(&output.stderr);
    report
        .lines()
        .find_map(|line| line.split_once("Collected : "))
        .and_then(|(_, count)| count.trim().parse().ok())
        .unwrap_or_else(|| panic!("no count in:\n{report}"))
}
