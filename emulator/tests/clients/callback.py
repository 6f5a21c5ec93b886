"""A bot whose callback checks with PyJWT that the service sent each notification."""

import json
import queue
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import requests

from emulator import ADA, APP, BOB, GROUP, MEETING, ROOT, TENANT, control, invite

CONFIGURATION = requests.get(f"{ROOT}/.well-known/OpenIdConfiguration", timeout=60).json()
# A new key has to be found at once, not after the pause that the library makes by default.
KEYS = jwt.PyJWKClient(CONFIGURATION["jwks_uri"], cooldown_duration=0)


def check(authorization):
    """Raises an error unless the service sent this, and to this bot."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme != "Bearer":
        raise jwt.InvalidTokenError("there is no token")
    claims = jwt.decode(
        token,
        KEYS.get_signing_key_from_jwt(token),
        # The configuration says RSA256, at the service too. The name of the algorithm is RS256.
        algorithms=["RS256"],
        audience=APP,
        issuer=CONFIGURATION["issuer"],
        options={"require": ["aud", "exp", "iss", "nbf"]},
    )
    if claims["tid"] != TENANT:
        raise jwt.InvalidTokenError("another tenant")


class Callback(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            check(self.headers["Authorization"])
        except jwt.PyJWTError as error:
            self.server.heard.put(("refused", type(error).__name__))
            status = 401
        else:
            for change in json.loads(body)["value"]:
                self.server.heard.put((change["changeType"], kind(change["resourceUrl"])))
                self.server.before_answer(change["resourceUrl"])
            status = 202
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def kind(url):
    return next(part for part in ["operations", "participants", "calls"] if part in url)


class Notifications(unittest.TestCase):
    def setUp(self):
        control("POST", "/reset")
        self.bot = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
        self.bot.heard = queue.Queue()
        self.bot.before_answer = lambda url: None
        threading.Thread(target=self.bot.serve_forever, daemon=True).start()
        self.addCleanup(self.bot.server_close)
        self.addCleanup(self.bot.shutdown)
        control("PUT", "/callback", {"url": f"http://127.0.0.1:{self.bot.server_port}/"})

    def ring(self, call, person):
        answer = invite(call, person)
        self.assertEqual(answer.status_code, 200, answer.text)

    def hear(self, count):
        return [self.bot.heard.get(timeout=30) for _ in range(count)]

    def test_the_bot_accepts_what_the_service_sends(self):
        self.ring(MEETING, ADA)
        self.assertEqual(self.hear(2), [("deleted", "operations"), ("updated", "participants")])
        done = control("GET", "/notifications?fate=answered&at_least=2&wait=30s")
        self.assertEqual([one["status"] for one in done["items"]], [202, 202])

    def test_the_bot_refuses_five_bad_tokens_for_five_reasons(self):
        reasons = {
            "expired": "ExpiredSignatureError",
            "wrong_audience": "InvalidAudienceError",
            "wrong_issuer": "InvalidIssuerError",
            "unknown_key": "PyJWKClientError",
            "none": "InvalidTokenError",
        }
        for token, reason in reasons.items():
            with self.subTest(token):
                control("PATCH", "/delivery", {"token": token})
                self.ring(MEETING, BOB)
                self.assertEqual(self.hear(1), [("refused", reason)])
        done = control("GET", "/notifications?fate=answered&at_least=5&wait=30s")
        self.assertEqual([one["status"] for one in done["items"]], [401] * 5)
        control("PATCH", "/delivery", {"token": "good"})
        self.ring(MEETING, BOB)
        self.assertEqual(self.hear(1), [("deleted", "operations")])

    def test_held_notifications_come_in_the_order_of_the_test(self):
        operation, roster = ("deleted", "operations"), ("updated", "participants")
        for order, expected in [("kept", [operation, roster]), ("reversed", [roster, operation])]:
            control("PATCH", "/delivery", {"mode": "hold"})
            call = control("POST", "/calls", {"kind": "meeting"})["id"]
            self.ring(call, ADA)
            self.assertTrue(self.bot.heard.empty())
            control("POST", "/notifications/release", {"call": call, "order": order})
            self.assertEqual(self.hear(2), expected)

    def test_a_notification_is_dropped_or_comes_twice(self):
        control("PATCH", "/delivery", {"mode": "hold"})
        self.ring(MEETING, ADA)
        roster, operation = [one["id"] for one in control("GET", "/notifications")["items"]]
        control("POST", f"/notifications/{operation}/drop")
        control("POST", f"/notifications/{roster}/release")
        self.assertEqual(self.hear(1), [("updated", "participants")])
        control("GET", "/notifications?fate=answered&at_least=1&wait=30s")
        control("POST", f"/notifications/{roster}/resend", {"as": "double"})
        self.assertEqual(self.hear(1), [("updated", "participants")])

    def test_a_callback_that_is_slow_for_one_call_delays_no_other(self):
        other_call_was_heard = threading.Event()

        def before_answer(url):
            if GROUP in url:
                other_call_was_heard.set()
            else:
                self.assertTrue(other_call_was_heard.wait(30))

        self.bot.before_answer = before_answer
        self.ring(MEETING, BOB)
        self.assertEqual(self.hear(1), [("deleted", "operations")])
        self.ring(GROUP, BOB)
        self.assertEqual(self.hear(1), [("deleted", "operations")])
        done = control("GET", "/notifications?fate=answered&at_least=2&wait=30s")
        self.assertEqual([one["status"] for one in done["items"]], [202, 202])

    def test_the_bot_finds_a_new_key(self):
        control("POST", "/keys/rotate")
        self.ring(MEETING, BOB)
        self.assertEqual(self.hear(1), [("deleted", "operations")])


if __name__ == "__main__":
    unittest.main()
