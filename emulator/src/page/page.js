// The script of the page. The server writes all HTML; this asks for it again when something happens,
// sends what buttons ask for to the control API, and listens to keys.

import { morph } from "./morph.js";

const API = "/_emulator/v1";
const find = (selector, within = document) => within.querySelector(selector);
const query = () => new URLSearchParams(location.search);

// ---- What has changed

const pause = 250;
let asked = 0;
let timer = null;
let running = null;

async function load() {
  timer = null;
  asked = Date.now();
  const answer = await fetch("/page/now" + location.search).catch(() => null);
  if (!answer?.ok) {
    offline(true);
    return;
  }
  const text = await answer.text();
  const next = find("#page", new DOMParser().parseFromString(text, "text/html"));
  const before = new Set([...document.querySelectorAll(".phone")].map((phone) => phone.id));
  localise(next);
  morph(find("#page"), next);
  offline(false);
  for (const phone of document.querySelectorAll(".phone")) {
    if (!before.has(phone.id)) {
      say(`The phone of ${phone.dataset.name} rings for ${phone.dataset.call}`, "heard");
    }
  }
  show();
}

// One at a time, and as often as the server rings at most.
function refresh(now = false) {
  if (now) {
    running = (running ?? Promise.resolve()).then(load);
    return running;
  }
  timer ??= setTimeout(() => refresh(true), Math.max(0, asked + pause - Date.now()));
}

// The title, and the seconds of phones that ring.
let ticking = null;
function show() {
  const count = Number(find("#page").dataset.ringing);
  document.title = (count ? `☎ ${count} · ` : "") + "graph-invite emulator";
  if (count && !ticking) {
    ticking = setInterval(tick, 1000);
  } else if (!count && ticking) {
    clearInterval(ticking);
    ticking = null;
  }
}

function tick() {
  for (const each of document.querySelectorAll(".elapsed")) {
    const seconds = Math.max(0, Math.floor(Date.now() / 1000 - each.dataset.since));
    each.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

function localise(within) {
  for (const time of within.querySelectorAll("time")) {
    time.textContent = new Date(time.dateTime).toLocaleTimeString([], { hour12: false });
  }
}

function offline(is) {
  const shown = find("#offline");
  if (is && shown.hidden) {
    shown.textContent = "offline, last seen " + new Date(asked).toLocaleTimeString([], { hour12: false });
  }
  shown.hidden = !is;
}

// The doorbell rings when something has changed. A page that nobody sees does not listen, because
// browsers allow only a few connections to a server.
let doorbell = null;
function listen() {
  doorbell?.close();
  doorbell = null;
  if (document.hidden) {
    return;
  }
  doorbell = new EventSource("/page/doorbell");
  doorbell.onopen = () => refresh(true);
  doorbell.onmessage = () => refresh();
  doorbell.onerror = () => offline(true);
}

// ---- What is said

function say(text, kind = "") {
  const line = document.createElement("p");
  line.textContent = text;
  line.className = kind;
  find("#said").append(line);
  setTimeout(() => line.remove(), kind === "wrong" ? 8000 : 3000);
}

// ---- What buttons ask for

async function send(method, path, body) {
  // What is undefined is not sent.
  const headers = body && { "content-type": "application/json" };
  const answer = await fetch(API + path, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : null;
  if (!answer.ok) {
    throw new Error(`${json?.detail ?? answer.status}. ${json?.hint ?? ""}`);
  }
  return json;
}

// `data-do` has a request on each line: method, path, and JSON. `body` is added to it.
async function act(element, body) {
  try {
    let last = null;
    for (const line of element.dataset.do.split("\n")) {
      const [, method, path, json] = /^(\S+) (\S+) ?(.*)$/.exec(line);
      last = await send(method, path, json ? JSON.parse(json) : body);
    }
    if (element.dataset.said) {
      say(element.dataset.said);
    }
    if (element.dataset.pick && last) {
      go({ pick: last[element.dataset.pick], before: null });
    }
  } catch (error) {
    say(error.message, "wrong");
  }
  await refresh(true);
}

// The fields of a form as JSON. A field with the name `*` has a whole object as its value.
function fields(form) {
  let body = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "*") {
      body = { ...body, ...JSON.parse(value) };
    } else if (form.elements[name].type === "number") {
      body = value === "" ? body : { ...body, [name]: Number(value) };
    } else {
      body[name] = name === "url" && value === "" ? null : value;
    }
  }
  if (form.dataset.ring) {
    const path = form.dataset.ring.replace("{call}", body.call);
    return { path, body: { participants: [JSON.parse(body.participant)] } };
  }
  return body;
}

async function token() {
  return (await send("GET", "/credentials")).token;
}

async function copy(text) {
  const whole = text.includes("{token}") ? text.replaceAll("{token}", await token()) : text;
  await navigator.clipboard.writeText(whole);
  say("Copied");
}

// Changes what is looked at.
function go(changes) {
  const next = query();
  for (const [name, value] of Object.entries(changes)) {
    value ? next.set(name, value) : next.delete(name);
  }
  history.replaceState(null, "", next.size ? "/?" + next : "/");
  return refresh(true);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/?'], a[href='/']");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    history.replaceState(null, "", link.getAttribute("href"));
    refresh(true);
    return;
  }
  // What is looked into does not give way to the next request.
  const detail = event.target.closest("#detail");
  if (detail?.dataset.number && !query().has("pick")) {
    go({ pick: detail.dataset.number });
  }
  const button = event.target.closest("button");
  const data = button?.dataset ?? {};
  if (data.do) {
    act(button);
  } else if (data.copy) {
    event.preventDefault();
    copy(data.copy).catch(() => say("The browser does not allow to copy", "wrong"));
  } else if ("token" in data) {
    token().then((text) => (find("#token").textContent = text));
  } else if (data.open) {
    find("#" + data.open).showModal();
  } else if (data.close) {
    find("#" + data.close).close();
  }
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  act(event.target, fields(event.target));
});

document.addEventListener("change", (event) => {
  const { target } = event;
  if (target.dataset.field) {
    act(target, { [target.dataset.field]: JSON.parse(target.value) });
  } else if (target.id === "all") {
    go({ all: target.checked ? "1" : null, before: null });
  }
});

let typing = null;
document.addEventListener("input", (event) => {
  if (event.target.id === "filter") {
    clearTimeout(typing);
    typing = setTimeout(() => go({ filter: event.target.value, before: null }), 150);
  }
});

// ---- Keys

function step(by) {
  const rows = [...document.querySelectorAll(".rows a")];
  const now = rows.findIndex((row) => row === document.activeElement || row.hasAttribute("aria-current"));
  const focused = rows.indexOf(document.activeElement);
  const next = rows[Math.min(rows.length - 1, Math.max(0, (focused >= 0 ? focused : now) + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const phone = document.activeElement.closest?.(".phone") ?? find(".phone");
  const button = phone && find(`[data-key="${key}"]`, phone);
  button?.click();
  return Boolean(button);
}

function open(selector, field) {
  const details = find(selector);
  if (details) {
    details.open = true;
    find(field, details).focus();
  }
}

function hold() {
  const mode = find("#mode");
  mode.value = mode.value === '"hold"' ? '"deliver"' : '"hold"';
  mode.dispatchEvent(new Event("change", { bubbles: true }));
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => find("#filter").focus(),
  f: () => find("#fault").focus(),
  n: () => find("#ring select").focus(),
  h: hold,
  r: () => open(".again", "textarea"),
  "?": () => find("#help").showModal(),
};

let before = "";
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
    if (key === "Escape") {
      target.blur();
    }
    return;
  }
  if (before === "g" && key === "p") {
    find(".phone button")?.focus();
    event.preventDefault();
  } else if (KEYS[key] && !find("dialog[open]")) {
    event.preventDefault();
    KEYS[key]();
  } else if ("adbli".includes(key) && press(key)) {
    event.preventDefault();
  }
  before = key;
});

document.addEventListener("visibilitychange", listen);
addEventListener("popstate", () => refresh(true));
localise(document);
show();
listen();
