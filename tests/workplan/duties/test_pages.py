"""The pages of duties: lists and their filters, forms, issue, the county's page, exports."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from lxml import html
from openpyxl import load_workbook

from tests.foundation.desk.test_live_cells import PAYLOADS, live
from tests.workplan.duties.making import (
    assign,
    complete,
    county,
    divided_plan,
    division,
    duty_of,
    issued_plan,
    person,
    second_county,
    share,
)
from tests.workplan.plans.making import TEXT, target_of
from tests.workplan.plans.reviewed_plan import signed_in
from tests.workplan.plans.standing import approved_plan, reviewed_plan
from yaodian.workplan.duties.models import Duty, Share
from yaodian.workplan.duties.workbook.writing import workbook_for
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return " ".join(" ".join(main.itertext()).split())


def get(address: str, login: str = "clerk", status: int = 200) -> HttpResponse:
    response = signed_in(login).get(address)
    assert response.status_code == status
    return response


def titles(response: Any) -> list[str]:
    """The tasks that a list shows, in its order."""
    tree = html.fromstring(response.content.decode())
    return [
        " ".join(a.itertext()).strip()
        for a in tree.xpath(
            "//main//tbody//th//a[contains(@href, '/duties/')][not(contains(@href, '/assign/'))]"
        )
    ]


def duties(plan: Plan, rest: str = "") -> str:
    return f"/plans/{plan.pk}/duties/{rest}"


def sheet(response: Any) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


# --- lists


def test_the_task_list_stands_by_section_in_the_order_of_the_document() -> None:
    response = get(duties(divided_plan()))
    tree = html.fromstring(response.content.decode())
    assert [h2.text_content() for h2 in tree.xpath("//main//h2")] == ["一、培育创新主体", "二、服务乡村振兴"]
    assert titles(response) == ["培育高新技术企业", "壮大科技型中小企业", "选派科技特派员", "办好科技活动周"]


@pytest.mark.parametrize(
    ("query", "nos"),
    [
        ("q=特派员", "3"),
        ("q=高新技术", "1"),
        ("q=农业技术培训", "3"),
        ("section=二、服务乡村振兴", "34"),
        ("division={office}", "12"),
        ("leader={leader}", "124"),
        ("missing=leader", "3"),
        ("missing=weight", "34"),
        ("county={county}", "2"),
        ("state=cancelled", ""),
        ("order=weight", "2134"),
        ("order=due", "1243"),
        ("division=nonsense&leader=9999999", "1234"),
    ],
)
def test_the_lists_are_filtered_and_sorted(query: str, nos: str) -> None:
    plan = divided_plan()
    assign(duty_of(plan, "1"), lead=division("办公室"), weight=Decimal(10))
    assign(duty_of(plan, "2"), supporting=[division("办公室")], weight=Decimal(20))
    assign(duty_of(plan, "3"), leader=None, due_on=None)
    filled = query.format(office=division("办公室").pk, leader=person("leader").pk, county=county().pk)
    expected = [duty_of(plan, no).task.title for no in nos]
    assert titles(get(duties(plan, f"?{filled}"))) == expected


def test_the_responsibility_list_names_divisions_in_the_office_s_order_with_people_and_parts() -> None:
    plan = divided_plan()
    assign(duty_of(plan, "1"), supporting=[division("农村科技科")], weight=Decimal(60))
    assign(duty_of(plan, "2"), lead=None)
    tree = html.fromstring(get(duties(plan, "responsibility/")).content.decode())
    heads = [
        " ".join(" ".join(head.itertext()).split()) for head in tree.xpath("//div[@class='d-post-head']")
    ]
    assert heads == [
        "高新技术科 牵头 3 项，权重 60 · 周文静（科室经办）、郑立新（科室负责人）",
        "农村科技科 配合 1 项 · 吴建国（科室经办）",
        "还没有牵头科室 1 项任务，请先确定牵头科室。",
    ]


def test_the_shares_stand_with_their_sum_beside_the_city_s_figure() -> None:
    plan = divided_plan()
    share(target_of(plan, "450家"), {county(): 301})
    told = words(get(duties(plan, "shares/")))
    assert "各县（市、区）合计 451 家，全市承诺 450 家，多出 1 家。" in told
    assert len(titles(get(duties(plan, "shares/?only=shared")))) == 1


@pytest.mark.parametrize("page", ["", "responsibility/", "shares/"])
def test_restricted_tasks_never_appear(page: str) -> None:
    plan = divided_plan()
    plan.tasks.filter(no="2").update(restricted=True)
    for address in (duties(plan, page), duties(plan, f"{page}?export=xlsx")):
        response = get(address)
        told = str(sheet(response)) if "export" in address else words(response)
        assert "中小企业" not in told
    pk = duty_of(plan, "2").pk
    for rest in (f"{pk}/", f"{pk}/assign/", f"targets/{target_of(plan, '450家').pk}/"):
        get(duties(plan, rest), status=404)


@pytest.mark.parametrize("page", ["", "responsibility/", "shares/"])
@pytest.mark.parametrize("login", ["county", "company", "stranger", "system_admin"])
def test_others_find_nothing(page: str, login: str) -> None:
    get(duties(divided_plan(), page), login, 404)


def test_a_plan_that_is_not_approved_has_no_duties() -> None:
    get(duties(reviewed_plan()), status=404)


def long_text(tasks: int) -> str:
    items = [
        f"{n}.推进第{n}类重点工作。全年实施重点项目{n + 10}项以上，确保取得实效。"
        for n in range(1, tasks + 1)
    ]
    return (
        "云岭市2026年科技创新工作要点\n为做好全年工作，制定本要点。\n一、重点任务\n" + "\n".join(items) + "\n"
    )


def queries(address: str) -> int:
    client = signed_in("clerk")
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("page", "most"),
    [("", 11), ("responsibility/", 12), ("shares/", 8), ("issue/", 7), ("fill/", 8), ("workbook/", 13)],
)
def test_a_page_takes_as_many_queries_with_fifty_tasks_as_with_five(page: str, most: int) -> None:
    few, many = (approved_plan(long_text(count)) for count in (5, 50))
    for plan in (few, many):
        target = plan.targets.promised().first()
        share(target, {county(): 300, second_county(): 5})
        assign(duty_of(plan, "1"), supporting=[division("办公室")])
    first = queries(duties(few, page))
    assert queries(duties(many, page)) == first
    assert first <= most


def test_one_duty_takes_few_queries() -> None:
    plan = divided_plan()
    assert queries(duties(plan, f"{duty_of(plan, '2').pk}/")) <= 13


# --- forms


def sent(page: str, login: str = "clerk", **typed: Any) -> Any:
    """Fill in the form as it stands on the page and send it."""
    client = signed_in(login)
    tree = html.fromstring(client.get(page).content.decode())
    (form,) = tree.xpath("//main//form[contains(@class, 'd-form')]")
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return client.post(page, data | typed)


def test_the_form_writes_what_is_typed_and_leads_to_the_duty() -> None:
    plan = approved_plan()
    duty = duty_of(plan, "1")
    typed = {
        "lead": division().pk,
        "supporting": [division("办公室").pk],
        "leader": person("leader").pk,
        "starts_on": "2026-01-01",
        "due_on": "2026-12-31",
        "weight": "１２.５",
        "rhythm": "points",
        "rhythm_points": "6月 40%、12月 100%",
        "steps-0-title": "印发方案",
        "steps-0-due_on": "2026-03-31",
    }
    response = sent(duties(plan, f"{duty.pk}/assign/"), **typed)
    assert (response.status_code, response["Location"]) == (302, duties(plan, f"{duty.pk}/"))
    told = words(get(response["Location"]))
    for said in (
        "高新技术科",
        "办公室",
        "王海峰",
        "2026-01-01 至 2026-12-31",
        "12.5",
        "6月 40%、12月 100%",
        "印发方案",
    ):
        assert said in told


def test_the_form_keeps_what_was_typed_and_tells_every_fault_at_its_field() -> None:
    plan = approved_plan()
    pk = duty_of(plan, "1").pk
    typed = {"weight": "很多", "due_on": "随便", "rhythm_points": "年中一半", "steps-0-title": "没有日期"}
    response = sent(duties(plan, f"{pk}/assign/"), **typed)
    assert response.status_code == 422
    tree = html.fromstring(response.content.decode())
    linked = {a.get("href") for a in tree.xpath("//div[@class='y-errors']//a")}
    assert linked == {"#id_weight", "#id_due_on", "#id_rhythm_points", "#id_steps-0-due_on"}
    assert tree.xpath("//input[@name='steps-0-title']/@value") == ["没有日期"]
    late = sent(duties(plan, f"{pk}/assign/"), **{"steps-0-title": "没有日期"})
    assert (late.status_code, "请填写节点“没有日期”的时限。" in words(late)) == (422, True)


def told_faults(response: Any) -> dict[str, str]:
    """What the summary of an answer names: where each line leads, and its words."""
    assert response.status_code == 422
    lines = html.fromstring(response.content.decode()).xpath("//div[@class='y-errors']//a")
    return {str(line.get("href")): "".join(line.itertext()) for line in lines}


def test_what_cannot_be_read_and_what_does_not_fit_together_are_told_in_one_round() -> None:
    plan = approved_plan()
    lead = division().pk
    typed = {
        "weight": "abc",
        "rhythm": "points",
        "starts_on": "2026-06-01",
        "due_on": "2026-03-01",
        "lead": lead,
        "supporting": [lead],
        "steps-0-due_on": "2026-02-01",
        "steps-1-title": "印发方案",
        "steps-1-due_on": "下个月",
    }
    page = duties(plan, f"{duty_of(plan, '1').pk}/assign/")
    faults = told_faults(sent(page, **typed))
    assert sorted(faults) == [
        "#id_due_on",
        "#id_rhythm_points",
        "#id_steps-0-title",
        "#id_steps-1-due_on",
        "#id_supporting",
        "#id_weight",
    ]
    assert "完成时限 2026-03-01 早于开始日期 2026-06-01" in faults["#id_due_on"]
    assert "高新技术科已经牵头" in faults["#id_supporting"]
    unread = told_faults(sent(page, **typed | {"due_on": "三月", "weight": "101", "rhythm_points": "年中"}))
    assert set(unread) == set(faults)
    assert "2026-06-01" not in unread["#id_due_on"]


def test_after_the_issue_the_missing_reason_is_told_with_the_other_faults() -> None:
    plan = issued_plan()
    typed = {"weight": "abc", "leader": "", "due_on": "2025-01-01"}
    page = duties(plan, f"{duty_of(plan, '1').pk}/assign/")
    asked = {"#id_weight", "#id_leader", "#id_due_on", "#id_reason"}
    assert set(told_faults(sent(page, "chief", **typed))) == asked
    readable = told_faults(sent(page, "chief", **typed | {"weight": "10"}))
    assert set(readable) == asked - {"#id_weight"}


def test_every_fault_of_a_target_is_told_in_one_round() -> None:
    plan = issued_plan()
    here, there = county().pk, second_county().pk
    page = duties(plan, f"targets/{target_of(plan, '450家').pk}/")
    typed = {f"share-{here}": "-3", f"share-{there}": "1" + "0" * 15, "baseline": "很多", "rhythm": "points"}
    assert set(told_faults(sent(page, "chief", **typed))) == {
        f"#id_share-{here}",
        f"#id_share-{there}",
        "#id_baseline",
        "#id_points",
        "#id_reason",
    }
    assert set(Share.objects.values_list("value", flat=True)) == {Decimal(200), Decimal(150)}


def test_after_saving_the_next_unfinished_task_can_follow() -> None:
    plan = approved_plan()
    response = sent(duties(plan, f"{duty_of(plan, '1').pk}/assign/"), next="1")
    assert response["Location"] == duties(plan, f"{duty_of(plan, '2').pk}/assign/")


def test_the_second_editor_sees_the_difference_and_may_save_over_it() -> None:
    plan = approved_plan()
    duty, page = duty_of(plan, "1"), duties(plan, f"{duty_of(plan, '1').pk}/assign/")
    assign(duty, "colleague", evidence_words="县里盖章的表")
    mine = {"revision": 1, "evidence_words": "印发文件的文号"}
    response = sent(page, **mine)
    assert response.status_code == 409
    told = words(response)
    assert "吴建国" in told
    assert "佐证说明 县里盖章的表 印发文件的文号" in told
    assert duty_of(plan, "1").evidence_words == "县里盖章的表"
    (revision,) = html.fromstring(response.content.decode()).xpath("//input[@name='revision']/@value")
    assert sent(page, **mine | {"revision": revision}).status_code == 302
    assert duty_of(plan, "1").evidence_words == "印发文件的文号"


def test_an_issued_duty_is_adjusted_with_a_reason_that_its_page_tells() -> None:
    plan = issued_plan()
    page = duties(plan, f"{duty_of(plan, '1').pk}/assign/")
    get(page, "clerk", 403)
    assert sent(page, "chief", lead=division("农村科技科").pk).status_code == 422
    assert sent(page, "chief", lead=division("农村科技科").pk, reason="分工调整").status_code == 302
    told = words(get(duties(plan, f"{duty_of(plan, '1').pk}/"), "leader"))
    assert "牵头科室 高新技术科 → 农村科技科" in told
    assert "分工调整" in told


def test_shares_are_typed_into_a_grid_with_their_sum_and_the_warning() -> None:
    plan = approved_plan()
    second = second_county()
    target = target_of(plan, "450家")
    page = duties(plan, f"targets/{target.pk}/")
    typed = {f"share-{county().pk}": "３00", f"share-{second.pk}": "200", "baseline": "1,020"}
    response = sent(page, **typed)
    assert response["Location"] == f"{duties(plan, 'shares/')}#target-{target.pk}"
    assert {one.region.name: one.value for one in Share.objects.all()} == {"青河县": 300, "永宁区": 200}
    told = words(get(page))
    assert "县区合计（按已填的数） 500" in told
    assert "各县（市、区）合计 500 家，全市承诺 450 家，多出 50 家。" in told
    wrong = sent(page, **{f"share-{county().pk}": "-3"})
    assert (wrong.status_code, "青河县的分解数是负数，请改成零或正数。" in words(wrong)) == (422, True)


def test_the_second_editor_of_a_share_sees_the_difference() -> None:
    plan = approved_plan()
    target = target_of(plan, "450家")
    share(target, {county(): 100}, "colleague")
    stale = {f"seen-{county().pk}": 0, f"share-{county().pk}": 90}
    response = sent(duties(plan, f"targets/{target.pk}/"), **stale)
    assert response.status_code == 409
    assert "青河县 100 90" in words(response)
    assert Share.objects.get().value == 100


def test_filling_shows_what_it_would_change_before_it_writes() -> None:
    plan = approved_plan()
    assign(duty_of(plan, "1"), lead=division("办公室"))
    typed = {
        "sections": ["一、培育创新主体"],
        "tasks": [duty_of(plan, "4").pk],
        "lead": division().pk,
        "only_empty": "1",
    }
    looked = sent(duties(plan, "fill/"), **typed)
    assert "选中 3 项，会改 2 项" in words(looked)
    assert Duty.objects.filter(lead=division()).count() == 0
    assert sent(duties(plan, "fill/"), **typed, write="1").status_code == 302
    assert [str(duty_of(plan, no).lead) for no in "1234"] == ["办公室", "高新技术科", "None", "高新技术科"]
    assert sent(duties(plan, "fill/"), only_empty="1").status_code == 422


# --- the issue


def test_the_issue_page_tells_all_that_is_missing_with_a_way_to_each_field() -> None:
    plan = approved_plan()
    for no in "123":
        assign(duty_of(plan, no), **complete())
    assign(duty_of(plan, "4"), **complete() | {"leader": None, "due_on": None})
    tree = html.fromstring(get(duties(plan, "issue/"), "chief").content.decode())
    page = duties(plan, f"{duty_of(plan, '4').pk}/assign/")
    assert tree.xpath("//span[@class='d-links']/a/@href") == [f"{page}#id_leader", f"{page}#id_due_on"]
    assert not tree.xpath("//button[text()='下达']")
    field = html.fromstring(get(page).content.decode())
    assert field.xpath("//*[@id='id_leader']")
    assert field.xpath("//*[@id='id_due_on']")


def test_the_issue_names_gaps_of_four_kinds_and_the_overload_s_reason_in_one_answer() -> None:
    plan = divided_plan()
    assign(duty_of(plan, "1"), leader=None)
    assign(duty_of(plan, "2"), due_on=None, weight=Decimal(60))
    assign(duty_of(plan, "3"), lead=None, handler=None, weight=Decimal(50))
    share(target_of(plan, "450家"), {county(): 301})
    typed = {"revision": plan.revision, "document_no": "八号"}
    response = signed_in("chief").post(duties(plan, "issue/"), typed)
    assert set(told_faults(response)) == {"#id_document_no", "#id_overload_reason"}
    tree = html.fromstring(response.content.decode())
    named = {str(link).rpartition("#")[2] for link in tree.xpath("//span[@class='d-links']/a/@href")}
    assert named == {"id_leader", "id_due_on", "id_lead", "id_weight"}
    assert "全部任务的权重合计 110，应当是 100，请调整。" in words(response)
    assert Plan.objects.get(pk=plan.pk).state == "approved"


def test_a_task_that_speaks_of_party_matters_is_doubted_until_it_is_kept() -> None:
    text = TEXT.replace("4.办好科技活动周。", "4.加强党建引领。")
    plan = divided_plan(text)
    assert "这些任务像是党建、意识形态或巡察工作" in words(get(duties(plan, "issue/"), "chief"))
    signed_in("clerk").post(duties(plan, f"{duty_of(plan, '4').pk}/keep/"))
    assert "这些任务像是党建" not in words(get(duties(plan, "issue/"), "chief"))
    assert duty_of(plan, "4").kept_open


def test_the_chief_issues_from_the_page_and_an_overload_asks_for_its_reason() -> None:
    plan = divided_plan()
    share(target_of(plan, "450家"), {county(): 301})
    client, page = signed_in("chief"), duties(plan, "issue/")
    asked = client.post(page, {"revision": plan.revision})
    assert asked.status_code == 422
    assert html.fromstring(asked.content.decode()).xpath("//div[@class='y-errors']//a/@href") == [
        "#id_overload_reason"
    ]
    done = client.post(page, {"revision": plan.revision, "overload_reason": "留有余量"})
    assert done["Location"] == duties(plan)
    assert Plan.objects.get(pk=plan.pk).state == "issued"
    again = client.post(page, {"revision": plan.revision, "overload_reason": "留有余量"})
    assert again.status_code == 403


def test_the_plan_s_own_page_leads_to_lists_and_issue() -> None:
    plan = divided_plan()
    told = get(f"/plans/{plan.pk}/", "chief").content.decode()
    for address in ("", "responsibility/", "shares/", "issue/"):
        assert f'href="{duties(plan, address)}"' in told


# --- the county


def test_a_county_sees_its_own_figures_beside_the_city_s_and_no_other_s() -> None:
    plan = divided_plan()
    assert "还没有承担的指标" in words(get("/plans/undertaken/", "county"))
    issue_page = signed_in("chief").post(duties(plan, "issue/"), {"revision": plan.revision})
    assert issue_page.status_code == 302
    told = words(get("/plans/undertaken/", "county"))
    assert "科技型中小企业 2 壮大科技型中小企业 200 家 ≥ 450 家 2026-12-31" in told
    assert "150" not in told
    assert "永宁区" not in told
    rows = sheet(get("/plans/undertaken/?export=xlsx", "county"))
    assert [row[2:5] for row in rows[1:]] == [["科技型中小企业", 200, "家"]]


@pytest.mark.parametrize("login", ["clerk", "leader", "company", "farmer"])
def test_the_county_s_page_is_for_counties(login: str) -> None:
    get("/plans/undertaken/", login, 403)


# --- Excel


def test_lists_come_as_excel_with_what_the_page_shows() -> None:
    plan = divided_plan()
    assign(duty_of(plan, "1"), weight=Decimal("12.5"), supporting=[division("办公室")])
    rows = sheet(get(duties(plan, "?export=xlsx&q=培育高新")))
    assert rows[0][:4] == ["编号", "所属章节", "任务", "牵头科室"]
    assert [row[2] for row in rows[1:]] == ["培育高新技术企业"]
    assert rows[1][9] == 12.5
    posts = sheet(get(duties(plan, "responsibility/?export=xlsx")))
    assert [row[0] for row in posts[1:]] == ["办公室", *["高新技术科"] * 4]
    shares = sheet(get(duties(plan, "shares/?export=xlsx")))
    assert next(row for row in shares if row[1] == "科技型中小企业")[4:7] == [200, 150, 350]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_people_write_comes_alive_in_an_export(payload: str) -> None:
    plan = divided_plan()
    assign(duty_of(plan, "1"), supporting_others=payload, evidence_words=payload)
    target = target_of(plan, "450家")
    for address in ("?export=xlsx", "responsibility/?export=xlsx", "shares/?export=xlsx", "workbook/"):
        assert live(get(duties(plan, address)).content) == []
    assert target.shares.count() == 2


def upload(plan: Plan, data: bytes, login: str = "clerk", **typed: Any) -> Any:
    file = SimpleUploadedFile("责任分解表.xlsx", data)
    return signed_in(login).post(duties(plan, "import/"), {"table": file, "not_secret": "on", **typed})


def test_a_workbook_is_handed_in_looked_at_and_taken_over_on_the_pages() -> None:
    plan = approved_plan()
    book = load_workbook(io.BytesIO(workbook_for(plan)))
    heads = [cell.value for cell in book["责任分解"][1]]
    book["责任分解"].cell(2, heads.index("牵头科室") + 1).value = "高新技术科"
    book["责任分解"].cell(3, heads.index("牵头科室") + 1).value = "外星科"
    buffer = io.BytesIO()
    book.save(buffer)
    page = upload(plan, buffer.getvalue())["Location"]
    told = words(get(page))
    assert "会更新 1 行" in told
    assert "没有叫“外星科”的科室" in told
    (seen,) = html.fromstring(get(page).content.decode()).xpath("//input[@name='seen']/@value")
    assert signed_in("clerk").post(page, {"seen": "old"}).status_code == 422
    assert signed_in("clerk").post(page, {"seen": seen}).status_code == 302
    assert "更新 1 行" in words(get(page))
    assert str(duty_of(plan, "1").lead) == "高新技术科"
    bad = load_workbook(io.BytesIO(get(f"{page}bad/").content))
    assert bad["责任分解"].max_row == 2


def test_a_file_that_is_no_workbook_and_a_missing_declaration_are_told() -> None:
    plan = approved_plan()
    assert upload(plan, b"not a workbook").status_code == 422
    without = upload(plan, workbook_for(plan), not_secret="")
    assert "请先核实文件是否涉密并勾选声明" in words(without)


def test_a_dropped_workbook_writes_nothing() -> None:
    plan = approved_plan()
    page = upload(plan, workbook_for(plan))["Location"]
    assert signed_in("clerk").post(f"{page}drop/")["Location"] == duties(plan, "import/")
    assert "这份表没有写入任何内容" in words(get(page))
