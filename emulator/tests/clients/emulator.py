"""What `graph-invite-emulator exec` tells its command, and the control API."""

import os

import requests

ROOT = os.environ["GRAPH_ROOT"]
TENANT = os.environ["GRAPH_TENANT_ID"]
APP = os.environ["GRAPH_CLIENT_ID"]
SECRET = os.environ["GRAPH_CLIENT_SECRET"]
TOKEN = os.environ["GRAPH_TOKEN"]
MEETING = os.environ["GRAPH_CALL_MEETING"]
GROUP = os.environ["GRAPH_CALL_GROUP"]
CONTROL = os.environ["GRAPH_EMULATOR_CONTROL"]

ADA = "278405a3-f568-4b3e-b684-009193463064"
BOB = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"


def control(method, path, body=None):
    """Asks the control API, and returns the JSON of the answer. A refusal fails the test with its reason."""
    answer = requests.request(method, CONTROL + path, json=body, timeout=60)
    assert answer.ok, f"{method} {path}: {answer.text}"
    return answer.json() if answer.content else None


def invite(call, *people, token=TOKEN):
    """Sends an invite as a bot does without a library, and returns the response."""
    participants = [{"identity": {"user": {"id": person}}} for person in people]
    return requests.post(
        f"{ROOT}/v1.0/communications/calls/{call}/participants/invite",
        json={"participants": participants},
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )
