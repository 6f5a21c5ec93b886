//! All that the control API does. The document that describes it is made from this table.

use crate::api::endpoint::{Endpoint, Run};
use crate::api::resources::{
    calls, delivery, faults, identity, invites, notifications, people, requests,
};

const fn get(path: &'static str, does: &'static str, schema: &'static str, run: Run) -> Endpoint {
    Endpoint {
        method: "GET",
        path,
        does,
        query: &[],
        body: None,
        answer: (200, Some(schema)),
        run,
    }
}

/// A request that changes something, with a body of this schema.
const fn change(
    method: &'static str,
    path: &'static str,
    does: &'static str,
    body: Option<&'static str>,
    answer: (u16, Option<&'static str>),
    run: Run,
) -> Endpoint {
    Endpoint {
        method,
        path,
        does,
        query: &[],
        body,
        answer,
        run,
    }
}

/// What a person does with the phone or in the call.
const fn press(path: &'static str, does: &'static str, schema: &'static str, run: Run) -> Endpoint {
    change("POST", path, does, Some("Place"), (200, Some(schema)), run)
}

impl Endpoint {
    const fn query(mut self, query: &'static [&'static str]) -> Self {
        self.query = query;
        self
    }
}

const GONE: (u16, Option<&str>) = (204, None);

pub(crate) const ENDPOINTS: &[Endpoint] = &[
    get(
        "/scenario",
        "shows the scenario",
        "Scenario",
        Run::Now(identity::show_scenario),
    ),
    change(
        "PUT",
        "/scenario",
        "forgets everything, and begins with this scenario",
        Some("Scenario"),
        (200, Some("Scenario")),
        Run::Now(identity::set_scenario),
    ),
    change(
        "POST",
        "/reset",
        "forgets everything, and begins with the scenario again",
        None,
        GONE,
        Run::Now(identity::reset),
    ),
    get("/calls", "lists calls", "Call", Run::List(calls::list)),
    change(
        "POST",
        "/calls",
        "adds a call",
        Some("NewCall"),
        (201, Some("Call")),
        Run::Now(calls::add),
    ),
    get(
        "/calls/{call}",
        "shows a call",
        "Call",
        Run::Now(calls::show_call),
    ),
    change(
        "PATCH",
        "/calls/{call}",
        "establishes or ends a call, or moves it to another tenant",
        Some("CallChange"),
        (200, Some("Call")),
        Run::Now(calls::change),
    ),
    change(
        "DELETE",
        "/calls/{call}",
        "ends a call and forgets it",
        None,
        GONE,
        Run::Now(calls::forget),
    ),
    change(
        "POST",
        "/calls/{call}/people",
        "puts a person into a call without an invite",
        Some("Joining"),
        (200, Some("Joined")),
        Run::Now(calls::join),
    ),
    change(
        "DELETE",
        "/calls/{call}/people/{person}",
        "lets a person leave a call",
        None,
        GONE,
        Run::Now(calls::leave),
    ),
    get(
        "/people",
        "lists the people who have names",
        "Person",
        Run::List(people::list),
    ),
    get(
        "/people/{person}",
        "shows a person",
        "Person",
        Run::Now(people::show),
    ),
    change(
        "PUT",
        "/people/{person}",
        "names a person, or sets what they do when their phone rings",
        Some("PersonChange"),
        (200, Some("Person")),
        Run::Now(people::change),
    ),
    change(
        "DELETE",
        "/people/{person}",
        "forgets the name of a person, who answers from then on",
        None,
        GONE,
        Run::Now(people::forget),
    ),
    get(
        "/phones",
        "lists the phones that ring now",
        "Phone",
        Run::List(people::phones),
    )
    .query(&["call", "person"]),
    press(
        "/people/{person}/answer",
        "answers the phone",
        "Phone",
        Run::Now(people::answer),
    ),
    press(
        "/people/{person}/decline",
        "declines",
        "Phone",
        Run::Now(people::decline),
    ),
    press(
        "/people/{person}/busy",
        "is in another call",
        "Phone",
        Run::Now(people::busy),
    ),
    press(
        "/people/{person}/ignore",
        "does not answer",
        "Phone",
        Run::Now(people::ignore),
    ),
    press(
        "/people/{person}/lobby",
        "answers, and waits in the lobby",
        "Phone",
        Run::Now(people::lobby),
    ),
    press(
        "/people/{person}/admit",
        "is admitted from the lobby",
        "InCall",
        Run::Now(people::admit),
    ),
    press(
        "/people/{person}/leave",
        "leaves the call",
        "InCall",
        Run::Now(people::leave),
    ),
    get(
        "/rings",
        "counts how often each phone rang",
        "Rings",
        Run::Count(invites::rings),
    )
    .query(&["person", "call", "context"]),
    get(
        "/invites",
        "lists invites",
        "Invite",
        Run::List(invites::list),
    )
    .query(&["call", "person", "context", "state"]),
    get(
        "/invites/{invite}",
        "shows an invite, step by step",
        "Invite",
        Run::Now(invites::show_one),
    ),
    get(
        "/faults",
        "lists faults, also those that have struck",
        "Fault",
        Run::List(faults::list),
    ),
    change(
        "POST",
        "/faults",
        "plans a fault",
        Some("NewFault"),
        (201, Some("Fault")),
        Run::Now(faults::add),
    ),
    get(
        "/faults/{fault}",
        "shows a fault",
        "Fault",
        Run::Now(faults::show_fault),
    ),
    change(
        "DELETE",
        "/faults/{fault}",
        "removes a fault",
        None,
        GONE,
        Run::Now(faults::remove),
    ),
    change(
        "DELETE",
        "/faults",
        "removes all faults",
        None,
        GONE,
        Run::Now(faults::remove_all),
    ),
    get(
        "/delivery",
        "shows how notifications are delivered",
        "Delivery",
        Run::Now(delivery::show),
    ),
    change(
        "PATCH",
        "/delivery",
        "changes how notifications are delivered",
        Some("Delivery"),
        (200, Some("Delivery")),
        Run::Now(delivery::change),
    ),
    get(
        "/callback",
        "shows where notifications go",
        "Callback",
        Run::Now(delivery::show_callback),
    ),
    change(
        "PUT",
        "/callback",
        "sets where notifications go",
        Some("Callback"),
        (200, Some("Callback")),
        Run::Now(delivery::set_callback),
    ),
    get(
        "/notifications",
        "lists notifications",
        "Notification",
        Run::List(notifications::list),
    )
    .query(&["call", "fate"]),
    change(
        "POST",
        "/notifications",
        "sends a body of your own, signed",
        Some("OwnNotification"),
        (200, Some("Counted")),
        Run::Now(notifications::send_own),
    ),
    change(
        "POST",
        "/notifications/release",
        "sends the held notifications",
        Some("Release"),
        (200, Some("Counted")),
        Run::Now(notifications::release),
    ),
    get(
        "/notifications/{notification}",
        "shows a notification",
        "Notification",
        Run::Now(notifications::show_one),
    ),
    change(
        "POST",
        "/notifications/{notification}/release",
        "sends a held notification",
        None,
        (200, Some("Notification")),
        Run::Now(notifications::release_one),
    ),
    change(
        "POST",
        "/notifications/{notification}/drop",
        "never sends a held notification",
        None,
        (200, Some("Notification")),
        Run::Now(notifications::drop_one),
    ),
    change(
        "POST",
        "/notifications/{notification}/resend",
        "sends a notification once more",
        Some("Resend"),
        (200, Some("Counted")),
        Run::Now(notifications::resend),
    ),
    get(
        "/requests",
        "lists the requests that came to Graph",
        "Request",
        Run::List(requests::list),
    )
    .query(&["method", "path", "call", "status"]),
    get(
        "/requests/{request}",
        "shows a request",
        "Request",
        Run::Now(requests::show_one),
    ),
    change(
        "POST",
        "/requests/find",
        "finds requests by a pattern of their body, or shows the nearest",
        Some("Pattern"),
        (200, Some("Findings")),
        Run::Now(requests::find),
    ),
    get(
        "/credentials",
        "shows all that a bot needs",
        "Credentials",
        Run::Now(identity::credentials),
    ),
    change(
        "POST",
        "/tokens",
        "issues a token",
        Some("NewToken"),
        (201, Some("Token")),
        Run::Later(identity::add_token),
    ),
    change(
        "DELETE",
        "/tokens",
        "revokes all issued tokens",
        None,
        GONE,
        Run::Now(identity::revoke_tokens),
    ),
    change(
        "POST",
        "/keys/rotate",
        "signs with a new key from now on",
        None,
        GONE,
        Run::Now(identity::rotate_keys),
    ),
    get(
        "/events",
        "sends what happens, as it happens",
        "Event",
        Run::Events,
    )
    .query(&["kinds"]),
    get(
        "/openapi.json",
        "describes this API",
        "Document",
        Run::Document,
    ),
];
