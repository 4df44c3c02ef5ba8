"""The first months of the demo city's plan at work: approved, issued, disclosed, reported, once amended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.people.models import Division, Membership, Region, User
from yaodian.foundation.people.roles import Role
from yaodian.workplan.disclosure.actions.checking import check_disclosure
from yaodian.workplan.disclosure.actions.preparing import Proposal, prepare_disclosure
from yaodian.workplan.disclosure.actions.publishing import approve_and_publish
from yaodian.workplan.disclosure.actions.releasing import decide_release, propose_release
from yaodian.workplan.disclosure.states import Channel, ReleaseKind
from yaodian.workplan.duties.actions.assigning import Step, assign_duty
from yaodian.workplan.duties.actions.issuing import issue_plan
from yaodian.workplan.duties.actions.sharing import divide_target
from yaodian.workplan.duties.models import Duty
from yaodian.workplan.duties.states import Rhythm
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.actions.approving import Decision, approve_plan
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.progress.actions.deciding import confirm_report, return_report
from yaodian.workplan.progress.actions.reporting import report_progress
from yaodian.workplan.progress.actions.said import Said

from . import figures
from .desk import Day, person
from .figures import amount

FEBRUARY, MARCH = date(2026, 2, 28), date(2026, 3, 31)
DECISION = Decision("局党组会议（2026年第3次）", date(2026, 2, 5), "云科发〔2026〕3号", "罗景川")
PARTY_TASK, SECRET_TASK = "35", "34"
LEADER_OF_DIVISION = {
    "办公室": "luo",
    "政策法规与创新体系建设科": "shao",
    "资源配置与管理科": "shao",
    "高新技术发展及产业化科": "han",
    "成果转化与区域创新科": "ye",
    "农村科技科": "ye",
    "社会发展科技科": "han",
    "外国专家与科技人才科": "ye",
    "机关党委": "meng",
}


def put_to_work(plan: Plan) -> None:
    """From the meeting to the middle of April."""
    _approve(Day(2026, 2, 6, 9), plan)
    _divide(Day(2026, 2, 9, 9), plan)
    _issue(Day(2026, 2, 10, 16), plan)
    _disclose(Day(2026, 2, 12, 10), plan)
    _report_all(Day(2026, 3, 3, 9), plan, FEBRUARY, lambda said: said.february)
    _report_all(Day(2026, 4, 3, 9), plan, MARCH, lambda said: said.march)
    _report_tasks(Day(2026, 4, 7, 9), plan)
    _report_counties(Day(2026, 4, 7, 14), plan)
    _amend(Day(2026, 4, 9, 10), plan)
    _release(Day(2026, 4, 10, 9), plan)
    _leave_waiting(Day(2026, 4, 14, 10), plan)


def _approve(day: Day, plan: Plan) -> None:
    chief = person("tang")
    day.do(lambda: approve_plan(plan, DECISION, by=chief, revision=_now(plan).revision))
    party = plan.tasks.get(no=PARTY_TASK)
    reason = "党建工作，列入专项登记"
    day.do(lambda: restrict_task(party, True, by=chief, revision=party.revision, reason=reason), 60)


def _now(plan: Plan) -> Plan:
    plan.refresh_from_db()
    return plan


def _divide(day: Day, plan: Plan) -> None:
    """What the office's table does not say is filled in by the office."""
    office = person("tang")
    duties = Duty.objects.filter(task__plan=plan, state="prepared").select_related("lead", "task")
    for duty in duties:
        day.do(partial(_assign, duty, office), 20)
    for target in _targets(plan):
        day.do(partial(_share, target, office), 15)


def _assign(duty: Duty, by: Actor) -> None:
    lead = duty.lead or Division.objects.get(name="办公室")
    values: dict[str, Any] = {
        "lead": lead,
        "leader": duty.leader or User.objects.get(username=LEADER_OF_DIVISION[lead.name]),
        "handler": _handler(lead),
        "starts_on": date(2026, 1, 1),
        "due_on": duty.due_on or date(2026, 12, 31),
    }
    if duty.task.no in figures.RHYTHMS:
        points = [{"month": month, "share": share} for month, share in figures.RHYTHMS[duty.task.no]]
        values |= {"rhythm": Rhythm.POINTS, "rhythm_points": points}
    steps = [
        Step(title, date.fromisoformat(day), place=place)
        for place, (task, title, day) in enumerate(figures.MILESTONES)
        if task == duty.task.no and date.fromisoformat(day) <= values["due_on"]
    ]
    assign_duty(duty, values, steps, by=by, revision=duty.revision)


def _handler(division: Division) -> User | None:
    held = Membership.objects.current().filter(division=division, role__in=[Role.CLERK, Role.CHIEF])
    first = held.order_by("user__order").first()
    return first.user if first is not None else None


def _share(target: Target, by: Actor) -> None:
    told = next((said for said in figures.TARGETS if _is_about(target, said.task, said.text)), None)
    parts = next((row for row in figures.SHARES if _is_about(target, row[0], row[1])), None)
    pace: dict[str, Any] = {}
    if told is not None and told.baseline:
        pace = {"baseline": amount(told.baseline), "baseline_source": "2025年工作总结"}
    shares: dict[Region, Decimal | None] = {}
    if parts is not None:
        for name, value in zip(figures.COUNTIES, parts[2], strict=True):
            shares[Region.objects.get(name=name)] = amount(value)
    if pace or shares:
        divide_target(target, pace, shares, by=by, seen={})


def _targets(plan: Plan) -> list[Target]:
    rows = plan.targets.promised().open_work()
    return list(rows.select_related("task", "plan"))


def _is_about(target: Target, task: str, text: str) -> bool:
    return (target.task.no if target.task else "") == task and text in target.text


def _issue(day: Day, plan: Plan) -> None:
    leader, reason = person("luo"), figures.OVERLOAD_REASON
    day.do(
        lambda: issue_plan(
            plan,
            by=leader,
            revision=_now(plan).revision,
            document_no="云科办〔2026〕5号",
            note="各科室按月更新进展，已由系统计数的不再填报。",
            overload_reason=reason,
        )
    )


def _disclose(day: Day, plan: Plan) -> None:
    """Prepared by the office, checked by its chief, approved by the director; the security task is left out."""
    secret = plan.tasks.get(no=SECRET_TASK)
    proposal = Proposal(
        "active", index_no="990100-06-2026-0003", redactions={secret.pk: "涉及安全管理的内部安排"}
    )
    made = day.do(lambda: prepare_disclosure(plan, proposal, by=person("lin")))
    opinion = "不涉及国家秘密、工作秘密，第34项涉及内部安排，不予公开。"
    told: dict[str, Any] = {"by": person("tang"), "revision": made.revision, "opinion": opinion}
    checked = day.do(lambda: check_disclosure(made, **told), 3600)
    leader = person("luo")
    day.do(lambda: approve_and_publish(checked, by=leader, revision=checked.revision), 7200)


def _report_all(day: Day, plan: Plan, as_of: date, figure: Callable[[figures.Said], str]) -> None:
    for target in _targets(plan):
        for said in figures.TARGETS:
            if _is_about(target, said.task, said.text) and figure(said):
                words = said.words if as_of == MARCH else "按月度台账填报。"
                told = Said(as_of, value=amount(figure(said)), words=words, reference=said.reference)
                _report(day, target, told)


def _report_tasks(day: Day, plan: Plan) -> None:
    for no, percent, words, reference in figures.TASKS:
        task = plan.tasks.select_related("plan", "duty__lead").get(no=no)
        _report(day, task, Said(MARCH, percent=percent, words=words, reference=reference))


def _report_counties(day: Day, plan: Plan) -> None:
    """Each county its own part; the lead division's chief or the leader confirms."""
    for target, county, value in _county_figures(plan):
        by = _officer(county)
        said = Said(MARCH, value=value, words="按本县（市、区）台账填报。", reference="月报2026-3")
        _report(day, target, said, by=by, region=county)


def _county_figures(plan: Plan) -> Iterator[tuple[Target, Region, Decimal]]:
    for target in _targets(plan):
        for task, text, _shares, reached in figures.SHARES:
            if _is_about(target, task, text):
                for name, value in zip(figures.COUNTIES, reached, strict=True):
                    yield target, Region.objects.get(name=name), amount(value)


def _officer(county: Region) -> Actor:
    membership = Membership.objects.select_related("user", "organisation", "division", "region").get(
        role=Role.COUNTY, region=county
    )
    return Actor(membership.user, membership)


def _report(
    day: Day, subject: Task | Target, said: Said, *, by: Actor | None = None, region: Region | None = None
) -> None:
    """Reported by the lead division, or the county, and confirmed by its chief or the leader."""
    reporter = by or _reporter(subject)
    made = day.do(lambda: report_progress(subject, said, by=reporter, region=region), 8)
    confirmer = _confirmer(subject, reporter)
    day.do(lambda: confirm_report(made, by=confirmer, revision=made.revision), 6)


def _duty(subject: Task | Target) -> Duty | None:
    task = subject if isinstance(subject, Task) else subject.task
    return task.duty if task is not None else None


def _reporter(subject: Task | Target) -> Actor:
    duty = _duty(subject)
    lead = duty.lead if duty is not None else None
    found = lead and (_of_division(lead, Role.CLERK) or _of_division(lead, Role.CHIEF))
    return found or person("lin")


def _confirmer(subject: Task | Target, reporter: Actor) -> Actor:
    duty = _duty(subject)
    if duty is None or duty.lead is None or duty.leader is None:
        return person("tang")
    chief = _of_division(duty.lead, Role.CHIEF)
    return chief if chief is not None and chief.user != reporter.user else person(duty.leader.username)


def _of_division(division: Division, role: Role) -> Actor | None:
    held = Membership.objects.current().filter(division=division, role=role)
    first = held.select_related("user", "organisation", "division").order_by("user__order").first()
    return Actor(first.user, first) if first is not None else None


def _amend(day: Day, plan: Plan) -> None:
    target = next(one for one in _targets(plan) if "科技创新券200万元" in one.text)
    day.do(
        lambda: amend_plan(
            plan,
            [Change(target, {"value": Decimal(180)})],
            by=person("luo"),
            revision=_now(plan).revision,
            reason="系统改造停兑三周，市财政核减本年预算20万元。",
            basis="局长办公会（2026年第6次）",
            decided_on=date(2026, 4, 8),
        )
    )


def _release(day: Day, plan: Plan) -> None:
    """What the office lets out on the wall, and one figure on the portal."""
    office, leader = person("lin"), person("luo")
    told = [(target, Channel.WALL, ReleaseKind.PROGRESS) for target in _named(plan, figures.ON_THE_WALL)]
    told += [(target, Channel.WALL, ReleaseKind.LIGHT) for target in _named(plan, figures.ON_THE_WALL[:6])]
    told += [
        (target, Channel.PORTAL, ReleaseKind.PROGRESS) for target in _named(plan, ["解答咨询5000条以上"])
    ]
    for target, channel, kind in told:
        asked: dict[str, Any] = {
            "plan": plan,
            "kind": kind,
            "channel": channel,
            "reason": "便于社会监督",
            "by": office,
        }
        made = day.do(partial(propose_release, target, **asked), 20)
        day.do(partial(decide_release, made, True, by=leader, revision=made.revision), 10)


def _named(plan: Plan, words: Any) -> list[Target]:
    return [target for text in words for target in _targets(plan) if target.task and text in target.text]


def _leave_waiting(day: Day, plan: Plan) -> None:
    """Two reports wait for their chief, one has come back."""
    middle = date(2026, 4, 12)
    waiting = [
        ("入库科技型中小企业450家以上", "131", "四月第一批评价入库35家。", "云科高函〔2026〕9号"),
        ("推广人工智能应用场景15个", "6", "新增城市治理场景1个。", "云科高函〔2026〕10号"),
        ("新认定高新技术企业35家以上", "7", "新增3家公示期满。", "云科高函〔2026〕11号"),
    ]
    for text, value, words, reference in waiting:
        (target,) = _named(plan, [text])
        said = Said(middle, value=amount(value), words=words, reference=reference)
        last = day.do(partial(report_progress, target, said, by=_reporter(target)))
    opinion = "公示期满不等于认定，请按证书数填。"
    day.do(lambda: return_report(last, by=person("su"), revision=last.revision, opinion=opinion), 1800)
