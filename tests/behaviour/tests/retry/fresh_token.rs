//! What happens after the service rejects a token.

use super::{OK, client, header, invite, invited, says};
use graph_invite_tests::scripted_server::ScriptedServer;
use invites::token::{AccessToken, TokenRequest};
use invites::{ClientContext, SendError, Uuid};
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// A token source that numbers its tokens, and records which requests forced a refresh.
fn counting(
    asked: &Arc<Mutex<Vec<bool>>>,
    life: Option<Duration>,
) -> impl invites::token::TokenSource + use<> {
    let asked = Arc::clone(asked);
    move |request: TokenRequest| {
        let mut asked = asked.lock().unwrap();
        asked.push(request.force_refresh);
        let token = AccessToken::new(format!("token-{}", asked.len()));
        let token = life.map_or(token.clone(), |life| token.expires_in(life));
        async move { Ok::<_, io::Error>(token) }
    }
}

#[tokio::test]
async fn status_401_is_retried_once_with_a_fresh_token() {
    for (script, rings, wanted) in [
        (
            vec![says("401 A", ""), says(OK, "")],
            true,
            vec![false, true],
        ),
        (vec![says("401 A", "")], false, vec![false, true]),
        (
            vec![says("401 A", ""), says("429 A", ""), says("401 A", "")],
            false,
            vec![false, true, false],
        ),
        (
            vec![says("429 A", ""), says("401 A", ""), says(OK, "")],
            true,
            vec![false, false, true],
        ),
    ] {
        let service = ScriptedServer::script(script);
        let asked = Arc::default();
        let end = invited(client(&service).token_source(counting(&asked, None))).await;
        assert_eq!(end.is_ok(), rings, "{end:?}");
        assert_eq!(*asked.lock().unwrap(), wanted);
        let sent = service.requests();
        assert_eq!(sent.len(), wanted.len());
        for (number, request) in (1..).zip(&sent) {
            let bearer = format!("Bearer token-{number}");
            assert_eq!(header(request, "authorization"), Some(bearer.as_str()));
        }
        if let Err(error) = end {
            assert!(matches!(&error, SendError::Refused(refused) if refused.status() == 401));
            assert_eq!(usize::try_from(error.attempts()).unwrap(), sent.len());
        }
    }
}

#[tokio::test]
async fn status_401_stays_refused_without_a_fresh_token() {
    let service = ScriptedServer::script([says("401 A", "")]);
    let source = |request: TokenRequest| async move {
        if request.force_refresh {
            return Err(io::Error::other("the vault is closed"));
        }
        Ok("token")
    };
    let end = invited(client(&service).token_source(source)).await;
    assert!(
        matches!(&end, Err(SendError::Refused(refused)) if refused.attempts() == 1),
        "{end:?}"
    );
    assert_eq!(service.requests().len(), 1);
}

/// `{"access_token":{"nbf":{"essential":true,"value":"1726077595"}}}`
const CHALLENGE: &str = "www-authenticate: Bearer realm=\"\", \
    authorization_uri=\"https://login.example/common\", error=\"insufficient_claims\", \
    claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNzI2MDc3NTk1In19fQ==\"\r\n";

#[tokio::test]
async fn claims_challenge_is_retried_once_with_the_claims() {
    for status in ["401 A", "403 A"] {
        let service = ScriptedServer::script([says(status, CHALLENGE), says(OK, "")]);
        let claiming = |request: TokenRequest| async move {
            let claims = request.claims.as_deref().map_or(0, str::len);
            Ok::<_, io::Error>(AccessToken::new(format!("claims-{claims}")).expires_in(HOUR))
        };
        let _ringing = invited(client(&service).token_source(claiming))
            .await
            .unwrap();
        let sent = service.requests();
        let bearers = sent.iter().map(|sent| header(sent, "authorization"));
        assert!(bearers.eq([Some("Bearer claims-0"), Some("Bearer claims-64")]));
    }
}

#[tokio::test]
async fn claims_challenge_stays_refused_without_the_claims() {
    for status in ["401 A", "403 A"] {
        let service = ScriptedServer::script([says(status, CHALLENGE)]);
        let end = invited(client(&service)).await;
        let Err(SendError::Refused(refused)) = end else {
            panic!("{end:?}")
        };
        assert!(refused.claims().unwrap().contains("1726077595"));
        assert!(refused.advice().contains("TokenRequest::claims"));
        assert_eq!(service.requests().len(), 1);
    }
}

#[tokio::test]
async fn refused_cached_token_is_replaced_for_later_invites() {
    let service = ScriptedServer::script([says(OK, ""), says("401 A", ""), says(OK, "")]);
    let asked = Arc::default();
    let source = counting(&asked, Some(HOUR));
    let client = client(&service).token_source(source).build().unwrap();
    for number in 1..=3 {
        let invite = invite(ClientContext::from(Uuid::from_u128(number)));
        let _ringing = invite.send(&client).await.unwrap();
    }
    assert_eq!(*asked.lock().unwrap(), [false, true]);
    let sent = service.requests();
    let bearers = sent.iter().filter_map(|sent| header(sent, "authorization"));
    let (old, new) = ("Bearer token-1", "Bearer token-2");
    assert!(bearers.eq([old, old, new, new]));
}
