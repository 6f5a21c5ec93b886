//! What an emulator shows to which nobody has spoken yet.

use crate::page::drawings::copy;
use crate::page::look::View;
use crate::page::people::participants;
use crate::page::text::encode;
use crate::paths::{CALLS, INVITE, V1};
use maud::{Markup, html};
use serde_json::{Value, json};

/// How a bot sends its first invite, with the token left open.
fn samples(url: &str, participant: &str) -> [(&'static str, String); 4] {
    let body = format!(r#"{{"participants":[{participant}]}}"#);
    let curl = format!(
        "curl -i '{url}' \\\n  -H 'Authorization: Bearer {{token}}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{}'",
        body.replace('\'', r"'\''")
    );
    let python = format!(
        "import requests\n\nanswer = requests.post(\n    \"{url}\",\n    headers={{\"Authorization\": \"Bearer {{token}}\"}},\n    json={body},\n)\nprint(answer.status_code, answer.json()[\"status\"])"
    );
    let script = format!(
        "const answer = await fetch(\"{url}\", {{\n  method: \"POST\",\n  headers: {{ authorization: \"Bearer {{token}}\", \"content-type\": \"application/json\" }},\n  body: JSON.stringify({body}),\n}});\nconsole.log(answer.status, await answer.json());"
    );
    let sharp = format!(
        "using System.Net.Http.Headers;\nusing System.Text;\n\nusing var http = new HttpClient();\nhttp.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(\"Bearer\", \"{{token}}\");\nvar body = new StringContent(\"\"\"{body}\"\"\", Encoding.UTF8, \"application/json\");\nvar answer = await http.PostAsync(\"{url}\", body);\nConsole.WriteLine(await answer.Content.ReadAsStringAsync());"
    );
    [
        ("curl", curl),
        ("Python", python),
        ("JavaScript", script),
        ("C#", sharp),
    ]
}

pub(crate) fn section(view: &View<'_>) -> Markup {
    let call = view.first_call().map(|call| call.id.to_string());
    let call = call.unwrap_or_else(|| "CALL_ID".to_owned());
    let path = format!("{V1}{CALLS}/{call}{INVITE}");
    let url = format!("{}{path}", view.shared.emulator.root());
    let first = view.names.people().next();
    let participant = participants(view).into_iter().next();
    let participant = participant.map_or_else(|| "{}".to_owned(), |(_, json)| json);
    let body = json!({
        "path": path,
        "body": { "participants": [serde_json::from_str::<Value>(&participant).unwrap_or_default()] },
    });
    html! {
        section.panel.first #first aria-labelledby="first-title" {
            h2 #first-title { "Ring your first phone" }
            p {
                "This is the calls service of Microsoft Graph, on this machine. Point your bot at "
                code { (view.shared.emulator.root()) }
                " in place of " code { "https://graph.microsoft.com" } ", and its invites ring here."
            }
            @if let Some((name, person)) = first {
                p {
                    button.primary type="button" data-pick="id" data-do=(format!(
                        "PUT /people/{} {}\nPOST /requests {body}",
                        encode(person.as_str()), json!({ "manner": "rings_on" }),
                    )) { "Ring " (name) " now" }
                    span.soft { " sends the request below, and " (name) " lets it ring until you answer." }
                }
            }
            div.tabs {
                @for (place, (name, _)) in samples(&url, &participant).iter().enumerate() {
                    input type="radio" name="sample" id=(format!("tab-{place}")) checked[place == 0];
                    label for=(format!("tab-{place}")) { (name) }
                }
                @for (place, (name, text)) in samples(&url, &participant).iter().enumerate() {
                    div.sample data-place=(place) {
                        pre tabindex="0" aria-label=(format!("The same in {name}")) { code { (text) } }
                        (copy(&format!("Copy the {name} example"), text))
                    }
                }
            }
            p.soft {
                code { "{token}" } " stands for the token of the bot. Copying puts it in. "
                button.small type="button" data-token { "Show the token" } " " code #token {}
            }
            ol.next {
                li { "Choose under " a href="#people" { "People" } " what each does when the phone rings." }
                li {
                    "Set the " a href="#callback" { "callback" }
                    " of your bot, to be told how its invites end. Its keys are at "
                    code { (view.shared.emulator.openid_configuration()) } "."
                }
                li { "Plan a " a href="#faults" { "fault" } ", and see whether your bot rings anybody twice." }
            }
        }
    }
}
