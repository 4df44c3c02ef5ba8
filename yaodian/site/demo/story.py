"""What has happened in the demo city so far: last year's plan reviewed, this year's at work, a third under review."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.files import store
from yaodian.foundation.files.actions import forget_unowned
from yaodian.workplan.plans.actions import taking_over
from yaodian.workplan.plans.actions.adding import add_target, suggest_target
from yaodian.workplan.plans.actions.correcting import correct_target
from yaodian.workplan.plans.actions.deciding import accept, reject
from yaodian.workplan.plans.actions.importing import import_plan
from yaodian.workplan.plans.actions.reviewing import finish_review
from yaodian.workplan.plans.models import Plan, Target, Task
from yaodian.workplan.plans.states import ItemState, TargetKind
from yaodian.workplan.plans.takeover import heads
from yaodian.workplan.plans.takeover.preview import Choices

from .desk import Day, person
from .figures import REPEATED
from .offices import furnish
from .year import put_to_work

DOCUMENTS = Path(__file__).parent / "plans"
LAST_YEAR = "2025年云岭市科技创新工作要点.docx"
THIS_YEAR = "2026年云岭市科技创新工作要点.txt"
ACTION_PLAN = "云岭市科技支撑乡村振兴三年行动计划.txt"
TASK_TABLE = "2026年工作任务分解表.xlsx"
SECTIONS_DONE = 2
FOUNDED = datetime(2024, 1, 2, 9, tzinfo=clock.SHANGHAI)


def tell() -> None:
    """Make the plans' histories, in the transaction at hand."""
    last_year()
    this_year()
    action_plan()
    furnish()


def forget_documents() -> None:
    """Remove the bytes of the city's documents when the transaction that kept them failed."""
    for document in DOCUMENTS.iterdir():
        forget_unowned(store.digest(document.read_bytes()))


def last_year() -> None:
    """The 2025 plan: imported by the office, reviewed by two clerks, finished by the chief."""
    office, clerk, chief = person("lin"), person("gu"), person("fang")
    plan = _imported(LAST_YEAR, datetime(2025, 3, 3, 9, 12, tzinfo=clock.SHANGHAI), office)
    desk = Day(2025, 3, 3, 10)
    _correct(desk, plan, "高新技术企业总数达到180家", office, indicator="高新技术企业总数")
    _reject(desk, plan, "增长9%以上", clerk, "与研发经费投入总量是同一承诺，不单列考核。")
    for number, item in enumerate(_open_items(plan)):
        _accept(desk, item, clerk if number % 3 else office)
    closing = Day(2025, 3, 5, 15)
    plan.refresh_from_db()
    closing.do(lambda: finish_review(plan, by=chief, revision=plan.revision))


def this_year() -> None:
    """The 2026 plan: decided by three clerks, its task table taken over, finished by the chief, put to work."""
    office, clerk, resources, chief = person("lin"), person("pei"), person("gu"), person("fang")
    plan = _imported(THIS_YEAR, datetime(2026, 2, 3, 16, 40, tzinfo=clock.SHANGHAI), office)
    desk = Day(2026, 2, 4, 9)
    _correct(desk, plan, "全年入库科技型中小企业450家以上", clerk, indicator="入库科技型中小企业")
    _correct(desk, plan, "“揭榜挂帅”项目5项", clerk, indicator="“揭榜挂帅”市级重点研发项目")
    said_before = "总体目标里已经有这个数，不重复考核。"
    _reject(desk, plan, "高新技术企业总数突破210家", clerk, said_before, task__no="5")
    for words in REPEATED:
        _reject(desk, plan, words, office, "与分项任务是同一承诺，不单列考核。", task=None)
    _add_coverage(desk, plan, resources)
    for number, item in enumerate(_open_items(plan)):
        _accept(desk, item, resources if number % 4 == 1 else office if number % 4 == 2 else clerk)
    _take_over_table(Day(2026, 2, 4, 15), plan, office)
    closing = Day(2026, 2, 4, 17)
    plan.refresh_from_db()
    closing.do(lambda: finish_review(plan, by=chief, revision=plan.revision))
    plan.refresh_from_db()
    put_to_work(plan)


def action_plan() -> None:
    """The three-year plan for the countryside: the first sections decided, the rest waiting."""
    office, clerk = person("lin"), person("liang")
    plan = _imported(ACTION_PLAN, datetime(2026, 4, 13, 16, 40, tzinfo=clock.SHANGHAI), office)
    desk = Day(2026, 4, 14, 9)
    _correct(desk, plan, "其中2026年不少于8个", clerk, indicator="2026年选育和引进新品种")
    for number, item in enumerate(_open_items(plan, upto=_end_of_section(plan, SECTIONS_DONE))):
        _accept(desk, item, clerk if number % 3 else office)


def _add_coverage(desk: Day, plan: Plan, by: Actor) -> None:
    """A promise without a number, which the reader leaves to people: all of them are 100 %."""
    words = "财政资金购置的仪器设备全部纳入平台管理"
    start = plan.text.index(words)
    fields = suggest_target(plan, start, start + len(words))
    counted = {
        "indicator": "财政资金购置的仪器设备纳入平台管理比例",
        "comparator": "=",
        "value": 100,
        "unit": "%",
        "kind": TargetKind.RATIO,
    }
    given = {name: fields[name] for name in ("start", "end", "task")} | counted
    desk.do(lambda: add_target(plan, by=by, **given), 70)


def _take_over_table(desk: Day, plan: Plan, by: Actor) -> None:
    """The office's own table: its columns named, its rows for other work left out."""
    data = (DOCUMENTS / TASK_TABLE).read_bytes()
    with clock.hold(desk.moment):
        batch = taking_over.hand_in(plan, data, TASK_TABLE, by=by)
    rows = batch.tables[0]["rows"]
    row = heads.head_row(rows)
    places = heads.guess(rows[row])
    desk.do(lambda: taking_over.name_columns(batch, by=by, sheet=0, head_row=row, places=places), 80)
    batch.refresh_from_db()
    desk.do(lambda: taking_over.take_over(batch, Choices(skip_unmatched=True), by), 240)


def _imported(name: str, moment: datetime, by: Actor) -> Plan:
    with clock.hold(moment):
        return import_plan((DOCUMENTS / name).read_bytes(), name, by=by)


def _end_of_section(plan: Plan, count: int) -> int:
    """Where the text of the first `count` sections ends."""
    sections: list[str] = []
    for task in plan.tasks.all():
        if task.section[0] not in sections:
            sections.append(task.section[0])
        if len(sections) > count:
            return task.start
    return len(plan.text)


def _open_items(plan: Plan, upto: int | None = None) -> list[Task | Target]:
    limit = len(plan.text) if upto is None else upto
    waiting = {"state": ItemState.PROPOSED, "start__lt": limit}
    found: list[Task | Target] = [*plan.tasks.filter(**waiting), *plan.targets.filter(**waiting)]
    return sorted(found, key=lambda item: (item.start, isinstance(item, Target)))


def _accept(desk: Day, item: Task | Target, by: Actor) -> None:
    desk.do(lambda: accept(item, by=by, revision=item.revision))


def _correct(desk: Day, plan: Plan, text: str, by: Actor, **changes: str) -> None:
    for target in plan.targets.filter(text=text, state=ItemState.PROPOSED):
        desk.do(lambda target=target: correct_target(target, by=by, revision=target.revision, **changes), 48)  # type: ignore[misc]


def _reject(desk: Day, plan: Plan, text: str, by: Actor, reason: str, **more: str | None) -> None:
    target = plan.targets.get(text=text, **more)
    desk.do(lambda: reject(target, by=by, revision=target.revision, reason=reason), 35)
