"""Starting the provider of `sign_on_provider`, and walking through a sign-in with it by HTTP."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.conftest import ROOT
from tests.foundation.people.sign_on_provider.serve import PASSWORD

CLIENT, SECRET = "yaodian", "what-the-provider-gave-us"
OURS = "/accounts/single-sign-on/"


class Provider:
    """A running provider: `go_wrong("nonce")` lets its next tokens be wrong, `says(amr=[…])` adds claims."""

    def __init__(self, folder: Path, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}/o"
        self._told = folder / "fault.json"

    def go_wrong(self, fault: str) -> None:
        self._told.write_text(json.dumps({"fault": fault}))

    def says(self, **claims: Any) -> None:
        self._told.write_text(json.dumps({"claims": claims}))

    def settings(self, settings: Any) -> None:
        """Let our site know this provider."""
        settings.SINGLE_SIGN_ON_ISSUER, settings.SINGLE_SIGN_ON_NAME = self.issuer, "云岭市统一身份认证"
        settings.SINGLE_SIGN_ON_CLIENT, settings.SINGLE_SIGN_ON_SECRET = CLIENT, SECRET


@contextmanager
def providing(folder: Path, *redirects: str) -> Iterator[Provider]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    provider = Provider(folder, port)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.foundation.people.sign_on_provider.settings",
        "SIGN_ON_FOLDER": str(folder),
        "SIGN_ON_ISSUER": provider.issuer,
        "SIGN_ON_KEY": _key(),
    }
    command = [sys.executable, "-m", "tests.foundation.people.sign_on_provider.serve"]
    process = subprocess.Popen([*command, str(port), CLIENT, SECRET, *redirects], cwd=ROOT, env=environment)
    try:
        _wait(f"{provider.issuer}/.well-known/openid-configuration", process)
        yield provider
    finally:
        process.terminate()
        process.wait(30)


def _key() -> str:
    made = rsa.generate_private_key(65537, 2048)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return made.private_bytes(*form).decode()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the provider ended"
        try:
            assert requests.get(address, timeout=5).status_code == 200
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the provider did not come up")


def way_back(there: str, who: str) -> str:
    """Sign in at the provider as `who`; the address to which it sends the browser back."""
    session = requests.Session()
    page = session.get(there, timeout=10)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token is not None, page.text
    form = {"csrfmiddlewaretoken": token[1], "username": who, "password": PASSWORD}
    answer = session.post(page.url, form, timeout=10, allow_redirects=False)
    assert answer.status_code == 302
    next_url = f"{there.partition('/o/')[0]}{answer.headers['Location']}"
    return str(session.get(next_url, timeout=10, allow_redirects=False).headers["Location"])


def sign_in(client: Any, who: str, query: str = "") -> Any:
    """Walk all the way; our answer to the browser that comes back."""
    there = client.get(OURS + query)["Location"]
    return come_back(client, way_back(there, who))


def come_back(client: Any, address: str) -> Any:
    return client.get(f"{urlsplit(address).path}?{urlsplit(address).query}")


def asked(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
