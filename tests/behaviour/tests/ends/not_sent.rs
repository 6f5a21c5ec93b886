//! Invites that are not sent.

use super::*;
use invites::error::Clause;
use invites::token::TokenError;

#[tokio::test]
async fn closed_port_is_not_sent() {
    let nobody = ScriptedServer::unreachable();
    let end = nobody.invited_within(Duration::from_secs(5)).await;
    assert!(
        matches!(
            end,
            Err(SendError::NotSent(NotSent::Connect { attempts: 1, .. }))
        ),
        "{end:?}"
    );
}

#[tokio::test]
async fn failed_token_source_sends_nothing() {
    let service = ScriptedServer::responding(response("200 OK", "", "{}"));
    let client = |builder: invites::ClientBuilder| {
        builder
            .cloud(Cloud::Custom(service.root.clone()))
            .timeout(Duration::from_millis(300))
            .build()
            .unwrap()
    };
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901"],
    };

    let no =
        |_: TokenRequest| async { Err::<String, _>(std::io::Error::other("the vault is closed")) };
    let end = invite
        .send(&client(Client::builder().token_source(no)))
        .await;
    assert!(
        matches!(
            end,
            Err(SendError::NotSent(NotSent::Token(TokenError::Source(_))))
        ),
        "{end:?}"
    );

    let never = |_: TokenRequest| std::future::pending::<Result<String, std::io::Error>>();
    let end = invite
        .send(&client(Client::builder().token_source(never)))
        .await;
    assert!(
        matches!(
            end,
            Err(SendError::NotSent(NotSent::Token(
                TokenError::Timeout { .. }
            )))
        ),
        "{end:?}"
    );

    let end = invite
        .send(&client(
            Client::builder().token_source(AccessToken::new("a\nb")),
        ))
        .await;
    assert!(
        matches!(
            end,
            Err(SendError::NotSent(NotSent::Token(TokenError::Malformed)))
        ),
        "{end:?}"
    );
    assert_eq!(service.requests().len(), 0);
}

#[tokio::test]
async fn words_unsupported_by_a_government_cloud_are_not_sent() {
    let client = Client::builder()
        .cloud(Cloud::UsGovL4)
        .token_source(AccessToken::new("t"))
        .build()
        .unwrap();
    let moves = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            phone "+12345678901" moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                from "a7ebfb2d-871e-419c-87af-27290b22e8db",
        ],
    };
    let hidden = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901" hidden],
    };
    let off_main_mix = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901" off_main_mix],
    };
    for (invite, beyond) in [
        (moves, Clause::Moves),
        (hidden, Clause::Hidden),
        (off_main_mix, Clause::OffMainMix),
    ] {
        let end = invite.send(&client).await;
        assert!(
            matches!(end, Err(SendError::NotSent(NotSent::Cloud { clause })) if clause == beyond),
            "{end:?}",
        );
    }
}
