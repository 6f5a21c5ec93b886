"""The Python SDK of Microsoft Graph with the emulator, over TLS: log in, invite, read, cancel."""

import unittest

from azure.identity import ClientSecretCredential
from kiota_abstractions.api_error import APIError
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.communications.calls.item.participants.invite.invite_post_request_body import (
    InvitePostRequestBody,
)
from msgraph.generated.models.identity import Identity
from msgraph.generated.models.identity_set import IdentitySet
from msgraph.generated.models.invitation_participant_info import InvitationParticipantInfo
from msgraph.generated.models.operation_status import OperationStatus

from emulator import ADA, APP, MEETING, ROOT, SECRET, TENANT, control


def client():
    credential = ClientSecretCredential(TENANT, APP, SECRET, authority=ROOT, disable_instance_discovery=True)
    # The SDK asks for a scope without the port, and sends the token only to hosts that it knows.
    host = ROOT.removeprefix("https://").partition(":")[0]
    provider = AzureIdentityAuthenticationProvider(credential, allowed_hosts=[host])
    adapter = GraphRequestAdapter(provider)
    # As the base of the SDK itself, this ends in a slash, so each path begins with two.
    adapter.base_url = f"{ROOT}/v1.0/"
    return GraphServiceClient(request_adapter=adapter)


def body(person):
    participant = InvitationParticipantInfo(identity=IdentitySet(user=Identity(id=person)))
    return InvitePostRequestBody(participants=[participant], client_context="a test")


class Sdk(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        control("POST", "/reset")
        self.call = client().communications.calls.by_call_id(MEETING)

    async def test_a_person_is_invited_and_the_bot_reads_how_it_went(self):
        operation = await self.call.participants.invite.post(body(ADA))
        self.assertEqual(operation.status, OperationStatus.Running)
        self.assertEqual(control("GET", "/rings"), {"people": {"ada": 1}, "total": 1})
        operation = await self.call.operations.by_comms_operation_id(operation.id).get()
        self.assertEqual(operation.status, OperationStatus.Completed)
        [entry] = (await self.call.participants.get()).value
        self.assertEqual(entry.info.identity.user.id, ADA)

    async def test_a_person_is_removed_from_the_call(self):
        await self.call.participants.invite.post(body(ADA))
        [entry] = (await self.call.participants.get()).value
        await self.call.participants.by_participant_id(entry.id).delete()
        self.assertEqual((await self.call.participants.get()).value, [])

    async def test_a_call_ends(self):
        await self.call.delete()
        with self.assertRaises(APIError) as refused:
            await self.call.get()
        self.assertEqual(refused.exception.error.code, "8522")

    async def test_an_invite_is_refused(self):
        await self.call.participants.invite.post(body(ADA))
        with self.assertRaises(APIError) as refused:
            await self.call.participants.invite.post(body(ADA))
        self.assertEqual((refused.exception.response_status_code, refused.exception.error.code), (400, "8559"))


if __name__ == "__main__":
    # The SDK warns of its own classes.
    unittest.main(warnings="ignore")
