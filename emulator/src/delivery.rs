//! How well notifications arrive.

use fastrand::Rng;
use std::ops::RangeInclusive;
use std::time::Duration;

/// How notifications are delivered: by default each once, at once, and in order.
///
/// At once can be before the answer to the invite has arrived, and the service promises none of
/// the three. What chance decides is drawn from a seed, so that the same requests in the same order
/// meet the same fates again.
///
/// ```
/// use graph_invite_emulator::{Delivery, Emulator};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let delivery = Delivery::new()
///     .seed(7)
///     .losing(5)
///     .doubling(10)
///     .delayed(Duration::ZERO..=Duration::from_millis(200))
///     .roster_first();
/// let emulator = Emulator::builder().delivery(delivery).start().await?;
/// # let _ = emulator;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Delivery {
    chance: Rng,
    losing: u8,
    doubling: u8,
    delay: RangeInclusive<Duration>,
    pub(crate) roster_first: bool,
}

/// What is to become of one notification: after how long each of its copies leaves.
pub(crate) struct Draw {
    pub(crate) copies: Vec<Duration>,
}

impl Delivery {
    /// Each once, at once, and in order.
    #[must_use]
    pub fn new() -> Self {
        Self {
            chance: Rng::with_seed(0),
            losing: 0,
            doubling: 0,
            delay: Duration::ZERO..=Duration::ZERO,
            roster_first: false,
        }
    }

    /// What chance is drawn from; 0 unless set.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.chance = Rng::with_seed(seed);
        self
    }

    /// Of a hundred notifications, about how many are lost; none unless set.
    #[must_use]
    pub fn losing(mut self, percent: u8) -> Self {
        self.losing = percent;
        self
    }

    /// Of a hundred notifications, about how many come twice; none unless set. The second has a
    /// message id of its own, and names that of the first.
    #[must_use]
    pub fn doubling(mut self, percent: u8) -> Self {
        self.doubling = percent;
        self
    }

    /// How late each copy leaves, anywhere in this range; at once unless set. What is due earlier
    /// leaves earlier, so that a range also shuffles.
    #[must_use]
    pub fn delayed(mut self, delay: RangeInclusive<Duration>) -> Self {
        self.delay = delay;
        self
    }

    /// Tells that somebody is on the roster before it tells that the operation has ended.
    #[must_use]
    pub fn roster_first(mut self) -> Self {
        self.roster_first = true;
        self
    }

    pub(crate) fn draw(&mut self) -> Draw {
        // All is drawn for each, so that a change of one setting leaves the others' draws alone.
        let lost = self.chance.u8(0..100) < self.losing;
        let doubled = self.chance.u8(0..100) < self.doubling;
        let delays = [self.delay(), self.delay()];
        let copies = match (lost, doubled) {
            (true, _) => 0,
            (false, false) => 1,
            (false, true) => 2,
        };
        Draw {
            copies: delays.into_iter().take(copies).collect(),
        }
    }

    fn delay(&mut self) -> Duration {
        let (least, most) = (*self.delay.start(), *self.delay.end());
        least + most.saturating_sub(least).mul_f64(self.chance.f64())
    }
}

impl Default for Delivery {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::Delivery;
    use std::time::Duration;

    fn draws(mut delivery: Delivery) -> Vec<Vec<Duration>> {
        (0..1_000).map(|_| delivery.draw().copies).collect()
    }

    #[test]
    fn one_seed_draws_the_same_again_and_another_does_not() {
        let delay = Duration::from_millis(10)..=Duration::from_millis(20);
        let all = Delivery::new().losing(40).doubling(40).delayed(delay);
        let one = draws(all.clone().seed(7));
        assert_eq!(one, draws(all.clone().seed(7)));
        assert_ne!(one, draws(all.seed(8)));
        for wait in one.iter().flatten() {
            assert!((10..=20).contains(&wait.as_millis()), "{wait:?}");
        }
    }

    #[test]
    fn about_as_many_are_lost_and_doubled_as_is_said() {
        let drawn = draws(Delivery::new().losing(20).doubling(10));
        let count = |copies| drawn.iter().filter(|all| all.len() == copies).count();
        assert!((150..250).contains(&count(0)), "{} lost", count(0));
        assert!((50..110).contains(&count(2)), "{} doubled", count(2));
    }

    #[test]
    fn a_loss_leaves_the_fates_of_the_others_alone() {
        let doubled = draws(Delivery::new().doubling(50));
        let both = draws(Delivery::new().doubling(50).losing(30));
        for (without, with) in doubled.iter().zip(&both) {
            assert!(with.is_empty() || with == without);
        }
    }
}
