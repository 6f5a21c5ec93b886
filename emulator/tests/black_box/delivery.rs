//! Whether, when and how often notifications arrive.

use super::*;
use crate::listening_bot::ListeningBot;
use axum::Router;
use graph_invite::Url;
use graph_invite::callback::{Verifier, router};
use graph_invite_emulator::{Behavior, Delivery, DeliveryStatus};
use std::collections::HashSet;
use std::time::Duration;
use tokio::{net::TcpListener, sync::mpsc};

async fn bot_with(delivery: Delivery) -> ListeningBot {
    ListeningBot::of(Emulator::builder().delivery(delivery)).await
}

/// Ten people decline one after the other, which makes ten notifications.
async fn ten_decline(bot: &ListeningBot) -> Vec<String> {
    let call = bot.emulator.add_meeting();
    let mut ids = Vec::new();
    for number in 0..10 {
        let id = format!("278405a3-f568-4b3e-b684-00000000000{number}");
        bot.emulator.set_behavior(&id, Behavior::Declines);
        bot.invite_accepted(call, &[user(&id)]).await;
        ids.push(id);
    }
    ids
}

fn invited_users(bot: &ListeningBot) -> Vec<String> {
    let posts = bot.posts();
    let posts = posts
        .iter()
        .map(|post| post.data()["participants"][0]["identity"].clone());
    posts
        .map(|set| set["user"]["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn each_notification_arrives_once_in_order_with_its_own_id() {
    let bot = ListeningBot::new().await;
    let people = ten_decline(&bot).await;
    let posts = bot.wait_for(10).await;
    assert_eq!(invited_users(&bot), people);
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
async fn notifications_are_verified_with_keys_served_over_tls() {
    let bot = ListeningBot::of(Emulator::builder().tls()).await;
    assert_eq!(bot.emulator.openid_configuration().scheme(), "https");
    let call = bot.emulator.add_meeting();
    bot.invite_accepted(call, &[user(ADA)]).await;
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
}

#[tokio::test]
async fn the_roster_can_arrive_before_the_operation() {
    let bot = bot_with(Delivery::new().roster_first()).await;
    let call = bot.emulator.add_meeting();
    bot.invite_accepted(call, &[user(ADA)]).await;
    bot.assert_notified(&["updated roster of 1", "deleted operation completed"])
        .await;
}

#[tokio::test]
async fn a_duplicate_names_the_id_of_the_first_copy() {
    let bot = bot_with(Delivery::new().duplicate_percent(100)).await;
    let call = bot.emulator.add_meeting();
    bot.invite_accepted(call, &[user(ADA)]).await;
    let posts = bot.wait_for(4).await;
    assert_eq!(posts[0].body, posts[1].body);
    assert_eq!(
        posts[0].headers["x-microsoft-skype-message-id"],
        posts[1].headers["x-microsoft-skype-original-message-id"],
    );
    assert_eq!(bot.emulator.ring_count(ADA), 1, "they rang once");
}

#[tokio::test]
async fn lost_notifications_are_recorded_and_do_not_arrive() {
    let bot = bot_with(Delivery::new().loss_percent(100)).await;
    ten_decline(&bot).await;
    let sent = bot.emulator.notifications();
    assert_eq!(sent.len(), 10);
    assert!(sent.iter().all(|sent| sent.status == DeliveryStatus::Lost));
    bot.emulator.set_delivery(Delivery::new());
    let call = bot.emulator.add_meeting();
    bot.invite_accepted(call, &[user(ADA)]).await;
    bot.assert_notified(&["deleted operation completed", "updated roster of 1"])
        .await;
    assert_eq!(bot.emulator.ring_counts().len(), 11);
}

#[tokio::test]
async fn random_delays_change_the_order() {
    let far = Duration::ZERO..=Duration::from_millis(500);
    let bot = bot_with(Delivery::new().seed(7).delay(far)).await;
    let people = ten_decline(&bot).await;
    bot.wait_for(10).await;
    let mut arrived = invited_users(&bot);
    assert_ne!(arrived, people);
    arrived.sort();
    assert_eq!(arrived, people);
}

#[tokio::test]
async fn notifications_have_the_app_tenant_and_issuer_of_the_settings() {
    let emulator = Emulator::builder()
        .app(id(BOT))
        .tenant(id(STRANGE))
        .issuer("https://graph.microsoft.com");
    let bot = ListeningBot::of(emulator).await;
    let emulator = &bot.emulator;
    assert_eq!(emulator.app().to_string(), BOT);
    assert_eq!(emulator.tenant().to_string(), STRANGE);
    bot.invite_accepted(emulator.add_meeting(), &[user(ADA)])
        .await;
    bot.wait_for(2).await;

    let emulator = Emulator::builder().issuer("https://api.botframework.us");
    let bot = ListeningBot::of(emulator).await;
    let emulator = &bot.emulator;
    bot.invite_accepted(emulator.add_meeting(), &[user(ADA)])
        .await;
    while emulator.notifications().len() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let status = emulator.notifications()[0].status;
    assert_eq!(
        status,
        DeliveryStatus::Answered(401),
        "another issuer than the bot's"
    );
}

#[tokio::test]
async fn notifications_have_the_tenant_of_their_call() {
    let bot = ListeningBot::new().await;
    let emulator = &bot.emulator;
    let call = emulator.add_meeting();
    emulator.set_call_tenant(call, id(STRANGE));
    bot.invite_accepted(call, &[user(ADA)]).await;
    while emulator.notifications().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let status = emulator.notifications()[0].status;
    assert_eq!(
        status,
        DeliveryStatus::Answered(401),
        "a tenant that the bot does not know"
    );
}

#[tokio::test]
async fn rotated_keys_sign_later_notifications() {
    let bot = ListeningBot::new().await;
    let emulator = &bot.emulator;
    bot.invite_accepted(emulator.add_meeting(), &[user(ADA)])
        .await;
    let before = bot.wait_for(2).await.remove(0);
    emulator.rotate_keys();
    bot.invite_accepted(emulator.add_meeting(), &[user(ADA)])
        .await;
    let after = bot.wait_for(4).await.remove(3);
    assert_ne!(
        before.headers["authorization"],
        after.headers["authorization"]
    );
}

#[tokio::test]
async fn a_notification_that_nobody_takes_is_unanswered() {
    let bot = Bot::new().await;
    let nobody = Url::parse("http://127.0.0.1:1/callback").unwrap();
    bot.emulator.set_callback(nobody);
    bot.invite(bot.emulator.add_meeting(), invite([user(ADA)]))
        .await
        .assert_accepted();
    while bot.emulator.notifications().len() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(
        bot.emulator.notifications()[0].status,
        DeliveryStatus::Unanswered
    );
}

#[tokio::test]
async fn the_router_of_graph_invite_accepts_the_notifications() {
    let bot = Bot::new().await;
    let emulator = &bot.emulator;
    let verifier = Verifier::builder(emulator.app().into())
        .tenant(emulator.tenant().into())
        .openid_configuration(emulator.openid_configuration())
        .build()
        .unwrap();
    let (sender, mut delivered) = mpsc::unbounded_channel();
    let callbacks = router(verifier, move |callback: graph_invite::Callback<'_>| {
        sender.send(callback.body.to_vec()).unwrap();
    });
    let routes = Router::new().nest("/callback", callbacks);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/callback", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, routes).into_future());

    emulator.set_callback(Url::parse(&url).unwrap());
    let body = invite([user(ADA)]);
    bot.invite(emulator.add_meeting(), body)
        .await
        .assert_accepted();
    let body: Value = serde_json::from_slice(&delivered.recv().await.unwrap()).unwrap();
    assert_eq!(body["value"][0]["resourceData"]["status"], "completed");
    while emulator.notifications().len() < 2 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(
        emulator.notifications()[0].status,
        DeliveryStatus::Answered(202)
    );
}

#[tokio::test]
async fn debug_shows_no_body_and_no_token_of_notifications() {
    let bot = ListeningBot::new().await;
    let emulator = &bot.emulator;
    bot.invite_accepted(
        emulator.add_meeting(),
        &[participant("phone", "+12345678901")],
    )
    .await;
    bot.wait_for(2).await;
    let shown = format!("{:?} {emulator:?}", emulator.notifications());
    assert!(!shown.contains("12345678901"), "{shown}");
    assert!(!shown.contains(emulator.token()), "{shown}");
}
