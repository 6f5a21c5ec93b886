//! New ids: random, or the same in each run.

use crate::lock::lock;
use fastrand::Rng;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::{Builder, Uuid};

/// Makes ids of one kind. With a seed, each run has the same ones in the same order.
pub(crate) struct Ids {
    seed: Option<u64>,
    rng: Mutex<Rng>,
    drawn: AtomicU64,
}

/// What the ids are for. Each kind is drawn for itself, so that a timer, which draws the ids of
/// messages, does not change the ids of calls.
#[derive(Clone, Copy)]
pub(crate) enum IdKind {
    /// The bot, its tenant, its secret and its token.
    Identity,
    /// Calls, operations and participants.
    Call,
    Message,
    Request,
}

impl Ids {
    pub(crate) fn new(seed: Option<u64>, kind: IdKind) -> Self {
        let seed = seed.map(|seed| seed.wrapping_mul(4).wrapping_add(kind as u64));
        Self {
            seed,
            rng: Mutex::new(Rng::with_seed(seed.unwrap_or_default())),
            drawn: AtomicU64::new(0),
        }
    }

    /// How many there are yet. It only grows.
    pub(crate) fn drawn(&self) -> u64 {
        self.drawn.load(Ordering::Relaxed)
    }

    pub(crate) fn next(&self) -> Uuid {
        self.drawn.fetch_add(1, Ordering::Relaxed);
        if self.seed.is_none() {
            return Uuid::new_v4();
        }
        let mut bytes = [0; 16];
        lock(&self.rng).fill(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Begins again with the first id of the seed.
    pub(crate) fn reset(&self) {
        if let Some(seed) = self.seed {
            *lock(&self.rng) = Rng::with_seed(seed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{IdKind, Ids};
    use uuid::Uuid;

    fn first(seed: Option<u64>, kind: IdKind) -> [Uuid; 2] {
        let ids = Ids::new(seed, kind);
        [ids.next(), ids.next()]
    }

    #[test]
    fn a_seed_repeats_its_ids() {
        assert_eq!(first(Some(7), IdKind::Call), first(Some(7), IdKind::Call));
        assert_ne!(first(Some(7), IdKind::Call), first(Some(8), IdKind::Call));
        assert_ne!(
            first(Some(7), IdKind::Call),
            first(Some(7), IdKind::Message)
        );
        assert_ne!(first(None, IdKind::Call), first(None, IdKind::Call));
        let ids = Ids::new(Some(7), IdKind::Call);
        let drawn = [ids.next(), ids.next()];
        assert_ne!(drawn[0], drawn[1]);
        ids.reset();
        assert_eq!([ids.next(), ids.next()], drawn);
    }
}
