"""What a backup takes and a restore puts back: the database's address, the state folder, and the keys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from launcher.binaries import programs
from launcher.messages import Trouble
from launcher.places import state
from launcher.postgres import Cluster
from launcher.settings import OWNER_ADDRESS, demo_environment, has_own_database, own_database_environment
from launcher.storage import demo_cluster

KEYS = {"secret_key": "YAODIAN_SECRET_KEY", "field_keys": "YAODIAN_FIELD_KEYS"}
COUNTED = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
    ORDER BY 1, 2"""


@dataclass(frozen=True)
class Vault:
    """A database with its state folder; `cluster` when it is the embedded one."""

    env: dict[str, str]
    home: Path
    cluster: Cluster | None

    @property
    def owner_url(self) -> str:
        return self.env[OWNER_ADDRESS]

    def keys(self) -> dict[str, str]:
        """The keys without which the database's encrypted fields cannot be read."""
        return {name: self.env[variable] for name, variable in KEYS.items() if self.env.get(variable)}


@contextmanager
def open_vault() -> Iterator[Vault]:
    """The database that the environment names, or the embedded one, running for as long as it is needed."""
    if has_own_database():
        if not os.environ.get(OWNER_ADDRESS):
            raise Trouble(
                f"请设置 {OWNER_ADDRESS}：备份和恢复需要表的所有者的数据库地址。",
                f"Set {OWNER_ADDRESS}: backup and restore need the database address of the tables' owner.",
            )
        yield Vault(own_database_environment(), state(), None)
        return
    with demo_cluster().in_use() as cluster:
        yield Vault(demo_environment(cluster), state(), cluster)


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """The number of rows of every table, by `schema.table`."""
    counts = {}
    for schema, table in connection.execute(COUNTED).fetchall():
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        row = connection.execute(query).fetchone()
        counts[f"{schema}.{table}"] = int(row[0]) if row else 0
    return counts


def run_tool(name: str, url: str, arguments: list[str]) -> None:
    """Run pg_dump or pg_restore against `url`, the password kept off the command line."""
    parts = urlsplit(url)
    bare = parts._replace(
        netloc=parts.netloc.replace(f":{parts.password}@", "@") if parts.password else parts.netloc
    )
    done = programs().run_as_oneself(
        name, [f"--dbname={bare.geturl()}", *arguments], password=unquote(parts.password or "")
    )
    if done.returncode:
        raise Trouble(
            f"{name} 没有完成：{done.stderr.strip()[-1500:]}\n请处理后再试。",
            f"{name} did not finish. Put right what it says above and run again.",
        )
