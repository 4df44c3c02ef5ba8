"""`python -m yaodian.site.server HOST PORT`: one web process; several share the port.

Waitress takes in a whole request before a thread works on it, so that slow senders hold no thread, and refuses
bodies over `LARGEST_BODY` by their announced length.
"""

from __future__ import annotations

import os
import socket
import sys

import waitress

from .wsgi import application

THREADS = 4
LARGEST_BODY = 32 * 1024 * 1024
SLOWEST = 30


def listen(host: str, port: int) -> socket.socket:
    """A bound socket that other processes of ours may bind as well. Raises `OSError` when others hold it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((host, port))
    return listener


def proxy_settings() -> dict[str, object]:
    """Forwarding headers count when they come from the reverse proxy's address, otherwise nobody's do."""
    if os.environ.get("YAODIAN_BEHIND_PROXY") != "yes":
        return {"clear_untrusted_proxy_headers": True}
    headers = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    proxy = os.environ.get("YAODIAN_PROXY_ADDRESS", "127.0.0.1")
    return {"trusted_proxy": proxy, "trusted_proxy_headers": headers, "clear_untrusted_proxy_headers": True}


def main(host: str, port: int) -> None:
    waitress.serve(
        application,
        sockets=[listen(host, port)],
        threads=THREADS,
        connection_limit=1000,
        channel_timeout=SLOWEST,
        max_request_body_size=LARGEST_BODY,
        ident=None,
        _quiet=True,
        **proxy_settings(),
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
