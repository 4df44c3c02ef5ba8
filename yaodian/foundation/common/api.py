"""What every operation of the HTTP API speaks: problems as `{code, message}`."""

from __future__ import annotations


class ApiProblem(Exception):
    """An answer that is not what was asked for: `code` for the program, `message` for the person who reads its log."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
