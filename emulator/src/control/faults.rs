//! Faults.

use crate::control::emulator::Emulator;
use crate::faults::fault::{ConnectionFault, Fault, FaultKind, RequestFault};
use crate::faults::plan::Target;
use crate::faults::random_faults::RandomFaults;
use crate::faults::response_fault::ResponseFault;
use crate::person::PersonId;
use uuid::Uuid;

/// Faults.
impl Emulator {
    /// A fault strikes the next invite, or the next connection if it is a fault of connections.
    /// Several strike one after the other. [`Fault::refuse_connections`] begins now.
    pub fn fail_next(&self, fault: impl Into<Fault>) {
        match fault.into().0 {
            FaultKind::Connection(ConnectionFault::Refuse(time)) => self.endpoint.close_for(time),
            fault => {
                self.service.faults.add(fault, None, 1, None);
            }
        }
    }

    /// A fault strikes the next invite of this person. Only a fault of the response can do that:
    /// the service must read the invite to know who is invited.
    pub fn fail_next_for(&self, person: impl Into<PersonId>, fault: impl Into<ResponseFault>) {
        let target = Target::Person(person.into());
        self.fail(target, fault.into());
    }

    /// A fault strikes the next invite to this call.
    pub fn fail_next_in(&self, call: Uuid, fault: impl Into<ResponseFault>) {
        let target = Target::Call(call);
        self.fail(target, fault.into());
    }

    /// A fault strikes the next request with this method whose path contains this text, whether it
    /// is an invite or not. `after_ringing` then means: after the service has done what the request
    /// asks for.
    ///
    /// ```
    /// use graph_invite_emulator::{Emulator, Fault};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::start().await?;
    /// emulator.fail_next_request("GET", "/operations/", Fault::status(429).retry_after("2"));
    /// emulator.fail_next_request("DELETE", "/participants/", Fault::no_response().after_ringing());
    /// # Ok(())
    /// # }
    /// ```
    pub fn fail_next_request(&self, method: &str, path: &str, fault: impl Into<ResponseFault>) {
        let target = Target::Request {
            method: method.to_owned(),
            path: path.to_owned(),
        };
        self.fail(target, fault.into());
    }

    fn fail(&self, target: Target, fault: ResponseFault) {
        let fault = FaultKind::Request(RequestFault::Response(fault));
        self.service.faults.add(fault, Some(target), 1, None);
    }

    /// Removes all faults that have not struck yet.
    pub fn clear_faults(&self) {
        self.service.faults.reset();
    }

    /// Sets the faults that strike by chance from now on.
    pub fn set_random_faults(&self, faults: RandomFaults) {
        self.service.faults.set_random(faults);
    }
}
