// The JavaScript client of Microsoft Graph, over TLS: all that a calling bot asks for.

import { Client } from "@microsoft/microsoft-graph-client";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const { GRAPH_ROOT, GRAPH_TOKEN, GRAPH_EMULATOR_CONTROL } = process.env;
const { GRAPH_CALL_MEETING: MEETING, GRAPH_CALL_GROUP: GROUP, GRAPH_CALL_P2P: P2P } = process.env;
const ADA = "278405a3-f568-4b3e-b684-009193463064";
const RON = "00000000-0000-4000-8000-0000000000d7";

const bot = (token, version = "v1.0") =>
  Client.init({
    baseUrl: GRAPH_ROOT,
    defaultVersion: version,
    // The client sends a token only to hosts that it knows.
    customHosts: new Set([new URL(GRAPH_ROOT).hostname]),
    authProvider: (done) => done(null, token),
  });
const graph = bot(GRAPH_TOKEN);

async function control(method, path, body) {
  const answer = await fetch(GRAPH_EMULATOR_CONTROL + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${text}`);
  return text && JSON.parse(text);
}

const person = (id) => ({
  "@odata.type": "#microsoft.graph.invitationParticipantInfo",
  identity: { "@odata.type": "#microsoft.graph.identitySet", user: { "@odata.type": "#microsoft.graph.identity", id } },
});
const invite = (call, ...participants) =>
  graph.api(`/communications/calls/${call}/participants/invite`).post({ participants, clientContext: "a test" });

beforeEach(() => control("POST", "/reset"));

test("a person is invited, and the bot reads how it went", async () => {
  const operation = await invite(MEETING, person(ADA));
  assert.equal(operation.status, "Running");
  assert.deepEqual(await control("GET", "/rings"), { people: { ada: 1 }, total: 1 });
  const call = `/communications/calls/${MEETING}`;
  assert.equal((await graph.api(`${call}/operations/${operation.id}`).get()).status, "completed");
  const [entry] = (await graph.api(`${call}/participants`).get()).value;
  assert.equal(entry.info.identity.user.id, ADA);
  assert.equal((await graph.api(`${call}/participants/${entry.id}`).get()).id, entry.id);
  assert.equal((await graph.api(call).get()).state, "established");
});

test("the documented requests are accepted once their ids exist", async () => {
  const phone = { identity: { phone: { "@odata.type": "#microsoft.graph.identity", id: "+12345678901" } } };
  assert.equal((await invite(GROUP, phone)).status, "Running");
  assert.equal((await invite(MEETING, { ...person(ADA), replacesCallId: P2P })).status, "Running");
  const from = await control("POST", "/calls", { kind: "group_with_chat" });
  const { participant_id } = await control("POST", `/calls/${from.id}/people`, { person: "eve" });
  const moved = { ...person("1e126418-44a0-4a94-a6f8-0efe1ad71acb"), replacesCallId: from.id, participantId: participant_id };
  assert.equal((await invite(MEETING, moved)).status, "Running");
});

test("every spelling of a path leads to the same call", async () => {
  for (const path of [
    `/communications/calls/${MEETING}`,
    `//communications/calls/${MEETING}/`,
    `/communications/calls('${MEETING}')`,
    `/app/calls/${MEETING}`,
  ]) {
    assert.equal((await graph.api(path).get()).id, MEETING, path);
    assert.equal((await bot(GRAPH_TOKEN, "beta").api(path).get()).id, MEETING, path);
  }
  const path = `/communications/calls/${MEETING}/participants/microsoft.graph.invite`;
  assert.equal((await graph.api(path).post({ participants: [person(ADA)] })).status, "Running");
});

test("an invite is cancelled while the phone rings", async () => {
  const { participants, id } = await invite(MEETING, person(RON));
  await graph.api(`/communications/calls/${MEETING}/participants/${participants[0].id}`).delete();
  assert.equal((await control("GET", "/phones")).total, 0);
  const operation = await graph.api(`/communications/calls/${MEETING}/operations/${id}`).get();
  assert.deepEqual([operation.resultInfo.code, operation.resultInfo.subcode], [487, 8542]);
});

test("a call is made, kept alive and ended", async () => {
  const call = await graph.api("/communications/calls").post({
    "@odata.type": "#microsoft.graph.call",
    callbackUri: "http://127.0.0.1:9/callback",
    requestedModalities: ["audio"],
    mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
    targets: [person(ADA)],
    tenantId: process.env.GRAPH_TENANT_ID,
  });
  assert.equal(call.state, "establishing");
  await graph.api(`/communications/calls/${call.id}/keepAlive`).post({});
  await graph.api(`/communications/calls/${call.id}`).delete();
  await assert.rejects(graph.api(`/communications/calls/${call.id}/keepAlive`).post({}), { statusCode: 404 });
});

test("the client reads the refusals of the service", async () => {
  await invite(MEETING, person(ADA));
  await assert.rejects(invite(MEETING, person(ADA)), { statusCode: 400, code: "8559" });
  await assert.rejects(invite("00000000-0000-4000-8000-00000000beef", person(ADA)), { statusCode: 404, code: "8522" });
  await assert.rejects(bot("wrong").api(`/communications/calls/${MEETING}`).get(), { statusCode: 401 });
});
