//! A bounded memory of ids.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::time::Duration;
use tokio::time::Instant;

/// The ids seen recently: at most `max`, none longer ago than `max_age`.
pub(super) struct SeenIds<T> {
    max: usize,
    max_age: Duration,
    /// Every time an id was seen, oldest first.
    times: VecDeque<(Instant, T)>,
    /// When each id was last seen.
    last: HashMap<T, Instant>,
}

impl<T: Clone + Eq + Hash> SeenIds<T> {
    pub(super) fn new(max: usize, max_age: Duration) -> Self {
        Self {
            max,
            max_age,
            times: VecDeque::new(),
            last: HashMap::new(),
        }
    }

    pub(super) fn contains(&self, id: &T) -> bool {
        self.last.contains_key(id)
    }

    /// Adds an id. Returns whether it was there already.
    pub(super) fn insert_seen(&mut self, id: T, now: Instant) -> bool {
        if self.max == 0 {
            return false;
        }
        while let Some((time, _)) = self.times.front()
            && now.saturating_duration_since(*time) >= self.max_age
        {
            self.forget_oldest();
        }
        self.times.push_back((now, id.clone()));
        let was_there = self.last.insert(id, now).is_some();
        if self.times.len() > self.max {
            self.forget_oldest();
        }
        was_there
    }

    fn forget_oldest(&mut self) {
        if let Some((time, id)) = self.times.pop_front()
            && self.last.get(&id) == Some(&time)
        {
            self.last.remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SeenIds;
    use std::time::Duration;
    use tokio::time::Instant;

    const AGE: Duration = Duration::from_secs(10);

    fn at(seconds: u64) -> Instant {
        use std::sync::LazyLock;
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        *START + Duration::from_secs(seconds)
    }

    #[test]
    fn ids_are_remembered_up_to_a_number() {
        let mut seen = SeenIds::new(2, AGE);
        assert!(!seen.insert_seen("a", at(0)));
        assert!(seen.insert_seen("a", at(1)));
        assert!(!seen.insert_seen("b", at(2)));
        assert!(!seen.insert_seen("c", at(3)));
        assert!(!seen.contains(&"a"));
        assert!(seen.contains(&"b") && seen.contains(&"c"));
    }

    #[test]
    fn ids_are_remembered_up_to_an_age_since_they_were_last_seen() {
        let mut seen = SeenIds::new(9, AGE);
        assert!(!seen.insert_seen("a", at(0)));
        assert!(seen.insert_seen("a", at(9)));
        assert!(seen.insert_seen("a", at(18)));
        assert!(!seen.insert_seen("a", at(28)));
    }

    #[test]
    fn a_memory_of_nothing_remembers_nothing() {
        let mut seen = SeenIds::new(0, AGE);
        assert!(!seen.insert_seen("a", at(0)));
        assert!(!seen.insert_seen("a", at(0)));
    }
}
