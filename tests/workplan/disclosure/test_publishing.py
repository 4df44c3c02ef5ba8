"""公开: three people, one page, word for word what was checked."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests import cast
from tests.workplan.disclosure.making import (
    INDEX_NO,
    OPINION,
    amended,
    checked,
    prepared,
    proposal,
    published,
    second_leader,
    standing_plan,
)
from tests.workplan.plans.standing import reviewed_plan
from yaodian.foundation.audit.models import Entry
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problems, Refused
from yaodian.foundation.flow.doors import Superseded
from yaodian.workplan.disclosure.actions.checking import check_disclosure, send_back
from yaodian.workplan.disclosure.actions.preparing import Proposal, change_disclosure, prepare_disclosure
from yaodian.workplan.disclosure.actions.publishing import approve_and_publish, withdraw_disclosure
from yaodian.workplan.disclosure.models import Disclosure, PublishedPart
from yaodian.workplan.plans.actions.amending import Change
from yaodian.workplan.plans.actions.restricting import restrict_task
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return standing_plan()


def told(disclosure: Disclosure) -> list[tuple[str, str, str]]:
    return [(part.kind, part.no, part.text[:6]) for part in disclosure.parts.all()]


def words(problems: pytest.ExceptionInfo[Problems]) -> list[str]:
    return [problem.field for problem in problems.value.items]


def test_the_page_is_the_plan_in_its_own_words_without_the_register(plan: Plan) -> None:
    page = published(plan, no4="涉及内部安排")
    assert (page.state, page.document_no, page.index_no) == ("published", "云科发〔2026〕3号", INDEX_NO)
    assert told(page) == [
        ("paragraph", "", "2026年，"),
        ("heading", "", "一、培育创新"),
        ("task", "1", "1.培育高新"),
        ("task", "2", "2.壮大科技"),
        ("heading", "", "二、服务乡村"),
        ("task", "3", "3.选派科技"),
        ("redacted", "4", ""),
    ]
    first = page.parts.get(no="1")
    assert first.text[: first.head] == "1.培育高新技术企业"
    assert [first.text[one["start"] : one["end"]] for one in first.targets] == [
        target.text for target in plan.targets.filter(task_id=first.task_key)
    ]


def test_everything_missing_is_asked_for_at_once(plan: Plan) -> None:
    keys = dict.fromkeys(plan.tasks.filter(no__in=["1", "2"]).values_list("pk", flat=True), " ")
    with pytest.raises(Problems) as missing:
        prepare_disclosure(plan, Proposal("active", "", "", keys), by=cast.actor("clerk"))
    assert words(missing) == ["index_no", *(f"reason_{key}" for key in keys)]
    with pytest.raises(Problems) as missing:
        prepare_disclosure(plan, Proposal("not"), by=cast.actor("clerk"))
    assert words(missing) == ["attribute_reason"]


def test_a_plan_whose_every_task_is_redacted_is_not_a_page(plan: Plan) -> None:
    keys = dict.fromkeys(plan.tasks.filter(restricted=False).values_list("pk", flat=True), "内部")
    with pytest.raises(Problems) as missing:
        prepare_disclosure(plan, Proposal("active", "", INDEX_NO, keys), by=cast.actor("clerk"))
    assert words(missing) == ["redactions"]


def test_a_restricted_task_cannot_be_named_among_the_redactions(plan: Plan) -> None:
    key = plan.tasks.get(no="5").pk
    with pytest.raises(Problems) as missing:
        prepare_disclosure(plan, Proposal("active", "", INDEX_NO, {key: "党务"}), by=cast.actor("clerk"))
    assert words(missing) == ["redactions"]


def test_redactions_change_while_it_is_prepared_and_each_change_is_in_the_record(plan: Plan) -> None:
    made = prepared(plan, no4="涉及内部安排")
    changed = change_disclosure(
        made, proposal(plan, no3="正在谈判"), by=cast.actor("clerk"), revision=made.revision
    )
    assert list(changed.redactions.values_list("task__no", "reason")) == [("3", "正在谈判")]
    about = Entry.objects.filter(action__in=["redact_task", "show_again"]).order_by("id")
    assert list(about.values_list("action", "reason")) == [
        ("redact_task", "涉及内部安排"),
        ("show_again", "涉及内部安排"),
        ("redact_task", "正在谈判"),
    ]
    with pytest.raises(Superseded):
        change_disclosure(made, proposal(plan), by=cast.actor("clerk"), revision=made.revision)


def test_only_its_preparer_changes_it(plan: Plan) -> None:
    made = prepared(plan)
    with pytest.raises(Refused):
        change_disclosure(made, proposal(plan), by=cast.actor("colleague"), revision=made.revision)


def test_a_plan_that_is_not_approved_has_nothing_to_disclose() -> None:
    with pytest.raises(Refused):
        prepare_disclosure(reviewed_plan(), Proposal("active", "", INDEX_NO), by=cast.actor("clerk"))


@pytest.mark.parametrize("who", ["leader", "auditor", "county", "system_admin"])
def test_who_does_not_write_plans_does_not_prepare(who: str, plan: Plan) -> None:
    with pytest.raises(Refused):
        prepare_disclosure(plan, Proposal("active", "", INDEX_NO), by=cast.actor(who))


def test_a_second_one_is_not_begun_beside_the_first(plan: Plan) -> None:
    prepared(plan)
    with pytest.raises(Refused):
        prepare_disclosure(plan, proposal(plan), by=cast.actor("colleague"))


# --- three people


def test_a_chief_does_not_check_what_they_prepared(plan: Plan) -> None:
    made = prepare_disclosure(plan, proposal(plan), by=cast.actor("chief"))
    with pytest.raises(Refused):
        check_disclosure(made, by=cast.actor("chief"), revision=made.revision, opinion=OPINION)
    passed = check_disclosure(made, by=cast.actor("leader"), revision=made.revision, opinion=OPINION)
    with pytest.raises(Refused):
        approve_and_publish(passed, by=cast.actor("leader"), revision=passed.revision)
    assert approve_and_publish(passed, by=second_leader(), revision=passed.revision).state == "published"


@pytest.mark.parametrize("who", ["clerk", "colleague", "chief", "auditor"])
def test_who_is_no_leader_does_not_approve(who: str, plan: Plan) -> None:
    made = checked(plan)
    with pytest.raises(Refused):
        approve_and_publish(made, by=cast.actor(who), revision=made.revision)


def for_(stand_in: str, giver: str) -> Actor:
    """`stand_in` acting in the giver's role."""
    return Actor(cast.actor(stand_in).user, cast.actor(giver).membership, cast.actor(giver).user)


def test_nobody_becomes_two_people_by_standing_in(plan: Plan) -> None:
    made = prepared(plan)
    with pytest.raises(Refused):
        check_disclosure(made, by=for_("clerk", "chief"), revision=made.revision, opinion=OPINION)
    passed = check_disclosure(made, by=for_("colleague", "chief"), revision=made.revision, opinion=OPINION)
    assert (passed.checked_by, passed.checked_for) == (cast.actor("colleague").user, cast.actor("chief").user)
    for again in (for_("clerk", "leader"), for_("colleague", "leader"), for_("chief", "leader")):
        with pytest.raises(Refused):
            approve_and_publish(passed, by=again, revision=passed.revision)
    assert approve_and_publish(passed, by=cast.actor("leader"), revision=passed.revision).state == "published"


def test_the_giver_does_not_check_what_was_prepared_in_their_name(plan: Plan) -> None:
    made = prepare_disclosure(plan, proposal(plan), by=for_("clerk", "chief"))
    with pytest.raises(Refused):
        check_disclosure(made, by=cast.actor("chief"), revision=made.revision, opinion=OPINION)


def test_nobody_changes_in_anothers_name_what_they_could_check_afterwards(plan: Plan) -> None:
    made = prepared(plan)
    for by in (for_("chief", "clerk"), for_("clerk", "chief")):
        with pytest.raises(Refused):
            change_disclosure(made, proposal(plan), by=by, revision=made.revision)


def test_the_database_keeps_people_apart_by_itself(plan: Plan) -> None:
    made = checked(plan)
    for column, value in {
        "approved_by": made.prepared_by,
        "approved_for": made.checked_by,
        "checked_for": made.prepared_by,
    }.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            Disclosure.objects.filter(pk=made.pk).update(**{column: value})


# --- what is published is what was checked


def test_a_plan_amended_after_the_check_goes_back(plan: Plan) -> None:
    made = checked(plan)
    target = plan.targets.get(text__contains="450家")
    amended(plan, Change(target, {"value": 400}))
    with pytest.raises(Problems) as stale:
        approve_and_publish(made, by=cast.actor("leader"), revision=made.revision)
    assert "退回" in stale.value.items[0].words
    back = send_back(made, by=cast.actor("leader"), revision=made.revision, opinion="计划已调整")
    assert (back.state, back.checked_by, back.checked_sha256) == ("preparing", None, "")
    again = change_disclosure(back, proposal(plan), by=cast.actor("clerk"), revision=back.revision)
    assert (again.version.number, again.check_opinion) == (2, "")


def test_words_that_the_checker_did_not_read_are_not_published(plan: Plan) -> None:
    made = checked(plan)
    hidden = plan.tasks.get(no="5")
    restrict_task(hidden, False, by=cast.actor("chief"), revision=hidden.revision, reason="转出")
    with pytest.raises(Problems) as stale:
        approve_and_publish(made, by=cast.actor("leader"), revision=made.revision)
    assert "有变化" in stale.value.items[0].words
    assert not PublishedPart.objects.exists()


def test_the_one_who_approves_saw_this_revision(plan: Plan) -> None:
    made = checked(plan)
    with pytest.raises(Superseded):
        approve_and_publish(made, by=cast.actor("leader"), revision=made.revision - 1)


def test_a_check_needs_an_opinion_and_sending_back_too(plan: Plan) -> None:
    made = prepared(plan)
    for act in (check_disclosure, send_back):
        with pytest.raises(Problems) as missing:
            act(made, by=cast.actor("chief"), revision=made.revision, opinion=" ")
        assert words(missing) == ["opinion"]


# --- amendments in the sentence


def test_an_amended_figure_is_said_beside_the_sentence_with_its_day(plan: Plan) -> None:
    target = plan.targets.get(text__contains="450家")
    amended(plan, Change(target, {"value": 400}), reason="内部原因不外传")
    part = published(plan).parts.get(no="2")
    assert "450家以上" in part.text
    assert [one["note"] for one in part.targets] == ["调整后：科技型中小企业不低于 400 家（2026年6月1日）"]
    assert "内部原因" not in part.folded


def test_a_cancelled_task_is_marked_only_once_the_version_says_so(plan: Plan) -> None:
    before = published(plan).parts.get(no="4")
    amended(plan, Change(plan.tasks.get(no="4"), cancel=True))
    after = published(plan).parts.get(no="4")
    assert (before.note, after.note) == ("", "已取消（2026年6月1日）")
    assert after.text == before.text


# --- ends


@pytest.mark.parametrize("attribute", ["on_request", "not"])
def test_what_is_kept_has_a_reason_and_no_page(attribute: str, plan: Plan) -> None:
    made = prepare_disclosure(plan, Proposal(attribute, "条例第十四条", ""), by=cast.actor("clerk"))
    passed = check_disclosure(made, by=cast.actor("chief"), revision=made.revision, opinion=OPINION)
    done = approve_and_publish(passed, by=cast.actor("leader"), revision=passed.revision)
    assert (done.state, done.attribute_reason, done.published_on) == ("kept", "条例第十四条", None)
    assert not PublishedPart.objects.exists()


def test_a_later_page_replaces_the_one_that_stood(plan: Plan) -> None:
    first = published(plan)
    amended(plan, Change(plan.targets.get(text__contains="450家"), {"value": 400}))
    second = published(plan)
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "published")
    assert PublishedPart.objects.in_public().values_list("disclosure").distinct().get() == (second.pk,)


def test_a_page_is_withdrawn_at_once_with_a_reason(plan: Plan) -> None:
    page = published(plan)
    with pytest.raises(Problems):
        withdraw_disclosure(page, by=cast.actor("chief"), revision=page.revision, reason="")
    with pytest.raises(Refused):
        withdraw_disclosure(page, by=cast.actor("clerk"), revision=page.revision, reason="有误")
    assert (
        withdraw_disclosure(page, by=cast.actor("chief"), revision=page.revision, reason="有误").state
        == "withdrawn"
    )
    assert not PublishedPart.objects.in_public().exists()


def test_what_is_under_way_may_be_given_up_by_its_preparer(plan: Plan) -> None:
    made = prepared(plan)
    with pytest.raises(Refused):
        withdraw_disclosure(made, by=cast.actor("colleague"), revision=made.revision, reason="重办")
    withdraw_disclosure(made, by=cast.actor("clerk"), revision=made.revision, reason="重办")
    assert prepared(plan).state == "preparing"


def test_published_words_are_never_changed(plan: Plan) -> None:
    page = published(plan)
    with pytest.raises(Exception, match=r"permission denied|never changed"), transaction.atomic():
        PublishedPart.objects.filter(disclosure=page).update(text="改")


def test_a_task_that_enters_the_register_leaves_the_page_with_its_heading(plan: Plan) -> None:
    page = published(plan)
    for no in ("3", "4"):
        task = plan.tasks.get(no=no)
        restrict_task(task, True, by=cast.actor("chief"), revision=task.revision, reason="专项")
    page.refresh_from_db()
    now = plan.disclosures.published().get()
    assert (page.state, now.approved_by, now.published_on) == (
        "replaced",
        page.approved_by,
        page.published_on,
    )
    assert [part.no or part.text[:2] for part in now.parts.all()] == ["20", "一、", "1", "2"]


def test_the_record_names_every_act(plan: Plan) -> None:
    page = published(plan)
    acts = Entry.objects.about(page).order_by("id").values_list("action", flat=True)
    assert list(acts) == ["prepare_disclosure", "check_disclosure", "publish_disclosure"]
