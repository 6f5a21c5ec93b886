//! Faults.

use crate::api::asked::Asked;
use crate::api::documents::fault::FaultDocument;
use crate::api::problem::Problem;
use crate::faults::fault::{ConnectionFault, FaultKind, RequestFault};
use crate::faults::plan::{PlannedFault, Target};
use crate::faults::response_fault::ResponseFault;
use serde_json::{Value, json};

fn show(asked: &Asked, planned: &PlannedFault) -> Value {
    let target = match &planned.target {
        None => Value::Null,
        Some(Target::Person(person)) => json!({ "of": asked.show_person(person) }),
        Some(Target::Call(call)) => json!({ "to": call }),
        Some(Target::Request { method, path }) => json!({ "method": method, "path": path }),
    };
    json!({
        "id": planned.id.to_string(),
        "does": name(&planned.fault),
        "target": target,
        "percent": planned.percent,
        "left": planned.left,
        "struck": planned.struck,
    })
}

fn name(fault: &FaultKind) -> String {
    match fault {
        FaultKind::Connection(_) => "a connection fault".to_owned(),
        FaultKind::Request(RequestFault::ResetUnread) => "reset unread".to_owned(),
        FaultKind::Request(RequestFault::Response(fault)) => ResponseFault::name(fault),
    }
}

pub(crate) fn list(asked: &Asked) -> Result<Vec<Value>, Problem> {
    let planned = asked.shared.emulator.service.faults.all();
    Ok(planned
        .iter()
        .rev()
        .map(|planned| show(asked, planned))
        .collect())
}

pub(crate) fn add(asked: &Asked) -> Result<Value, Problem> {
    let document: FaultDocument = asked.body()?;
    let fault = document.read();
    let fault = fault
        .map_err(|detail| Problem::broken_rule(detail, "leave it out, or choose another fault"))?;
    let emulator = &asked.shared.emulator;
    let needs_tls = matches!(fault.fault, FaultKind::Connection(ConnectionFault::Tls(_)));
    if needs_tls && emulator.certificate().is_none() {
        let detail = "a fault of TLS does nothing here, because this emulator speaks http";
        return Err(Problem::broken_rule(detail, "start it with --tls"));
    }
    if let Some(call) = &document.to {
        asked.shared.names().call(call)?;
    }
    let id = fault.plan(emulator, &asked.shared.names());
    show_id(asked, id)
}

fn show_id(asked: &Asked, id: u64) -> Result<Value, Problem> {
    let planned = asked.shared.emulator.service.faults.all();
    let planned = planned.iter().find(|planned| planned.id == id);
    planned
        .map(|planned| show(asked, planned))
        .ok_or_else(no_such_fault)
}

fn no_such_fault() -> Problem {
    Problem::not_found(
        "there is no such fault",
        "use the `id` of a fault of `GET /faults`",
    )
}

fn id(asked: &Asked) -> Result<u64, Problem> {
    asked.part("fault").parse().map_err(|_| no_such_fault())
}

pub(crate) fn show_fault(asked: &Asked) -> Result<Value, Problem> {
    show_id(asked, id(asked)?)
}

pub(crate) fn remove(asked: &Asked) -> Result<Value, Problem> {
    let id = id(asked)?;
    let removed = asked
        .shared
        .emulator
        .service
        .faults
        .remove(|planned| planned.id == id);
    if removed == 0 {
        return Err(no_such_fault());
    }
    Ok(Value::Null)
}

pub(crate) fn remove_all(asked: &Asked) -> Result<Value, Problem> {
    asked.shared.emulator.service.faults.reset();
    Ok(Value::Null)
}
