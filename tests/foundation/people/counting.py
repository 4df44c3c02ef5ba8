"""The site's settings for a live server that counts password checks, whichever process makes them."""

import os

from yaodian.site.settings import *  # noqa: F403
from yaodian.site.settings import CACHES

PASSWORD_HASHERS = ["tests.foundation.people.counting_hasher.CountingHasher"]
COUNT_FILE = os.environ["YAODIAN_COUNT_FILE"]
if os.environ.get("YAODIAN_COUNT_CACHE") == "own":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
