//! Faults by chance.

use crate::faults::fault::{ConnectionFault, Fault, FaultKind, RequestFault};
use crate::percent;
use fastrand::Rng;

/// Faults that strike by chance.
///
/// A seed decides, so the same requests in the same order meet the same faults again. Only invites
/// and connections meet them; lookups do not.
///
/// ```
/// use graph_invite_emulator::{Emulator, Fault, RandomFaults};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let faults = RandomFaults::new(7)
///     .chance(Fault::status(429).retry_after("2"), 5)
///     .chance(Fault::no_response().after_ringing(), 0.5);
/// let emulator = Emulator::builder().random_faults(faults).start().await?;
/// # let _ = emulator;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RandomFaults {
    rng: Rng,
    connections: Vec<(ConnectionFault, f64)>,
    requests: Vec<(RequestFault, f64)>,
}

impl RandomFaults {
    /// No faults yet. `seed` decides which connections and invites they strike.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            connections: Vec::new(),
            requests: Vec::new(),
        }
    }

    /// Adds a fault that strikes about this percentage of invites, or of connections if it is a
    /// fault of connections. No invite and no connection meets two: if the percentages add up to
    /// more than 100, the last faults strike less often.
    ///
    /// # Panics
    ///
    /// If `percent` is not between 0 and 100.
    #[must_use]
    #[track_caller]
    pub fn chance(mut self, fault: impl Into<Fault>, percent: impl Into<f64>) -> Self {
        let percent = percent.into();
        percent::check(percent);
        match fault.into().0 {
            FaultKind::Connection(fault) => self.connections.push((fault, percent)),
            FaultKind::Request(fault) => self.requests.push((fault, percent)),
        }
        self
    }

    pub(crate) fn draw_for_connection(&mut self) -> Option<ConnectionFault> {
        draw(&mut self.rng, &self.connections)
    }

    pub(crate) fn draw_for_request(&mut self) -> Option<RequestFault> {
        draw(&mut self.rng, &self.requests)
    }
}

fn draw<T: Clone>(rng: &mut Rng, faults: &[(T, f64)]) -> Option<T> {
    let mut left = rng.f64() * 100.0;
    let struck = faults.iter().find(|(_, percent)| {
        left -= percent;
        left < 0.0
    });
    struck.map(|(fault, _)| fault.clone())
}

impl Default for RandomFaults {
    fn default() -> Self {
        Self::new(0)
    }
}

#[cfg(test)]
mod tests {
    use super::RandomFaults;
    use crate::faults::fault::Fault;

    #[test]
    fn a_seed_repeats_its_faults_at_about_the_given_rates() {
        let faults = |seed| {
            RandomFaults::new(seed)
                .chance(Fault::status(500), 20)
                .chance(Fault::reset_on_accept(), 90)
                .chance(Fault::no_response(), 0.5)
        };
        let drawn = |seed| {
            let mut faults = faults(seed);
            let draw = |_| faults.draw_for_request().map(|fault| format!("{fault:?}"));
            (0..10_000).map(draw).collect::<Vec<_>>()
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
        let struck = drawn(7).into_iter().flatten().collect::<Vec<_>>();
        assert!((1_900..2_200).contains(&struck.len()), "{}", struck.len());
        let silent = struck.iter().filter(|fault| fault.contains("Missing"));
        assert!((20..90).contains(&silent.count()));
        let canned = struck.iter().filter(|fault| fault.contains("500"));
        assert!((1_900..2_100).contains(&canned.count()));
        let mut faults = faults(7);
        let connections = (0..10_000).filter_map(|_| faults.draw_for_connection());
        assert!((8_800..9_200).contains(&connections.count()));
    }

    #[test]
    #[should_panic(expected = "a percentage is between 0 and 100, not 101")]
    fn a_percentage_over_100_panics() {
        let _ = RandomFaults::new(0).chance(Fault::status(500), 101);
    }
}
