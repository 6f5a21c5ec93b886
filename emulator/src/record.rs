//! The newest of what was seen, numbered, within a bound.

use std::collections::VecDeque;

/// Forgets the oldest items when there are too many of them, or when they hold too many bytes.
pub(crate) struct Record<T> {
    items: VecDeque<T>,
    max_items: usize,
    max_bytes: usize,
    bytes: usize,
    size: fn(&T) -> usize,
    /// How many were forgotten.
    forgotten: u64,
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
            forgotten: 0,
        }
    }

    /// Keeps up to so many items from now on.
    #[cfg(feature = "page")]
    pub(crate) const fn keep(&mut self, max_items: usize) {
        self.max_items = max_items;
    }

    /// Returns the number of the item. The first ever has 1.
    pub(crate) fn push(&mut self, item: T) -> u64 {
        self.bytes += (self.size)(&item);
        self.items.push_back(item);
        let number = self.forgotten + self.items.len() as u64;
        self.forget_oldest();
        number
    }

    fn place(&self, number: u64) -> Option<usize> {
        let place = number.checked_sub(self.forgotten + 1)?;
        usize::try_from(place).ok()
    }

    /// An item, if it is still there.
    pub(crate) fn get(&self, number: u64) -> Option<&T> {
        self.items.get(self.place(number)?)
    }

    /// Changes an item, if it is still there.
    pub(crate) fn update(&mut self, number: u64, change: impl FnOnce(&mut T)) {
        let place = self.place(number);
        let Some(item) = place.and_then(|place| self.items.get_mut(place)) else {
            return;
        };
        self.bytes -= (self.size)(item);
        change(item);
        self.bytes += (self.size)(item);
        self.forget_oldest();
    }

    /// Forgets all items, and goes on counting. Returns them, because it takes a while to free many.
    pub(crate) fn take(&mut self) -> VecDeque<T> {
        self.forgotten += self.items.len() as u64;
        self.bytes = 0;
        std::mem::take(&mut self.items)
    }

    fn forget_oldest(&mut self) {
        while self.items.len() > self.max_items || self.bytes > self.max_bytes {
            let Some(oldest) = self.items.pop_front() else {
                break;
            };
            self.bytes -= (self.size)(&oldest);
            self.forgotten += 1;
        }
    }

    /// The number of the oldest item that is kept, or of the next one.
    pub(crate) const fn first(&self) -> u64 {
        self.forgotten + 1
    }

    /// Oldest first, with their numbers.
    pub(crate) fn numbered(
        &self,
    ) -> impl DoubleEndedIterator<Item = (u64, &T)> + ExactSizeIterator {
        let first = self.first();
        let items = self.items.iter().enumerate();
        items.map(move |(place, item)| (first + place as u64, item))
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
