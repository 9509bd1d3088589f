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
    ("room_on", 1379893187, "Room", "Room", 1, ["Off", "On", "Off"]),
    ("room_mix", 1974497528, "Room mix", "Room", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("room_response", 267029285, "Room response", "Room", 2, ["The room", "None", "The room"]),
    ("room_length", 498735818, "Room length", "Room", 0, ["1.50 m", "15.00 m", "4.00 m"]),
    ("room_width", 1273282914, "Room width", "Room", 0, ["1.50 m", "12.00 m", "3.20 m"]),
    ("room_height", 384069899, "Room height", "Room", 0, ["1.80 m", "6.00 m", "2.50 m"]),
    ("room_floor", 1257682856, "Floor", "Room", 3, ["Wood", "Tiles", "Wood"]),
    ("room_walls", 1273052037, "Walls", "Room", 4, ["Plaster", "Paper screens", "Plaster"]),
    ("room_ceiling", 1026347353, "Ceiling", "Room", 3, ["Plaster", "Fibre tiles", "Plaster"]),
    ("room_curtains", 1184477957, "Curtains", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_mattress", 920268747, "Mattress", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_wardrobe", 1096477344, "Wardrobe", "Room", 0, ["0.0 %", "100.0 %", "40.0 %"]),
    ("room_blankets", 1699610292, "Blankets", "Room", 0, ["0.0 %", "100.0 %", "0.0 %"]),
    ("room_clutter", 1238082293, "Clutter", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_door", 1079618706, "Door", "Room", 0, ["0.0 %", "100.0 %", "0.0 %"]),
    ("room_listen_from", 273593790, "Listen from", "Room", 5, ["Microphones", "Next room", "Microphones"]),
    ("room_source_x", 206196792, "Source x", "Room", 0, ["0.0 %", "100.0 %", "28.0 %"]),
    ("room_source_y", 206196793, "Source y", "Room", 0, ["0.0 %", "100.0 %", "62.0 %"]),
    ("room_source_height", 1604983143, "Source height", "Room", 0, ["0.0 %", "100.0 %", "44.0 %"]),
    ("room_source_width", 1104846214, "Source width", "Room", 0, ["0.00 m", "3.00 m", "1.00 m"]),
    ("room_mic_x", 1264046108, "Microphone x", "Room", 0, ["0.0 %", "100.0 %", "66.0 %"]),
    ("room_mic_y", 1264046109, "Microphone y", "Room", 0, ["0.0 %", "100.0 %", "41.0 %"]),
    ("room_mic_height", 1027926019, "Microphone height", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_pattern", 1722353708, "Microphone pattern", "Room", 4, ["Omni", "Figure of eight", "Cardioid"]),
    ("room_aim", 1974485985, "Microphone aim", "Room", 0, ["-180.0°", "180.0°", "0.0°"]),
    ("room_angle", 1253117039, "Microphone angle", "Room", 0, ["0.0°", "180.0°", "110.0°"]),
    ("room_spacing", 501285087, "Microphone spacing", "Room", 0, ["0.000 m", "1.500 m", "0.170 m"]),
    ("room_pre_delay", 152333955, "Pre-delay", "Room", 0, ["0.0 ms", "250.0 ms", "0.0 ms"]),
    ("room_decay", 1255615318, "Decay", "Room", 0, ["25.0 %", "400.0 %", "100.0 %"]),
    ("room_balance", 26774392, "Early/late", "Room", 0, ["-100.0 %", "100.0 %", "0.0 %"]),
    ("room_reverb_width", 1300806141, "Reverb width", "Room", 0, ["0.0 %", "200.0 %", "100.0 %"]),
    ("room_direct", 273513421, "Direct sound", "Room", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("room_household", 534876539, "Household", "Room", 7, ["Follow the year", "2020s", "Follow the year"]),
    ("room_mains", 1263814006, "Mains", "Room", 1, ["50 Hz", "60 Hz", "50 Hz"]),
    ("room_answer_depth", 497126374, "Answer depth", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_night", 1264973748, "Night", "Room", 99, ["0", "99", "0"]),
    ("room_rain_level", 1515886845, "Rain level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_rain_character", 1230459938, "Rain character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_rain_x", 666673777, "Rain x", "Room", 0, ["0.0 %", "100.0 %", "0.0 %"]),
    ("room_rain_y", 666673778, "Rain y", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_rain_answer", 1588654437, "Rain answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_rain_rate", 949632071, "Rain rate", "Room", 0, ["5.0 drops/s", "3000.0 drops/s", "400.0 drops/s"]),
    ("room_street_level", 782198060, "Street level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_street_character", 418148561, "Street character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_street_x", 250928672, "Street x", "Room", 0, ["0.0 %", "100.0 %", "0.0 %"]),
    ("room_street_y", 250928673, "Street y", "Room", 0, ["0.0 %", "100.0 %", "35.0 %"]),
    ("room_street_answer", 319138582, "Street answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_street_rate", 25407032, "Street rate", "Room", 0, ["0.50 cars/min", "40.00 cars/min", "6.00 cars/min"]),
    ("room_wind_level", 945084017, "Wind level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_wind_character", 2085468054, "Wind character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_wind_x", 817347045, "Wind x", "Room", 0, ["0.0 %", "100.0 %", "0.0 %"]),
    ("room_wind_y", 817347046, "Wind y", "Room", 0, ["0.0 %", "100.0 %", "70.0 %"]),
    ("room_wind_answer", 1073635953, "Wind answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_wind_rate", 1416134739, "Wind rate", "Room", 0, ["1.00 gusts/min", "30.00 gusts/min", "6.00 gusts/min"]),
    ("room_bed_level", 1920056290, "Bed level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_bed_character", 1772649607, "Bed character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_bed_x", 1253769174, "Bed x", "Room", 0, ["0.0 %", "100.0 %", "62.0 %"]),
    ("room_bed_y", 1253769175, "Bed y", "Room", 0, ["0.0 %", "100.0 %", "16.0 %"]),
    ("room_bed_answer", 1233005344, "Bed answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_bed_rate", 2001774786, "Bed rate", "Room", 0, ["2.0 creaks/min", "240.0 creaks/min", "20.0 creaks/min"]),
    ("room_bed_note", 2001669076, "Bed note", "Room", 15, ["Free", "4 bars", "Free"]),
    ("room_breath_level", 1688495049, "Breath level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_breath_character", 820435182, "Breath character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_breath_x", 684962621, "Breath x", "Room", 0, ["0.0 %", "100.0 %", "80.0 %"]),
    ("room_breath_y", 684962622, "Breath y", "Room", 0, ["0.0 %", "100.0 %", "14.0 %"]),
    ("room_breath_answer", 497057817, "Breath answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_breath_rate", 331737083, "Breath rate", "Room", 0, ["4.00 breaths/min", "60.00 breaths/min", "14.00 breaths/min"]),
    ("room_breath_note", 331631373, "Breath note", "Room", 15, ["Free", "4 bars", "Free"]),
    ("room_fan_level", 889001204, "Fan level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_fan_character", 1440545945, "Fan character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_fan_x", 1257353704, "Fan x", "Room", 0, ["0.0 %", "100.0 %", "20.0 %"]),
    ("room_fan_y", 1257353705, "Fan y", "Room", 0, ["0.0 %", "100.0 %", "90.0 %"]),
    ("room_fan_answer", 1482552398, "Fan answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_fan_rate", 1414325616, "Fan rate", "Room", 0, ["400.0 rpm", "6000.0 rpm", "1400.0 rpm"]),
    ("room_hum_level", 1178024225, "Hum level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_hum_character", 937378374, "Hum character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_hum_x", 1259795605, "Hum x", "Room", 0, ["0.0 %", "100.0 %", "30.0 %"]),
    ("room_hum_y", 1259795606, "Hum y", "Room", 0, ["0.0 %", "100.0 %", "95.0 %"]),
    ("room_hum_answer", 1852331457, "Hum answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_clock_level", 513705647, "Clock level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_clock_character", 1235818708, "Clock character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_clock_x", 1232025891, "Clock x", "Room", 0, ["0.0 %", "100.0 %", "95.0 %"]),
    ("room_clock_y", 1232025892, "Clock y", "Room", 0, ["0.0 %", "100.0 %", "30.0 %"]),
    ("room_clock_answer", 585808371, "Clock answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_clock_rate", 640208981, "Clock rate", "Room", 0, ["20.0 ticks/min", "480.0 ticks/min", "60.0 ticks/min"]),
    ("room_clock_note", 640103271, "Clock note", "Room", 15, ["Free", "4 bars", "Free"]),
    ("room_light_level", 1059518903, "Light level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_light_character", 993052636, "Light character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_light_x", 536506411, "Light x", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_light_y", 536506412, "Light y", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_light_answer", 326150123, "Light answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_keys_level", 66859869, "Keys level", "Room", 0, ["Off", "30.0 dB", "Off"]),
    ("room_keys_character", 971292290, "Keys character", "Room", 0, ["0.0 %", "100.0 %", "50.0 %"]),
    ("room_keys_x", 470445265, "Keys x", "Room", 0, ["0.0 %", "100.0 %", "25.0 %"]),
    ("room_keys_y", 470445266, "Keys y", "Room", 0, ["0.0 %", "100.0 %", "80.0 %"]),
    ("room_keys_answer", 1765974789, "Keys answer", "Room", 3, ["Free", "Struck", "Free"]),
    ("room_keys_rate", 556520935, "Keys rate", "Room", 0, ["10.0 strokes/min", "900.0 strokes/min", "280.0 strokes/min"]),
    ("room_keys_note", 556415225, "Keys note", "Room", 15, ["Free", "4 bars", "Free"]),
    ("again_on", 1349845790, "Again", "Again", 1, ["Off", "On", "Off"]),
    ("again_amount", 572821015, "Again amount", "Again", 0, ["0.0 %", "110.0 %", "50.0 %"]),
    ("again_note", 121655665, "Again note", "Again", 15, ["Free", "4 bars", "1/4"]),
    ("again_time", 121828428, "Again time", "Again", 0, ["20.0 ms", "8000.0 ms", "350.0 ms"]),
    ("again_high_pass", 1813572207, "Again high-pass", "Again", 0, ["Off", "1000 Hz", "100 Hz"]),
    ("again_low_pass", 405026843, "Again low-pass", "Again", 0, ["500 Hz", "Off", "6000 Hz"]),
    ("again_ping_pong", 2127780998, "Again ping-pong", "Again", 1, ["Off", "On", "Off"]),
    ("again_freeze", 720271446, "Again freeze", "Again", 1, ["Off", "On", "Off"]),
    ("studio_on", 178221288, "Studio", "Studio", 1, ["Off", "On", "Off"]),
    ("studio_mix", 1229890675, "Studio mix", "Studio", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("studio_model", 809095040, "Studio model", "Studio", 9, ["Follow the year", "Streaming master", "Follow the year"]),
    ("studio_character", 755076096, "Studio character", "Studio", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("studio_high_pass", 645350757, "High-pass", "Studio", 1, ["Off", "On", "Off"]),
    ("studio_high_pass_hz", 1370879532, "High-pass frequency", "Studio", 0, ["20.00 Hz", "2000 Hz", "30.0 Hz"]),
    ("studio_high_pass_slope", 1185455697, "High-pass slope", "Studio", 1, ["12 dB/oct", "24 dB/oct", "12 dB/oct"]),
    ("studio_low_pass", 1337173605, "Low-pass", "Studio", 1, ["Off", "On", "Off"]),
    ("studio_low_pass_hz", 2064774444, "Low-pass frequency", "Studio", 0, ["1000 Hz", "20.0 kHz", "18.0 kHz"]),
    ("studio_low_pass_slope", 1331183441, "Low-pass slope", "Studio", 1, ["12 dB/oct", "24 dB/oct", "12 dB/oct"]),
    ("studio_band1_on", 1293866155, "Band 1", "Studio", 1, ["Off", "On", "On"]),
    ("studio_band1_kind", 12222304, "Band 1 shape", "Studio", 2, ["Bell", "High shelf", "Low shelf"]),
    ("studio_band1_hz", 1293865950, "Band 1 frequency", "Studio", 0, ["20.00 Hz", "20.0 kHz", "100 Hz"]),
    ("studio_band1_gain", 12095307, "Band 1 gain", "Studio", 0, ["-18.0 dB", "18.0 dB", "0.0 dB"]),
    ("studio_band1_q", 734474277, "Band 1 Q", "Studio", 0, ["0.10", "10.00", "0.71"]),
    ("studio_band2_on", 1293895946, "Band 2", "Studio", 1, ["Off", "On", "On"]),
    ("studio_band2_kind", 40851455, "Band 2 shape", "Studio", 2, ["Bell", "High shelf", "Bell"]),
    ("studio_band2_hz", 1293895741, "Band 2 frequency", "Studio", 0, ["20.00 Hz", "20.0 kHz", "400 Hz"]),
    ("studio_band2_gain", 40724458, "Band 2 gain", "Studio", 0, ["-18.0 dB", "18.0 dB", "0.0 dB"]),
    ("studio_band2_q", 734475238, "Band 2 Q", "Studio", 0, ["0.10", "10.00", "0.71"]),
    ("studio_band3_on", 1293925737, "Band 3", "Studio", 1, ["Off", "On", "On"]),
    ("studio_band3_kind", 69480606, "Band 3 shape", "Studio", 2, ["Bell", "High shelf", "Bell"]),
    ("studio_band3_hz", 1293925532, "Band 3 frequency", "Studio", 0, ["20.00 Hz", "20.0 kHz", "2500 Hz"]),
    ("studio_band3_gain", 69353609, "Band 3 gain", "Studio", 0, ["-18.0 dB", "18.0 dB", "0.0 dB"]),
    ("studio_band3_q", 734476199, "Band 3 Q", "Studio", 0, ["0.10", "10.00", "0.71"]),
    ("studio_band4_on", 1293955528, "Band 4", "Studio", 1, ["Off", "On", "On"]),
    ("studio_band4_kind", 98109757, "Band 4 shape", "Studio", 2, ["Bell", "High shelf", "High shelf"]),
    ("studio_band4_hz", 1293955323, "Band 4 frequency", "Studio", 0, ["20.00 Hz", "20.0 kHz", "8000 Hz"]),
    ("studio_band4_gain", 97982760, "Band 4 gain", "Studio", 0, ["-18.0 dB", "18.0 dB", "0.0 dB"]),
    ("studio_band4_q", 734477160, "Band 4 Q", "Studio", 0, ["0.10", "10.00", "0.71"]),
    ("studio_compressor", 317649614, "Compressor", "Studio", 1, ["Off", "On", "Off"]),
    ("studio_threshold", 1940370754, "Threshold", "Studio", 0, ["-60.0 dB", "0.0 dB", "-18.0 dB"]),
    ("studio_ratio", 813311074, "Ratio", "Studio", 0, ["1.00:1", "∞:1", "3.00:1"]),
    ("studio_knee", 1619333644, "Knee", "Studio", 0, ["0.0 dB", "24.0 dB", "6.0 dB"]),
    ("studio_attack", 1121166545, "Attack", "Studio", 0, ["0.1 ms", "250.0 ms", "10.0 ms"]),
    ("studio_release", 14893726, "Release", "Studio", 0, ["5 ms", "2500 ms", "120 ms"]),
    ("studio_auto_release", 2086893888, "Auto release", "Studio", 1, ["Off", "On", "Off"]),
    ("studio_make_up", 1904384291, "Make-up", "Studio", 1, ["Manual", "Auto", "Manual"]),
    ("studio_make_up_gain", 106539291, "Make-up gain", "Studio", 0, ["-24.0 dB", "36.0 dB", "0.0 dB"]),
    ("studio_compressor_mix", 1235857771, "Compressor mix", "Studio", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("studio_link", 1619358915, "Stereo link", "Studio", 0, ["0.0 %", "100.0 %", "100.0 %"]),
    ("studio_key", 1229888630, "Key", "Studio", 1, ["Internal", "External", "Internal"]),
    ("studio_key_high_pass", 2081976325, "Key high-pass", "Studio", 0, ["Off", "500 Hz", "Off"]),
    ("studio_pump", 1619489585, "Pump depth", "Studio", 0, ["0.0 dB", "24.0 dB", "0.0 dB"]),
    ("studio_pump_note", 1916030016, "Pump note", "Studio", 15, ["Free", "4 bars", "1/4"]),
    ("studio_pump_shape", 1419263251, "Pump shape", "Studio", 0, ["0.0 %", "100.0 %", "40.0 %"]),
    ("studio_width", 818151965, "Studio width", "Studio", 0, ["0.0 %", "200.0 %", "100.0 %"]),
    ("studio_mono_below", 808156638, "Mono below", "Studio", 0, ["Off", "500 Hz", "Off"]),
    ("studio_limiter", 1247899711, "Limiter", "Studio", 1, ["Off", "On", "Off"]),
    ("studio_loudness", 1284477170, "Loudness", "Studio", 0, ["0.0 dB", "24.0 dB", "0.0 dB"]),
    ("studio_ceiling", 1732169556, "Limiter ceiling", "Studio", 0, ["-12.0 dB", "0.0 dB", "-1.0 dB"]),
    ("studio_clip", 1619093529, "Clip", "Studio", 0, ["0.0 %", "100.0 %", "0.0 %"]),
    ("studio_limiter_release", 341413895, "Limiter release", "Studio", 0, ["10 ms", "1000 ms", "100 ms"]),
    ("studio_meter_restart", 673309872, "Meters follow the song", "Studio", 1, ["Off", "On", "On"]),
    ("studio_platform", 740204732, "Platform", "Studio", 15, ["Off", "Own 4", "Off"]),
    ("studio_song_loudness", 947587562, "Song loudness", "Studio", 0, ["Measured", "0.0 LUFS", "Measured"]),
    ("studio_album_loudness", 1844311554, "Album loudness", "Studio", 0, ["Off", "0.0 LUFS", "Off"]),
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
            let rounding = if info.stepped { 1e-5 } else { 0.035 };
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
