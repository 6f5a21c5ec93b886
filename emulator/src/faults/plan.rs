//! Which faults strike next.

use crate::faults::fault::{ConnectionFault, FaultKind, RequestFault};
use crate::faults::random_faults::RandomFaults;
use crate::faults::response_fault::ResponseFault;
use crate::lock::lock;
use crate::log::{Entry, EntryKind, Log};
use crate::person::PersonId;
use fastrand::Rng;
use std::sync::{Arc, Mutex, MutexGuard};
use uuid::Uuid;

/// How many faults are kept that strike no more.
const MAX_SPENT: usize = 1_000;

pub(crate) struct FaultPlan {
    plan: Mutex<Plan>,
    log: Arc<Log>,
}

struct Plan {
    faults: Vec<PlannedFault>,
    /// How many faults there ever were.
    count: u64,
    random: RandomFaults,
    rng: Rng,
}

/// A fault that strikes so many times.
#[derive(Clone)]
pub(crate) struct PlannedFault {
    pub(crate) id: u64,
    pub(crate) fault: FaultKind,
    /// What it strikes: the next invite or connection if it is `None`.
    pub(crate) target: Option<Target>,
    /// By which chance it strikes, in percent.
    pub(crate) percent: Option<f64>,
    /// How often it may still strike.
    pub(crate) left: u32,
    pub(crate) struck: u32,
}

#[derive(Clone)]
pub(crate) enum Target {
    /// An invite of this person.
    Person(PersonId),
    /// An invite to this call.
    Call(Uuid),
    /// A request with this method, whose path contains this text.
    Request { method: String, path: String },
}

impl FaultPlan {
    pub(crate) fn new(random: RandomFaults, log: Arc<Log>) -> Self {
        Self {
            plan: Mutex::new(Plan {
                faults: Vec::new(),
                count: 0,
                random,
                rng: Rng::with_seed(0),
            }),
            log,
        }
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        lock(&self.plan)
    }

    pub(crate) fn set_random(&self, random: RandomFaults) {
        self.plan().random = random;
    }

    /// Adds a fault, and returns its id. Several strike one after the other.
    pub(crate) fn add(
        &self,
        fault: FaultKind,
        target: Option<Target>,
        times: u32,
        percent: Option<f64>,
    ) -> u64 {
        let mut plan = self.plan();
        plan.count += 1;
        let id = plan.count;
        plan.faults.push(PlannedFault {
            id,
            fault,
            target,
            percent,
            left: times,
            struck: 0,
        });
        plan.forget_spent();
        id
    }

    /// Records a fault that has struck already, and returns its id.
    pub(crate) fn add_struck(&self, fault: FaultKind) -> u64 {
        let id = self.add(fault, None, 0, None);
        let mut plan = self.plan();
        if let Some(planned) = plan.faults.iter_mut().find(|planned| planned.id == id) {
            planned.struck = 1;
        }
        id
    }

    /// All faults, also those that strike no more, as far as they are kept.
    pub(crate) fn all(&self) -> Vec<PlannedFault> {
        self.plan().faults.clone()
    }

    /// Removes the faults that are meant. Returns how many.
    pub(crate) fn remove(&self, is_meant: impl Fn(&PlannedFault) -> bool) -> usize {
        let mut plan = self.plan();
        let before = plan.faults.len();
        plan.faults.retain(|fault| !is_meant(fault));
        before - plan.faults.len()
    }

    pub(crate) fn reset(&self) {
        let mut plan = self.plan();
        plan.faults.clear();
        plan.random = RandomFaults::default();
        plan.rng = Rng::with_seed(0);
    }

    /// The fault of a new connection.
    pub(crate) fn take_for_connection(&self) -> Option<ConnectionFault> {
        let mut plan = self.plan();
        let next = plan.strike(|planned| match planned.fault {
            FaultKind::Connection(fault) => Some(fault),
            FaultKind::Request(_) => None,
        });
        let next = next.or_else(|| plan.random.draw_for_connection());
        drop(plan);
        if next.is_some() {
            let entry = Entry::new(EntryKind::FaultStruck);
            self.log.add(entry.detail("a connection"));
        }
        next
    }

    /// The fault of an invite whose content is not known yet.
    pub(crate) fn take_for_request(&self) -> Option<RequestFault> {
        let mut plan = self.plan();
        let next = plan.strike(|planned| match (&planned.target, &planned.fault) {
            (None, FaultKind::Request(fault)) => Some(fault.clone()),
            _ => None,
        });
        next.or_else(|| plan.random.draw_for_request())
    }

    pub(crate) fn has_targets(&self) -> bool {
        let plan = self.plan();
        let mut faults = plan.faults.iter();
        faults.any(|planned| planned.target.is_some() && planned.left > 0)
    }

    /// The first fault whose target is hit.
    pub(crate) fn take_targeted(&self, is_hit: impl Fn(&Target) -> bool) -> Option<ResponseFault> {
        self.plan()
            .strike(|planned| match (&planned.target, &planned.fault) {
                (Some(target), FaultKind::Request(RequestFault::Response(fault)))
                    if is_hit(target) =>
                {
                    Some(fault.clone())
                }
                _ => None,
            })
    }
}

impl Plan {
    /// The first fault that is meant strikes, if chance allows it.
    fn strike<T>(&mut self, is_meant: impl Fn(&PlannedFault) -> Option<T>) -> Option<T> {
        for planned in self.faults.iter_mut().filter(|planned| planned.left > 0) {
            let Some(found) = is_meant(planned) else {
                continue;
            };
            let percent = planned.percent.unwrap_or(100.0);
            if percent < 100.0 && self.rng.f64() * 100.0 >= percent {
                continue;
            }
            planned.left -= 1;
            planned.struck += 1;
            return Some(found);
        }
        None
    }

    fn forget_spent(&mut self) {
        let spent = |planned: &PlannedFault| planned.left == 0;
        let count = self.faults.iter().filter(|planned| spent(planned)).count();
        if count > MAX_SPENT {
            self.faults.retain(|planned| !spent(planned));
        }
    }
}
