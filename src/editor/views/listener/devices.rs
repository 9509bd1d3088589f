//! The playback devices as line drawings, 320 units wide and 200 high around their middle.

use super::super::super::widgets::sketch::Mark::{
    self, Body, Bow, Disc, Edge, Frame, Hair, Line, Plate, Ring,
};
use super::drivers::Driver::{self, Cone, Slot};
use super::drivers::Side::{Both, Left, Right};
use crate::params::DeviceModel as Model;

/// How a device looks.
pub struct Drawing {
    /// It, from back to front.
    pub marks: &'static [Mark],
    /// What of it moves.
    pub drivers: &'static [Driver],
    /// Where it stands, if it does: what is under it.
    pub ground: Option<i16>,
}

/// The drawing of a device.
pub fn drawing(model: Model) -> &'static Drawing {
    match model {
        Model::Flat => &FLAT,
        Model::TransistorRadio => &TRANSISTOR_RADIO,
        Model::Boombox => &BOOMBOX,
        Model::Walkman => &WALKMAN,
        Model::HiFi => &HI_FI,
        Model::StudioMonitors => &STUDIO_MONITORS,
        Model::Television => &TELEVISION,
        Model::Car => &CAR,
        Model::Laptop => &LAPTOP,
        Model::PhoneHeld => &PHONE_HELD,
        Model::PhoneOnTable => &PHONE_ON_TABLE,
        Model::EarbudsSealed => &EARBUDS_SEALED,
        Model::EarbudsLeaking => &EARBUDS_LEAKING,
        Model::BluetoothSpeaker => &BLUETOOTH_SPEAKER,
        Model::Club => &CLUB,
    }
}

/// A straight wire.
const FLAT: Drawing = Drawing {
    marks: &[
        Body(&[-148, 0, -143, -5, -126, -5, -126, 5, -143, 5]),
        Plate([-126, -6, -96, 6], 0),
        Line(&[-118, -6, -118, 6]),
        Line(&[-110, -6, -110, 6]),
        Plate([-96, -12, -54, 12], 4),
        Line(&[-64, -12, -64, 12]),
        Plate([-54, -4, -40, 4], 2),
        Edge(&[-40, 0, 40, 0]),
        Body(&[148, 0, 143, -5, 126, -5, 126, 5, 143, 5]),
        Plate([96, -6, 126, 6], 0),
        Line(&[118, -6, 118, 6]),
        Line(&[110, -6, 110, 6]),
        Plate([54, -12, 96, 12], 4),
        Line(&[64, -12, 64, 12]),
        Plate([40, -4, 54, 4], 2),
    ],
    drivers: &[],
    ground: None,
};

const TRANSISTOR_RADIO: Drawing = Drawing {
    marks: &[
        Edge(&[62, -36, 118, -92]),
        Disc([118, -92, 3]),
        Bow([-88, 18, 22, 42, 90, 270]),
        Plate([-88, -38, 88, 88], 10),
        Frame([-76, -28, 76, -10], 4),
        Line(&[-60, -28, -60, -20]),
        Line(&[-36, -28, -36, -20]),
        Line(&[-12, -28, -12, -20]),
        Line(&[36, -28, 36, -20]),
        Line(&[60, -28, 60, -20]),
        Edge(&[12, -28, 12, -10]),
        Ring([54, 22, 20]),
        Ring([54, 22, 13]),
        Line(&[54, 9, 54, 2]),
        Ring([54, 66, 11]),
        Line(&[54, 66, 61, 58]),
    ],
    drivers: &[Cone([-32, 38], 40, Both)],
    ground: Some(88),
};

const BOOMBOX: Drawing = Drawing {
    marks: &[
        Edge(&[112, -40, 146, -96]),
        Disc([146, -96, 3]),
        Edge(&[-96, -40, -96, -66, -90, -72, 90, -72, 96, -66, 96, -40]),
        Line(&[-86, -40, -86, -62, 86, -62, 86, -40]),
        Plate([-150, -40, 150, 88], 8),
        Frame([-40, -30, 40, -12], 3),
        Edge(&[14, -30, 14, -12]),
        Line(&[-30, -21, 30, -21]),
        Frame([-40, -2, 40, 10], 2),
        Line(&[-24, -2, -24, 10]),
        Line(&[-8, -2, -8, 10]),
        Line(&[8, -2, 8, 10]),
        Line(&[24, -2, 24, 10]),
        Frame([-40, 20, 40, 76], 4),
        Ring([-16, 46, 10]),
        Ring([-16, 46, 3]),
        Ring([16, 46, 10]),
        Ring([16, 46, 3]),
        Line(&[-30, 66, 30, 66]),
        Ring([-124, -24, 7]),
        Ring([-98, -24, 7]),
        Ring([-72, -24, 7]),
        Ring([72, -24, 7]),
        Ring([98, -24, 7]),
        Ring([124, -24, 7]),
    ],
    drivers: &[Cone([-96, 38], 40, Left), Cone([96, 38], 40, Right)],
    ground: Some(88),
};

const WALKMAN: Drawing = Drawing {
    marks: &[
        Bow([-46, 0, 68, 82, 180, 360]),
        Hair([-46, 0, 61, 75, 183, 357]),
        Frame([-122, -14, -106, 0], 2),
        Frame([14, -14, 30, 0], 2),
        Hair([-84, 52, 30, 34, 90, 180]),
        Line(&[-84, 86, 22, 86]),
        Line(&[22, 52, 22, 86]),
        Hair([22, 76, 30, 10, 0, 90]),
        Hair([62, 76, 10, 10, 180, 270]),
        Line(&[62, 66, 72, 66]),
        Disc([-114, 24, 30]),
        Disc([22, 24, 30]),
        Plate([72, -36, 140, 88], 8),
        Plate([140, -18, 146, 2], 2),
        Plate([140, 8, 146, 28], 2),
        Frame([84, -22, 128, 62], 5),
        Ring([106, 0, 11]),
        Ring([106, 0, 4]),
        Ring([106, 40, 11]),
        Ring([106, 40, 4]),
        Line(&[84, 74, 128, 74]),
    ],
    drivers: &[Cone([-114, 24], 19, Left), Cone([22, 24], 19, Right)],
    ground: None,
};

const HI_FI: Drawing = Drawing {
    marks: &[
        Plate([-152, -80, -80, 88], 4),
        Ring([-116, -42, 13]),
        Ring([-116, -42, 7]),
        Ring([-116, -12, 6]),
        Plate([80, -80, 152, 88], 4),
        Ring([116, -42, 13]),
        Ring([116, -42, 7]),
        Ring([116, -12, 6]),
        Line(&[-60, 32, -68, -30, 52, -30, 60, 32]),
        Plate([-60, 32, 60, 48], 3),
        Edge(&[-46, 29, 30, 29]),
        Line(&[-8, 29, -8, 25]),
        Edge(&[48, 32, 48, 18, 12, 26]),
        Plate([-60, 52, 60, 88], 3),
        Frame([-50, 60, 12, 70], 2),
        Edge(&[-14, 60, -14, 70]),
        Ring([38, 70, 12]),
        Line(&[38, 70, 32, 61]),
        Ring([-44, 79, 3]),
        Ring([-32, 79, 3]),
        Ring([-20, 79, 3]),
        Ring([-8, 79, 3]),
        Ring([4, 79, 3]),
    ],
    drivers: &[Cone([-116, 38], 28, Left), Cone([116, 38], 28, Right)],
    ground: Some(88),
};

const STUDIO_MONITORS: Drawing = Drawing {
    marks: &[
        Line(&[-146, 64, -146, 98]),
        Line(&[146, 64, 146, 98]),
        Edge(&[-158, 64, 158, 64]),
        Frame([-140, 56, -78, 64], 1),
        Frame([78, 56, 140, 64], 1),
        Plate([-144, -50, -74, 56], 6),
        Frame([-132, -42, -86, -14], 8),
        Ring([-109, -28, 8]),
        Line(&[-126, 48, -92, 48]),
        Plate([74, -50, 144, 56], 6),
        Frame([86, -42, 132, -14], 8),
        Ring([109, -28, 8]),
        Line(&[92, 48, 126, 48]),
        Edge(&[-8, 20, -10, 44]),
        Edge(&[8, 20, 10, 44]),
        Edge(&[-24, 46, 24, 46]),
        Plate([-62, -54, 62, 20], 4),
        Line(&[
            -52, -17, -42, -17, -38, -28, -32, 0, -26, -24, -20, -8, -14, -40, -8, 8,
        ]),
        Line(&[
            -8, 8, -2, -30, 4, -8, 10, -24, 16, -12, 22, -20, 28, -17, 52, -17,
        ]),
        Plate([-46, 52, 46, 64], 2),
        Line(&[-30, 52, -30, 64]),
        Line(&[-15, 52, -15, 64]),
        Line(&[0, 52, 0, 64]),
        Line(&[15, 52, 15, 64]),
        Line(&[30, 52, 30, 64]),
    ],
    drivers: &[Cone([-109, 18], 24, Left), Cone([109, 18], 24, Right)],
    ground: None,
};

const TELEVISION: Drawing = Drawing {
    marks: &[
        Edge(&[-4, -48, -56, -98]),
        Edge(&[4, -48, 56, -98]),
        Bow([0, -48, 14, 8, 180, 360]),
        Edge(&[-76, 74, -86, 92]),
        Edge(&[76, 74, 86, 92]),
        Plate([-112, -48, 112, 76], 12),
        Plate([-98, -36, 42, 62], 22),
        Hair([-28, 13, 56, 36, 200, 250]),
        Ring([78, -22, 13]),
        Line(&[78, -22, 78, -34]),
        Ring([78, 10, 9]),
        Line(&[78, 10, 84, 4]),
    ],
    drivers: &[Cone([78, 46], 19, Both)],
    ground: Some(92),
};

const CAR: Drawing = Drawing {
    marks: &[
        Edge(&[80, 6, 100, -52]),
        Edge(&[-122, 58, -150, 58, -153, 50, -152, 32, -140, 22, -88, 12]),
        Edge(&[-88, 12, -52, -32, -42, -38, 42, -38, 56, -33, 92, 12]),
        Edge(&[92, 12, 136, 18, 148, 28, 152, 44, 152, 58, 124, 58]),
        Edge(&[-62, 58, 64, 58]),
        Bow([-92, 58, 30, 30, 180, 360]),
        Bow([94, 58, 30, 30, 180, 360]),
        Disc([-92, 60, 24]),
        Ring([-92, 60, 11]),
        Disc([94, 60, 24]),
        Ring([94, 60, 11]),
        Line(&[-74, 10, -46, -25, -6, -27, -6, 10, -74, 10]),
        Line(&[2, 10, 2, -27, 38, -27, 50, -23, 76, 10, 2, 10]),
        Line(&[-2, -36, -2, 56]),
        Line(&[-64, 12, -60, 48]),
        Line(&[66, 12, 64, 36]),
        Line(&[-24, 18, -12, 18]),
        Line(&[48, 18, 58, 18]),
        Ring([-140, 36, 6]),
        Line(&[146, 32, 152, 32]),
    ],
    drivers: &[Cone([-34, 38], 14, Left), Cone([30, 38], 14, Right)],
    ground: Some(84),
};

const LAPTOP: Drawing = Drawing {
    marks: &[
        Plate([-90, -84, 90, 32], 6),
        Frame([-82, -76, 82, 24], 2),
        Line(&[-12, -44, 16, -28, -12, -12, -12, -44]),
        Line(&[-68, 12, 68, 12]),
        Ring([-20, 12, 3]),
        Body(&[-94, 34, 94, 34, 132, 80, -132, 80]),
        Edge(&[-132, 80, -128, 87, 128, 87, 132, 80]),
        Line(&[-70, 42, 70, 42]),
        Line(&[-74, 49, 74, 49]),
        Line(&[-79, 56, 79, 56]),
        Line(&[-24, 63, 24, 63, 28, 76, -28, 76, -24, 63]),
    ],
    drivers: &[
        Slot([-104, 64], [-86, 42], Left),
        Slot([86, 42], [104, 64], Right),
    ],
    ground: Some(88),
};

const PHONE_HELD: Drawing = Drawing {
    marks: &[
        Edge(&[-58, 98, -62, 80, -70, 62]),
        Edge(&[44, 46, 46, 70, 38, 98]),
        Body(&[
            -70, 62, -72, 40, -66, 16, -40, -10, -40, 66, -20, 78, 44, 60, 44, 50,
        ]),
        Plate([-40, -94, 40, 66], 11),
        Frame([-33, -80, 33, 48], 3),
        Line(&[-8, -87, 8, -87]),
        Line(&[-10, -32, 14, -18, -10, -4, -10, -32]),
        Line(&[-24, 34, 24, 34]),
        Ring([-8, 34, 3]),
        Body(&[
            -66, 16, -46, -14, -34, -24, -26, -22, -25, -13, -33, 0, -38, 22, -46, 44,
        ]),
        Plate([28, -34, 52, -17], 8),
        Plate([27, -13, 54, 5], 8),
        Plate([28, 9, 53, 27], 8),
        Plate([30, 31, 50, 46], 7),
    ],
    drivers: &[Slot([16, 58], [-16, 58], Both)],
    ground: None,
};

const PHONE_ON_TABLE: Drawing = Drawing {
    marks: &[
        Edge(&[-134, 60, -130, 98]),
        Edge(&[134, 60, 130, 98]),
        Plate([-154, 50, 154, 60], 2),
        Body(&[-116, 0, 116, 0, 154, 50, -154, 50]),
        Body(&[-26, 8, 22, 8, 32, 34, -34, 34]),
        Edge(&[-34, 34, -34, 38, 32, 38, 32, 34]),
        Line(&[-21, 11, 17, 11, 24, 29, -27, 29, -21, 11]),
        Edge(&[66, -30, 70, 16]),
        Edge(&[106, -30, 102, 16]),
        Bow([86, -30, 20, 6, 0, 360]),
        Bow([86, 16, 16, 6, 0, 180]),
        Bow([104, -10, 12, 11, 270, 440]),
        Hair([82, -52, 4, 8, 90, 270]),
        Hair([82, -68, 4, 8, -90, 90]),
    ],
    drivers: &[Slot([14, 38], [-16, 38], Both)],
    ground: None,
};

const EARBUDS_SEALED: Drawing = Drawing {
    marks: &[
        Plate([-104, 6, -80, 84], 10),
        Disc([-84, -18, 34]),
        Body(&[-56, -38, -40, -34, -40, 0, -56, 4]),
        Plate([-44, -46, -18, 12], 12),
        Hair([-44, -17, 16, 20, -80, 80]),
        Line(&[-98, 72, -86, 72]),
        Plate([80, 6, 104, 84], 10),
        Disc([84, -18, 34]),
        Body(&[56, -38, 40, -34, 40, 0, 56, 4]),
        Plate([18, -46, 44, 12], 12),
        Hair([44, -17, 16, 20, 100, 260]),
        Line(&[86, 72, 98, 72]),
    ],
    drivers: &[Cone([-84, -18], 20, Left), Cone([84, -18], 20, Right)],
    ground: None,
};

const EARBUDS_LEAKING: Drawing = Drawing {
    marks: &[
        Plate([-100, 10, -78, 84], 10),
        Disc([-80, -16, 34]),
        Body(&[-52, -34, -36, -26, -36, -4, -52, 4]),
        Line(&[-36, -20, -36, -10]),
        Line(&[-95, 72, -83, 72]),
        Hair([-34, -16, 14, 30, 210, 285]),
        Hair([-34, -16, 24, 44, 215, 280]),
        Hair([-34, -16, 14, 30, 75, 150]),
        Hair([-34, -16, 24, 44, 80, 145]),
        Plate([78, 10, 100, 84], 10),
        Disc([80, -16, 34]),
        Body(&[52, -34, 36, -26, 36, -4, 52, 4]),
        Line(&[36, -20, 36, -10]),
        Line(&[83, 72, 95, 72]),
        Hair([34, -16, 14, 30, 255, 330]),
        Hair([34, -16, 24, 44, 260, 325]),
        Hair([34, -16, 14, 30, 30, 105]),
        Hair([34, -16, 24, 44, 35, 100]),
    ],
    drivers: &[Cone([-80, -16], 20, Left), Cone([80, -16], 20, Right)],
    ground: None,
};

const BLUETOOTH_SPEAKER: Drawing = Drawing {
    marks: &[
        Bow([46, -28, 26, 22, -80, 80]),
        Body(&[
            -48, -52, 48, -52, 48, 78, 44, 82, 26, 87, 0, 88, -26, 87, -44, 82, -48, 78,
        ]),
        Body(&[
            -48, -52, -44, -57, -26, -63, 0, -65, 26, -63, 44, -57, 48, -52, 44, -47, 26, -41, 0,
            -39, -26, -41, -44, -47,
        ]),
        Hair([0, -40, 48, 14, 0, 180]),
        Hair([0, 66, 48, 14, 0, 180]),
        Line(&[-24, -52, -14, -52]),
        Line(&[14, -52, 24, -52]),
        Line(&[19, -54, 19, -50]),
        Hair([0, -74, 10, 8, 200, 340]),
        Hair([0, -74, 20, 16, 205, 335]),
        Hair([0, -74, 30, 24, 210, 330]),
    ],
    drivers: &[Cone([0, 22], 32, Both)],
    ground: Some(88),
};

const CLUB: Drawing = Drawing {
    marks: &[
        Line(&[-8, -62, -74, 40]),
        Line(&[8, -62, 74, 40]),
        Line(&[-3, -58, -30, 20]),
        Line(&[3, -58, 30, 20]),
        Line(&[0, -100, 0, -88]),
        Disc([0, -70, 18]),
        Hair([0, -70, 7, 18, 0, 360]),
        Hair([0, -70, 18, 6, 0, 360]),
        Plate([-156, -76, -90, -28], 3),
        Line(&[-148, -68, -98, -68, -110, -36, -136, -36, -148, -68]),
        Plate([-156, -28, -90, 30], 3),
        Plate([-156, 30, -90, 88], 3),
        Plate([90, -76, 156, -28], 3),
        Line(&[98, -68, 148, -68, 136, -36, 110, -36, 98, -68]),
        Plate([90, -28, 156, 30], 3),
        Plate([90, 30, 156, 88], 3),
        Bow([0, 26, 22, 28, 180, 360]),
        Disc([0, -14, 11]),
        Body(&[-54, 26, 54, 26, 46, 60, -46, 60]),
        Bow([-26, 22, 18, 4, 0, 360]),
        Bow([26, 22, 18, 4, 0, 360]),
        Edge(&[-60, 76, -66, 50]),
        Edge(&[24, 74, 30, 46]),
        Bow([-58, 96, 18, 16, 190, 350]),
        Disc([-58, 72, 9]),
        Bow([-20, 98, 18, 16, 190, 350]),
        Disc([-20, 76, 9]),
        Bow([16, 96, 18, 16, 190, 350]),
        Disc([16, 73, 9]),
        Bow([56, 98, 18, 16, 190, 350]),
        Disc([56, 77, 9]),
    ],
    drivers: &[
        Cone([-123, 1], 24, Left),
        Cone([-123, 59], 24, Left),
        Cone([123, 1], 24, Right),
        Cone([123, 59], 24, Right),
    ],
    ground: None,
};
