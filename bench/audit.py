"""`./run bench audit [ROWS]`: how fast entries are sealed and verified, and what sealing later saves.

The peer is the usual design: a hash chain inside the business transaction, every entry's hash over the one before, by a
trigger that locks the head. Both write the same entries from the same number of clients; each transaction also
does 2 ms of other work after its entry, as business transactions do. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

NEEDS_DATABASE = True
ROOT = Path(__file__).resolve().parents[1]
CLIENTS = (1, 8)
SECONDS = 5.0
WORK = "SELECT pg_sleep(0.002)"
COLUMNS = (
    "at", "actor_id", "actor_label", "role", "role_label", "behalf_id", "behalf_label", "action", "result",
    "object_type", "object_id", "object_label", "group_type", "group_id", "before", "after", "reason", "request_id",
    "address", "method", "path",
)  # fmt: skip
PEER = """
CREATE TABLE inline_entry (LIKE audit_entry INCLUDING ALL);
ALTER TABLE inline_entry ADD COLUMN hash bytea;
CREATE TABLE inline_head (hash bytea NOT NULL);
INSERT INTO inline_head VALUES ('');
CREATE FUNCTION inline_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT sha256(h.hash || convert_to(NEW::text, 'UTF8')) INTO NEW.hash FROM inline_head AS h FOR UPDATE;
    UPDATE inline_head SET hash = NEW.hash;
    RETURN NEW;
END $$;
CREATE TRIGGER inline_chain BEFORE INSERT ON inline_entry FOR EACH ROW EXECUTE FUNCTION inline_chain();
GRANT SELECT, INSERT ON inline_entry TO yaodian_app;
GRANT SELECT, UPDATE ON inline_head TO yaodian_app;
"""


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    prepare()
    result = {"rows": rows, **seal_and_verify(rows), "append": compare(), **surroundings()}
    print(json.dumps(result, ensure_ascii=False, indent=2))


def prepare() -> None:
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, check=True)
    with psycopg.connect(os.environ["MIGRATION_DATABASE_URL"]) as owner:
        owner.execute(PEER)
    import django

    django.setup()


def seal_and_verify(rows: int) -> dict[str, object]:
    """Fill by COPY, seal in the sealer's own rounds, verify against the anchor, and check that all were met."""
    from django.conf import settings

    from yaodian.foundation.audit import anchor, sealer, verify

    with tempfile.TemporaryDirectory() as folder:
        settings.ANCHOR_FILE = Path(folder) / "audit.jsonl"
        already = sealer.seal_all().entries
        filled = clock(lambda: fill(rows))
        sealed = clock(sealer.seal_all)
        started = time.perf_counter()
        verdict = verify.verify(anchor.read())
        verified = time.perf_counter() - started
    assert verdict.finding is None, verdict.finding
    assert (verdict.entries, verdict.pending) == (rows + already, 0)
    seconds = {"copy": filled, "seal": sealed, "verify": verified}
    say("  ".join(f"{name} {value:.1f} s" for name, value in seconds.items()))
    return {
        "blocks": verdict.blocks,
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "rows_per_second": {name: round(rows / value) for name, value in seconds.items()},
    }


def fill(rows: int) -> None:
    statement = f"COPY audit_entry ({', '.join(COLUMNS)}) FROM STDIN"
    with psycopg.connect(os.environ["DATABASE_URL"]) as app, app.cursor().copy(statement) as copy:
        for i in range(rows):
            copy.write_row(entry(i))


def entry(i: int) -> tuple[str, ...]:
    after = json.dumps({"value": f"{i % 997}.5", "unit": "家", "state": "accepted"}, ensure_ascii=False)
    return (
        "2026-03-02 09:30:00+08", str(i % 30), "周文静", "clerk", "高新技术科 · 科室经办", "", "", "correct_target", "done",
        "plans.target", str(i % 5000), "全年高新技术企业累计达到72家以上", "plans.plan", str(i % 40),
        '{"value": "70", "unit": "家", "state": "found"}', after, "对照原文更正", f"{i:032x}", "10.0.0.8", "POST",
        f"/plans/{i % 40}/targets/{i % 5000}/correct/",
    )  # fmt: skip


def compare() -> dict[str, object]:
    """Transactions per second of the two designs, in turn, and the ratio."""
    found: dict[str, object] = {"clients": list(CLIENTS), "seconds_each": SECONDS, "other_work_ms": 2}
    plain = [rate("audit_entry", clients) for clients in CLIENTS]
    inline = [rate("inline_entry", clients) for clients in CLIENTS]
    found["plain_tps"], found["inline_chain_tps"] = plain, inline
    found["ratio"] = [round(a / b, 2) for a, b in zip(plain, inline, strict=True)]
    return found


def rate(table: str, clients: int) -> int:
    counts = [0] * clients
    until = time.perf_counter() + SECONDS
    threads = [threading.Thread(target=append, args=(table, counts, k, until)) for k in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(f"{table} {clients}: {sum(counts) / SECONDS:.0f} tps")
    return round(sum(counts) / SECONDS)


def append(table: str, counts: list[int], k: int, until: float) -> None:
    places = ", ".join(["%s"] * len(COLUMNS))
    statement = f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES ({places})"
    with psycopg.connect(os.environ["DATABASE_URL"]) as app:
        while time.perf_counter() < until:
            app.execute(statement, entry(counts[k]))
            app.execute(WORK)
            app.commit()
            counts[k] += 1


def surroundings() -> dict[str, object]:
    with psycopg.connect(os.environ["DATABASE_URL"]) as app:
        version, fsync = app.execute(
            "SELECT current_setting('server_version'), current_setting('fsync')"
        ).fetchone() or ("", "")
    return {"postgresql": version, "fsync": fsync, "cores": os.cpu_count()}


def clock(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    main()
