//! Sound files written byte by byte, so that any field can be a lie.

/// What a sample is stored as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    Int(u16),
    Float(u16),
}

impl Sample {
    pub fn bits(self) -> u16 {
        match self {
            Self::Int(bits) | Self::Float(bits) => bits,
        }
    }

    /// The value as a whole number of this many bits.
    pub fn quantised(self, value: f32) -> i64 {
        let full = (1i64 << (self.bits() - 1)) as f64;
        (f64::from(value) * full).round().clamp(-full, full - 1.0) as i64
    }

    fn little_endian(self, value: f32) -> Vec<u8> {
        match self {
            // Eight bits have no sign in WAV.
            Self::Int(8) => vec![(self.quantised(value) + 128) as u8],
            Self::Int(bits) => {
                self.quantised(value).to_le_bytes()[..usize::from(bits / 8)].to_vec()
            }
            Self::Float(64) => f64::from(value).to_le_bytes().to_vec(),
            Self::Float(_) => value.to_le_bytes().to_vec(),
        }
    }
}

/// What a header says.
#[derive(Debug, Clone, Copy)]
pub struct Header {
    pub sample: Sample,
    pub rate: u32,
    pub channels: u16,
    /// Of the sound, in bytes, if it is not the truth.
    pub claimed: Option<u32>,
}

impl Header {
    pub fn new(sample: Sample, rate: u32, channels: usize) -> Self {
        Self {
            sample,
            rate,
            channels: channels as u16,
            claimed: None,
        }
    }
}

/// Frame by frame, all channels in turn.
fn interleaved(planes: &[Vec<f32>]) -> impl Iterator<Item = f32> + '_ {
    let frames = planes.first().map_or(0, Vec::len);
    (0..frames).flat_map(move |frame| planes.iter().map(move |plane| plane[frame]))
}

pub fn wav(header: Header, planes: &[Vec<f32>]) -> Vec<u8> {
    let data: Vec<u8> = interleaved(planes)
        .flat_map(|value| header.sample.little_endian(value))
        .collect();
    let bytes = header.sample.bits() / 8;
    let block = header.channels.wrapping_mul(bytes);
    let claimed = header.claimed.unwrap_or(data.len() as u32);
    let mut file = b"RIFF".to_vec();
    file.extend(claimed.saturating_add(36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0");
    let tag: u16 = if matches!(header.sample, Sample::Float(_)) {
        3
    } else {
        1
    };
    file.extend(tag.to_le_bytes());
    file.extend(header.channels.to_le_bytes());
    file.extend(header.rate.to_le_bytes());
    file.extend(header.rate.wrapping_mul(u32::from(block)).to_le_bytes());
    file.extend(block.to_le_bytes());
    file.extend(header.sample.bits().to_le_bytes());
    file.extend(b"data");
    file.extend(claimed.to_le_bytes());
    file.extend(data);
    file
}

/// An 80-bit float, big-endian, for a whole number above 0.
fn extended(value: u32) -> [u8; 10] {
    let mut bytes = [0; 10];
    let shift = value.leading_zeros();
    bytes[..2].copy_from_slice(&(16_383 + 31 - shift as u16).to_be_bytes());
    bytes[2..6].copy_from_slice(&(value << shift).to_be_bytes());
    bytes
}

pub fn aiff(header: Header, planes: &[Vec<f32>]) -> Vec<u8> {
    let bytes = usize::from(header.sample.bits() / 8);
    let data: Vec<u8> = interleaved(planes)
        .flat_map(|value| header.sample.quantised(value).to_be_bytes()[8 - bytes..].to_vec())
        .collect();
    let frames = planes.first().map_or(0, Vec::len) as u32;
    let claimed = header.claimed.unwrap_or(data.len() as u32);
    let mut file = b"FORM".to_vec();
    file.extend(claimed.saturating_add(46).to_be_bytes());
    file.extend(b"AIFFCOMM\0\0\0\x12");
    file.extend(header.channels.to_be_bytes());
    file.extend(frames.to_be_bytes());
    file.extend(header.sample.bits().to_be_bytes());
    file.extend(extended(header.rate));
    file.extend(b"SSND");
    file.extend(claimed.saturating_add(8).to_be_bytes());
    file.extend([0; 8]);
    file.extend(data);
    file
}

/// Bits, the highest first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    free: u32,
}

impl Bits {
    fn put(&mut self, value: u64, bits: u32) {
        for bit in (0..bits).rev() {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            self.free -= 1;
            *self.bytes.last_mut().unwrap() |= (((value >> bit) & 1) as u8) << self.free;
        }
    }
}

/// A checksum over bytes with the polynomial's lower bits.
fn crc(bytes: &[u8], polynomial: u32, bits: u32) -> u64 {
    let mut crc = 0u32;
    for &byte in bytes {
        crc ^= u32::from(byte) << (bits - 8);
        for _ in 0..8 {
            let carry = crc >> (bits - 1) & 1;
            crc = (crc << 1) & ((1 << bits) - 1);
            crc ^= carry * polynomial;
        }
    }
    u64::from(crc)
}

/// Samples as they are ("verbatim"), in blocks of 512 frames: RFC 9639.
pub fn flac(header: Header, planes: &[Vec<f32>]) -> Vec<u8> {
    const BLOCK: usize = 512;
    let bits = u32::from(header.sample.bits());
    let frames = planes.first().map_or(0, Vec::len);
    let mut info = Bits::default();
    info.put(BLOCK as u64, 16);
    info.put(BLOCK as u64, 16);
    // Sizes of frames: not known.
    info.put(0, 48);
    info.put(u64::from(header.rate), 20);
    info.put(u64::from(header.channels) - 1, 3);
    info.put(u64::from(bits) - 1, 5);
    info.put(header.claimed.map_or(frames as u64, u64::from), 36);
    let mut file = b"fLaC\x80\0\0\x22".to_vec();
    file.extend(info.bytes);
    // No MD5.
    file.extend([0; 16]);
    for (number, start) in (0..frames).step_by(BLOCK).enumerate() {
        let end = (start + BLOCK).min(frames);
        let mut frame = Bits::default();
        frame.put(0xfff8, 16);
        // The block's length follows in 16 bits; rate and depth as in the file's header.
        frame.put(0x70, 8);
        frame.put(u64::from(header.channels) - 1, 4);
        frame.put(0, 4);
        match number {
            0..0x80 => frame.put(number as u64, 8),
            _ => {
                frame.put(0xc0 | number as u64 >> 6, 8);
                frame.put(0x80 | number as u64 & 0x3f, 8);
            }
        }
        frame.put((end - start - 1) as u64, 16);
        let check = crc(&frame.bytes, 0x07, 8);
        frame.put(check, 8);
        for plane in planes {
            frame.put(0b0000_0010, 8);
            for &value in &plane[start..end] {
                frame.put(header.sample.quantised(value) as u64, bits);
            }
        }
        let check = crc(&frame.bytes, 0x8005, 16);
        frame.put(check, 16);
        file.extend(frame.bytes);
    }
    file
}
