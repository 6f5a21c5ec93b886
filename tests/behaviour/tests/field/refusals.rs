//! Refusals by HTTP.

use super::*;
use invites::{FailureKind, Refused, SendError, TenantId};

const OTHER_TENANT: &str = "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21";

async fn error(person: Participant, status: &str, body: &str) -> SendError {
    let service = ScriptedServer::responding(response(status, "", body));
    let client = client(&service.root, &Inbox::new());
    let error = invite(person).send(&client).await.unwrap_err();
    assert_eq!(service.requests().len(), 1);
    error
}

async fn refused(person: Participant, status: &str, code: &str) -> Box<Refused> {
    let body = json!({ "error": { "code": code, "message": "It is refused." } });
    match error(person, status, &body.to_string()).await {
        SendError::Refused(refused) => refused,
        error => panic!("{error:?}"),
    }
}

/// comms-samples 144 and 720: people of another tenant are refused, those of the own one are not.
#[tokio::test]
async fn tenant_mismatch_of_a_federated_user_has_advice_of_its_own() {
    let tenant = TenantId::parse(OTHER_TENANT).unwrap();
    let federated = refused(user().tenant(Some(tenant)), "403 Forbidden", "7505").await;
    assert_eq!(federated.kind(), FailureKind::Policy);
    let advice = federated.advice();
    assert!(
        advice.contains("someone invited is of another tenant"),
        "{advice}"
    );
    let own = refused(user(), "403 Forbidden", "7505").await;
    assert!(own.advice().starts_with("the token is of another tenant"));
}

/// graph-docs 11648 and docs-contrib 649: all roles are there, calls to users work, phones do not.
#[tokio::test]
async fn refused_source_of_a_call_to_a_phone_is_about_the_set_up_for_phones() {
    let with_phone = refused(phone(), "403 Forbidden", "7507").await;
    assert_eq!(with_phone.kind(), FailureKind::PstnSetup);
    assert!(with_phone.advice().contains("resource account"));
    let without = refused(user(), "403 Forbidden", "7507").await;
    assert_eq!(without.kind(), FailureKind::Policy);
}

/// graph-docs 8263: a delegated token of Graph Explorer.
#[tokio::test]
async fn unsupported_identity_is_about_the_token_whatever_the_status() {
    for status in ["400 Bad Request", "401 Unauthorized", "403 Forbidden"] {
        let refused = refused(user(), status, "7500").await;
        assert_eq!(refused.kind(), FailureKind::Policy, "{status}");
        assert!(refused.advice().contains("client credentials"), "{status}");
    }
}

/// If the gateway does not know an address, that proves nothing about the call.
#[tokio::test]
async fn not_found_is_about_the_call_only_with_its_code() {
    let gone = refused(user(), "404 Not Found", "8522").await;
    assert_eq!(gone.kind(), FailureKind::CallNotFound);
    for body in [
        r#"{"error":{"code":"ResourceNotFound","message":"No."}}"#,
        "",
        "<html>",
    ] {
        let SendError::Refused(refused) = error(user(), "404 Not Found", body).await else {
            panic!("{body}")
        };
        assert_eq!(refused.kind(), FailureKind::InvalidRequest, "{body}");
        assert!(refused.advice().contains("Cloud::Custom"), "{body}");
    }
}

/// comms-samples 313, msgraph-sdk-java 373, graph-docs 16084.
#[tokio::test]
async fn error_of_the_service_keeps_its_code_message_and_request_id() {
    let body = r#"{"error":{"code":"9999","message":"An error has occurred."}}"#;
    let error = error(user(), "500 Internal Server Error", body).await;
    assert!(matches!(error, SendError::Unknown(_)), "{error:?}");
    let graph = error.graph_error().unwrap();
    assert_eq!(graph.code(), Some("9999"));
    assert_eq!(graph.message(), Some("An error has occurred."));
    assert!(graph.request_id().is_some());
}
