#!/usr/bin/env python3
"""Drives a built VST3 bundle in pedalboard, a host made with JUCE.

    python3 -m venv venv
    venv/bin/pip install pedalboard==0.9.26 numpy
    venv/bin/python tests/vst3_pedalboard.py target/bundled/Bedroom.vst3

Prints a line for each check and exits with 1 if any has failed. pedalboard takes the latency that
the plugin reports off the front of what it returns, so that sounds can be compared frame by frame:
a latency that is not the true one shows as a null that fails.
"""

import pathlib
import re
import sys
import traceback

import numpy as np
import pedalboard

RATE = 48_000
RATES = [22_050, 44_100, 48_000, 88_200, 96_000, 192_000]
BLOCKS = [1, 17, 64, 500, 1024, 8192]
NULL_DB = -120.0

# What the parameters are called and what they read, which the tests of the CLAP plugin keep.
TABLE = pathlib.Path(__file__).parent / "host" / "parameters.rs"
ROW = re.compile(
    r'^    \("\w+", \d+, "(?P<name>[^"]+)", "[^"]*", \d+, '
    r'\["(?P<lowest>[^"]+)", "(?P<highest>[^"]+)", "(?P<default>[^"]+)"\]\),$',
    re.MULTILINE,
)
PARAMETERS = {
    row["name"]: (row["lowest"], row["highest"], row["default"])
    for row in ROW.finditer(TABLE.read_text(encoding="utf-8"))
}

# Everything at work, by name and by the value's place in its range, 0 to 1.
BUSY = {
    "Input": 0.6,
    "Mix": 0.9,
    "Drive": 0.6,
    "Saturation": 0.4,
    "Bias": 0.4,
    "Spacing": 0.3,
    "Wow": 0.5,
    "Flutter": 0.4,
    "Hiss": 0.7,
}


def parameters(plugin):
    """The plugin's parameters by the name that a user sees."""
    return {parameter.name: parameter for parameter in plugin.parameters.values()}


def turn(plugin, values):
    found = parameters(plugin)
    for name, value in values.items():
        found[name].raw_value = value


def load(values=None):
    plugin = pedalboard.load_plugin(BUNDLE)
    turn(plugin, values or {})
    return plugin


def noise(rate=RATE, seconds=0.5, channels=2):
    random = np.random.default_rng(1)
    level = 10 ** (-18 / 20) / np.sqrt(2)
    return (random.standard_normal((channels, int(rate * seconds))) * level).astype(np.float32)


def null_db(reference, other):
    """Power of the difference re the reference's, in dB."""
    difference = np.sum(np.square(other.astype(np.float64) - reference))
    return 10 * np.log10(max(difference / np.sum(np.square(reference, dtype=np.float64)), 1e-40))


def gain_db(reference, other):
    power = [np.mean(np.square(sound, dtype=np.float64)) for sound in (other, reference)]
    return 10 * np.log10(power[0] / power[1])


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def expect_same_bits(a, b, what):
    expect(a.shape == b.shape, f"{what}: {a.shape} instead of {b.shape}")
    other = np.flatnonzero(np.any(a.view(np.uint32) != b.view(np.uint32), axis=0))
    expect(other.size == 0, f"{what}: other bits in {other.size} frames from {other[:1]} on")


def loads_as_an_effect():
    plugin = load()
    expect(plugin.name == "Bedroom", plugin.name)
    expect(plugin.manufacturer_name == "Bedroom", plugin.manufacturer_name)
    expect(plugin.is_effect and not plugin.is_instrument, "not an effect")
    expect("Fx" in plugin.category.split("|"), plugin.category)
    return f"{plugin.name} {plugin.version}, {plugin.category}"


def reads(text, label, expected):
    """Whether a parameter that shows `text` with the unit `label` reads as expected.

    This host takes what follows a number for its unit, unless there are words among the values.
    """
    number, unit = re.fullmatch(r"(-?[\d.]*) ?(.*)", expected).groups()
    if text == expected or not number:
        return text == expected
    try:
        return float(text) == float(number) and label == unit
    except ValueError:
        return False


def parameters_have_their_names_units_and_ranges():
    found = parameters(load())
    expect(set(found) == set(PARAMETERS), set(found) ^ set(PARAMETERS))
    for name, expected in PARAMETERS.items():
        parameter = found[name]
        label = (parameter.label or "").strip()
        expect(parameter.is_automatable, f"{name} cannot be automated")
        default = parameter.default_raw_value
        expect(parameter.raw_value == default, f"{name} does not stand at its default")
        texts = [parameter.get_text_for_raw_value(raw) for raw in (0.0, 1.0, default)]
        right = [reads(text, label, value) for text, value in zip(texts, expected)]
        expect(all(right), f"{name}: {texts} {label!r}, not {expected}")
    return f"{len(found)} parameters"


def sound_passes_and_is_altered():
    sound = noise()
    output = load().process(sound, RATE)
    expect(output.shape == sound.shape, output.shape)
    expect(np.all(np.isfinite(output)), "not finite")
    gain, null = gain_db(sound, output), null_db(sound, output)
    expect(abs(gain) < 6, f"{gain:.1f} dB louder")
    expect(null > -30, f"it is what went in, to {null:.1f} dB")
    return f"{gain:+.1f} dB, {null:.1f} dB from what went in"


def bypass_nulls():
    sound, worst = noise(), -400.0
    for extreme in (0.0, 1.0):
        # A new latency would have to be asked for anew.
        longer = ("Pre-echo", "Upload")
        values = {name: extreme for name in PARAMETERS if name not in longer}
        plugin = load(values)
        turn(plugin, {"Bypass": 1.0})
        worst = max(worst, null_db(sound, plugin.process(sound, RATE)))
    expect(worst < NULL_DB, f"{worst:.1f} dB")
    return f"{worst:.1f} dB with a latency of {plugin.reported_latency_samples} frames"


def a_flawless_machine_nulls():
    sound = noise()
    plugin = load({
        "Model": 1.0,
        "Wow": 0.0,
        "Flutter": 0.0,
        "Crosstalk": 0.0,
        "Asperity": 0.0,
        "Mix": 0.5,
    })
    null = null_db(sound, plugin.process(sound, RATE))
    expect(null < NULL_DB, f"{null:.1f} dB")
    return f"{null:.1f} dB at a mix of 50 %"


def state_comes_back():
    sound, original, copy = noise(), load(BUSY), load()
    # A VST3 plugin at work hears of its parameters with the next block.
    original.process(sound, RATE)
    copy.raw_state = original.raw_state
    for name, parameter in parameters(original).items():
        value = parameters(copy)[name].raw_value
        expect(abs(value - parameter.raw_value) < 1e-6, f"{name}: {value}")
    expect(copy.raw_state == original.raw_state, "saved again, the state is another")
    expect_same_bits(
        copy.process(sound, RATE), original.process(sound, RATE), "with the state loaded"
    )
    return f"{len(original.raw_state)} bytes"


def a_broken_state_changes_nothing():
    plugin, other = load(BUSY), load({"Output": 0.1})
    for one in (plugin, other):
        one.process(noise(), RATE)
    state = other.raw_state
    before = {name: parameter.raw_value for name, parameter in parameters(plugin).items()}
    for broken in (b"", b"garbage", state[: len(state) // 2], bytes(1000)):
        try:
            plugin.raw_state = broken
        except Exception:  # The host may refuse it before the plugin sees it.
            pass
        after = {name: parameter.raw_value for name, parameter in parameters(plugin).items()}
        expect(after == before, f"{len(broken)} bytes changed something")


def block_sizes_make_no_difference():
    sound, plugin = noise(seconds=0.3), load(BUSY)
    whole = plugin.process(sound, RATE, buffer_size=512)
    for size in BLOCKS:
        expect_same_bits(plugin.process(sound, RATE, buffer_size=size), whole, f"blocks of {size}")
    return f"{BLOCKS}"


def a_reset_starts_afresh():
    sound, plugin = noise(), load(BUSY)
    first = plugin.process(sound, RATE)
    expect_same_bits(plugin.process(sound, RATE, reset=True), first, "with reset=True")
    plugin.reset()
    expect_same_bits(plugin.process(sound, RATE), first, "after reset()")
    expect_same_bits(load(BUSY).process(sound, RATE), first, "a new instance")


def parts_join_without_a_seam():
    sound, plugin = noise(), load(BUSY)
    whole = plugin.process(sound, RATE)
    parts = [sound[:, start : start + 5000] for start in range(0, sound.shape[1], 5000)]
    plugin.reset()
    joined = np.concatenate([plugin.process(part, RATE, reset=False) for part in parts], axis=1)
    # What the latency holds back at the end of a stream does not come out.
    missing = whole.shape[1] - joined.shape[1]
    expect(missing == plugin.reported_latency_samples, f"{missing} frames are missing")
    expect_same_bits(joined, whole[:, : joined.shape[1]], "in parts")


def every_rate_works():
    latencies = []
    for rate in RATES:
        sound, plugin = noise(rate), load()
        gain = gain_db(sound, plugin.process(sound, rate))
        # White noise: most of it lies beyond a tape at the high rates.
        expect(abs(gain) < 11, f"{gain:.1f} dB at {rate} Hz")
        turn(plugin, {"Bypass": 1.0})
        null = null_db(sound, plugin.process(sound, rate))
        expect(null < NULL_DB, f"{null:.1f} dB bypassed at {rate} Hz")
        latencies.append(plugin.reported_latency_samples)
    return f"latencies {dict(zip(RATES, latencies))}"


def one_channel_is_declined_or_works():
    sound, plugin = noise(channels=1), load()
    try:
        output = plugin.process(sound, RATE)
    except ValueError as error:
        expect("does not support" in str(error), str(error))
        return "declined: a host has to send two"
    expect(output.shape == sound.shape, output.shape)
    expect(abs(gain_db(sound, output)) < 6, "level")
    turn(plugin, {"Bypass": 1.0})
    null = null_db(sound, plugin.process(sound, RATE))
    expect(null < NULL_DB, f"{null:.1f} dB bypassed")
    return "works"


def hostile_sound_is_survived():
    for hostile in (np.nan, np.inf, -np.inf, 1e10, 1e-40, np.finfo(np.float32).max):
        sound, plugin = noise(), load(BUSY)
        sound[:, ::7] = hostile
        output = plugin.process(sound, RATE)
        expect(np.all(np.isfinite(output)), f"{hostile} comes out as something not finite")
        small = np.abs(output[output != 0])
        expect(np.all(small >= np.finfo(np.float32).tiny), f"{hostile} comes out subnormal")


CHECKS = [
    loads_as_an_effect,
    parameters_have_their_names_units_and_ranges,
    sound_passes_and_is_altered,
    bypass_nulls,
    a_flawless_machine_nulls,
    state_comes_back,
    a_broken_state_changes_nothing,
    block_sizes_make_no_difference,
    a_reset_starts_afresh,
    parts_join_without_a_seam,
    every_rate_works,
    one_channel_is_declined_or_works,
    hostile_sound_is_survived,
]


def main():
    failed = 0
    for check in CHECKS:
        name = check.__name__.replace("_", " ")
        try:
            detail = check()
            print(f"ok      {name}" + (f" ({detail})" if detail else ""), flush=True)
        except Exception as error:
            failed += 1
            print(f"FAILED  {name}: {error}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc()
    print(f"{len(CHECKS) - failed} of {len(CHECKS)} checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    BUNDLE = sys.argv[1]
    sys.exit(main())
