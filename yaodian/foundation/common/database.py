"""What the application's database role may do; the owner's role is used for migrations alone.

A model says in two class attributes how its rows live: `append_only` rows are only ever inserted, `deletable`
rows are scratch (drafts, presence). All other rows of ours may be inserted and updated, never deleted.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

OWN_PREFIX = "yaodian."
# django-pgtrigger's triggers step aside when the session's setting pgtrigger.ignore names them. Any role
# can set it: here nothing is ever ignored.
NO_IGNORING = """
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
LANGUAGE sql AS $$ SELECT FALSE $$
"""


def grants(role: str) -> Iterator[str]:
    """SQL statements that give `role` exactly what the models allow."""
    name = '"' + role.replace('"', '""') + '"'
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}"
    yield NO_IGNORING
    for model in own_models():
        denied = denied_verbs(model)
        if denied:
            yield f'REVOKE {", ".join(denied)} ON "{model._meta.db_table}" FROM {name}'


def own_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(OWN_PREFIX) and model._meta.managed
    ]


def denied_verbs(model: type[Model]) -> list[str]:
    if getattr(model, "append_only", False):
        return ["UPDATE", "DELETE"]
    if getattr(model, "deletable", False) or model._meta.auto_created:
        return []
    return ["DELETE"]
