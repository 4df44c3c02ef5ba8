"""Habits of the house that a reader relies on: one clock, one place for states, small files, kind words."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.rules.ladder import PACKAGE, ROOT, calls, sources
from yaodian.foundation.people.models import Division, Membership, Organisation, Region, User
from yaodian.workplan.plans.models import Target, Task

LINES = 400
UNWANTED = re.compile("非法|无效")
CLOCK = "foundation/common/clock.py"
DOORS = "foundation/flow/doors.py"
WORKBOOKS = "foundation/desk/workbooks.py"
SHOWN = (Region, Organisation, Division, User, Membership, Task, Target)
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I
)


def relative(path: Path, package: Path) -> str:
    return str(path.relative_to(package))


def other_clocks(package: Path) -> Iterator[str]:
    """Calls that ask the time anywhere but at the one clock."""
    for path in sources(package, "*.py"):
        for call in calls(path, "now", "today", "utcnow", "localdate", "localtime"):
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            asked = getattr(owner, "id", getattr(owner, "attr", ""))
            if asked in ("datetime", "date", "timezone") and relative(path, package) != CLOCK:
                yield f"{relative(path, package)}:{call.lineno}"


def assigned_states(package: Path) -> Iterator[str]:
    """`anything.state = …`, and `update(state=…)` outside the doors."""
    for path in sources(package, "*.py"):
        if relative(path, package) == DOORS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(each, ast.Attribute) and each.attr == "state" for each in targets if each):
                yield f"{relative(path, package)}:{node.lineno}"  # type: ignore[attr-defined]
        for call in calls(path, "update"):
            if any(keyword.arg == "state" for keyword in call.keywords):
                yield f"{relative(path, package)}:{call.lineno}"


def unkind_words(package: Path) -> Iterator[str]:
    for path in sources(package, "*.py", "*.html", "*.txt", "*.js"):
        if UNWANTED.search(path.read_text(encoding="utf-8")):
            yield relative(path, package)


def inline_code(package: Path) -> Iterator[str]:
    for path in sources(package, "*.html"):
        if INLINE.search(path.read_text(encoding="utf-8")):
            yield relative(path, package)


def long_files(package: Path) -> Iterator[str]:
    for path in sources(package, "*.py", "*.html", "*.js"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LINES:
            yield f"{relative(path, package)}: {lines}"


def imports_inside(package: Path) -> Iterator[str]:
    """Imports of ours below the top of a module, except where Django must be ready first."""
    for path in sources(package, "*.py"):
        if path.name == "apps.py":
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.ImportFrom) and (node.level or "yaodian" in str(node.module)):
                        yield f"{relative(path, package)}:{node.lineno}"


def nameless_fields() -> Iterator[str]:
    """Fields of records that people read and change, which a page could show only by their English name."""
    for model in apps.get_models():
        if issubclass(model, SHOWN):
            for each in model._meta.concrete_fields:
                if each.is_relation or each.primary_key:
                    continue
                if str(each.verbose_name).isascii():
                    yield f"{model._meta.label}.{each.name}"


def missing_parts(package: Path) -> Iterator[str]:
    """Apps with tables that keep no actions: every write has its place."""
    for models in sources(package, "models.py"):
        app = models.parent
        if (
            not ((app / "actions.py").exists() or (app / "actions").is_dir())
            and "foundation" not in app.parts
        ):
            yield relative(app, package)


def other_workbooks(package: Path) -> Iterator[str]:
    """Imports of the writer of Excel files anywhere but where every cell is kept from becoming a formula."""
    for path in sources(package, "*.py"):
        if "xlsxwriter" in path.read_text(encoding="utf-8") and relative(path, package) != WORKBOOKS:
            yield relative(path, package)


RULES: dict[str, Callable[[Path], Iterator[str]]] = {
    "other clocks": other_clocks,
    "assigned states": assigned_states,
    "unkind words": unkind_words,
    "inline code": inline_code,
    "long files": long_files,
    "imports inside functions": imports_inside,
    "apps without actions": missing_parts,
    "xlsxwriter only in desk/workbooks.py": other_workbooks,
}
BROKEN = {
    "other clocks": ("foundation/people/x.py", "from datetime import datetime\nmoment = datetime.now()\n"),
    "assigned states": ("workplan/plans/x.py", "plan.state = 'reviewed'\n"),
    "unkind words": ("foundation/people/x.html", "<p>非法输入</p>"),
    "inline code": ("foundation/people/x.html", '<p class="a" style="color: red">x</p>'),
    "long files": ("foundation/people/x.py", "a = 1\n" * (LINES + 1)),
    "imports inside functions": (
        "foundation/people/x.py",
        "def one():\n    from .models import User\n    return User\n",
    ),
    "apps without actions": ("workplan/plans/models.py", ""),
    "xlsxwriter only in desk/workbooks.py": ("workplan/plans/x.py", "import xlsxwriter\n"),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_its_habits(rule: str) -> None:
    assert list(RULES[rule](PACKAGE)) == []


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_sees_its_fault(rule: str, tmp_path: Path) -> None:
    name, text = BROKEN[rule]
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert [line.partition(":")[0] for line in RULES[rule](tmp_path)] == [
        name if path.name != "models.py" else "workplan/plans"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Plan.objects.filter(pk=1).update(state='reviewed')\n",
        "plan.state: str = 'reviewed'\n",
        "plan.state += 'x'\n",
        "(plan.state) = 'x'\n",
    ],
)
def test_the_rule_of_states_sees_every_way_of_assigning(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(text)
    assert list(assigned_states(tmp_path)) == ["x.py:1"]


@pytest.mark.parametrize("text", ["date.today()", "timezone.now()", "datetime.datetime.now(tz=X)"])
def test_the_rule_of_clocks_sees_every_way_of_asking(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(text)
    assert list(other_clocks(tmp_path)) == ["x.py:1"]


def test_the_rule_of_clocks_lets_the_one_clock_and_dates_pass(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(
        "clock.now()\nclock.today()\ndatetime.combine(a, b)\ndatetime.fromtimestamp(1)\n"
    )
    assert list(other_clocks(tmp_path)) == []


def test_every_field_that_a_page_could_show_has_a_chinese_name() -> None:
    inherited = {"people.User.password", "people.User.last_login"}
    assert set(nameless_fields()) - inherited == set()


def test_no_file_of_ours_speaks_of_what_is_still_to_be_written() -> None:
    unfinished = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    found = [
        str(path.relative_to(ROOT))
        for path in sources(PACKAGE, "*.py", "*.html", "*.js")
        if unfinished.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
