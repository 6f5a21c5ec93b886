//! How reliably notifications arrive.

use crate::percent;
use fastrand::Rng;
use std::ops::RangeInclusive;
use std::time::Duration;

/// How notifications are delivered: by default each once, at once and in order.
///
/// A notification can arrive before the response to the invite, and the real service promises
/// neither order nor exactly one copy. A seed decides what chance decides, so the same requests in
/// the same order have the same deliveries again.
///
/// ```
/// use graph_invite_emulator::{Delivery, Emulator};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let delivery = Delivery::new()
///     .seed(7)
///     .loss_percent(5)
///     .duplicate_percent(10)
///     .delay(Duration::ZERO..=Duration::from_millis(200))
///     .roster_first();
/// let emulator = Emulator::builder().delivery(delivery).start().await?;
/// # let _ = emulator;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Delivery {
    rng: Rng,
    loss_percent: u8,
    duplicate_percent: u8,
    delay: RangeInclusive<Duration>,
    pub(crate) roster_first: bool,
}

impl Delivery {
    /// Each notification once, at once and in order.
    #[must_use]
    pub fn new() -> Self {
        Self {
            rng: Rng::with_seed(0),
            loss_percent: 0,
            duplicate_percent: 0,
            delay: Duration::ZERO..=Duration::ZERO,
            roster_first: false,
        }
    }

    /// Sets the seed of all chance; 0 by default.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.rng = Rng::with_seed(seed);
        self
    }

    /// Loses about this percentage of notifications; 0 by default.
    ///
    /// # Panics
    ///
    /// If `percent` is more than 100.
    #[must_use]
    #[track_caller]
    pub fn loss_percent(mut self, percent: u8) -> Self {
        percent::check(percent.into());
        self.loss_percent = percent;
        self
    }

    /// Sends about this percentage of notifications twice; 0 by default. The second copy has a
    /// message id of its own, and names the id of the first.
    ///
    /// # Panics
    ///
    /// If `percent` is more than 100.
    #[must_use]
    #[track_caller]
    pub fn duplicate_percent(mut self, percent: u8) -> Self {
        percent::check(percent.into());
        self.duplicate_percent = percent;
        self
    }

    /// Delays each copy by a random time of this range; no delay by default. A copy with a shorter
    /// delay overtakes others, so a range also changes the order.
    #[must_use]
    pub fn delay(mut self, delay: RangeInclusive<Duration>) -> Self {
        self.delay = delay;
        self
    }

    /// Sends the new roster before the end of the operation that changed it.
    #[must_use]
    pub fn roster_first(mut self) -> Self {
        self.roster_first = true;
        self
    }

    /// Decides on one notification: the delay of each copy.
    pub(crate) fn draw(&mut self) -> Vec<Duration> {
        // Each notification draws all values, so that one setting does not change the others' draws.
        let lost = self.rng.u8(0..100) < self.loss_percent;
        let duplicated = self.rng.u8(0..100) < self.duplicate_percent;
        let delays = [self.draw_delay(), self.draw_delay()];
        let copies = match (lost, duplicated) {
            (true, _) => 0,
            (false, false) => 1,
            (false, true) => 2,
        };
        delays.into_iter().take(copies).collect()
    }

    fn draw_delay(&mut self) -> Duration {
        let (least, most) = (*self.delay.start(), *self.delay.end());
        least + most.saturating_sub(least).mul_f64(self.rng.f64())
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
        (0..1_000).map(|_| delivery.draw()).collect()
    }

    #[test]
    fn a_seed_repeats_its_draws_and_another_seed_does_not() {
        let delay = Duration::from_millis(10)..=Duration::from_millis(20);
        let delivery = Delivery::new()
            .loss_percent(40)
            .duplicate_percent(40)
            .delay(delay);
        let one = draws(delivery.clone().seed(7));
        assert_eq!(one, draws(delivery.clone().seed(7)));
        assert_ne!(one, draws(delivery.seed(8)));
        for delay in one.iter().flatten() {
            assert!((10..=20).contains(&delay.as_millis()), "{delay:?}");
        }
    }

    #[test]
    fn losses_and_duplicates_match_their_percentages() {
        let drawn = draws(Delivery::new().loss_percent(20).duplicate_percent(10));
        let count = |copies| drawn.iter().filter(|all| all.len() == copies).count();
        assert!((150..250).contains(&count(0)), "{} lost", count(0));
        assert!((50..110).contains(&count(2)), "{} duplicated", count(2));
    }

    #[test]
    fn losses_do_not_change_the_draws_of_other_notifications() {
        let duplicated = draws(Delivery::new().duplicate_percent(50));
        let both = draws(Delivery::new().duplicate_percent(50).loss_percent(30));
        for (without, with) in duplicated.iter().zip(&both) {
            assert!(with.is_empty() || with == without);
        }
    }

    #[test]
    #[should_panic(expected = "a percentage is between 0 and 100, not 101")]
    fn a_percentage_over_100_panics() {
        let _ = Delivery::new().loss_percent(101);
    }
}
