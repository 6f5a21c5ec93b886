//! The newest of what was seen, within a bound.

use std::collections::VecDeque;

/// Forgets the oldest items when there are too many of them, or when they hold too many bytes.
pub(crate) struct Record<T> {
    items: VecDeque<T>,
    max_items: usize,
    max_bytes: usize,
    bytes: usize,
    size: fn(&T) -> usize,
}

impl<T> Record<T> {
    /// `size` is how many bytes an item holds.
    pub(crate) const fn new(max_items: usize, max_bytes: usize, size: fn(&T) -> usize) -> Self {
        Self {
            items: VecDeque::new(),
            max_items,
            max_bytes,
            bytes: 0,
            size,
        }
    }

    pub(crate) fn push(&mut self, item: T) {
        self.bytes += (self.size)(&item);
        self.items.push_back(item);
        while self.items.len() > self.max_items || self.bytes > self.max_bytes {
            let Some(oldest) = self.items.pop_front() else {
                break;
            };
            self.bytes -= (self.size)(&oldest);
        }
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Record;

    fn of_lengths(lengths: &[usize]) -> Vec<usize> {
        let mut record = Record::new(3, 100, Vec::len);
        for length in lengths {
            record.push(vec![0; *length]);
        }
        record.iter().map(Vec::len).collect()
    }

    #[test]
    fn only_the_newest_items_are_kept() {
        assert_eq!(of_lengths(&[1, 2, 3, 4]), [2, 3, 4]);
        assert_eq!(of_lengths(&[60, 30, 20]), [30, 20]);
        assert_eq!(of_lengths(&[1, 60, 40]), [60, 40]);
        assert!(of_lengths(&[101]).is_empty());
        assert_eq!(of_lengths(&[1, 101, 2]), [2]);
    }
}
