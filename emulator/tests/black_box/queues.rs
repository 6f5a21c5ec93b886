//! The order in which notifications are sent: each call has a queue of its own.

use super::*;
use axum::Router;
use axum::routing::post;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};

/// A bot whose callback for one call answers nothing before it may.
struct SlowBot {
    bot: Bot,
    /// The paths of what arrived, in order.
    arrived: mpsc::UnboundedReceiver<String>,
    /// A permit lets the callback answer once.
    may_answer: Arc<Semaphore>,
}

/// `slow` is the call.
async fn slow_bot(slow: impl FnOnce(&Emulator) -> Uuid) -> (SlowBot, Uuid) {
    let bot = Bot::new().await;
    let slow = slow(&bot.emulator);
    let (arrive, arrived) = mpsc::unbounded_channel();
    let may_answer = Arc::new(Semaphore::new(0));
    let permits = Arc::clone(&may_answer);
    let receive = async move |body: String| {
        let body: Value = serde_json::from_str(&body).unwrap();
        let path = body["value"][0]["resourceUrl"].as_str().unwrap().to_owned();
        let is_slow = path.contains(&slow.to_string());
        arrive.send(path).unwrap();
        if is_slow {
            permits.acquire().await.unwrap().forget();
        }
        StatusCode::ACCEPTED
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let routes = Router::new().route("/", post(receive));
    tokio::spawn(axum::serve(listener, routes).into_future());
    bot.emulator.set_callback(url.parse().unwrap());
    let slow_bot = SlowBot {
        bot,
        arrived,
        may_answer,
    };
    (slow_bot, slow)
}

#[tokio::test]
async fn a_bot_that_does_not_answer_for_one_call_delays_no_other() {
    let (mut slow_bot, slow) = slow_bot(Emulator::add_meeting).await;
    let other = slow_bot.bot.emulator.add_meeting();
    for call in [slow, other] {
        let reply = slow_bot.bot.invite(call, invite([user(ADA)])).await;
        reply.assert_accepted();
    }
    let (mut of_slow, mut of_other) = (0, 0);
    // Both of the other call arrive, and of this one only the first, which has no answer.
    while of_slow < 1 || of_other < 2 {
        let path = slow_bot.arrived.recv().await.unwrap();
        *(if path.contains(&slow.to_string()) {
            &mut of_slow
        } else {
            &mut of_other
        }) += 1;
    }
    assert_eq!((of_slow, of_other), (1, 2));
    assert!(slow_bot.arrived.try_recv().is_err());
    slow_bot.may_answer.add_permits(2);
    let roster = format!("/communications/calls/{slow}/participants");
    assert_eq!(slow_bot.arrived.recv().await.unwrap(), roster);
}
