"""Argon2 that leaves a mark for each password it checks."""

import os

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class CountingHasher(Argon2PasswordHasher):
    def verify(self, password, encoded):
        mark = os.open(settings.COUNT_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(mark, b".")
        os.close(mark)
        return super().verify(password, encoded)
