"""The rules of lights: cases reckoned by hand, and what holds for every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yaodian.workplan.progress.lights import (
    BY_PRESSURE,
    Facts,
    Step,
    Work,
    expected_share,
    judge_target,
    judge_task,
    reference_day,
    worst,
)
from yaodian.workplan.progress.states import Light

START, DUE = date(2026, 1, 1), date(2026, 12, 31)
JUNE, JULY, NEW_YEAR = date(2026, 6, 30), date(2026, 7, 15), date(2027, 1, 10)
FIRMS = Facts(">=", Decimal(35), "increment", START, DUE, unit="家")
STOCK = replace(FIRMS, value=Decimal(120), kind="level", baseline=Decimal(100), comparator="=")
LOOSE = replace(STOCK, baseline=None)
GROWTH = Facts(">=", Decimal(7), "growth", START, DUE, unit="%")
CAP = Facts("<=", Decimal(5), "ratio", START, DUE, unit="%")
STRIVING = replace(FIRMS, modality="strive")
# 181 of 365 days have passed by the end of June.
HALF = Fraction(181, 365)


@pytest.mark.parametrize(
    ("facts", "reached", "as_of", "today", "light", "words"),
    [
        # 35 × 181/365 = 17.36 are due by the end of June; 0.8 of that are 13.88.
        (FIRMS, 18, JUNE, JULY, "green", "已完成 18 家，为承诺 35 家的 51%，时间进度 49%。"),
        (FIRMS, 17, JUNE, JULY, "amber", "已完成 17 家，为承诺 35 家的 48%，时间进度 49%。"),
        (FIRMS, 14, JUNE, JULY, "amber", "已完成 14 家，为承诺 35 家的 40%，时间进度 49%。"),
        (FIRMS, 13, JUNE, JULY, "red", "已完成 13 家，为承诺 35 家的 37%，时间进度 49%。"),
        # A report older than the last closed month is measured against that month's end.
        (FIRMS, 14, date(2026, 3, 31), JULY, "amber", "已完成 14 家，为承诺 35 家的 40%，时间进度 49%。"),
        # A later one against its own day: 35 × 195/365 = 18.7.
        (FIRMS, 18, date(2026, 7, 14), JULY, "amber", "已完成 18 家，为承诺 35 家的 51%，时间进度 53%。"),
        (FIRMS, 35, JUNE, JULY, "done", "已完成 35 家，已兑现承诺。"),
        (replace(FIRMS, comparator=">"), 35, JUNE, JULY, "green",
         "已完成 35 家，为承诺 35 家的 100%，时间进度 49%；承诺是超过这个数。"),
        (replace(FIRMS, comparator=">"), 36, JUNE, JULY, "done", "已完成 36 家，已兑现承诺。"),
        # 0.95 × 35 = 33.25
        (replace(FIRMS, comparator="~"), 34, JUNE, JULY, "done", "已完成 34 家，已兑现承诺。"),
        (replace(FIRMS, comparator="~"), 33, JUNE, JULY, "green",
         "已完成 33 家，为承诺 35 家的 94%，时间进度 49%。"),
        (replace(FIRMS, value_max=Decimal(40)), 35, JUNE, JULY, "done", "已完成 35 家，已兑现承诺。"),
        # Overdue
        (FIRMS, 34, DUE, NEW_YEAR, "red",
         "已完成 34 家，为承诺 35 家的 97%，时间进度 100%；已超过完成时限 10 天。"),
        (FIRMS, 34, DUE, DUE, "amber", "已完成 34 家，为承诺 35 家的 97%，时间进度 100%。"),
        # Nothing confirmed
        (FIRMS, None, None, date(2026, 2, 1), "none", "还没有确认的填报。"),
        (FIRMS, None, None, date(2026, 2, 2), "red", "还没有确认的填报，按零计，时间进度 8%。"),
        (STRIVING, None, None, JULY, "amber", "还没有确认的填报，按零计，时间进度 49%；力争的指标到期前不判滞后。"),
        (GROWTH, None, None, JULY, "red", "还没有确认的填报，按零计。"),
        # 力争
        (STRIVING, 1, JUNE, JULY, "amber",
         "已完成 1 家，为承诺 35 家的 2%，时间进度 49%；力争的指标到期前不判滞后。"),
        (STRIVING, 1, DUE, DUE, "amber",
         "已完成 1 家，为承诺 35 家的 2%，时间进度 100%；力争的指标到期前不判滞后。"),
        (STRIVING, 1, DUE, NEW_YEAR, "red",
         "已完成 1 家，为承诺 35 家的 2%，时间进度 100%；已超过完成时限 10 天。"),
        # A level from its baseline: 100 → 120; 110 are half of the way, 109 0.45/0.4959 = 0.907.
        (STOCK, 110, JUNE, JULY, "green", "已达 110 家，从年初 100 家到承诺 120 家已走完 50%，时间进度 49%。"),
        (STOCK, 109, JUNE, JULY, "amber", "已达 109 家，从年初 100 家到承诺 120 家已走完 45%，时间进度 49%。"),
        (STOCK, 98, JUNE, JULY, "red", "已达 98 家，从年初 100 家到承诺 120 家已走完 0%，时间进度 49%。"),
        (STOCK, 120, JUNE, JULY, "done", "已达 120 家，已兑现承诺。"),
        # A year's total, or a stock without a baseline, begins at zero: 60 of 120 are 0.5 / 0.4959.
        (LOOSE, 60, JUNE, JULY, "green",
         "已达 60 家，为承诺 120 家的 50%（没有年初基数，从零起算），时间进度 49%。"),
        (LOOSE, 59, JUNE, JULY, "amber",
         "已达 59 家，为承诺 120 家的 49%（没有年初基数，从零起算），时间进度 49%。"),
        (LOOSE, 47, JUNE, JULY, "red",
         "已达 47 家，为承诺 120 家的 39%（没有年初基数，从零起算），时间进度 49%。"),
        (replace(STOCK, baseline=Decimal(130)), 119, JUNE, JULY, "amber",
         "已达 119 家，为承诺 120 家的 99%；直接与承诺数比较，不计时间进度。"),
        # A growth has no time's share, and only the last day's figure keeps the promise.
        (GROWTH, Decimal("7.2"), JUNE, JULY, "green", "已达 7.2%，承诺 7%；直接与承诺数比较，不计时间进度。"),
        (GROWTH, Decimal("5.6"), JUNE, JULY, "amber", "已达 5.6%，承诺 7%；直接与承诺数比较，不计时间进度。"),
        (GROWTH, Decimal("5.5"), JUNE, JULY, "red", "已达 5.5%，承诺 7%；直接与承诺数比较，不计时间进度。"),
        (GROWTH, Decimal("7.2"), DUE, NEW_YEAR, "done", "已达 7.2%，已兑现承诺。"),
        (GROWTH, Decimal("7.2"), JUNE, NEW_YEAR, "red",
         "已达 7.2%，承诺 7%；直接与承诺数比较，不计时间进度；已超过完成时限 10 天。"),
        (replace(GROWTH, value=Decimal(-3)), Decimal(-2), JUNE, JULY, "green",
         "已达 -2%，承诺 -3%；直接与承诺数比较，不计时间进度。"),
        # A cap holds until the last day and is kept on it.
        (CAP, 5, JUNE, JULY, "green", "已达 5%，没有超过承诺的上限 5%。"),
        (CAP, Decimal("5.1"), JUNE, JULY, "red", "已达 5.1%，已超过承诺的上限 5%。"),
        (replace(CAP, modality="strive"), 6, JUNE, JULY, "amber",
         "已达 6%，已超过承诺的上限 5%；力争的指标到期前不判滞后。"),
        (CAP, 5, DUE, DUE, "done", "已达 5%，已兑现承诺。"),
        (CAP, 5, JUNE, NEW_YEAR, "red", "已达 5%，没有超过承诺的上限 5%；已超过完成时限 10 天。"),
        (CAP, None, None, JULY, "none", "还没有确认的填报。"),
        (CAP, None, None, NEW_YEAR, "red", "还没有确认的填报；已超过完成时限 10 天。"),
        # Large numbers and no unit
        (replace(FIRMS, value=Decimal("1234567.8"), unit="万元"), Decimal("1234567.80"), JUNE, JULY, "done",
         "已完成 1,234,567.8 万元，已兑现承诺。"),
        (replace(FIRMS, unit=""), 18, JUNE, JULY, "green", "已完成 18，为承诺 35 的 51%，时间进度 49%。"),
    ],
)  # fmt: skip
def test_a_target_has_the_light_and_the_sentence_of_its_case(
    facts: Facts, reached: Decimal | int | None, as_of: date | None, today: date, light: str, words: str
) -> None:
    judged = judge_target(facts, None if reached is None else Decimal(reached), as_of, today)
    assert (judged.light, judged.words) == (light, words)


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2025, 12, 31), 0),
        (START, Fraction(1, 365)),
        (JUNE, HALF),
        (DUE, 1),
        (NEW_YEAR, 1),
    ],
)
def test_without_points_time_runs_along_the_days(on: date, share: Fraction | int) -> None:
    assert expected_share(START, DUE, on) == pytest.approx(Decimal(float(share)), abs=Decimal("1e-12"))


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2026, 3, 31), "0.10"),
        # 15 of the 91 days of the second quarter, on the way from 10 to 40.
        (date(2026, 4, 15), Decimal("0.10") + Decimal("0.30") * 15 / 91),
        (JUNE, "0.40"),
        (DUE, 1),
    ],
)
def test_between_month_points_the_way_is_straight(on: date, share: Decimal | str | int) -> None:
    assert expected_share(START, DUE, on, [(6, 40), (3, 10)]) == Decimal(share)


def test_points_of_a_time_over_two_years_belong_to_the_first_such_month() -> None:
    start, due = date(2025, 9, 1), date(2026, 8, 31)
    assert expected_share(start, due, date(2025, 12, 31), [(12, 20), (6, 70)]) == Decimal("0.2")
    assert expected_share(start, due, JUNE, [(12, 20), (6, 70)]) == Decimal("0.7")


def test_points_decide_the_light() -> None:
    paced = replace(FIRMS, points=((6, 40),))
    assert judge_target(paced, Decimal(14), JUNE, JULY).light == Light.GREEN
    assert judge_target(FIRMS, Decimal(14), JUNE, JULY).light == Light.AMBER


@pytest.mark.parametrize(
    ("as_of", "today", "day"),
    [
        (None, JULY, JUNE),
        (date(2026, 3, 31), JULY, JUNE),
        (date(2026, 7, 10), JULY, date(2026, 7, 10)),
        (date(2026, 8, 1), JULY, JULY),
        (None, date(2026, 1, 20), date(2025, 12, 31)),
    ],
)
def test_the_day_of_reference_is_the_last_closed_month_or_a_later_report(
    as_of: date | None, today: date, day: date
) -> None:
    assert reference_day(as_of, today) == day


WORK = Work(START, DUE)


@pytest.mark.parametrize(
    ("percent", "work", "today", "light", "words"),
    [
        (50, WORK, JULY, "green", "任务已完成 50%，时间进度 49%。"),
        (40, WORK, JULY, "amber", "任务已完成 40%，时间进度 49%。"),
        (39, WORK, JULY, "red", "任务已完成 39%，时间进度 49%。"),
        (100, WORK, JULY, "done", "任务已完成。"),
        (99, WORK, NEW_YEAR, "red", "任务已完成 99%，时间进度 100%；已超过完成时限 10 天。"),
        (None, WORK, date(2026, 1, 20), "none", "还没有确认的填报。"),
        (None, WORK, JULY, "red", "还没有确认的填报，按零计，时间进度 49%。"),
        (None, replace(WORK, by_targets=True), JULY, "none", "以所属指标为准。"),
    ],
)
def test_a_task_is_judged_by_its_percent(
    percent: int | None, work: Work, today: date, light: str, words: str
) -> None:
    judged = judge_task(percent, work, JUNE if percent is not None else None, today)
    assert (judged.light, judged.words) == (light, words)


@pytest.mark.parametrize(
    ("step", "strives", "light"),
    [
        (Step("印发方案", date(2026, 7, 15)), False, "green"),
        (Step("印发方案", date(2026, 7, 14)), False, "amber"),
        (Step("印发方案", date(2026, 6, 30)), False, "amber"),
        (Step("印发方案", date(2026, 6, 29)), False, "red"),
        (Step("印发方案", date(2026, 6, 29)), True, "amber"),
        (Step("印发方案", date(2026, 3, 1), done_on=JUNE), False, "green"),
    ],
)
def test_a_missed_milestone_warns_for_fifteen_days_and_then_delays(
    step: Step, strives: bool, light: str
) -> None:
    judged = judge_task(60, replace(WORK, milestones=[step], strives=strives), JUNE, JULY)
    assert judged.light == light


def test_a_missed_milestone_is_named() -> None:
    steps = [Step("验收", date(2026, 7, 10)), Step("印发方案", date(2026, 7, 1))]
    judged = judge_task(100, replace(WORK, milestones=steps), JUNE, JULY)
    assert judged.words == "任务已完成；节点“印发方案”已超过时限 14 天。"
    assert (judged.light, judged.late_days) == (Light.AMBER, 14)


def test_the_worst_light_wins_and_nothing_is_none() -> None:
    assert worst([Light.DONE, Light.RED, Light.GREEN]) == Light.RED
    assert worst([Light.DONE, Light.DONE]) == Light.DONE
    assert worst([Light.DONE, Light.GREEN]) == Light.GREEN
    assert worst([]) == Light.NONE


DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
AMOUNTS = st.decimals(0, 1000, places=2)
POINTS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 100)), max_size=4)


@st.composite
def promises(draw: st.DrawFn) -> Facts:
    start = draw(st.dates(date(2025, 11, 1), date(2026, 6, 30)))
    return Facts(
        comparator=draw(st.sampled_from([">=", ">", "=", "~", "<="])),
        value=draw(st.decimals(-10, 500, places=2)),
        kind=draw(st.sampled_from(["increment", "level", "growth", "ratio"])),
        starts_on=start,
        due_on=start + timedelta(days=draw(st.integers(0, 420))),
        modality=draw(st.sampled_from(["plain", "must", "strive"])),
        baseline=draw(st.none() | AMOUNTS),
        points=draw(POINTS),
        unit=draw(st.sampled_from(["家", "%", ""])),
    )


@given(promises(), st.none() | AMOUNTS, DAYS, DAYS)
def test_striving_is_never_red_before_its_last_day_has_passed(
    facts: Facts, reached: Decimal | None, as_of: date, today: date
) -> None:
    assume(today <= facts.due_on)
    assert judge_target(replace(facts, modality="strive"), reached, as_of, today).light != Light.RED


@given(promises(), AMOUNTS, AMOUNTS, DAYS, DAYS)
def test_more_reached_never_worsens_the_light_and_a_cap_never_betters(
    facts: Facts, some: Decimal, more: Decimal, as_of: date, today: date
) -> None:
    less, much = sorted([some, more])
    lights = [judge_target(facts, reached, as_of, today).light for reached in (less, much)]
    ranks = [BY_PRESSURE.index(light) for light in lights]
    assert ranks == sorted(ranks, reverse=facts.comparator == "<=")


@given(promises(), st.none() | AMOUNTS, DAYS, DAYS)
def test_what_is_overdue_and_not_done_is_red(
    facts: Facts, reached: Decimal | None, as_of: date, today: date
) -> None:
    assume(today > facts.due_on and not (reached is None and today < facts.starts_on + timedelta(days=32)))
    judged = judge_target(facts, reached, as_of, today)
    assert judged.light in (Light.RED, Light.DONE)
    assert judged.late_days == (0 if judged.light == Light.DONE else (today - facts.due_on).days)


@given(promises(), st.none() | AMOUNTS, DAYS, DAYS)
def test_every_judgement_is_one_sentence(
    facts: Facts, reached: Decimal | None, as_of: date, today: date
) -> None:
    words = judge_target(facts, reached, as_of, today).words
    assert words.endswith("。")
    assert words.count("。") == 1


@given(promises(), DAYS, DAYS)
def test_more_time_never_asks_for_less(facts: Facts, one: date, other: date) -> None:
    early, late = sorted([one, other])
    shares = [expected_share(facts.starts_on, facts.due_on, on, facts.points) for on in (early, late)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


@given(DAYS, st.integers(0, 60), st.integers(1, 60), st.none() | st.integers(0, 100))
def test_a_later_look_at_a_missed_milestone_is_never_kinder(
    due: date, late: int, more: int, percent: int | None
) -> None:
    work = Work(due - timedelta(days=400), due + timedelta(days=400), milestones=[Step("验收", due)])
    looks = [due + timedelta(days=late), due + timedelta(days=late + more)]
    ranks = [BY_PRESSURE.index(judge_task(percent, work, look, look).light) for look in looks]
    assert ranks == sorted(ranks, reverse=True)
