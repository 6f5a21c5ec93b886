//! How requests may be spelled, and faults of requests that are no invites.

use super::*;
use graph_invite_emulator::Fault;

#[tokio::test]
async fn every_spelling_of_the_path_of_an_invite_is_accepted() {
    let bot = Bot::new().await;
    let spellings = [
        "/v1.0/communications/calls/{}/participants/microsoft.graph.invite",
        "/v1.0/app/calls/{}/participants/invite",
        "/v1.0//communications/calls/{}//participants/invite",
        "/beta/app/calls/{}/participants/microsoft.graph.invite",
    ];
    for spelling in spellings {
        let path = spelling.replace("{}", &bot.emulator.add_meeting().to_string());
        let request = bot.http.post(format!("{}{path}", bot.emulator.root()));
        let request = request.bearer_auth(bot.emulator.token());
        send(request.json(&invite([user(ADA)])))
            .await
            .assert_accepted();
        assert_eq!(bot.emulator.requests().last().unwrap().path, path);
    }
    assert_eq!(bot.emulator.ring_count(ADA), spellings.len());
}

#[tokio::test]
async fn a_fault_strikes_an_invite_in_another_spelling() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let url = format!(
        "{}/beta/app/calls/{call}/participants/microsoft.graph.invite?a=b",
        bot.emulator.root()
    );
    bot.emulator.fail_next(Fault::status(503));
    bot.emulator.fail_next_in(call, Fault::status(504));
    for status in [503, 504, 200] {
        let request = bot.http.post(&url).bearer_auth(bot.emulator.token());
        let response = request.json(&invite([user(ADA)])).send().await.unwrap();
        assert_eq!(response.status(), status);
    }
}

#[tokio::test]
async fn a_fault_of_invites_strikes_no_other_request() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    bot.emulator.fail_next(Fault::status(503));
    assert_eq!(bot.get(&call.to_string()).await.status, 200);
    let request = bot.post(call).json(&invite([user(ADA)]));
    assert_eq!(request.send().await.unwrap().status(), 503);
}

#[tokio::test]
async fn a_fault_strikes_the_request_with_its_method_and_path() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let path = format!("{call}/participants");
    let busy = Fault::status(429).body("application/json", "{}");
    bot.emulator.fail_next_request("GET", "/participants", busy);
    assert_eq!(bot.get(&call.to_string()).await.status, 200);
    let reply = bot.invite(call, invite([user(ADA)])).await;
    reply.assert_accepted();
    assert_eq!(bot.get(&path).await.status, 429);
    assert_eq!(bot.get(&path).await.status, 200);
}

#[tokio::test]
async fn an_answer_of_a_gateway_lacks_the_headers_of_graph() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    for from_gateway in [false, true] {
        let fault = Fault::status(504).body("text/html", "<h1>Timeout</h1>");
        let fault = if from_gateway {
            fault.from_gateway()
        } else {
            fault
        };
        bot.emulator.fail_next(fault);
        let response = bot
            .post(call)
            .json(&invite([user(ADA)]))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 504);
        for name in ["request-id", "client-request-id", "x-ms-ags-diagnostic"] {
            assert_eq!(
                response.headers().contains_key(name),
                !from_gateway,
                "{name}"
            );
        }
    }
}
