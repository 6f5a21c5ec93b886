//! What a 403 shows about the token.

use super::{client, invited, says};
use graph_invite_tests::scripted_server::ScriptedServer;
use invites::token::AccessToken;
use invites::{Refused, SendError};

const ROLE: &str = "Calls.InitiateGroupCall.All";
/// `{"scp":"User.Read"}`
const DELEGATED: &str = "eyJ0.eyJzY3AiOiJVc2VyLlJlYWQifQ.c2ln";
/// `{"roles":["Calls.JoinGroupCall.All"]}`
const OTHER_ROLE: &str = "eyJ0.eyJyb2xlcyI6WyJDYWxscy5Kb2luR3JvdXBDYWxsLkFsbCJdfQ.c2ln";
/// `{"roles":["Calls.InitiateGroupCall.All"]}`
const RIGHT_ROLE: &str = "eyJ0.eyJyb2xlcyI6WyJDYWxscy5Jbml0aWF0ZUdyb3VwQ2FsbC5BbGwiXX0.c2ln";

async fn refused(token: &str) -> Refused {
    let service = ScriptedServer::script([says("403 Forbidden", "")]);
    let end = invited(client(&service).token_source(AccessToken::new(token))).await;
    let Err(SendError::Refused(refused)) = end else {
        panic!("{end:?}")
    };
    let shown = format!("{refused} {refused:?} {}", refused.advice());
    for piece in token.split('.') {
        assert!(!shown.contains(piece), "{shown}");
    }
    *refused
}

#[tokio::test]
async fn status_403_names_what_the_token_lacks() {
    let lacks = refused(OTHER_ROLE).await;
    assert_eq!(
        (lacks.missing_role(), lacks.is_delegated()),
        (Some(ROLE), false)
    );
    assert!(lacks.to_string().contains(ROLE), "{lacks}");
    assert!(lacks.advice().contains("lacks the role"));

    let delegated = refused(DELEGATED).await;
    assert_eq!(
        (delegated.missing_role(), delegated.is_delegated()),
        (None, true)
    );
    assert!(delegated.to_string().contains("delegated"), "{delegated}");
    assert!(delegated.advice().contains("client credentials"));

    let has = refused(RIGHT_ROLE).await;
    assert_eq!((has.missing_role(), has.is_delegated()), (None, false));
    assert!(has.advice().contains("has the role"));

    let opaque = refused("opaque").await;
    assert_eq!(
        (opaque.missing_role(), opaque.is_delegated()),
        (Some(ROLE), false)
    );
}
