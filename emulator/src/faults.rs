//! Which faults strike whom.

use crate::Emulator;
use crate::fault::{Does, Fault};
use crate::ledger::Person;
use fastrand::Rng;
use std::collections::VecDeque;
use std::fmt;
use uuid::Uuid;

/// Faults by chance: none unless told.
///
/// They are drawn from a seed, so that the same requests in the same order meet the same faults
/// again. Only invites meet them; what is looked up is answered.
///
/// ```
/// use graph_invite_emulator::{Emulator, Fault, Faults};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let faults = Faults::new(7)
///     .chance(Fault::status(429).retry_after("2"), 5)
///     .chance(Fault::silence().after_ringing(), 0.5);
/// let emulator = Emulator::builder().faults(faults).start().await?;
/// # let _ = emulator;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Faults {
    chance: Rng,
    all: Vec<(Fault, f64)>,
}

impl Faults {
    /// None yet.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Rng::with_seed(seed),
            all: Vec::new(),
        }
    }

    /// Of a hundred invites, about how many it strikes; of a hundred connections, if it is
    /// [`Fault::refuse`], [`Fault::hang_up`] or of the handshake of TLS. No invite meets two, and no
    /// connection.
    #[must_use]
    pub fn chance(mut self, fault: Fault, percent: impl Into<f64>) -> Self {
        self.all.push((fault, percent.into()));
        self
    }

    fn draw(&mut self, of_connection: bool) -> Option<Fault> {
        let mut left = self.chance.f64() * 100.0;
        let all = self.all.iter();
        let mut all = all.filter(|(fault, _)| fault.is_of_connection() == of_connection);
        let (fault, _) = all.find(|(_, percent)| {
            left -= percent;
            left < 0.0
        })?;
        Some(fault.clone())
    }
}

impl Default for Faults {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Emulator {
    /// Something goes wrong with the next invite, or with the next connection if it is
    /// [`Fault::hang_up`] or of the handshake of TLS. Several strike one after the other.
    /// [`Fault::refuse`] begins now.
    pub fn fail_next(&self, fault: Fault) {
        let front = &self.service.front;
        match fault.does {
            Does::Refuse(time) => front.shut(time),
            _ if fault.is_of_connection() => front.plan().connections.push_back(fault),
            _ => front.plan().requests.push_back(fault),
        }
    }

    /// Something goes wrong with the next invite of this person. What strikes before the request
    /// is read becomes a [`Fault::reset`], for the request says whom it is about.
    pub fn fail_next_of(&self, person: &(impl fmt::Display + ?Sized), fault: Fault) {
        let target = Target::Person(Person::of(person));
        self.service.front.plan().aimed.push((target, fault));
    }

    /// Something goes wrong with the next invite to this call; the rest as
    /// [`fail_next_of`](Self::fail_next_of).
    pub fn fail_next_to(&self, call: Uuid, fault: Fault) {
        let target = Target::Call(call);
        self.service.front.plan().aimed.push((target, fault));
    }

    /// What goes wrong by chance from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.service.front.plan().faults = faults;
    }
}

/// What is to go wrong.
#[derive(Default)]
pub(crate) struct Plan {
    faults: Faults,
    connections: VecDeque<Fault>,
    requests: VecDeque<Fault>,
    aimed: Vec<(Target, Fault)>,
}

pub(crate) enum Target {
    Person(Person),
    Call(Uuid),
}

impl Plan {
    pub(crate) fn of(faults: Faults) -> Self {
        Self {
            faults,
            ..Self::default()
        }
    }

    pub(crate) fn of_connection(&mut self) -> Option<Fault> {
        let next = self.connections.pop_front();
        next.or_else(|| self.faults.draw(true))
    }

    pub(crate) fn of_request(&mut self) -> Option<Fault> {
        let next = self.requests.pop_front();
        next.or_else(|| self.faults.draw(false))
    }

    pub(crate) fn is_aimed(&self) -> bool {
        !self.aimed.is_empty()
    }

    /// The first that is aimed at what the request is about.
    pub(crate) fn aimed_at(&mut self, is_it: impl Fn(&Target) -> bool) -> Option<Fault> {
        let place = self.aimed.iter().position(|(target, _)| is_it(target))?;
        let (_, fault) = self.aimed.remove(place);
        Some(if fault.is_early() {
            Fault::reset()
        } else {
            fault
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Faults};

    #[test]
    fn one_seed_strikes_the_same_again_and_about_as_often_as_is_said() {
        let faults = |seed| {
            Faults::new(seed)
                .chance(Fault::status(500), 20)
                .chance(Fault::hang_up(), 90)
                .chance(Fault::silence(), 0.5)
        };
        let drawn = |seed| {
            let mut faults = faults(seed);
            let draw = |_| faults.draw(false).map(|fault| format!("{fault:?}"));
            (0..10_000).map(draw).collect::<Vec<_>>()
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
        let struck = drawn(7).into_iter().flatten().collect::<Vec<_>>();
        assert!((1_900..2_200).contains(&struck.len()), "{}", struck.len());
        let silent = struck.iter().filter(|fault| fault.contains("Silence"));
        assert!((20..90).contains(&silent.count()));
        assert!(!struck.iter().any(|fault| fault.contains("HangUp")));
    }
}
