//! What follows a 401.

use super::{OK, client, header, invited, quick, says};
use graph_invite_tests::raw::Service;
use invites::{SendError, TokenRequest};
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;

/// A token source that counts, and remembers for which of its tokens a fresh one was wanted.
fn counting(asked: &Arc<Mutex<Vec<bool>>>) -> impl invites::TokenSource + use<> {
    let asked = Arc::clone(asked);
    move |request: TokenRequest| {
        let mut asked = asked.lock().unwrap();
        asked.push(request.fresh);
        let token = format!("token-{}", asked.len());
        async move { Ok::<_, io::Error>(token) }
    }
}

#[tokio::test]
async fn a_401_is_answered_once_with_a_fresh_token() {
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
        let service = Service::script(script).await;
        let asked = Arc::default();
        let end = invited(client(&service).token(counting(&asked))).await;
        assert_eq!(end.is_ok(), rings, "{end:?}");
        assert_eq!(*asked.lock().unwrap(), wanted);
        let sent = service.requests();
        assert_eq!(sent.len(), wanted.len());
        for (number, request) in (1..).zip(&sent) {
            let bearer = format!("Bearer token-{number}");
            assert_eq!(header(request, "authorization"), Some(bearer.as_str()));
        }
        if let Err(error) = end {
            assert!(matches!(&error, SendError::Refused(refused) if refused.status == 401));
            assert_eq!(usize::try_from(error.attempts()).unwrap(), sent.len());
        }
    }
}

#[tokio::test]
async fn without_a_fresh_token_the_401_stands() {
    let service = Service::script([says("401 A", "")]).await;
    let source = |request: TokenRequest| async move {
        if request.fresh {
            return Err(io::Error::other("vault is shut"));
        }
        Ok("token")
    };
    let end = invited(client(&service).token(source)).await;
    assert!(
        matches!(&end, Err(SendError::Refused(refused)) if refused.attempts == 1),
        "{end:?}"
    );
    assert_eq!(service.requests().len(), 1);

    // One that takes longer than there is time.
    let slow = |request: TokenRequest| async move {
        if request.fresh {
            sleep(Duration::from_secs(60)).await;
        }
        Ok::<_, io::Error>(format!("token-{}", request.fresh))
    };
    let builder = client(&service).timeout(Duration::from_secs(60));
    let policy = quick().total(Duration::from_millis(100));
    let end = invited(builder.token(slow).retry(policy)).await;
    assert!(
        matches!(&end, Err(SendError::Refused(refused)) if refused.attempts == 1),
        "{end:?}"
    );
    assert_eq!(service.requests().len(), 2);
}
