//! Which bands share a book.
//!
//! MP3 cuts its lines into three regions with a book each, and a tail of ones; where they are cut
//! stands in side information of fixed length. AAC cuts as often as it likes and pays for each section.

use super::Format;
use super::bands::MAX_BANDS;
use super::codebook::Book;

/// The most sections of MP3: three regions and the tail.
const MP3_SECTIONS: usize = 4;

/// What a section of AAC costs: four bits for its book, five for its length.
/// Source: ISO/IEC 14496-3, 4.4.2.7.
const AAC_SECTION_BITS: u32 = 4 + 5;

/// How far the books that the bands of one section want may be apart in AAC. By experiment: the
/// fewest bits.
const AAC_REACH: Book = 2;

/// The ends of a channel's sections.
pub struct Sections {
    ends: [u8; MAX_BANDS],
    count: usize,
    /// What it costs to say where they end and which books they have.
    pub bits: u32,
}

impl Sections {
    /// Cuts bands that want these books.
    pub fn new(format: Format, wanted: &[Book]) -> Self {
        let mut sections = Self {
            ends: [0; MAX_BANDS],
            count: 0,
            bits: 0,
        };
        if format == Format::Mp3 {
            let mut reach = 1;
            sections.cut(wanted, reach);
            while sections.count > MP3_SECTIONS {
                reach += 1;
                sections.cut(wanted, reach);
            }
        } else {
            sections.cut(wanted, AAC_REACH);
            sections.bits = AAC_SECTION_BITS * sections.count as u32;
        }
        sections
    }

    /// Cuts wherever the books of a section would be more than `reach` apart. Bands without a line
    /// in them do not mind.
    fn cut(&mut self, wanted: &[Book], reach: Book) {
        self.count = 0;
        let (mut low, mut high) = (Book::MAX, 0);
        for (band, &book) in wanted.iter().enumerate().filter(|(_, book)| **book > 0) {
            let (new_low, new_high) = (low.min(book), high.max(book));
            if low <= high && new_high - new_low > reach {
                self.ends[self.count] = band as u8;
                self.count += 1;
                (low, high) = (book, book);
            } else {
                (low, high) = (new_low, new_high);
            }
        }
        self.ends[self.count] = wanted.len() as u8;
        self.count += 1;
    }

    /// First and last band of each section.
    pub fn iter(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let ends = &self.ends[..self.count];
        let starts = std::iter::once(&0).chain(ends);
        starts
            .zip(ends)
            .map(|(start, end)| usize::from(*start)..usize::from(*end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_band_is_in_one_section() {
        let wanted = [9, 8, 8, 0, 12, 7, 3, 0, 5, 1, 1, 2];
        for (format, most) in [(Format::Mp3, MP3_SECTIONS), (Format::Aac, wanted.len())] {
            let sections = Sections::new(format, &wanted);
            let mut next = 0;
            for section in sections.iter() {
                assert_eq!(section.start, next);
                assert!(section.end > section.start);
                next = section.end;
            }
            assert_eq!(next, wanted.len());
            assert!(sections.iter().count() <= most);
        }
    }
}
