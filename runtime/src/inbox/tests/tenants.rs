//! A notification of one tenant never changes an invite of another.

use super::{
    ADA, CALL, LEFT, call, client, ended, entry, follow, invite, outcome, roster, terminated, user,
};
use crate::follow::watch::InviteWatch;
use crate::progress::status::SendPhase;
use crate::{Callback, Delivered, Inbox, Outcome, Presence, TenantId};
use serde_json::{Value, json};
use uuid::Uuid;

const CONTOSO: TenantId = TenantId::from_uuid(Uuid::from_u128(1));
const FABRIKAM: TenantId = TenantId::from_uuid(Uuid::from_u128(2));

fn deliver(inbox: &Inbox, tenant: TenantId, notification: &Value) -> bool {
    let body = notification.to_string();
    let callback = Callback::new(&body).for_tenant(tenant);
    inbox.deliver(callback).unwrap().matched == 1
}

/// An invite that is accepted, of a client for this tenant or for any.
fn ringing(inbox: &Inbox, tenant: Option<TenantId>) -> InviteWatch {
    let client = tenant.map_or_else(client, |tenant| client().for_tenant(tenant));
    let invite = invite([user(ADA).replaces(Some(call(LEFT)))]);
    let watch = follow(inbox, "c", &invite, &client);
    watch.answered(SendPhase::Accepted, None);
    watch
}

fn notifications() -> [Value; 4] {
    [
        ended("c", None, "failed"),
        roster(CALL, &json!([entry(ADA)])),
        terminated(CALL),
        terminated(LEFT),
    ]
}

fn knows_nothing(watch: &InviteWatch) -> bool {
    let events = watch.state().end_of_events();
    outcome(watch) == Outcome::Unknown && events == 0
}

#[test]
fn an_invite_of_a_tenant_takes_only_its_notifications() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, Some(FABRIKAM));
    for notification in notifications() {
        assert!(!deliver(&inbox, CONTOSO, &notification), "{notification}");
    }
    assert!(knows_nothing(&watch));
    for notification in notifications() {
        assert!(deliver(&inbox, FABRIKAM, &notification), "{notification}");
    }
    assert_eq!(watch.state().presence(), [Presence::Joined]);
}

#[test]
fn the_first_notification_of_a_call_decides_its_tenant() {
    let established = json!({
        "resourceUrl": format!("/communications/calls/{CALL}"),
        "resourceData": { "state": "established" },
    });
    for is_before_the_invite in [true, false] {
        let inbox = Inbox::new();
        let before = is_before_the_invite.then(|| deliver(&inbox, FABRIKAM, &established));
        let watch = ringing(&inbox, None);
        if before.is_none() {
            deliver(&inbox, FABRIKAM, &established);
        }
        for notification in notifications() {
            assert!(!deliver(&inbox, CONTOSO, &notification), "{notification}");
        }
        assert!(knows_nothing(&watch));
        assert!(deliver(&inbox, FABRIKAM, &ended("c", None, "completed")));
    }
}

#[test]
fn the_replaced_call_does_not_decide_the_tenant() {
    let inbox = Inbox::new();
    let watch = ringing(&inbox, None);
    deliver(&inbox, CONTOSO, &terminated(LEFT));
    assert!(deliver(&inbox, FABRIKAM, &ended("c", None, "completed")));
    assert_eq!(outcome(&watch), Outcome::Completed);
}

#[test]
fn a_client_context_alone_reaches_no_call_of_an_unknown_tenant() {
    let mut nameless = ended("c", None, "completed");
    nameless["resourceUrl"] = json!(null);
    let inbox = Inbox::new();
    let watch = ringing(&inbox, None);
    assert!(!deliver(&inbox, CONTOSO, &nameless));
    assert!(knows_nothing(&watch));
    assert!(inbox.deliver(&nameless.to_string()).unwrap().matched == 1);
}

#[test]
fn a_message_is_a_repeat_only_with_the_same_id_body_and_tenant() {
    let inbox = Inbox::new();
    let is_duplicate = |tenant: Option<TenantId>, id: &str, body: &str| {
        let mut callback = Callback::new(body).with_message_id(id);
        callback.tenant = tenant;
        let Delivered { duplicate, .. } = inbox.deliver(callback).unwrap();
        duplicate
    };
    assert!(!is_duplicate(Some(CONTOSO), "1", "[]"));
    assert!(!is_duplicate(Some(FABRIKAM), "1", "[]"));
    assert!(!is_duplicate(None, "1", "[]"));
    assert!(!is_duplicate(Some(CONTOSO), "1", "{}"));
    assert!(!is_duplicate(Some(CONTOSO), "2", "[]"));
    assert!(is_duplicate(Some(CONTOSO), "1", "[]"));
}
