"""Making public in the browser's words: three people by HTTP, one internal thing let out and taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.workplan.disclosure.making import INDEX_NO, OPINION, prepared, published, standing_plan
from tests.workplan.plans.reviewed_plan import signed_in
from yaodian.foundation.notices.todos import todos_of
from yaodian.workplan.disclosure.actions.checking import send_back
from yaodian.workplan.disclosure.actions.releasing import propose_release
from yaodian.workplan.disclosure.models import Disclosure, Release

pytestmark = pytest.mark.django_db


def post(who: str, name: str, key: int, **data: Any) -> Any:
    return signed_in(who).post(reverse(f"disclosure:{name}", args=[key]), data, follow=True)


def get(who: str, name: str, key: int) -> str:
    answer = signed_in(who).get(reverse(f"disclosure:{name}", args=[key]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_three_people_make_a_plan_public_by_http() -> None:
    plan = standing_plan()
    task = plan.tasks.get(no="4")
    given = {"attribute": "active", "index_no": INDEX_NO, "redact": task.pk}
    answer = post("clerk", "prepare", plan.pk, **given)
    assert (answer.status_code, "不予公开的理由" in answer.content.decode()) == (422, True)
    answer = post("clerk", "prepare", plan.pk, **given, **{f"reason_{task.pk}": "涉及内部安排"})
    assert "已提交拟办" in answer.content.decode()
    made = Disclosure.objects.get()
    assert "本项不予公开" in get("chief", "preview", made.pk)
    post("chief", "check", made.pk, opinion=OPINION, revision=made.revision, act="pass")
    made.refresh_from_db()
    post("leader", "approve", made.pk, revision=made.revision, act="pass")
    made.refresh_from_db()
    assert (made.state, Client().get(f"/public/plans/{plan.pk}/").status_code) == ("published", 200)
    post("chief", "withdraw", made.pk, revision=made.revision, reason="页面有误")
    assert Client().get(f"/public/plans/{plan.pk}/").status_code == 404


def test_the_preview_shows_what_the_public_will_read() -> None:
    plan = standing_plan()
    made = prepared(plan, no4="涉及内部安排")
    before = get("chief", "preview", made.pk)
    from_page = before[before.index("<article") : before.index("</article>")]
    made = Disclosure.objects.get()
    post("chief", "check", made.pk, opinion=OPINION, revision=made.revision, act="pass")
    made.refresh_from_db()
    post("leader", "approve", made.pk, revision=made.revision, act="pass")
    after = Client().get(f"/public/plans/{plan.pk}/").content.decode()
    assert after[after.index("<article") : after.index("</article>")] == from_page


def test_the_second_of_two_checkers_is_told() -> None:
    made = prepared(standing_plan())
    post("chief", "check", made.pk, opinion=OPINION, revision=made.revision, act="back")
    answer = post("leader", "check", made.pk, opinion=OPINION, revision=made.revision, act="pass")
    assert "刚刚被别人处理过" in answer.content.decode()


def test_it_waits_for_the_checker_then_for_the_preparer_then_for_the_leader() -> None:
    def waiting(who: str) -> list[str]:
        return [todo.title for todo in todos_of(cast.actor(who)) if "公开" in todo.title]

    plan = standing_plan()
    made = prepared(plan)
    assert [waiting(who) for who in ("clerk", "chief")] == [[], [f"公开前保密审查《{plan.title}》"]]
    send_back(made, by=cast.actor("chief"), revision=made.revision, opinion="请核对")
    assert [waiting(who) for who in ("clerk", "chief")] == [[f"公开被退回，请修改：《{plan.title}》"], []]


def test_one_thing_is_let_out_and_taken_back_by_http() -> None:
    plan = standing_plan()
    published(plan)
    duty = plan.tasks.get(no="1").duty
    item = f"task-{duty.task_id}"
    given = {"item": item, "kind": "handler", "channel": "portal", "reason": "便于联系"}
    answer = post("clerk", "propose", plan.pk, item="", kind="shares")
    missing = ("请选择这份文件中的一项任务", "请选择渠道", "请写明放开的理由")
    assert (answer.status_code, [words in answer.content.decode() for words in missing]) == (422, [True] * 3)
    post("clerk", "propose", plan.pk, **given)
    row = Release.objects.get()
    answer = post("leader", "decide", row.pk, act="pass", revision=row.revision)
    assert "现在没有可以放开的“责任人”" in answer.content.decode()
    type(duty).objects.filter(pk=duty.pk).update(handler=cast.actor("colleague").user)
    post("leader", "decide", row.pk, act="pass", revision=row.revision)
    row.refresh_from_db()
    assert (row.state, row.content["words"]) == ("released", ["责任人：吴建国"])
    assert "责任人：吴建国（截至" in Client().get(f"/public/plans/{plan.pk}/").content.decode()
    post("chief", "take_back", row.pk, reason="不再需要", revision=row.revision)
    assert "吴建国" not in Client().get(f"/public/plans/{plan.pk}/").content.decode()


def test_the_tab_costs_the_same_for_few_and_many_releases() -> None:
    plan = standing_plan()
    published(plan, no4="涉及内部安排")
    counts = []
    client = signed_in("clerk")
    client.get(reverse("disclosure:plan", args=[plan.pk]))
    for no in ("1", "2", "3"):
        propose_release(
            plan.tasks.get(no=no),
            plan=plan,
            kind="light",
            channel="wall",
            reason="大屏",
            by=cast.actor("clerk"),
        )
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("disclosure:plan", args=[plan.pk])).status_code == 200
        counts.append(len(asked))
    assert counts == [counts[0]] * 3
