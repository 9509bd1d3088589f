//! Starting, stopping, starting again, and several at once.

use lab::Stereo;

use crate::plugin::{
    BUSY, RATE, active, assert_healthy, assert_same_bits, noise, plugin, through, turn,
};

#[test]
fn a_second_time_sounds_like_the_first() {
    let input = noise(RATE, 0.3);
    let mut plugin = active(BUSY);
    let first = through(&mut plugin, &input);
    plugin.reset().expect("reset");
    assert_same_bits(&first, &through(&mut plugin, &input), "after a reset");
    plugin.activate(RATE, 64).expect("active");
    assert_same_bits(&first, &through(&mut plugin, &input), "activated again");
    assert_same_bits(
        &first,
        &through(&mut active(BUSY), &input),
        "a new instance",
    );
}

#[test]
fn without_a_reset_the_sound_goes_on() {
    let input = noise(RATE, 0.2);
    let whole = through(&mut active(BUSY), &input);
    let mut plugin = active(BUSY);
    let mut parts = through(&mut plugin, &input.slice(0..5000));
    parts.append(&through(&mut plugin, &input.slice(5000..input.len())));
    assert_same_bits(&whole, &parts, "in two parts");
}

#[test]
fn fifty_starts_leave_no_trace() {
    let input = noise(RATE, 0.05);
    let fresh = through(&mut active(BUSY), &input);
    let mut plugin = plugin();
    turn(&mut plugin, BUSY);
    for cycle in 0..50u32 {
        let rate = [44_100.0, 48_000.0, 96_000.0, 22_050.0, 192_000.0][cycle as usize % 5];
        let max_frames = 1 << (cycle % 11);
        plugin.activate(rate, max_frames).expect("active");
        // Sometimes it is deactivated without having run at all.
        if cycle % 3 > 0 {
            assert_healthy(&through(&mut plugin, &noise(rate, 0.002)), "a short run");
        }
        plugin.deactivate();
        assert!(!plugin.is_active());
    }
    plugin.activate(RATE, 512).expect("active");
    assert_same_bits(&fresh, &through(&mut plugin, &input), "after fifty starts");
}

#[test]
fn two_instances_on_two_threads_do_not_meet() {
    let inputs = [noise(RATE, 0.5), noise(RATE, 0.5).gain_db(-12.0)];
    let settings = [BUSY, &[("tape_model", "Walkman"), ("tape_hiss", "12 dB")]];
    let apart: Vec<Stereo> = (0..2)
        .map(|n| through(&mut active(settings[n]), &inputs[n]))
        .collect();

    // As in a host: made on one thread, processed on others.
    let mut plugins = settings.map(active);
    let together: Vec<Stereo> = std::thread::scope(|scope| {
        let threads: Vec<_> = plugins
            .iter_mut()
            .zip(&inputs)
            .map(|(plugin, input)| {
                let processor = plugin.processor().expect("active");
                scope.spawn(|| processor.render(input, &Default::default(), &mut |_| ()))
            })
            .collect();
        let finished = threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"));
        finished.map(|output| output.expect("rendered")).collect()
    });
    for (apart, together) in apart.iter().zip(&together) {
        assert_same_bits(apart, together, "beside another");
    }
}

#[test]
fn an_instance_may_go_while_it_runs() {
    let input = noise(RATE, 0.02);
    for _ in 0..10 {
        let mut one = active(BUSY);
        let mut other = active(&[]);
        through(&mut one, &input);
        drop(one);
        assert_healthy(&through(&mut other, &input), "the one that stays");
    }
}
