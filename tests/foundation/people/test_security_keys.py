"""Security keys on the server's side: what is no answer of a key, a key that was copied, names, the audit."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tests.cast import PASSWORD
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.people.models import User

pytestmark = pytest.mark.django_db
ORIGIN = "http://localhost"
ADD, SIGN_IN = "/accounts/2fa/webauthn/add/", "/accounts/2fa/authenticate/"


class Key:
    """A key in software: it answers as the small ones do, and counts."""

    def __init__(self):
        from cryptography.hazmat.primitives.asymmetric import ec

        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.name = b"a key of the tests"
        self.count = 0

    def register(self, options):
        public = ES256.from_cryptography_key(self.secret.public_key())
        data = self._data(AttestedCredentialData.create(bytes(16), self.name, public))
        return self._answer(
            self._client("webauthn.create", options),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def sign(self, options):
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec

        self.count += 1
        client, data = self._client("webauthn.get", options), self._data()
        signature = self.secret.sign(bytes(data) + sha256(client), ec.ECDSA(hashes.SHA256()))
        return self._answer(client, authenticatorData=data, signature=signature)

    def _data(self, credential=None):
        flags = AuthenticatorData.FLAG.UP | (AuthenticatorData.FLAG.AT if credential else 0)
        return AuthenticatorData.create(sha256(b"localhost"), flags, self.count, credential or b"")

    def _client(self, kind, options):
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], ORIGIN)

    def _answer(self, client, **parts):
        response = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
        name = websafe_encode(self.name)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response | {"clientDataJSON": websafe_encode(client)},
            "clientExtensionResults": {},
        }


@pytest.fixture
def client():
    """Somebody at http://localhost, who has just given the password once more."""
    made = Client(headers={"host": "localhost"})
    made.post("/accounts/login/", {"login": "clerk", "password": PASSWORD})
    made.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return made


def options(client, path):
    data = client.get(path).context["js_data"]
    return json.loads(json.dumps(data, default=dict))[
        "creation_options" if path == ADD else "request_options"
    ]


def register(client, key, name="随身的"):
    credential = key.register(options(client, ADD))
    return client.post(ADD, {"name": name, "credential": json.dumps(credential)})


def halfway():
    made = Client(headers={"host": "localhost"})
    made.post("/accounts/login/", {"login": "clerk", "password": PASSWORD})
    return made


def come_in(client, key):
    client.post(SIGN_IN, {"credential": json.dumps(key.sign(options(client, SIGN_IN)))})
    return "_auth_user_id" in client.session


def told():
    return list(
        Entry.objects.filter(action__contains="second_factor").values_list("action", "result", "after")
    )


def test_a_key_is_registered_lets_in_and_is_in_the_audit(client, django_capture_on_commit_callbacks):
    key = Key()
    with django_capture_on_commit_callbacks(execute=True):
        assert register(client, key)["Location"] == reverse("mfa_view_recovery_codes")
    assert come_in(halfway(), key)
    assert [row[0] for row in told()] == ["add_second_factor", "add_second_factor", "use_second_factor"]
    assert told()[2][2] == {"kind": "webauthn"}


def test_a_copy_of_a_key_is_found_by_its_count(client):
    key = Key()
    register(client, key)
    assert come_in(halfway(), key)
    key.count -= 1
    assert not come_in(halfway(), key)
    assert told()[-1] == ("second_factor_failed", "refused", {"kind": "webauthn"})
    key.count += 5
    assert come_in(halfway(), key)


def test_an_answer_is_good_once(client):
    key = Key()
    register(client, key)
    first = halfway()
    answer = json.dumps(key.sign(options(first, SIGN_IN)))
    assert first.post(SIGN_IN, {"credential": answer}).status_code == 302
    assert halfway().post(SIGN_IN, {"credential": answer}).status_code == 200


def test_somebody_elses_key_does_not_let_in(client):
    register(client, Key())
    assert not come_in(halfway(), Key())
    assert told()[-1][0] == "second_factor_failed"


WRECKS = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"x"',
    "{}",
    '{"id": 1}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": "x"}',
    '{"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "YQ", "authenticatorData": "YQ", "signature": "YQ"}}',
    '{"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}}',
    '{"id": "!", "rawId": {}, "type": [], "response": {"clientDataJSON": null, "attestationObject": 5}}',
    "[" * 2_000 + "]" * 2_000,
]


@pytest.mark.parametrize("wreck", WRECKS)
def test_what_is_no_answer_of_a_key_is_refused_in_words(client, wreck):
    register(client, Key())
    Authenticator.objects.filter(type="recovery_codes").delete()
    assert client.get(ADD).status_code == 200
    assert client.post(ADD, {"name": "x", "credential": wreck}).status_code == 200
    answer = halfway()
    assert answer.post(SIGN_IN, {"credential": wreck}).status_code == 200
    assert "_auth_user_id" not in answer.session
    assert client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": wreck}).status_code == 302
    assert Authenticator.objects.count() == 1


def test_keys_are_tried_as_often_as_codes(client, settings):
    register(client, Key())
    browser = halfway()
    for _ in range(settings.LOGIN_ATTEMPTS):
        assert not come_in(browser, Key())
    answer = browser.post(SIGN_IN, {"credential": json.dumps(Key().sign(options(browser, SIGN_IN)))})
    assert "输错的次数太多" in answer.content.decode()


def test_a_key_gets_another_name_and_the_audit_says_so(client):
    register(client, Key())
    row = Authenticator.objects.get(type="webauthn")
    page = reverse("mfa_edit_webauthn", args=[row.pk])
    assert client.post(page, {"name": "字" * 41}).context["form"].errors["name"] == [
        "名称请不要超过 40 个字。"
    ]
    client.post(page, {"name": " 抽屉里的 "})
    row.refresh_from_db()
    assert row.wrap().name == "抽屉里的"
    entry = Entry.objects.get(action="rename_second_factor")
    assert (entry.before, entry.after) == ({"name": "随身的"}, {"name": "抽屉里的"})


def test_somebody_elses_key_is_not_there(client):
    register(client, Key())
    row = Authenticator.objects.get(type="webauthn")
    chief = Client()
    chief.post("/accounts/login/", {"login": "chief", "password": PASSWORD})
    chief.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert chief.post(reverse(name, args=[row.pk]), {"name": "x"}).status_code == 404
    assert User.objects.get(username="clerk").authenticator_set.filter(type="webauthn").count() == 1
