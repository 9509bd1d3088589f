//! The parameters as hosts see them: sessions and automation depend on every line.

use bedroom::params::host_id;

use crate::plugin::plugin;

/// Our id, the host's number, name, group, steps between the lowest and the highest value (0 for
/// none), and what the lowest, the highest and the default value read. Never change or remove a
/// line: what a session has saved is found by it.
type Row = (
    &'static str,
    u32,
    &'static str,
    &'static str,
    u32,
    [&'static str; 3],
);

#[rustfmt::skip]
const GOLDEN: &[Row] = &[
    ("bypass", 773352680, "Bypass", "", 1, ["Off", "On", "Off"]),
    ("input", 100358090, "Input", "", 0, ["-24.0 dB", "24.0 dB", "0.0 dB"]),
    ("output", 1141971201, "Output", "", 0, ["-24.0 dB", "24.0 dB", "0.0 dB"]),
    ("mix", 108124, "Mix", "", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("tape_on", 607293980, "Tape", "Tape", 1, ["Off", "On", "On"]),
    ("tape_mix", 1646242239, "Tape mix", "Tape", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("tape_model", 1490989516, "Model", "Tape", 8, ["Follow the year", "Transparent", "Follow the year"]),
    ("tape_drive", 1482772525, "Drive", "Tape", 0, ["-12.0 dB", "24.0 dB", "0.0 dB"]),
    ("tape_saturation", 1644163855, "Saturation", "Tape", 0, ["0.0 %", "100.0 %", "0.0 %"]),
    ("tape_bias", 1641057206, "Bias", "Tape", 0, ["-9.0 dB", "9.0 dB", "0.0 dB"]),
    ("tape_spacing", 1525186086, "Spacing", "Tape", 0, ["0.00 µm", "20.00 µm", "0.00 µm"]),
    ("tape_wow", 1646252034, "Wow", "Tape", 0, ["0.000 %", "3.000 %", "0.050 %"]),
    ("tape_flutter", 629527039, "Flutter", "Tape", 0, ["0.000 %", "3.000 %", "0.050 %"]),
    ("tape_hiss", 1641236510, "Hiss", "Tape", 0, ["Off", "24.0 dB", "Off"]),
    ("year", 3704893, "Year", "", 55, ["1970", "2025", "1995"]),
    ("tape_quality", 2041076450, "Quality", "Tape", 3, ["2x", "16x", "4x"]),
    ("tape_render", 1257725779, "Render quality", "Tape", 1, ["As played", "16x", "As played"]),
    ("tape_bounces", 1460171982, "Bounces", "Tape", 8, ["0", "8", "0"]),
    ("tape_encode", 893541331, "Encode", "Tape", 3, ["Built-in", "Compander", "Built-in"]),
    ("tape_decode", 856600491, "Decode", "Tape", 3, ["Built-in", "Compander", "Built-in"]),
    ("tape_mistrack", 1077890001, "Mistrack", "Tape", 0, ["-6.0 dB", "6.0 dB", "0.0 dB"]),
    ("tape_azimuth", 876494671, "Azimuth", "Tape", 0, ["-30.0 arcmin", "30.0 arcmin", "0.0 arcmin"]),
    ("tape_crosstalk", 1320245775, "Crosstalk", "Tape", 0, ["Off", "24.0 dB", "0.0 dB"]),
    ("tape_varispeed", 2003965064, "Varispeed", "Tape", 0, ["-12.00 st", "12.00 st", "0.00 st"]),
    ("tape_stop", 1641574655, "Stop", "Tape", 1, ["Off", "On", "Off"]),
    ("tape_inertia", 1186976925, "Inertia", "Tape", 0, ["0.050 s", "3.000 s", "0.400 s"]),
    ("tape_asperity", 1824372640, "Asperity", "Tape", 0, ["Off", "24.0 dB", "0.0 dB"]),
    ("tape_print_through", 1388923606, "Print-through", "Tape", 0, ["Off", "24.0 dB", "Off"]),
    ("tape_pre_echo", 988364990, "Pre-echo", "Tape", 1, ["Off", "On", "Off"]),
    ("tape_dropouts", 1851784401, "Dropouts", "Tape", 0, ["0.0 /min", "240.0 /min", "0.0 /min"]),
    ("tape_age", 1646230626, "Age", "Tape", 0, ["0.0 %", "100.0 %", "0.0 %"]),
    ("upload_on", 1239095517, "Upload", "Upload", 1, ["Off", "On", "Off"]),
    ("upload_mix", 1904737054, "Upload mix", "Upload", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("upload_model", 796403563, "Upload model", "Upload", 11, ["Follow the year", "MiniDisc", "Follow the year"]),
    ("upload_bit_rate", 1985871184, "Bit rate", "Upload", 0, ["2.0 kbit/s", "Own", "Own"]),
    ("upload_mono", 1064795745, "Upload mono", "Upload", 1, ["Off", "On", "Off"]),
    ("upload_reuploads", 1270747201, "Re-uploads", "Upload", 20, ["0", "20", "0"]),
    ("upload_freeze", 868587157, "Freeze", "Upload", 1, ["Off", "On", "Off"]),
    ("upload_listen", 1032481221, "Listen to", "Upload", 1, ["Result", "Removed", "Result"]),
    ("upload_suppression", 1979313141, "Suppression", "Upload", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("upload_loss", 1064766113, "Packet loss", "Upload", 0, ["0.0 %", "100.0 %", "0.0 %"]),
    ("upload_burst", 786437474, "Loss burst", "Upload", 0, ["1.00 packets", "20.00 packets", "1.50 packets"]),
    ("upload_packet", 1139124358, "Packet length", "Upload", 0, ["10.0 ms", "60.0 ms", "20.0 ms"]),
    ("upload_concealment", 1209278767, "Concealment", "Upload", 3, ["Repeat", "Silence", "Repeat"]),
    ("upload_jitter", 975252714, "Jitter", "Upload", 0, ["0.0 ms", "120.0 ms", "0.0 ms"]),
    ("upload_stutter", 2029003555, "Stutter", "Upload", 0, ["0.0 /min", "60.0 /min", "0.0 /min"]),
    ("upload_stutter_length", 1970919298, "Stutter length", "Upload", 10, ["1/16", "2 s", "1/8"]),
    ("listener_on", 1336934730, "Listener", "Listener", 1, ["Off", "On", "Off"]),
    ("listener_mix", 642785361, "Listener mix", "Listener", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("listener_model", 1389087710, "Listener model", "Listener", 15, ["Follow the year", "Club", "Follow the year"]),
    ("listener_volume", 369962245, "Volume", "Listener", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("listener_protection", 976909124, "Protection", "Listener", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("listener_rattle", 242753683, "Rattle", "Listener", 0, ["0.0 %", "100.0 %", "20.0 %"]),
    ("listener_distance", 1209664288, "Distance", "Listener", 0, ["0.0 %", "100.0 %", "20.0 %"]),
    ("listener_place", 1391765948, "Place", "Listener", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("listener_width", 1398144635, "Listener width", "Listener", 0, ["0.0 %", "100.0 %", "100.0 %"]),
];

#[test]
fn every_parameter_is_what_it_has_always_been() {
    let mut plugin = plugin();
    let found = plugin.params();
    assert_eq!(found.len(), GOLDEN.len(), "{found:#?}");
    for &(id, number, name, group, steps, texts) in GOLDEN {
        assert_eq!(host_id(id), number, "{id}");
        let info = found.iter().find(|info| info.id == number).expect(id);
        assert_eq!(
            (info.name.as_str(), info.module.as_str()),
            (name, group),
            "{id}"
        );
        let range = if steps == 0 { 1.0 } else { f64::from(steps) };
        assert_eq!((info.min, info.max), (0.0, range), "{id}");
        assert_eq!(info.stepped, steps > 0, "{id}");
        assert!(info.automatable && !info.hidden, "{id}");
        assert_eq!(info.bypass, id == "bypass", "{id}");
        let values = [info.min, info.max, info.default];
        let read = values.map(|value| plugin.text(number, value).expect(id));
        assert_eq!(read, texts, "{id}");
        assert_eq!(plugin.value(number).ok(), Some(info.default), "{id}");
    }
}

#[test]
fn every_value_reads_as_it_is_printed() {
    let mut plugin = plugin();
    for info in plugin.params() {
        let steps = if info.stepped { info.max as u32 } else { 1000 };
        for step in 0..=steps {
            let value = info.max * f64::from(step) / f64::from(steps);
            let text = plugin.text(info.id, value).expect("text");
            let parsed = plugin.parse(info.id, &text);
            let parsed = parsed.unwrap_or_else(|| panic!("{}: {text:?}", info.name));
            // What is printed is rounded: coarsest at the low end of a skewed range. Steps are whole,
            // but for the single precision that the framework counts them in.
            let rounding = if info.stepped { 1e-5 } else { 0.03 };
            assert!(
                (parsed - value).abs() <= rounding,
                "{}: {value} reads {text:?}, which is {parsed}",
                info.name
            );
            assert_eq!(
                plugin.text(info.id, parsed).expect("text"),
                text,
                "{}",
                info.name
            );
        }
    }
}

#[test]
fn nonsense_is_not_read() {
    let mut plugin = plugin();
    for info in plugin.params() {
        for text in ["", "loud", "NaN", "inf dB", "1e999"] {
            let parsed = plugin.parse(info.id, text);
            assert_eq!(parsed, None, "{} reads {text:?}", info.name);
        }
    }
}

#[test]
fn values_are_taken_at_work_and_at_rest() {
    let mut plugin = plugin();
    for info in plugin.params() {
        plugin.set(info.id, info.max).expect("set");
        assert_eq!(plugin.value(info.id).ok(), Some(info.max), "{}", info.name);
    }
    plugin.activate(48_000.0, 64).expect("active");
    for info in plugin.params() {
        plugin.set(info.id, info.min).expect("set");
        assert_eq!(plugin.value(info.id).ok(), Some(info.min), "{}", info.name);
    }
}
