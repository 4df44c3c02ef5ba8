"""A plan whose every internal field carries a word that stands nowhere else, made public through the actions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tests import cast
from tests.workplan.disclosure.making import second_leader
from tests.workplan.duties.making import END, START, county, duty_of
from tests.workplan.plans.making import small_plan
from yaodian.foundation.common.actor import SYSTEM, Actor
from yaodian.foundation.people import actions as people
from yaodian.foundation.people.models import Division
from yaodian.foundation.people.roles import Role
from yaodian.workplan.disclosure.actions.checking import check_disclosure, send_back
from yaodian.workplan.disclosure.actions.preparing import Proposal, change_disclosure, prepare_disclosure
from yaodian.workplan.disclosure.actions.publishing import approve_and_publish
from yaodian.workplan.disclosure.actions.releasing import propose_release
from yaodian.workplan.disclosure.models import Disclosure
from yaodian.workplan.duties.actions.assigning import Step, assign_duty
from yaodian.workplan.duties.actions.issuing import issue_plan
from yaodian.workplan.duties.actions.sharing import divide_target
from yaodian.workplan.plans.actions.amending import Change, amend_plan
from yaodian.workplan.plans.actions.approving import Decision, approve_plan
from yaodian.workplan.plans.actions.deciding import accept, reject, restore
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.actions.reviewing import finish_review, reopen_review
from yaodian.workplan.plans.models import Plan, Target
from yaodian.workplan.progress.actions.deciding import confirm_report, return_report
from yaodian.workplan.progress.actions.evidence import Evidence
from yaodian.workplan.progress.actions.reporting import report_progress, revise_report
from yaodian.workplan.progress.actions.said import Said

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CANARIES = {
    "handler": "鹂经办",
    "user name": "canary-wren",
    "e-mail": "nightjar@yunling.example",
    "responsible leader": "鹤分管",
    "lead division": "鸢牵头科",
    "supporting division": "鹭配合科",
    "supporting others": "鹳其他局",
    "weight": "7.37",
    "share": "13.57",
    "milestone": "鸥节点方案",
    "evidence rule": "雁佐证规则",
    "reported value": "21.43",
    "reported words": "鸽进展说明",
    "reference": "鸻函〔2026〕77号",
    "evidence file": "燕佐证附件",
    "returned for": "鸦退回意见",
    "confirmed with": "鹊确认意见",
    "redacted task": "鹮谈判事项",
    "redacted number": "88.88",
    "redacted for": "鹗不公开理由",
    "restricted task": "鹰支部",
    "restricted for": "隼专项理由",
    "rejected for": "雀剔除理由",
    "reopened for": "鸫重新核对",
    "meeting": "鹟党组会议",
    "signer": "鹎签发人",
    "amended for": "鹆调整原因",
    "amended by": "鹡调整依据",
    "sent back for": "鹨退回拟办",
    "checker's opinion": "鸲审查意见",
    "release asked for": "鸺放开理由",
    "preparer": "周文静",
    "checker": "郑立新",
    "approver": "林副局",
}
TEXT = """云岭市2026年科技创新工作要点
2026年，全市科技创新工作的总体要求是加快建设省级创新型城市。
一、培育创新主体
1.培育高新技术企业。建立培育库，全年新认定高新技术企业35家以上。
2.用好科技创新券。全年兑付科技创新券400万元以上。
二、深化对外合作
3.推进鹮谈判事项。与合作方签约金额达到88.88万元以上。
三、加强党的建设
4.抓好鹰支部党建工作。开展党员教育培训4次以上。
"""


@dataclass(frozen=True)
class Nest:
    """The plan with its page, and who acted."""

    plan: Plan
    page: Disclosure
    handler: Actor


def hatch() -> Nest:
    """Approved, divided, issued, reported, amended and disclosed, with one task redacted and one restricted."""
    handler = _people()
    plan = _approved()
    _divide(plan, handler)
    plan = issue_plan(plan, by=cast.actor("chief"), revision=plan.revision)
    _report(plan, handler)
    _amend(plan)
    return Nest(plan, _disclose(plan), handler)


def _people() -> Actor:
    bureau = cast.actor("leader").membership.organisation
    made = {}
    for name in ("lead division", "supporting division"):
        made[name] = people.add_division(bureau, CANARIES[name], by=SYSTEM, order=20)
    for login, name, role in (
        (CANARIES["user name"], "handler", Role.CLERK),
        ("canary-chief", "", Role.CHIEF),
        ("canary-leader", "responsible leader", Role.LEADER),
    ):
        email = CANARIES["e-mail"] if name == "handler" else f"{login}@yunling.example"
        known = CANARIES.get(name, "鸮科长")
        user = people.add_user(login, known, by=SYSTEM, password=cast.PASSWORD, email=email)
        people.grant_role(user, role, bureau, by=SYSTEM, division=made["lead division"], starts_on=cast.SINCE)
    second_leader()
    return cast.actor(CANARIES["user name"])


def _approved() -> Plan:
    clerk, chief = cast.actor("clerk"), cast.actor("chief")
    plan = small_plan(text=TEXT)
    for item in [*plan.tasks.all(), *plan.targets.all()]:
        accept(item, by=clerk, revision=item.revision)
    target = plan.targets.get(text__contains="400万元")
    target = reject(target, by=clerk, revision=target.revision, reason=CANARIES["rejected for"])
    restore(target, by=clerk, revision=target.revision)
    target.refresh_from_db()
    accept(target, by=clerk, revision=target.revision)
    plan.refresh_from_db()
    plan = finish_review(plan, by=clerk, revision=plan.revision)
    plan = reopen_review(plan, by=chief, revision=plan.revision, reason=CANARIES["reopened for"])
    plan = finish_review(plan, by=clerk, revision=plan.revision)
    decision = Decision(CANARIES["meeting"], date(2026, 1, 20), "云科发〔2026〕3号", CANARIES["signer"])
    plan = approve_plan(plan, decision, by=chief, revision=plan.revision)
    task = plan.tasks.get(no="4")
    restrict_task(task, True, by=chief, revision=task.revision, reason=CANARIES["restricted for"])
    return plan


def _divide(plan: Plan, handler: Actor) -> None:
    values = {
        "lead": Division.objects.get(name=CANARIES["lead division"]),
        "leader": cast.actor("canary-leader").user,
        "starts_on": START,
        "due_on": END,
    }
    others = {
        "handler": handler.user,
        "supporting": [Division.objects.get(name=CANARIES["supporting division"])],
        "supporting_others": CANARIES["supporting others"],
        "weight": Decimal(CANARIES["weight"]),
        "evidence_words": CANARIES["evidence rule"],
    }
    for no in ("1", "2", "3"):
        weight = {"1": {}, "2": {"weight": Decimal("90")}, "3": {"weight": Decimal("2.63")}}[no]
        steps = [Step(CANARIES["milestone"], date(2026, 9, 30))] if no == "1" else []
        duty = duty_of(plan, no)
        assign_duty(duty, values | others | weight, steps, by=cast.actor("clerk"), revision=duty.revision)
    shared = {county(): Decimal(CANARIES["share"])}
    divide_target(_vouchers(plan), {}, shared, by=cast.actor("clerk"), seen={str(county().pk): 0})


def _vouchers(plan: Plan) -> Target:
    return plan.targets.get(text__contains="400万元")


def _report(plan: Plan, handler: Actor) -> None:
    told = Said(
        date(2026, 5, 31),
        value=Decimal(CANARIES["reported value"]),
        words=CANARIES["reported words"],
        reference=CANARIES["reference"],
        file=Evidence(PDF, f"{CANARIES['evidence file']}.pdf"),
    )
    chief = cast.actor("canary-chief")
    made = report_progress(_vouchers(plan), told, by=handler)
    back = return_report(made, by=chief, revision=made.revision, opinion=CANARIES["returned for"])
    sent = revise_report(back, replace(told, file=None), by=handler, revision=back.revision)
    confirm_report(sent, by=chief, revision=sent.revision, opinion=CANARIES["confirmed with"])


def _amend(plan: Plan) -> None:
    plan.refresh_from_db()
    amend_plan(
        plan,
        [Change(plan.targets.get(text__contains="35家"), {"value": Decimal(33)})],
        by=cast.actor("chief"),
        revision=plan.revision,
        reason=CANARIES["amended for"],
        basis=CANARIES["amended by"],
        decided_on=date(2026, 6, 1),
    )


def _disclose(plan: Plan) -> Disclosure:
    clerk, chief = cast.actor("clerk"), cast.actor("chief")
    redacted = {plan.tasks.get(no="3").pk: CANARIES["redacted for"]}
    proposal = Proposal("active", "", "YL-2026-00012", redacted)
    made = prepare_disclosure(plan, proposal, by=clerk)
    back = send_back(made, by=chief, revision=made.revision, opinion=CANARIES["sent back for"])
    made = change_disclosure(back, proposal, by=clerk, revision=back.revision)
    made = check_disclosure(made, by=chief, revision=made.revision, opinion=CANARIES["checker's opinion"])
    page = approve_and_publish(made, by=second_leader(), revision=made.revision)
    ask(plan, "handler")
    return page


def ask(plan: Plan, kind: str) -> None:
    """Ask for one thing about the first task or the vouchers to be let out on the portal."""
    item = _vouchers(plan) if kind in ("shares", "progress") else plan.tasks.get(no="1")
    propose_release(
        item,
        plan=plan,
        kind=kind,
        channel="portal",
        reason=CANARIES["release asked for"],
        by=cast.actor("clerk"),
    )
