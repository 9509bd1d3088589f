//! What was painted: a level and a place between left and right for every column and row.

/// Rows of a column: 4.6 to the semitone.
pub const ROWS: usize = 512;
/// Columns that are kept: 68 s, in 4 MB.
pub const COLUMNS: usize = 4_096;

/// One point of the painting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    /// From 0, the night, to 255, the loudest.
    pub level: u8,
    /// From −127, all left, to 127, all right.
    pub side: i8,
}

/// A moment: its cells from the lowest frequency to the highest.
pub type Column = [Cell; ROWS];

/// The latest columns, each with its number since the first.
#[derive(Clone, Default)]
pub struct History {
    columns: Vec<Column>,
    count: u64,
}

impl History {
    /// Adds the newest column; the oldest goes.
    pub fn push(&mut self, column: &Column) {
        match self.columns.get_mut((self.count % COLUMNS as u64) as usize) {
            Some(oldest) => *oldest = *column,
            None => self.columns.push(*column),
        }
        self.count += 1;
    }

    /// How many columns there have been.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many of them are there still.
    pub fn kept(&self) -> usize {
        self.columns.len()
    }

    /// A column by its number.
    pub fn column(&self, number: u64) -> Option<&Column> {
        let kept = number < self.count && self.count - number <= self.columns.len() as u64;
        kept.then(|| &self.columns[(number % COLUMNS as u64) as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(level: u8) -> Column {
        [Cell { level, side: 0 }; ROWS]
    }

    #[test]
    fn the_oldest_goes_when_a_new_one_comes() {
        let mut history = History::default();
        let all = COLUMNS as u64 + 10;
        for number in 0..all {
            history.push(&column((number % 251) as u8));
        }
        assert_eq!((history.count(), history.kept()), (all, COLUMNS));
        assert_eq!(history.column(9), None);
        assert_eq!(history.column(all), None);
        for number in [10, 11, 4_095, 4_096, all - 1] {
            let level = (number % 251) as u8;
            assert_eq!(history.column(number), Some(&column(level)), "{number}");
        }
    }
}
