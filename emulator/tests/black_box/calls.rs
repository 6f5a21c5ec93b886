//! Calls that the bot makes, keeps and ends, and meetings that it joins.

mod incoming;
mod kept_alive;
mod participants;
mod refused;

use super::listening_bot::ListeningBot;
use super::*;
use graph_invite_emulator::Behavior;
use std::time::Duration;

impl Bot {
    async fn make_call(&self, body: &Value) -> Reply {
        self.make_call_with(body, self.emulator.token()).await
    }

    async fn make_call_with(&self, body: &Value, token: &str) -> Reply {
        let url = format!("{}/v1.0/communications/calls", self.emulator.root());
        send(self.http.post(url).bearer_auth(token).json(body)).await
    }

    /// A request of a call without a body. Returns the status.
    async fn act(&self, method: reqwest::Method, path: &str) -> u16 {
        let request = self.http.request(method, self.calls(path));
        let request = request.bearer_auth(self.emulator.token());
        request.send().await.unwrap().status().as_u16()
    }
}

/// The body of a new call with these targets.
fn new_call(targets: &[&str]) -> Value {
    let targets: Vec<_> = targets.iter().map(|target| user(target)).collect();
    json!({
        "@odata.type": "#microsoft.graph.call",
        "callbackUri": "http://127.0.0.1:1/callback",
        "targets": targets,
        "requestedModalities": ["audio"],
        "mediaConfig": { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
    })
}

/// The body of a request to join a meeting.
fn meeting() -> Value {
    let mut body = new_call(&[]);
    body["chatInfo"] = json!({ "threadId": "19:meeting_1@thread.v2", "messageId": "0" });
    body["meetingInfo"] = json!({
        "@odata.type": "#microsoft.graph.organizerMeetingInfo",
        "organizer": { "user": { "id": ADA } },
    });
    body
}

fn call_of(reply: &Reply) -> Uuid {
    assert_eq!(reply.status, 201, "{}", reply.body);
    id(reply.body["id"].as_str().unwrap())
}

#[tokio::test]
async fn the_response_to_a_new_call_is_the_call() {
    let bot = Bot::new().await;
    let reply = bot.make_call(&new_call(&[ADA])).await;
    let call = call_of(&reply);
    assert_eq!(reply.headers["location"], bot.calls(&call.to_string()));
    let body = &reply.body;
    assert_eq!(body["@odata.type"], "#microsoft.graph.call");
    let context = body["@odata.context"].as_str().unwrap();
    assert!(context.ends_with("#app/calls/$entity"), "{context}");
    assert_eq!(body["state"], "establishing");
    assert_eq!(body["direction"], "outgoing");
    assert_eq!(body["tenantId"], bot.emulator.tenant().to_string());
    assert_eq!(body["callbackUri"], "http://127.0.0.1:1/callback");
    assert_eq!(body["targets"][0]["identity"]["user"]["id"], ADA);
    let source = &body["source"]["identity"]["application"]["id"];
    assert_eq!(*source, bot.emulator.app().to_string());
    assert_eq!(bot.emulator.ring_count(ADA), 1);
    let shown = bot.get(&call.to_string()).await.body;
    assert_eq!(shown["state"], "established");
}

#[tokio::test]
async fn a_call_to_one_person_notifies_its_own_callback() {
    let bot = ListeningBot::new().await;
    bot.emulator
        .set_callback("http://127.0.0.1:1/".parse().unwrap());
    bot.emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let body = with(new_call(&[ADA]), "callbackUri", &bot.callback);
    let call = call_of(&bot.make_call(&body).await);
    bot.assert_notified(&["updated call establishing"]).await;
    assert!(bot.emulator.answer(call, ADA));
    bot.assert_notified(&["updated call establishing", "updated call established"])
        .await;
    let shown = bot.get(&format!("{call}/participants")).await.body;
    assert_eq!(shown["value"], json!([]));
}

#[tokio::test]
async fn a_call_to_several_people_notifies_of_its_roster() {
    let bot = ListeningBot::new().await;
    let body = with(new_call(&[ADA, BOB]), "callbackUri", &bot.callback);
    let call = call_of(&bot.make_call(&body).await);
    bot.assert_notified(&[
        "updated call establishing",
        "updated call established",
        "updated roster of 1",
        "updated roster of 2",
    ])
    .await;
    bot.invite(call, invite([user(EVE)]))
        .await
        .assert_accepted();
}

#[tokio::test]
async fn a_joined_meeting_accepts_invites_of_several_people() {
    let bot = ListeningBot::new().await;
    let body = with(meeting(), "callbackUri", &bot.callback);
    let call = call_of(&bot.make_call(&body).await);
    bot.assert_notified(&["updated call establishing", "updated call established"])
        .await;
    assert!(bot.emulator.ring_counts().is_empty());
    bot.invite(call, invite([user(ADA), user(BOB)]))
        .await
        .assert_accepted();
}

#[tokio::test]
async fn a_call_that_nobody_answers_ends_with_the_reason() {
    let bot = ListeningBot::new().await;
    bot.emulator.set_behavior(ADA, Behavior::Declines);
    let body = with(new_call(&[ADA]), "callbackUri", &bot.callback);
    let call = call_of(&bot.make_call(&body).await);
    bot.assert_notified(&[
        "updated call establishing",
        "updated call terminating",
        "deleted call terminated",
    ])
    .await;
    let result = bot.posts()[2].data()["resultInfo"].clone();
    assert_eq!(
        (&result["code"], &result["subcode"]),
        (&json!(603), &json!(8538))
    );
    bot.get(&call.to_string()).await.assert_refused(404, "8522");
}

#[tokio::test]
async fn a_call_between_two_ends_when_the_other_leaves() {
    let bot = ListeningBot::new().await;
    bot.emulator
        .set_behavior(ADA, Behavior::LeavesAfter(Duration::ZERO));
    let body = with(new_call(&[ADA]), "callbackUri", &bot.callback);
    call_of(&bot.make_call(&body).await);
    bot.assert_notified(&[
        "updated call establishing",
        "updated call established",
        "updated call terminating",
        "deleted call terminated",
    ])
    .await;
}

#[tokio::test]
async fn a_meeting_is_joined_by_its_id_too() {
    let bot = Bot::new().await;
    let mut body = new_call(&[]);
    body["meetingInfo"] = json!({ "joinMeetingId": "1234567", "passcode": "psw123" });
    call_of(&bot.make_call(&body).await);
}

#[tokio::test]
async fn a_call_is_kept_alive_until_it_ends() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let keep_alive = format!("{call}/microsoft.graph.keepAlive");
    assert_eq!(bot.act(reqwest::Method::POST, &keep_alive).await, 200);
    bot.emulator.end_call(call);
    assert_eq!(bot.act(reqwest::Method::POST, &keep_alive).await, 404);
}

#[tokio::test]
async fn hanging_up_ends_the_call_and_its_invites() {
    let bot = ListeningBot::new().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.set_behavior(ADA, Behavior::KeepsRinging);
    bot.invite_accepted(call, &[user(ADA)]).await;
    let path = call.to_string();
    assert_eq!(bot.act(reqwest::Method::DELETE, &path).await, 204);
    bot.assert_notified(&[
        "deleted operation failed",
        "updated call terminating",
        "deleted call terminated",
    ])
    .await;
    assert!(!bot.emulator.answer(call, ADA), "the phone still rings");
    assert_eq!(bot.act(reqwest::Method::DELETE, &path).await, 404);
}
