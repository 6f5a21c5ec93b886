//! A bounded memory.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hash, RandomState};
use std::time::Duration;
use tokio::time::Instant;

/// What was seen recently, and a value for each: at most `max` things, none longer ago than
/// `max_age`. Only a hash of each is kept.
pub(super) struct Recent<V> {
    max: usize,
    max_age: Duration,
    hash: RandomState,
    /// Every time something was seen, oldest first.
    times: VecDeque<(Instant, u64)>,
    /// When each was last seen.
    last: HashMap<u64, (Instant, V)>,
}

impl<V> Recent<V> {
    /// About the bytes of one thing, in a queue and in a map that are half full.
    pub(super) const ENTRY_BYTES: usize =
        2 * size_of::<(Instant, u64)>() + 2 * (size_of::<(u64, (Instant, V))>() + 1);

    pub(super) fn new(max: usize, max_age: Duration) -> Self {
        Self {
            max,
            max_age,
            hash: RandomState::new(),
            times: VecDeque::new(),
            last: HashMap::new(),
        }
    }

    pub(super) fn get(&self, thing: &impl Hash) -> Option<&V> {
        let (_, value) = self.last.get(&self.hash.hash_one(thing))?;
        Some(value)
    }

    /// About the bytes of all.
    pub(super) fn bytes(&self) -> usize {
        self.times.len() * Self::ENTRY_BYTES
    }

    /// Remembers a thing, unless it is remembered already. Returns whether it was not.
    pub(super) fn insert_first(&mut self, thing: &impl Hash, value: V, now: Instant) -> bool {
        self.forget_old(now);
        self.get(thing).is_none() && self.insert(thing, value, now).is_none()
    }

    /// Remembers a thing from now on. Returns the value that it had.
    pub(super) fn insert(&mut self, thing: &impl Hash, value: V, now: Instant) -> Option<V> {
        if self.max == 0 {
            return None;
        }
        self.forget_old(now);
        let key = self.hash.hash_one(thing);
        self.times.push_back((now, key));
        let before = self.last.insert(key, (now, value));
        if self.times.len() > self.max {
            self.forget_oldest();
        }
        before.map(|(_, value)| value)
    }

    fn forget_old(&mut self, now: Instant) {
        while let Some((time, _)) = self.times.front()
            && now.saturating_duration_since(*time) >= self.max_age
        {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((time, key)) = self.times.pop_front()
            && self.last.get(&key).is_some_and(|(last, _)| *last == time)
        {
            self.last.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Recent;
    use std::time::Duration;
    use tokio::time::Instant;

    const AGE: Duration = Duration::from_secs(10);

    fn at(seconds: u64) -> Instant {
        use std::sync::LazyLock;
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        *START + Duration::from_secs(seconds)
    }

    #[test]
    fn things_are_remembered_up_to_a_number() {
        let mut recent = Recent::new(2, AGE);
        assert_eq!(recent.insert(&"a", 1, at(0)), None);
        assert_eq!(recent.insert(&"a", 2, at(1)), Some(1));
        assert_eq!(recent.insert(&"b", 3, at(2)), None);
        assert_eq!(recent.insert(&"c", 4, at(3)), None);
        assert_eq!(recent.get(&"a"), None);
        assert_eq!((recent.get(&"b"), recent.get(&"c")), (Some(&3), Some(&4)));
    }

    #[test]
    fn things_are_remembered_up_to_an_age_since_they_were_last_seen() {
        let mut recent = Recent::new(9, AGE);
        assert_eq!(recent.insert(&"a", (), at(0)), None);
        assert_eq!(recent.insert(&"a", (), at(9)), Some(()));
        assert_eq!(recent.insert(&"a", (), at(18)), Some(()));
        assert_eq!(recent.insert(&"a", (), at(28)), None);
    }

    #[test]
    fn a_memory_of_nothing_remembers_nothing() {
        let mut recent = Recent::new(0, AGE);
        assert_eq!(recent.insert(&"a", (), at(0)), None);
        assert_eq!(recent.insert(&"a", (), at(0)), None);
    }
}
