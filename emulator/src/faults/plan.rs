//! Which faults strike next.

use crate::faults::fault::{ConnectionFault, RequestFault};
use crate::faults::random_faults::RandomFaults;
use crate::faults::response_fault::ResponseFault;
use crate::lock::lock;
use crate::person::PersonId;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use uuid::Uuid;

pub(crate) struct FaultPlan(Mutex<Plan>);

struct Plan {
    connections: VecDeque<ConnectionFault>,
    requests: VecDeque<RequestFault>,
    targeted: Vec<(Target, ResponseFault)>,
    random: RandomFaults,
}

pub(crate) enum Target {
    /// An invite of this person.
    Person(PersonId),
    /// An invite to this call.
    Call(Uuid),
    /// A request with this method, whose path contains this text.
    Request { method: String, path: String },
}

impl FaultPlan {
    pub(crate) fn new(random: RandomFaults) -> Self {
        Self(Mutex::new(Plan {
            connections: VecDeque::new(),
            requests: VecDeque::new(),
            targeted: Vec::new(),
            random,
        }))
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        lock(&self.0)
    }

    pub(crate) fn set_random(&self, random: RandomFaults) {
        self.plan().random = random;
    }

    pub(crate) fn fail_next_connection(&self, fault: ConnectionFault) {
        self.plan().connections.push_back(fault);
    }

    pub(crate) fn fail_next_request(&self, fault: RequestFault) {
        self.plan().requests.push_back(fault);
    }

    pub(crate) fn fail_next_for(&self, target: Target, fault: ResponseFault) {
        self.plan().targeted.push((target, fault));
    }

    /// The fault of a new connection.
    pub(crate) fn take_for_connection(&self) -> Option<ConnectionFault> {
        let mut plan = self.plan();
        let next = plan.connections.pop_front();
        next.or_else(|| plan.random.draw_for_connection())
    }

    /// The fault of an invite whose content is not known yet.
    pub(crate) fn take_for_request(&self) -> Option<RequestFault> {
        let mut plan = self.plan();
        let next = plan.requests.pop_front();
        next.or_else(|| plan.random.draw_for_request())
    }

    pub(crate) fn has_targets(&self) -> bool {
        !self.plan().targeted.is_empty()
    }

    /// The first fault whose target is hit.
    pub(crate) fn take_targeted(&self, is_hit: impl Fn(&Target) -> bool) -> Option<ResponseFault> {
        let mut plan = self.plan();
        let mut targets = plan.targeted.iter();
        let place = targets.position(|(target, _)| is_hit(target))?;
        let (_, fault) = plan.targeted.remove(place);
        Some(fault)
    }
}
