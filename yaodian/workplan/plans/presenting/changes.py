"""What has changed since somebody last looked, told by the audit.

Every decision holds the plan's row while it writes its audit entry, so the entries of one plan become
visible in the order of their numbers and the highest number seen is a version of the whole review.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from yaodian.foundation.audit.models import Entry, Result
from yaodian.foundation.common.actor import Actor

from ..models import Plan, Target, Task
from .document import paragraphs
from .items import (
    DID,
    Shown,
    counts,
    form_value,
    form_values,
    grouped,
    moment_words,
    shown_items,
    shown_value,
)

SHAPE = {"add", "replace", "rehouse"}
PLACING = {"start", "end", "task", "title"}


def entries_of(plan: Plan) -> QuerySet[Entry]:
    about = Q(group_type="plans.plan", group_id=str(plan.pk)) | Q(
        object_type="plans.plan", object_id=str(plan.pk)
    )
    return Entry.objects.filter(about, result=Result.DONE)


def version_of(plan: Plan) -> int:
    return entries_of(plan).order_by("-id").values_list("id", flat=True).first() or 0


def changes_since(
    plan: Plan, version: int, *, by: Actor, entries: Iterable[Entry] | None = None
) -> dict[str, Any]:
    """What a page at `version` needs to show the plan as it is now."""
    recent = (
        list(entries_of(plan).filter(id__gt=version).order_by("id")) if entries is None else list(entries)
    )
    items = shown_items(plan)
    touched = {_key(entry) for entry in recent}
    changed = [shown for shown in items if shown.key in touched]
    answer: dict[str, Any] = {
        "version": max([version, *(entry.pk for entry in recent)]),
        "state": plan.state,
        "counts": counts(items),
        "items": [_line(shown) for shown in changed],
        "news": [_news(entry) for entry in recent if entry.actor_id != by.id and _verb(entry) in DID],
    }
    if any(_reshapes(entry) for entry in recent):
        answer["list"] = render_to_string("plans/review/_groups.html", {"groups": grouped(items)})
        answer["data"] = [shown.data() for shown in items]
        answer["document"] = "".join(paragraph.html() for paragraph in paragraphs(plan, items))
    return answer


def _line(shown: Shown) -> dict[str, Any]:
    html = render_to_string("plans/review/_item.html", {"shown": shown})
    return {**shown.data(), "html": html, "summary": shown.summary}


def _reshapes(entry: Entry) -> bool:
    """Whether the entry moved something in the text or in the list, rather than only its state or fields."""
    return _verb(entry) in SHAPE or bool(PLACING & set(entry.before))


def _key(entry: Entry) -> str:
    return f"{entry.object_type.rpartition('.')[2]}-{entry.object_id}"


def _verb(entry: Entry) -> str:
    return entry.action.partition("_")[0]


def _news(entry: Entry) -> dict[str, str]:
    return {"key": _key(entry), "who": entry.actor_label, "did": DID[_verb(entry)]}


def seen_values(item: Task | Target, revision: int) -> dict[str, str]:
    """The item's form values and state as they stood at an earlier `revision`, undone from the audit."""
    values = {**form_values(item), "state": item.state}
    steps = max(item.revision - revision, 0)
    for entry in _done_to(item).reverse()[:steps]:
        values |= {name: form_value(value) for name, value in entry.before.items() if name in values}
    return values


def last_change(item: Task | Target) -> Entry | None:
    return _done_to(item).last()


def _done_to(item: Task | Target) -> QuerySet[Entry]:
    """What changed the item, one entry for each revision; attempts that were refused are left out."""
    return Entry.objects.about(item).filter(result=Result.DONE)


def disagreement(item: Task | Target, revision: int, wanted: dict[str, str]) -> dict[str, Any]:
    """Field by field what the person saw, what stands now, and what the person wanted; with who was first.

    `merged` is the form that "改用我的" would send: what stands now with the person's own changes.
    """
    seen, now = seen_values(item, revision), {**form_values(item), "state": item.state}
    names = [name for name in now if _told(name, seen, now, wanted)]
    titles = _titles(
        item, [source.get(name, "") for source in (seen, now, wanted) for name in ("task", "lead")]
    )
    rows = [_row(item, name, seen, now, wanted, titles) for name in names if name not in ("start", "end")]
    if {"start", "end"} & set(names):
        rows.append(_span_row(item, seen, now, wanted))
    entry = last_change(item)
    return {
        "rows": rows,
        "conflict": any(name in wanted and wanted[name] != now[name] for name in names),
        "who": entry.actor_label if entry else "",
        "when": moment_words(entry.at) if entry else "",
        "merged": {name: wanted.get(name, now[name]) for name in form_values(item)},
    }


def _told(name: str, seen: dict[str, str], now: dict[str, str], wanted: dict[str, str]) -> bool:
    """Whether a field belongs into the differences; a state that both wanted does not."""
    if name in wanted and wanted[name] != now[name]:
        return True
    return now[name] != seen[name] and name != "state"


def _row(
    item: Task | Target,
    name: str,
    seen: dict[str, str],
    now: dict[str, str],
    wanted: dict[str, str],
    titles: dict[str, str],
) -> dict[str, str]:
    label = "状态" if name == "state" else str(item._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    words = [shown_value(item, name, source.get(name, now[name]), titles) for source in (seen, now, wanted)]
    return dict(zip(("field", "label", "seen", "now", "wanted"), (name, label, *words), strict=True))


def _span_row(
    item: Task | Target, seen: dict[str, str], now: dict[str, str], wanted: dict[str, str]
) -> dict[str, str]:
    text = item.plan.text
    spans = [
        (source.get("start", now["start"]), source.get("end", now["end"])) for source in (seen, now, wanted)
    ]
    words = [text[int(start) : int(end)][:120] for start, end in spans]
    return dict(zip(("field", "label", "seen", "now", "wanted"), ("start", "原文范围", *words), strict=True))


def _titles(item: Task | Target, keys: Iterable[str]) -> dict[str, str]:
    """The names of the tasks or divisions that the values speak of."""
    wanted = {key for key in keys if key.isdecimal()}
    if not wanted:
        return {}
    field = "task" if isinstance(item, Target) else "lead"
    model: Any = item._meta.get_field(field).related_model
    return {str(row.pk): str(row) for row in model._base_manager.filter(pk__in=wanted)}
