//! How notifications arrive, or not.

use super::heard::Listener;
use super::*;
use graph_invite::Url;
use graph_invite::callback::{Verifier, router};
use graph_invite_emulator::{Delivery, Fate, Manner};
use std::collections::HashSet;
use std::time::Duration;
use tokio::{net::TcpListener, sync::mpsc};

async fn listener(delivery: Delivery) -> Listener {
    Listener::of(Emulator::builder().delivery(delivery)).await
}

/// Ten people decline, one after the other, so that there are ten notifications.
async fn ten(listener: &Listener) -> Vec<String> {
    let call = listener.bot.emulator.meeting();
    let mut ids = Vec::new();
    for number in 0..10 {
        let id = format!("278405a3-f568-4b3e-b684-00000000000{number}");
        listener.bot.emulator.set_manner(&id, Manner::Declines);
        listener.invites(call, &[user(&id)]).await;
        ids.push(id);
    }
    ids
}

fn whose(listener: &Listener) -> Vec<String> {
    let posts = listener.posts();
    let posts = posts
        .iter()
        .map(|post| post.data()["participants"][0]["identity"].clone());
    posts
        .map(|set| set["user"]["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn each_once_in_order_with_an_id_of_its_own() {
    let listener = Listener::new().await;
    let people = ten(&listener).await;
    let posts = listener.hears(10).await;
    assert_eq!(whose(&listener), people);
    let ids: HashSet<_> = posts
        .iter()
        .map(|post| post.headers["x-microsoft-skype-message-id"].clone())
        .collect();
    assert_eq!(ids.len(), 10);
    let headers = &posts[0].headers;
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["user-agent"], "Microsoft-Skype/3.0,(Calling/1.0)");
    assert!(headers.contains_key("scenario-id"));
    assert!(!headers.contains_key("x-microsoft-skype-original-message-id"));
}

#[tokio::test]
async fn by_a_service_that_speaks_tls_and_serves_its_keys_there() {
    let listener = Listener::of(Emulator::builder().tls()).await;
    assert_eq!(listener.bot.emulator.oidc().scheme(), "https");
    let call = listener.bot.emulator.meeting();
    listener.invites(call, &[user(ADA)]).await;
    listener
        .says(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn the_roster_before_the_operation() {
    let listener = listener(Delivery::new().roster_first()).await;
    let call = listener.bot.emulator.meeting();
    listener.invites(call, &[user(ADA)]).await;
    listener
        .says(&["updated roster of 1", "deleted operation completed"])
        .await;
}

#[tokio::test]
async fn twice_and_the_second_names_the_first() {
    let listener = listener(Delivery::new().doubling(100)).await;
    let call = listener.bot.emulator.meeting();
    listener.invites(call, &[user(ADA)]).await;
    let posts = listener.hears(4).await;
    assert_eq!(posts[0].body, posts[1].body);
    assert_eq!(
        posts[0].headers["x-microsoft-skype-message-id"],
        posts[1].headers["x-microsoft-skype-original-message-id"],
    );
    assert_eq!(listener.bot.emulator.rings_of(ADA), 1, "they rang once");
}

#[tokio::test]
async fn never() {
    let listener = listener(Delivery::new().losing(100)).await;
    ten(&listener).await;
    let sent = listener.bot.emulator.notifications();
    assert_eq!(sent.len(), 10);
    assert!(sent.iter().all(|sent| sent.fate == Fate::Lost));
    listener.bot.emulator.set_delivery(Delivery::new());
    let call = listener.bot.emulator.meeting();
    listener.invites(call, &[user(ADA)]).await;
    listener
        .says(&["deleted operation completed", "updated roster of 1"])
        .await;
    assert_eq!(listener.bot.emulator.rings().len(), 11);
}

#[tokio::test]
async fn late_and_hence_shuffled() {
    let far = Duration::ZERO..=Duration::from_millis(500);
    let listener = listener(Delivery::new().seed(7).delayed(far)).await;
    let people = ten(&listener).await;
    listener.hears(10).await;
    let mut heard = whose(&listener);
    assert_ne!(heard, people);
    heard.sort();
    assert_eq!(heard, people);
}

#[tokio::test]
async fn as_whom_the_settings_say() {
    let emulator = Emulator::builder()
        .app(id(BOT))
        .tenant(id(STRANGE))
        .issuer("https://graph.microsoft.com");
    let listener = Listener::of(emulator).await;
    let emulator = &listener.bot.emulator;
    assert_eq!(emulator.app().to_string(), BOT);
    assert_eq!(emulator.tenant().to_string(), STRANGE);
    listener.invites(emulator.meeting(), &[user(ADA)]).await;
    listener.hears(2).await;

    let emulator = Emulator::builder().issuer("https://api.botframework.us");
    let listener = Listener::of(emulator).await;
    let emulator = &listener.bot.emulator;
    listener.invites(emulator.meeting(), &[user(ADA)]).await;
    while emulator.notifications().len() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let fate = emulator.notifications()[0].fate;
    assert_eq!(fate, Fate::Answered(401), "another issuer than the bot's");
}

#[tokio::test]
async fn in_the_name_of_the_call_s_tenant() {
    let listener = Listener::new().await;
    let emulator = &listener.bot.emulator;
    let call = emulator.meeting();
    emulator.set_tenant(call, id(STRANGE));
    listener.invites(call, &[user(ADA)]).await;
    while emulator.notifications().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let fate = emulator.notifications()[0].fate;
    assert_eq!(
        fate,
        Fate::Answered(401),
        "a tenant that the bot does not know"
    );
}

#[tokio::test]
async fn by_keys_that_change() {
    let listener = Listener::new().await;
    let emulator = &listener.bot.emulator;
    listener.invites(emulator.meeting(), &[user(ADA)]).await;
    let before = listener.hears(2).await.remove(0);
    emulator.rotate_keys();
    listener.invites(emulator.meeting(), &[user(ADA)]).await;
    let after = listener.hears(4).await.remove(3);
    assert_ne!(
        before.headers["authorization"],
        after.headers["authorization"]
    );
}

#[tokio::test]
async fn to_nobody_who_listens() {
    let bot = Bot::new().await;
    let nobody = Url::parse("http://127.0.0.1:1/callback").unwrap();
    bot.emulator.set_callback(nobody);
    bot.invite(bot.emulator.meeting(), invite([user(ADA)]))
        .await
        .is_accepted();
    while bot.emulator.notifications().len() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(bot.emulator.notifications()[0].fate, Fate::Unanswered);
}

#[tokio::test]
async fn to_the_router_of_this_crate() {
    let bot = Bot::new().await;
    let emulator = &bot.emulator;
    let verifier = Verifier::builder(emulator.app().into())
        .tenant(emulator.tenant().into())
        .oidc(emulator.oidc())
        .build()
        .unwrap();
    let (sender, mut delivered) = mpsc::unbounded_channel();
    let routes = router("/callback", verifier, move |body: &[u8]| {
        sender.send(body.to_vec()).unwrap();
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/callback", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, routes).into_future());

    emulator.set_callback(Url::parse(&url).unwrap());
    let body = invite([user(ADA)]);
    bot.invite(emulator.meeting(), body).await.is_accepted();
    let body: Value = serde_json::from_slice(&delivered.recv().await.unwrap()).unwrap();
    assert_eq!(body["value"][0]["resourceData"]["status"], "completed");
    while emulator.notifications().len() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(emulator.notifications()[0].fate, Fate::Answered(202));
}

#[tokio::test]
async fn and_no_body_or_token_is_in_debug() {
    let listener = Listener::new().await;
    let emulator = &listener.bot.emulator;
    listener
        .invites(emulator.meeting(), &[somebody("phone", "+12345678901")])
        .await;
    listener.hears(2).await;
    let shown = format!("{:?} {emulator:?}", emulator.notifications());
    assert!(!shown.contains("12345678901"), "{shown}");
}
