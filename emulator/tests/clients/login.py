"""The login libraries of Microsoft get tokens from the emulator, over TLS, as from Entra ID."""

import unittest

import msal
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential

from emulator import ADA, APP, MEETING, ROOT, SECRET, TENANT, control, invite


def credential(secret):
    # Without this, the library first asks the login host of Microsoft about an authority that it does not know.
    return ClientSecretCredential(TENANT, APP, secret, authority=ROOT, disable_instance_discovery=True)


class Login(unittest.TestCase):
    def setUp(self):
        control("POST", "/reset")

    def assert_rings_ada(self, token):
        answer = invite(MEETING, ADA, token=token)
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual(control("GET", "/rings")["people"], {"ada": 1})

    def test_azure_identity_gets_a_token_with_which_a_phone_rings(self):
        for scope in [f"{ROOT}/.default", "https://graph.microsoft.com/.default"]:
            with self.subTest(scope):
                self.setUp()
                self.assert_rings_ada(credential(SECRET).get_token(scope).token)

    def test_azure_identity_says_that_a_secret_is_wrong(self):
        with self.assertRaisesRegex(ClientAuthenticationError, "AADSTS7000215"):
            credential("wrong").get_token(f"{ROOT}/.default")

    def test_msal_gets_a_token_with_which_a_phone_rings(self):
        bot = msal.ConfidentialClientApplication(
            APP, client_credential=SECRET, authority=f"{ROOT}/{TENANT}", instance_discovery=False
        )
        result = bot.acquire_token_for_client([f"{ROOT}/.default"])
        self.assertIn("access_token", result, result)
        self.assert_rings_ada(result["access_token"])

    def test_a_revoked_token_is_refused_and_a_new_one_is_accepted(self):
        token = credential(SECRET).get_token(f"{ROOT}/.default").token
        control("DELETE", "/tokens")
        self.assertEqual(invite(MEETING, ADA, token=token).status_code, 401)
        self.assert_rings_ada(credential(SECRET).get_token(f"{ROOT}/.default").token)


if __name__ == "__main__":
    unittest.main()
