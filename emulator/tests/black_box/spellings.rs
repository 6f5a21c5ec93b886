//! What different clients send, and that the emulator takes it as the service does.

use super::*;
use crate::token_endpoint::ask;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

#[tokio::test]
async fn a_call_is_found_by_its_key_in_parentheses() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let root = bot.emulator.root();
    for path in [
        format!("/v1.0/communications/calls('{call}')"),
        format!("/v1.0/communications/calls(%27{call}%27)/"),
        format!("/v1.0/communications/calls/{call}/"),
    ] {
        let request = bot.http.get(format!("{root}{path}"));
        let reply = send(request.bearer_auth(bot.emulator.token())).await;
        reply.assert_accepted();
        assert_eq!(reply.body["id"], call.to_string(), "{path}");
    }
    let invite_path = format!("/v1.0/communications/calls('{call}')/participants/invite");
    let request = bot.http.post(format!("{root}{invite_path}"));
    let request = request.bearer_auth(bot.emulator.token());
    send(request.json(&invite([user(ADA)])))
        .await
        .assert_accepted();
    assert_eq!(bot.emulator.ring_count(ADA), 1);
}

#[tokio::test]
async fn a_401_says_where_to_get_a_token() {
    let bot = Bot::new().await;
    let call = bot.calls(&bot.emulator.add_meeting().to_string());
    for request in [
        bot.http.get(&call),
        bot.http.get(&call).bearer_auth("no such token"),
    ] {
        let reply = send(request).await;
        reply.assert_refused(401, "InvalidAuthenticationToken");
        let challenge = reply.headers["www-authenticate"].to_str().unwrap();
        let expected = format!(
            r#"Bearer realm="", authorization_uri="{}/common/oauth2/authorize""#,
            bot.emulator.root()
        );
        assert!(challenge.starts_with(&expected), "{challenge}");
    }
}

#[tokio::test]
async fn the_documents_that_login_libraries_read_lead_to_the_token_endpoint() {
    let bot = Bot::of(Emulator::builder().tls()).await;
    let (root, tenant) = (bot.emulator.root(), bot.emulator.tenant());
    let path = format!("{root}/{tenant}/v2.0/.well-known/openid-configuration");
    let reply = send(bot.http.get(path)).await;
    reply.assert_accepted();
    let token_endpoint = format!("{root}/{tenant}/oauth2/v2.0/token");
    assert_eq!(reply.body["token_endpoint"], token_endpoint);
    assert_eq!(reply.body["issuer"], format!("{root}/{tenant}/v2.0"));
    let authorize = format!("{root}/{tenant}/oauth2/v2.0/authorize");
    assert_eq!(reply.body["authorization_endpoint"], authorize);

    let path = format!("{root}/common/discovery/instance?api-version=1.0");
    let reply = send(bot.http.get(path)).await;
    reply.assert_accepted();
    let common = reply.body["tenant_discovery_endpoint"].as_str().unwrap();
    let common = send(bot.http.get(common)).await;
    assert_eq!(common.body["issuer"], format!("{root}/{{tenantid}}/v2.0"));
}

#[tokio::test]
async fn each_scope_that_clients_send_for_this_service_is_accepted() {
    let bot = Bot::new().await;
    let tenant = bot.emulator.tenant().to_string();
    let root = bot.emulator.root();
    for scope in [
        &*format!("{root}/.default"),
        &format!("{root}//.default"),
        "https://127.0.0.1/.default",
        "https://graph.microsoft.com/.default",
    ] {
        ask(&bot, &tenant, &[("scope", scope)])
            .await
            .assert_accepted();
    }
    for scope in [
        root,
        "https://127.0.0.1:1/.default",
        "https://example.com/.default",
    ] {
        let reply = ask(&bot, &tenant, &[("scope", scope)]).await;
        assert_eq!(reply.body["error"], "invalid_scope", "{scope}");
        assert!(reply.body["timestamp"].is_string());
    }
}

#[tokio::test]
async fn a_secret_in_a_basic_header_gets_a_token() {
    let bot = Bot::of(Emulator::builder().client_secret("a:b %")).await;
    let (root, tenant) = (bot.emulator.root(), bot.emulator.tenant());
    let app = bot.emulator.app().to_string().to_uppercase();
    let form = format!("grant_type=client_credentials&scope={root}/.default");
    for (secret, status) in [("a%3Ab+%25", 200), ("a%3Ab", 401)] {
        let credentials = STANDARD.encode(format!("{app}:{secret}"));
        let request = bot.http.post(format!("{root}/{tenant}/oauth2/v2.0/token"));
        let request = request.header("authorization", format!("Basic {credentials}"));
        assert_eq!(send(request.body(form.clone())).await.status, status);
    }
}

#[tokio::test]
async fn a_property_of_a_wrong_type_is_refused() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let identity = |identity: Value| json!({ "identity": identity });
    let typed = |name: &str| json!({ "@odata.type": name, "user": { "id": ADA } });
    let mut hidden = user(ADA);
    hidden["hidden"] = json!("yes");
    let mut off_main_mix = user(ADA);
    off_main_mix["removeFromDefaultAudioRoutingGroup"] = json!(1);
    let mut other_type = user(ADA);
    other_type["@odata.type"] = json!("#microsoft.graph.participant");
    for (participant, parameter) in [
        (hidden, "hidden"),
        (off_main_mix, "removeFromDefaultAudioRoutingGroup"),
        (other_type, "@odata.type"),
        (identity(typed("nonsense")), "identity.@odata.type"),
        (
            identity(typed("#microsoft.graph.identity")),
            "identity.@odata.type",
        ),
        (identity(json!({ "user": ADA })), "identity.user"),
        (
            identity(json!({ "user": { "@odata.type": "#microsoft.graph.call", "id": ADA } })),
            "identity.user.@odata.type",
        ),
    ] {
        let reply = bot.invite(call, invite([participant])).await;
        reply.assert_invalid_argument(&format!("participants[0].{parameter}"));
    }
    let reply = bot.invite(call, json!({ "participants": "Ada" })).await;
    reply.assert_invalid_argument("participants");
    assert!(bot.emulator.ring_counts().is_empty());
}

#[tokio::test]
async fn unknown_properties_and_other_names_of_types_are_accepted() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let ada = json!({
        "@odata.type": "Microsoft.Graph.InvitationParticipantInfo",
        "@odata_type": "a key that a snippet of the documentation has",
        "hidden": true,
        "language": "de",
        "identity": {
            "@odata.type": "#microsoft.graph.communicationsIdentitySet",
            "phone": {
                "@odata.type": "#microsoft.graph.communicationsPhoneIdentity",
                "id": "+12345678901",
            },
        },
    });
    bot.invite(call, invite([ada])).await.assert_accepted();
}

#[tokio::test]
async fn a_refusal_names_json_properties_and_no_words_of_another_language() {
    let bot = Bot::new().await;
    let call = bot.emulator.add_meeting();
    let ada = with(user(ADA), "participantId", BOB);
    let reply = bot.invite(call, invite([ada])).await;
    assert_eq!(
        reply.body["error"]["message"],
        "Invalid argument 'participants[0].replacesCallId': it is missing."
    );
}
