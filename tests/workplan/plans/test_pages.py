"""The pages of plans: what they show, what they refuse, how many queries they take."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.workplan.plans.making import TEXT, long_plan, small_plan
from yaodian.foundation.people.models import User
from yaodian.workplan.plans.models import Plan

pytestmark = pytest.mark.django_db


def browser(login: str = "clerk") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login))
    return client


def upload(client: Client, data: bytes, name: str = "要点.txt", key: str = "k1", **fields: str) -> object:
    document = SimpleUploadedFile(name, data)
    return client.post("/plans/import/", {"document": document, "not_secret": "on", "key": key, **fields})


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_an_upload_leads_to_the_review_of_the_plan() -> None:
    response = upload(browser(), TEXT.encode())
    plan = Plan.objects.get()
    assert (response.status_code, response.url) == (302, f"/plans/{plan.pk}/review/")


def test_a_double_click_on_upload_makes_one_plan_and_the_same_answer() -> None:
    client = browser()
    first, second = upload(client, TEXT.encode()), upload(client, TEXT.encode())
    assert (first.url, Plan.objects.count()) == (second.url, 1)


def test_the_same_file_from_a_colleague_leads_to_the_plan_that_is_there() -> None:
    upload(browser(), TEXT.encode())
    response = upload(browser("colleague"), TEXT.encode(), key="k2")
    assert response.url == f"/plans/{Plan.objects.get().pk}/"


def test_a_used_page_with_another_file_says_to_open_a_new_one() -> None:
    client = browser()
    upload(client, TEXT.encode())
    response = upload(client, TEXT.replace("210", "211").encode())
    assert (response.status_code, "请重新打开导入页面再上传" in words(response)) == (422, True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "请选择一个文件，或者在下面粘贴文字。"),
        ({"text": "今天天气很好，适合出门散步。大家都很高兴。"}, "没有在文中找到工作任务或量化目标"),
        ({"text": TEXT, "not_secret": ""}, "请先核实文件是否涉密并勾选声明"),
    ],
)
def test_a_wrong_upload_gets_a_sentence_at_its_field_and_keeps_the_input(
    fields: dict[str, str], sentence: str
) -> None:
    data = {"not_secret": "on", **fields}
    if not data["not_secret"]:
        del data["not_secret"]
    response = browser().post("/plans/import/", data)
    assert (response.status_code, sentence in words(response), Plan.objects.count()) == (422, True, 0)
    assert fields.get("text", "")[:20] in words(response)


def test_two_sources_at_once_are_not_guessed_between() -> None:
    response = upload(browser(), TEXT.encode(), text=TEXT)
    assert "文件和粘贴的文字只要一种" in words(response)


def test_the_list_filters_by_title_year_and_state() -> None:
    small_plan()
    client = browser()
    assert "云岭市2026年科技创新工作要点" in words(client.get("/plans/?q=科技创新&year=2026&state=reviewing"))
    assert "没有符合条件的文件" in words(client.get("/plans/?year=2020"))
    assert "没有符合条件的文件" in words(client.get("/plans/?state=withdrawn"))


def test_an_empty_list_says_what_to_do() -> None:
    assert "还没有导入过文件" in words(browser().get("/plans/"))


def test_strangers_find_no_plan() -> None:
    plan = small_plan()
    for login in ("county", "company", "farmer", "system_admin", "stranger"):
        assert browser(login).get(f"/plans/{plan.pk}/").status_code == 404
        assert plan.title not in words(browser(login).get("/plans/"))
    for login in ("clerk", "chief", "leader", "auditor"):
        assert browser(login).get(f"/plans/{plan.pk}/").status_code == 200


def test_the_original_file_comes_back_as_a_download_with_its_name() -> None:
    response = browser().get(f"/plans/{small_plan().pk}/source/")
    assert response.content == TEXT.encode()
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert browser("county").get("/plans/1/source/").status_code == 404


def test_the_export_opens_in_excel_and_holds_the_targets_as_numbers() -> None:
    plan = small_plan()
    response = browser().get(f"/plans/{plan.pk}/export/?list=targets")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["任务编号", "指标", "比较", "数值"]
    assert ["2", "科技型中小企业", "不低于", 450.0] in [row[:4] for row in rows]


def test_text_that_looks_like_a_formula_is_written_as_text() -> None:
    plan = small_plan()
    plan.tasks.filter(no="1").update(title='=HYPERLINK("http://x.example","点我")')
    response = browser().get(f"/plans/{plan.pk}/export/?list=tasks")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    assert book.to_python()[1][2] == '=HYPERLINK("http://x.example","点我")'


def test_the_record_tells_what_happened_in_chinese() -> None:
    plan = small_plan()
    assert "导入文件" in words(browser().get(f"/plans/{plan.pk}/?tab=log"))


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_queries_for_fifty_plans_as_for_five() -> None:
    client = browser()
    for number in range(5):
        small_plan(text=TEXT.replace("210家", f"{310 + number}家"))
    five = queries(client, "/plans/")
    for number in range(45):
        small_plan(text=TEXT.replace("210家", f"{410 + number}家"))
    assert queries(client, "/plans/") == five
    assert five <= 8


@pytest.mark.parametrize("tab", ["tasks", "targets", "log"])
def test_a_plan_takes_as_many_queries_with_fifty_tasks_as_with_five(tab: str) -> None:
    client = browser()
    short, long = long_plan(5), long_plan(50)
    assert (short.tasks.count(), long.tasks.count()) == (5, 50)
    few = queries(client, f"/plans/{short.pk}/?tab={tab}")
    assert queries(client, f"/plans/{long.pk}/?tab={tab}") == few
    assert few <= 12


def test_the_next_page_begins_after_the_last_row_shown() -> None:
    for number in range(53):
        small_plan(text=TEXT.replace("210家", f"{510 + number}家"))
    client = browser()
    first = client.get("/plans/").context
    second = client.get("/plans/" + first["next_url"]).context
    back = client.get("/plans/" + second["previous_url"]).context
    assert (len(first["page"].rows), len(second["page"].rows)) == (50, 3)
    assert [row.pk for row in back["page"].rows] == [row.pk for row in first["page"].rows]
