"""我的工作台: what waits, what was said, what changed; for every role something to read."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.cast import CAST, actor
from tests.workplan.dashboard.scene import second_officer
from tests.workplan.duties.making import second_county, share
from tests.workplan.progress.making import confirmed, county, issued_plan, target_of
from yaodian.foundation.common import clock
from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.notices.actions import tell
from yaodian.foundation.notices.models import Message
from yaodian.foundation.notices.todos import Todo
from yaodian.foundation.people.models import User
from yaodian.site import frame, home
from yaodian.workplan.plans.actions.deciding import accept
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.actions.reviewing import withdraw_plan
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db
# The person (3), what waits (one for each of the apps), plans, changes, messages, and one look into the cache.
HOME_ASKS = 12
# Not asked where a page is served: the bounds of a transaction, and what a test's own transaction has put back.
BRACKETS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
PUT_BACK = "set_config('yaodian.person', '', true)"
TEXT = """云岭市{year}年科技工作要点

一、培育主体
1.壮大高新技术企业。全年新认定高新技术企业30家以上。
2.做好信息宣传。编发简报12期。
"""


def a_plan(year: int = 2026) -> Plan:
    return import_plan(TEXT.format(year=year).encode(), "要点.txt", by=actor("clerk"))


def signed_in(client: Client, who: str) -> Client:
    client.force_login(User.objects.get(username=who))
    return client


def page(client: Client, who: str, path: str = "/") -> str:
    answer = signed_in(client, who).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def asked(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return sum(not one["sql"].startswith(BRACKETS) and PUT_BACK not in one["sql"] for one in captured)


@pytest.mark.parametrize("who", list(CAST))
def test_every_role_finds_words_where_nothing_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setattr(frame, "todos_of", lambda _actor: [])
    assert home.WAITING_FOR.get(CAST[who][1], home.NOTHING_WAITS) in page(client, who)


def test_a_person_without_a_role_is_told_where_to_turn(client: Client) -> None:
    User.objects.create_user("newcomer", "新来的", "云岭-demo-2026")
    assert "您还没有任职" in page(client, "newcomer")


def test_a_plan_under_review_waits_for_clerks_with_its_count_as_a_link(client: Client) -> None:
    plan = a_plan()
    shown = page(client, "colleague")
    assert f'<a href="/plans/{plan.pk}/review/">核对《云岭市2026年科技工作要点》</a>' in shown
    assert f'href="/plans/{plan.pk}/review/"><strong>4</strong> 项</a>' in shown
    assert '<span class="y-count">1<span class="visually-hidden">件</span></span>' in shown


@pytest.mark.parametrize(
    ("who", "sees"), [("leader", True), ("auditor", True), ("company", False), ("farmer", False)]
)
def test_plans_and_their_changes_are_shown_to_those_who_may_see_plans(
    client: Client, who: str, sees: bool
) -> None:
    a_plan()
    shown = page(client, who)
    assert ("云岭市2026年科技工作要点" in shown, "<h2>变化</h2>" in shown) == (sees, sees)


def test_a_withdrawn_plan_leaves_the_home_page(client: Client) -> None:
    plan = a_plan()
    withdraw_plan(plan, by=actor("chief"), revision=plan.revision, reason="传错了")
    assert "云岭市2026年科技工作要点" not in page(client, "clerk")


def test_the_same_act_repeated_by_a_person_is_one_line(client: Client) -> None:
    plan = a_plan()
    for task in plan.tasks.all():
        accept(task, by=actor("colleague"), revision=task.revision)
    changes = signed_in(client, "leader").get("/").context["changes"]
    assert [(change.what, change.who) for change in changes] == [
        ("采纳任务 2 项", "吴建国 · 云岭市2026年科技工作要点"),
        ("导入文件", "周文静 · 云岭市2026年科技工作要点"),
    ]


def test_the_frame_names_the_city_and_the_newest_plan_year(client: Client) -> None:
    a_plan(2025)
    a_plan(2026)
    assert "云岭市<span" in page(client, "clerk")
    assert "2026年</span>" in page(client, "clerk")
    assert "2026年</span>" not in page(client, "company")


@pytest.mark.parametrize(
    ("who", "sees"), [("clerk", True), ("auditor", True), ("company", False), ("bank", False)]
)
def test_the_menu_holds_only_what_the_role_may_open(client: Client, who: str, sees: bool) -> None:
    assert ('href="/plans/"' in page(client, who)) == sees


@pytest.mark.parametrize(
    ("todos", "words"),
    [
        ([], "今天是4月15日，没有等您办理的事。"),
        ([Todo("甲", "/")], "今天是4月15日，1 件事等您办理。"),
        (
            [Todo("甲", "/"), Todo("乙", "/", due=date(2026, 4, 20))],
            "今天是4月15日，2 件事等您办理，最早的一件 4月20日 到期。",
        ),
        ([Todo("乙", "/", due=date(2026, 4, 10))], "今天是4月15日，1 件事等您办理，其中 1 件已经超期。"),
    ],
)
def test_the_day_is_told_in_one_sentence(todos: list[Todo], words: str) -> None:
    with clock.hold(datetime(2026, 4, 15, 9, 0, tzinfo=SHANGHAI)):
        assert home.summary(todos) == words


def test_the_home_page_asks_as_often_for_many_as_for_few(client: Client) -> None:
    plan = a_plan()
    signed_in(client, "clerk")
    few = asked(client, "/")
    for year in range(2021, 2026):
        a_plan(year)
    for target in plan.targets.all():
        accept(target, by=actor("colleague"), revision=target.revision)
    tell([actor("clerk").user] * 30, "一句话")
    assert asked(client, "/") == few <= HOME_ASKS


@pytest.mark.parametrize(
    "who",
    [
        "clerk",
        "chief",
        "leader",
        "auditor",
        "county",
        "company",
        "system_admin",
        "security_admin",
        "audit_admin",
    ],
)
def test_every_role_asks_little_and_as_often_for_many_as_for_few(client: Client, who: str) -> None:
    plan = issued_plan()
    confirmed(target_of(plan, "450家"), date(2026, 6, 30), 30, region=county())
    a_plan()
    few = asked(signed_in(client, who), "/")
    for month in (7, 8, 9):
        confirmed(target_of(plan, "450家"), date(2026, month, 28), 20, region=county())
        a_plan(2014 + month)
    tell([actor(who).user] * 30, "一句话")
    assert asked(client, "/") == few <= HOME_ASKS


def test_the_frame_costs_one_query_while_its_answers_are_kept(client: Client) -> None:
    a_plan()
    frames = [RequestFactory().get("/"), RequestFactory().get("/")]
    counts = []
    for request in frames:
        request.actor = actor("clerk")  # type: ignore[attr-defined]
        with CaptureQueriesContext(connection) as captured:
            for _twice in range(2):
                shown = frame.frame(request)["frame"]
                assert [shown[name] for name in ("city", "todo_count", "plan_year")] == ["云岭市", 1, 2026]
                assert [group["label"] for group in shown["menu"]] == ["", "计划"]
        counts.append(len(captured))
    assert counts[1] == 1 < counts[0]


def test_what_a_person_changes_is_counted_on_the_next_page(client: Client) -> None:
    signed_in(client, "clerk")
    count = '<span class="y-count">1<span'
    assert count not in page(client, "clerk", "/messages/")
    a_plan()
    assert count not in page(client, "clerk", "/messages/")
    client.post("/messages/read/", {})
    assert count in page(client, "clerk", "/messages/")


def test_the_frame_stands_when_the_database_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> str:
        raise DatabaseError

    monkeypatch.setattr(frame, "_city", down)
    assert str(frame.frame(RequestFactory().get("/"))["frame"]["city"]) == ""


# --- what is late


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("leader", True),
        ("auditor", True),
        ("clerk", True),
        ("chief", True),
        ("colleague", False),
        ("company", False),
    ],
)
def test_what_is_late_is_shown_to_leaders_and_to_the_division_that_leads_it(
    client: Client, who: str, sees: bool
) -> None:
    plan = issued_plan()
    confirmed(target_of(plan, "35家"), date(2026, 6, 30), 10)
    with clock.hold(datetime(2026, 7, 5, 10, 0, tzinfo=SHANGHAI)):
        shown = page(client, who)
    assert ("为承诺 35 家的 28%" in shown) == sees
    assert ("没有滞后的指标和任务" in shown) == (who == "colleague")


def test_a_county_is_told_what_is_late_of_its_own_part(client: Client) -> None:
    plan = issued_plan()
    target = target_of(plan, "450家")
    confirmed(target, date(2026, 6, 30), 30, region=county())
    confirmed(target_of(plan, "35家"), date(2026, 6, 30), 10)
    with clock.hold(datetime(2026, 7, 5, 10, 0, tzinfo=SHANGHAI)):
        shown = page(client, "county")
    assert "为承诺 200 家的 15%" in shown
    assert "35 家" not in shown


# --- what changed


def changed(client: Client, who: str) -> list[tuple[str, str]]:
    found = signed_in(client, who).get("/").context["changes"]
    return [(one.what, one.who) for one in found]


def test_changes_are_those_since_the_sign_in_before(client: Client) -> None:
    with clock.hold(datetime(2026, 4, 14, 8, 30, tzinfo=SHANGHAI)):
        old = a_plan()
    with clock.hold(datetime(2026, 4, 14, 9, 30, tzinfo=SHANGHAI)):
        first = page(client, "leader")
    assert "最近 7 天" in first
    assert "导入文件" in first
    with clock.hold(datetime(2026, 5, 20, 9, 0, tzinfo=SHANGHAI)):
        accept(old.tasks.first(), by=actor("colleague"), revision=1)
        for _twice in range(2):
            shown = client.get("/").content.decode() if _twice else page(client, "leader")
            assert "自上次登录" in shown
            assert "2026-04-14 09:30" in shown
        assert [one.what.split("：")[0] for one in client.get("/").context["changes"]] == ["采纳任务"]


def test_without_an_earlier_sign_in_the_last_seven_days_are_told(client: Client) -> None:
    with clock.hold(datetime(2026, 4, 1, 9, 0, tzinfo=SHANGHAI)):
        a_plan()
    with clock.hold(datetime(2026, 4, 15, 9, 0, tzinfo=SHANGHAI)):
        shown = page(client, "leader")
    assert "最近 7 天没有变化。" in shown
    assert "导入文件" not in shown


def test_a_countys_changes_are_its_own_and_name_nobody(client: Client) -> None:
    plan = issued_plan()
    target = target_of(plan, "450家")
    report = confirmed(target, date(2026, 6, 30), 30, region=county())
    confirmed(target, date(2026, 6, 30), 300)
    confirmed(target, date(2026, 6, 30), 77, region=second_county(), login=second_officer())
    assert changed(client, "county") == [
        ("确认进展", str(report)),
        ("分解下达", plan.title),
    ]
    share(target, {county(): 180}, "chief", "年中调整")
    assert changed(client, "county")[0] == ("分解到县（市、区）", f"{county()} · {target}")
    told = page(client, "county").split("<h2>变化</h2>")[1].split("<h2>消息</h2>")[0]
    assert "永宁区" not in told
    for handler in ("clerk", "chief", "leader"):
        assert actor(handler).label not in told


def test_a_county_without_a_share_is_told_nothing(client: Client) -> None:
    a_plan()
    assert changed(client, "county") == []


@pytest.mark.parametrize(
    ("who", "door"), [("system_admin", "/administration/accounts/"), ("leader", None), ("audit_admin", None)]
)
def test_administrators_find_the_pages_of_their_role(client: Client, who: str, door: str | None) -> None:
    doors = [one.url for _label, items in signed_in(client, who).get("/").context["doors"] for one in items]
    assert bool(doors) == (who in ("system_admin", "audit_admin"))
    assert door is None or door in doors
    assert [client.get(url).status_code for url in doors] == [200] * len(doors)


# --- messages


def test_messages_are_paged_and_newest_first(client: Client) -> None:
    for number in range(35):
        tell([actor("clerk").user], f"消息{number:02}")
    signed_in(client, "clerk")
    first = client.get("/messages/")
    assert [row.words for row in first.context["page"].rows][:2] == ["消息34", "消息33"]
    second = client.get(f"/messages/{first.context['next_url']}")
    assert [row.words for row in second.context["page"].rows] == [
        "消息04",
        "消息03",
        "消息02",
        "消息01",
        "消息00",
    ]


def test_only_ones_own_messages_are_shown(client: Client) -> None:
    tell([actor("chief").user], "给别人的")
    assert "给别人的" not in page(client, "clerk", "/messages/")


def test_marking_read_touches_the_messages_shown_and_comes_back(client: Client) -> None:
    shown, later = (tell([actor("clerk").user], words)[0] for words in ("看到的", "后来的"))
    (others,) = tell([actor("chief").user], "别人的")
    sent = {"message": [str(shown.pk), str(others.pk)], "next": "/messages/?unread=1"}
    answer = signed_in(client, "clerk").post("/messages/read/", sent)
    assert answer["Location"] == "/messages/?unread=1"
    assert set(Message.objects.unread()) == {later, others}


def test_an_address_elsewhere_is_not_followed(client: Client) -> None:
    answer = signed_in(client, "clerk").post("/messages/read/", {"next": "https://evil.example/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("path", ["/", "/messages/", "/search/"])
def test_strangers_are_sent_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"
