//! The ids of the messages seen lately.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

/// Longest id that is remembered. The service's have 36 characters.
const MAX_ID: usize = 256;

/// A bounded memory of ids.
pub(super) struct SeenIds {
    max: usize,
    age: Duration,
    order: VecDeque<(Instant, Box<str>)>,
    ids: HashSet<Box<str>>,
}

impl SeenIds {
    pub(super) fn new(max: usize, age: Duration) -> Self {
        Self {
            max,
            age,
            order: VecDeque::new(),
            ids: HashSet::new(),
        }
    }

    /// Whether the id was seen lately. From now on it was.
    pub(super) fn insert_seen(&mut self, id: &str, now: Instant) -> bool {
        while let Some((since, _)) = self.order.front()
            && now.saturating_duration_since(*since) >= self.age
        {
            self.forget_oldest();
        }
        if self.ids.contains(id) {
            return true;
        }
        if self.max > 0 && !id.is_empty() && id.len() <= MAX_ID {
            if self.order.len() >= self.max {
                self.forget_oldest();
            }
            self.ids.insert(id.into());
            self.order.push_back((now, id.into()));
        }
        false
    }

    fn forget_oldest(&mut self) {
        if let Some((_, id)) = self.order.pop_front() {
            self.ids.remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_ID, SeenIds};
    use std::time::Duration;
    use tokio::time::Instant;

    #[test]
    fn ids_are_remembered_up_to_a_number_and_an_age() {
        let now = Instant::now();
        let later = now + Duration::from_secs(9);
        let mut recent = SeenIds::new(2, Duration::from_secs(10));
        assert!(!recent.insert_seen("a", now));
        assert!(recent.insert_seen("a", later));
        assert!(!recent.insert_seen("b", later));
        assert!(!recent.insert_seen("c", later));
        assert!(!recent.insert_seen("a", later), "the oldest of two");
        assert!(
            !recent.insert_seen("b", now + Duration::from_secs(19)),
            "too old"
        );
    }

    #[test]
    fn what_is_no_id_is_not_remembered() {
        let now = Instant::now();
        let mut recent = SeenIds::new(2, Duration::from_secs(10));
        for id in ["", &"a".repeat(MAX_ID + 1)] {
            assert!(!recent.insert_seen(id, now));
            assert!(!recent.insert_seen(id, now));
        }
        let mut none = SeenIds::new(0, Duration::from_secs(10));
        assert!(!none.insert_seen("a", now));
        assert!(!none.insert_seen("a", now));
    }
}
