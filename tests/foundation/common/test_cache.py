"""The shared cache: an entry is added once, by whoever is first, and stays until its time is over."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

in_test = pytest.mark.django_db
THREADS = 8


def expire(key):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cache_entry SET expires = now() - interval '1 minute' WHERE cache_key = %s",
            [cache.make_key(key)],
        )
        assert cursor.rowcount == 1


@in_test
def test_a_value_comes_back_until_it_is_deleted():
    cache.set("a", {"tries": [1.5]}, 60)
    assert cache.get("a") == {"tries": [1.5]}
    assert cache.has_key("a")
    assert cache.delete("a") is True
    assert cache.get("a", "gone") == "gone"


@in_test
def test_many_values_come_back_under_their_own_names():
    cache.set_many({"a": 1, "b": 2}, 60)
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}


@in_test
def test_an_entry_is_added_only_once_and_again_after_it_expired():
    assert cache.add("a", 1, 60) is True
    assert cache.add("a", 2, 60) is False
    expire("a")
    assert cache.get("a") is None
    assert cache.has_key("a") is False
    assert cache.touch("a", 60) is False
    assert cache.add("a", 3, 60) is True
    assert cache.get("a") == 3


@in_test
def test_an_entry_without_an_end_stays():
    cache.set("a", 1, None)
    assert cache.get("a") == 1
    assert cache.touch("a", 60) is True


@in_test
def test_a_thousand_entries_live_side_by_side():
    cache.set_many({f"name_{n}": n for n in range(1000)}, 60)
    assert cache.get("name_0") == 0
    assert len(cache.get_many([f"name_{n}" for n in range(1000)])) == 1000


@in_test
def test_djangos_own_backend_throws_living_entries_away_which_is_why_ours_exists():
    usual = DatabaseCache("cache_entry", {})
    for n in range(310):
        usual.set(f"name_{n}", n, 60)
    assert len(usual.get_many([f"name_{n}" for n in range(310)])) < 310


def sweep_always(monkeypatch):
    monkeypatch.setattr("yaodian.foundation.common.cache.SWEEP_ONE_IN", 1)


@in_test
def test_the_sweep_takes_what_has_expired_and_nothing_else(monkeypatch):
    cache.set_many({"old": 1, "young": 2}, 60)
    expire("old")
    sweep_always(monkeypatch)
    cache.set("new", 3, 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entry ORDER BY cache_key")
        assert [key for (key,) in cursor.fetchall()] == [cache.make_key("new"), cache.make_key("young")]


def winners(backend, key):
    barrier = Barrier(THREADS)

    def add(n):
        barrier.wait()
        won = backend.add(key, n, 60)
        connection.close()
        return won

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(add, range(THREADS)))


@pytest.mark.race
def test_of_many_threads_one_adds_a_fresh_entry_and_one_an_expired_one(race_database, django_db_blocker):
    with django_db_blocker.unblock():
        for n in range(20):
            assert winners(caches["default"], f"fresh_{n}") == 1
            expire(f"fresh_{n}")
            assert winners(caches["default"], f"fresh_{n}") == 1
