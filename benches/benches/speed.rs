//! Every case under criterion, to compare one state of the code with another.

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn speed(criterion: &mut Criterion) {
    for mut case in benches::cases() {
        let (subject, what) = case.name.split_once('/').expect("names are subject/what");
        let mut group = criterion.benchmark_group(subject);
        group.throughput(Throughput::Elements((case.blocks * case.frames) as u64));
        case.run(case.settle);
        group.bench_function(what, |bencher| bencher.iter(|| case.run(case.blocks)));
        group.finish();
    }
}

criterion_group! {
    name = all;
    config = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = speed
}
criterion_main!(all);
