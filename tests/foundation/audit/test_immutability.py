"""T14: the application's role only adds to the audit; nothing it can say to PostgreSQL changes that."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from tests.foundation.audit.tools import COLUMNS, address, as_application, as_superuser
from yaodian.foundation.audit import sealer
from yaodian.foundation.audit.models import Entry

pytestmark = pytest.mark.race

TABLES = ("audit_entry", "audit_block", "audit_seal")
ATTEMPTS = [
    "UPDATE {t} SET {c} = {c}",
    "UPDATE {t} SET {c} = {c} WHERE FALSE",
    "DELETE FROM {t}",
    "DELETE FROM {t} WHERE FALSE",
    "TRUNCATE {t}",
    "TRUNCATE {t} CASCADE",
    "DROP TABLE {t}",
    "DROP TRIGGER {x} ON {t}",
    "ALTER TABLE {t} DISABLE TRIGGER ALL",
    "ALTER TABLE {t} DISABLE TRIGGER {x}",
    "ALTER TABLE {t} RENAME TO elsewhere",
    "ALTER TABLE {t} ALTER COLUMN {c} TYPE text",
    "ALTER TABLE {t} OWNER TO yaodian_app",
    "CREATE OR REPLACE FUNCTION {x}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql AS 'SELECT TRUE'",
    "CREATE RULE quiet AS ON INSERT TO {t} DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
    "SET ROLE yaodian_owner",
    "SET SESSION AUTHORIZATION yaodian_owner",
    "MERGE INTO {t} USING (SELECT 1) AS s ON TRUE WHEN MATCHED THEN DELETE",
    "INSERT INTO {t} SELECT * FROM {t} LIMIT 1 ON CONFLICT ({c}) DO UPDATE SET {c} = 0",
    "SELECT setval('audit_entry_id_seq', 1)",
]
KEYS = {"audit_entry": "id", "audit_block": "n", "audit_seal": "entry_id"}


def attempt(statement: str, table: str) -> str:
    return statement.format(t=table, c=KEYS[table], x=trigger(table, "append_only"))


def trigger(table: str, name: str) -> str:
    """A trigger's name in the database; its function has the same."""
    with connection.cursor() as cursor:
        like = f"pgtrigger\\_{name}\\_%"
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s", [table, like]
        )
        (found,) = cursor.fetchone()
    return found


@pytest.mark.parametrize("table", TABLES)
def test_every_attempt_of_the_application_is_refused(table: str, race_database: str) -> None:
    sealer.seal_all()
    with psycopg.connect(address("DATABASE_URL"), autocommit=True) as app:
        for statement in ATTEMPTS:
            # insufficient privilege or not the owner: PostgreSQL says 42501 to both
            with pytest.raises(psycopg.Error) as told:
                app.execute(attempt(statement, table))
            assert (statement, told.value.sqlstate) == (statement, "42501")


@pytest.mark.parametrize("table", TABLES)
def test_the_application_cannot_give_itself_a_right(table: str, race_database: str) -> None:
    with psycopg.connect(address("DATABASE_URL"), autocommit=True) as app:
        app.execute(f"GRANT ALL ON {table} TO yaodian_app")
        rights = ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES")
        held = [
            app.execute(f"SELECT has_table_privilege('{table}', '{right}')").fetchone()[0] for right in rights
        ]
    assert held == [False] * len(rights)


@pytest.mark.parametrize("table", TABLES)
def test_the_triggers_refuse_even_the_owner_of_the_tables(table: str, race_database: str) -> None:
    sealer.seal_all()
    with psycopg.connect(address("MIGRATION_DATABASE_URL"), autocommit=True) as owner:
        for statement in ("UPDATE {t} SET {c} = {c}", "DELETE FROM {t}", "TRUNCATE {t}"):
            with pytest.raises(psycopg.errors.RaiseException, match="never"):
                owner.execute(attempt(statement, table))


@pytest.mark.parametrize("table", TABLES)
def test_control_who_takes_the_trigger_away_can_delete(table: str, race_database: str) -> None:
    sealer.seal_all()
    with as_superuser() as ruler:
        ruler.execute("SET session_replication_role = origin")
        ruler.execute(attempt("DROP TRIGGER {x} ON {t}", table))
        assert ruler.execute(f"DELETE FROM {table}").rowcount > 0


INSERT_OLD = f"""INSERT INTO audit_entry (xid, recorded_at, {COLUMNS}) VALUES ('5', '2020-01-01',
now(), '', '某人', '', '', '', '', 'x', 'done', '', '', '', '', '', '{{}}', '{{}}', '', '', '', '', '')"""
AS_SHIPPED = """CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN LANGUAGE sql
AS $$ SELECT trigger_name = ANY (current_setting('pgtrigger.ignore')::text[]) $$"""


@pytest.mark.parametrize("ignoring", [False, True])
def test_the_application_cannot_choose_an_entrys_transaction_or_time(
    ignoring: bool, race_database: str
) -> None:
    with as_application() as app:
        if ignoring:
            ignore_own_time(app)
        app.execute(INSERT_OLD)
        (own,) = app.execute("SELECT pg_current_xact_id()::text").fetchone()
    entry = Entry.objects.latest("id")
    assert (entry.xid, entry.recorded_at.year) == (int(own), entry.at.year)


def test_control_with_the_ignoring_that_pgtrigger_ships_it_could(race_database: str) -> None:
    with as_superuser() as ruler:
        ruler.execute(AS_SHIPPED)
    with as_application() as app:
        ignore_own_time(app)
        app.execute(INSERT_OLD)
    entry = Entry.objects.latest("id")
    assert (entry.xid, entry.recorded_at.year) == (5, 2020)


def ignore_own_time(app: psycopg.Connection) -> None:
    """What `pgtrigger.ignore()` does to a session."""
    named = "{" + trigger("audit_entry", "own_time") + "}"
    app.execute("SELECT set_config('pgtrigger.ignore', %s, FALSE)", [named])
