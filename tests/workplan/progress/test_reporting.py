"""Reporting progress: who may, what is asked for, what is kept and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import actor
from tests.workplan.duties.making import duty_of, issued_plan
from tests.workplan.plans.making import task_of
from tests.workplan.plans.standing import approved_plan
from tests.workplan.progress.making import JUNE, Said, confirmed, county, report, said, share_of, target_of
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problem, Problems, Refused
from yaodian.foundation.files import store
from yaodian.foundation.files.models import Attachment
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.notices.models import Message
from yaodian.foundation.people.models import Division
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.progress.actions.deciding import return_report
from yaodian.workplan.progress.actions.evidence import MAX_BYTES, Evidence
from yaodian.workplan.progress.actions.no_change import report_no_change
from yaodian.workplan.progress.actions.reporting import Entry as Line
from yaodian.workplan.progress.actions.reporting import report_progress, report_together, revise_report
from yaodian.workplan.progress.models import Report

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def firms(plan: Plan | None = None) -> Target:
    return target_of(plan or issued_plan(), "35家")


def troubles(target: Target, content: Said, login: str = "clerk", **more: Any) -> list[Problem]:
    with pytest.raises(Problems) as caught:
        report_progress(target, content, by=actor(login), **more)
    return caught.value.items


def told(target: Target, content: Said) -> list[tuple[str, str]]:
    return [(problem.field, problem.words) for problem in troubles(target, content)]


def test_a_report_waits_is_on_record_and_the_chief_is_told() -> None:
    target = firms()
    made = report(target, value=12)
    assert (made.state, made.value, made.made_by, made.made_for) == (
        "submitted",
        Decimal(12),
        actor("clerk").user,
        None,
    )
    entry = Entry.objects.about(made).get()
    assert (entry.action, entry.after["value"], entry.group_id) == (
        "report_progress",
        "12",
        str(target.plan_id),
    )
    message = Message.objects.get(user=actor("chief").user, words__contains="请确认")
    assert message.words == f"周文静填报了“{target.indicator}”的进展，请确认。"


@pytest.mark.parametrize("login", ["clerk", "chief"])
def test_the_lead_division_reports(login: str) -> None:
    assert report(firms(), value=3, login=login).made_by.username == login


@pytest.mark.parametrize("login", ["colleague", "leader", "auditor", "county", "company", "system_admin"])
def test_others_do_not(login: str) -> None:
    target = firms()
    with pytest.raises(Refused):
        report_progress(target, said(value=3), by=actor(login))
    assert not Report.objects.exists()


def test_the_handler_reports_from_another_division() -> None:
    plan = issued_plan()
    Duty.objects.filter(task__plan=plan).update(handler=actor("colleague").user)
    assert report(firms(plan), value=3, login="colleague").state == "submitted"


def test_a_county_reports_its_own_part_and_nothing_else() -> None:
    plan = issued_plan()
    target = firms(plan)
    share_of(target, 10)
    made = report(target, value=4, region=county())
    assert (made.region, made.made_by.username) == (county(), "county")
    with pytest.raises(Refused):
        report_progress(target_of(plan, "160人"), said(value=4), by=actor("county"), region=county())
    with pytest.raises(Refused):
        report_progress(task_of(plan, "4"), said(percent=4), by=actor("county"), region=county())
    with pytest.raises(Refused):
        report_progress(target, said(value=4), by=actor("clerk"), region=county())


def test_a_plan_that_is_not_issued_is_not_reported() -> None:
    with pytest.raises(Refused):
        report_progress(firms(approved_plan()), said(value=3), by=actor("clerk"))


def test_everything_missing_is_told_at_once() -> None:
    assert told(firms(), Said(None, link="javascript:alert(1)")) == [
        ("as_of", "请填写截至日期，例如 2026-06-30。"),
        ("value", "请填写完成数，或者勾选“无变化”，只要一种。"),
        ("words", "请用一两句话写明进展。"),
        ("link", "请填写以 http:// 或 https:// 开头的完整网址。"),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"as_of": date(2025, 12, 31)}, "as_of"),
        ({"as_of": clock.today() + timedelta(days=1)}, "as_of"),
        ({"no_change": True}, "value"),
        ({"value": None, "percent": 30}, "value"),
        ({"value": None, "no_change": True}, "no_change"),
        ({"value": Decimal("-1")}, "value"),
        ({"value": Decimal("NaN")}, "value"),
        ({"value": Decimal("1E+14")}, "value"),
        ({"value": Decimal("0.0000001")}, "value"),
        ({"words": " "}, "words"),
        ({"words": "长" * 2001}, "words"),
        ({"reference": "长" * 81}, "reference"),
        ({"reference": ""}, "reference"),
        ({"link": "ftp://example.cn/a"}, "link"),
        ({"link": "data:text/html,x"}, "link"),
        ({"file": Evidence(b"", "a.pdf")}, "file"),
        ({"file": Evidence(b"%PDF-" + b"0" * MAX_BYTES, "a.pdf")}, "file"),
        ({"file": Evidence(b"MZ" + b"0" * 64, "a.exe")}, "file"),
        ({"file": Evidence(PNG, "a.pdf")}, "file"),
        ({"file": Evidence(b"PK\x03\x04 broken", "a.docx")}, "file"),
    ],
)
def test_each_mistake_is_told_at_its_field(change: dict[str, Any], field: str) -> None:
    assert [problem.field for problem in troubles(firms(), replace(said(value=3), **change))] == [field]


def test_a_task_is_reported_by_percent_alone() -> None:
    plan = issued_plan()
    task = task_of(plan, "4")
    assert report(task, percent=40).percent == 40
    with pytest.raises(Problems) as caught:
        report_progress(task_of(plan, "3"), said(value=40), by=actor("clerk"))
    assert [problem.field for problem in caught.value.items] == ["percent"]
    with pytest.raises(Problems) as caught:
        report_progress(task_of(plan, "3"), said(percent=101), by=actor("clerk"))
    assert [problem.words for problem in caught.value.items] == ["完成百分比在 0 到 100 之间。"]


@pytest.mark.parametrize(
    ("evidence", "given", "field"),
    [
        ("reference", {"reference": ""}, "reference"),
        ("reference", {"link": "https://yunling.example/9"}, ""),
        ("link", {}, "link"),
        ("link", {"link": "https://yunling.example/9"}, ""),
        ("file", {}, "file"),
        ("file", {"file": Evidence(PNG, "名单.png")}, ""),
        ("any", {"reference": "", "file": Evidence(PNG, "名单.png")}, ""),
    ],
)
def test_the_evidence_is_what_the_duty_asks_for(evidence: str, given: dict[str, Any], field: str) -> None:
    plan = issued_plan()
    Duty.objects.filter(task__plan=plan).update(evidence=evidence)
    content = replace(said(value=3), **given)
    if field:
        assert [problem.field for problem in troubles(firms(plan), content)] == [field]
    else:
        assert report_progress(firms(plan), content, by=actor("clerk")).state == "submitted"


def test_no_change_needs_a_figure_before_it_but_no_evidence_and_no_words() -> None:
    target = firms()
    confirmed(target, date(2026, 5, 31), 12)
    made = report_progress(target, Said(JUNE, no_change=True), by=actor("clerk"))
    assert (made.no_change, made.value, made.words) == (True, None, "本期无变化")


def test_a_sum_that_falls_is_explained() -> None:
    target = firms()
    confirmed(target, date(2026, 5, 31), 12)
    assert told(target, said(value=11, words="更正")) == [
        ("words", "累计数比上次确认的小，请用不少于 10 个字说明原因。")
    ]
    assert report(target, value=11, words="两家企业迁出本市，予以扣除").value == 11


def test_a_day_before_the_last_confirmed_is_not_reported_the_same_day_is() -> None:
    target = firms()
    confirmed(target, JUNE, 12)
    assert [field for field, _ in told(target, said(date(2026, 6, 29), value=13))] == ["as_of"]
    assert report(target, JUNE, 13).as_of == JUNE


def test_only_one_report_waits_at_a_time() -> None:
    target = firms()
    report(target, value=12)
    assert [problem.words for problem in troubles(target, said(value=13))] == [
        "上一次填报还在等待确认，请等确认以后再报，或者先撤回它。"
    ]


def test_a_file_is_kept_with_its_report_and_forgotten_when_the_report_fails() -> None:
    target = firms()
    made = report(target, value=3, file=Evidence(PNG, "../名单.png"))
    assert made.file is not None
    assert (made.file.name, made.file.media_type, store.get(made.file.sha256)) == (
        "名单.png",
        "image/png",
        PNG,
    )
    other = Evidence(PNG + b"1", "另一份.png")
    troubles(target, said(value=4, file=other))
    assert not Attachment.objects.filter(sha256=store.digest(other.data)).exists()
    assert not store.path_of(store.digest(other.data)).exists()


def test_several_lines_are_stored_all_or_none_and_told_once() -> None:
    plan = issued_plan()
    pair = list(task_of(plan, "3").targets.all())
    lines = [Line(target, said(value=3)) for target in pair]
    with pytest.raises(Problems) as caught:
        report_together([lines[0], replace(lines[1], said=said())], by=actor("clerk"))
    assert [problem.field for problem in caught.value.items] == ["1-value"]
    assert not Report.objects.exists()
    assert len(report_together(lines, by=actor("clerk"))) == 2
    words = [message.words for message in Message.objects.filter(words__contains="请确认")]
    assert words == [f"周文静填报了“{pair[0].indicator}”等 2 项的进展，请确认。"]


def test_where_the_chief_reports_the_leader_is_told() -> None:
    report(firms(), value=3, login="chief")
    message = Message.objects.get(words__contains="请确认")
    assert message.user == actor("leader").user


def test_a_returned_report_is_sent_again_by_the_division() -> None:
    target = firms()
    made = report(target, value=3, file=Evidence(PNG, "名单.png"))
    back = return_report(made, by=actor("chief"), revision=made.revision, opinion="数字与名单不符")
    assert [problem.words for problem in troubles(target, said(value=4))] == [
        "上一次填报被退回，请修改后再报，或者先撤回它。"
    ]
    with pytest.raises(Refused):
        revise_report(back, said(value=4), by=actor("colleague"), revision=back.revision)
    with pytest.raises(Superseded):
        revise_report(back, said(value=4), by=actor("clerk"), revision=back.revision - 1)
    again = revise_report(back, said(value=4), by=actor("clerk"), revision=back.revision)
    assert (again.state, again.value, again.file, again.opinion) == (
        "submitted",
        Decimal(4),
        made.file,
        "数字与名单不符",
    )
    actions = Entry.objects.about(made).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["report_progress", "return_report", "revise_report"]


def test_no_change_for_many_reports_each_for_itself() -> None:
    plan = issued_plan()
    first, second = firms(plan), target_of(plan, "160人")
    confirmed(first, date(2026, 5, 31), 12)
    unchanged = Said(None, no_change=True)
    done, left = report_no_change([Line(first, unchanged), Line(second, unchanged)], JUNE, by=actor("clerk"))
    assert [(made.target, made.as_of) for made in done] == [(first, JUNE)]
    assert left == [(second, "还没有确认过的数字，第一次请填写数字。")]


def test_somebody_who_stands_in_is_named_with_whom_they_stand_in_for() -> None:
    stand_in = Actor(actor("colleague").user, actor("clerk").membership, actor("clerk").user)
    made = report_progress(firms(), said(value=3), by=stand_in)
    assert (made.made_by.username, made.made_for and made.made_for.username) == ("colleague", "clerk")


def test_an_overall_target_is_reported_by_any_division() -> None:
    plan = issued_plan()
    whole = plan.targets.promised().get(task=None)
    assert report(whole, value=200, login="colleague").target == whole


def test_the_division_that_leads_now_reports_not_the_one_before() -> None:
    plan = issued_plan()
    rural = Division.objects.get(name="农村科技科")
    Duty.objects.filter(pk=duty_of(plan, "1").pk).update(lead=rural)
    with pytest.raises(Refused):
        report(firms(plan), value=3)
    assert report(firms(plan), value=3, login="colleague").state == "submitted"
