"""An app speaks only of what stands below it: in imports, in foreign keys, in addresses."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver

from tests.rules.ladder import (
    HEIGHT,
    PACKAGE,
    ROOT,
    SPACE_OF_NAME,
    app_of,
    calls,
    first_text,
    may_reach,
    sources,
)

KEYS = ("ForeignKey", "OneToOneField", "ManyToManyField")
URL_TAG = re.compile(r"""\{%\s*url\s+['"]([\w:-]+)['"]""")
LINTER = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def strange_keys(package: Path) -> Iterator[str]:
    """Foreign keys by name into an app that the ladder does not allow; the user model is allowed everywhere."""
    for path in sources(package, "*.py"):
        for call in calls(path, *KEYS):
            target = first_text(call)
            if "." in target and target != "people.User" and not reaches(path, package, target.split(".")[0]):
                yield f"{path.relative_to(package)}: {target}"


def strange_addresses(package: Path) -> Iterator[str]:
    """`{% url %}`, `reverse` and `redirect` to an address of a floor above."""
    for path in sources(package, "*.html", "*.txt"):
        yield from wrong_names(path, package, URL_TAG.findall(path.read_text(encoding="utf-8")))
    for path in sources(package, "*.py"):
        named = [first_text(call) for call in calls(path, "reverse", "reverse_lazy", "redirect")]
        yield from wrong_names(path, package, [name for name in named if name and "/" not in name])


def wrong_names(path: Path, package: Path, names: list[str]) -> Iterator[str]:
    for name in names:
        if not reaches(path, package, floor_of(name)):
            yield f"{path.relative_to(package)}: {name}"


def floor_of(name: str) -> str:
    """The app that serves an address: its name space, or the site where it has none."""
    space, colon, _rest = name.partition(":")
    return space if colon else SPACE_OF_NAME.get(name.partition("_")[0], "site")


def reaches(path: Path, package: Path, target: str) -> bool:
    app = app_of(path, package)
    return app not in HEIGHT or target not in HEIGHT or may_reach(app, target)


# Every page's frame leads home, to one's own account and out, wherever it is used.
FRAME = {
    "home",
    "search",
    "act_as",
    "messages",
    "messages_read",
    "components",
    "account_login",
    "account_logout",
    "account_change_password",
    "mfa_index",
    "usersessions_list",
}


def test_foreign_keys_by_name_obey_the_ladder() -> None:
    assert list(strange_keys(PACKAGE)) == []


def test_addresses_obey_the_ladder() -> None:
    found = [line for line in strange_addresses(PACKAGE) if line.split(": ")[1] not in FRAME]
    assert found == []


def test_the_exceptions_for_the_frame_are_addresses_that_exist() -> None:
    assert set(get_resolver().reverse_dict.keys()) >= FRAME


def test_every_app_has_its_place_on_the_ladder() -> None:
    floors = [PACKAGE / "foundation", PACKAGE / "services", PACKAGE / "workplan"]
    apps = {each.name for floor in floors for each in floor.iterdir() if (each / "__init__.py").exists()}
    assert apps - set(HEIGHT) == set()


def test_imports_obey_the_contracts() -> None:
    done = subprocess.run([sys.executable, "-c", LINTER], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.fixture
def crooked(tmp_path: Path) -> Path:
    """A small tree in which the foundation speaks of the workplan."""
    people = tmp_path / "yaodian" / "foundation" / "people"
    (people / "templates").mkdir(parents=True)
    (people / "models.py").write_text(
        "a = models.ForeignKey('plans.Plan', models.PROTECT)\n"
        "b = models.ForeignKey('people.User', models.PROTECT)\n"
        "c = models.ForeignKey('audit.Entry', models.PROTECT)\n"
    )
    (people / "views.py").write_text(
        "redirect('plans:list')\nreverse('account_login')\nredirect('/plans/')\n"
    )
    (people / "templates" / "x.html").write_text("{% url 'plans:detail' 1 %}{% url 'mfa_index' %}")
    return tmp_path / "yaodian"


def test_the_rules_see_a_foundation_that_speaks_of_the_workplan(crooked: Path) -> None:
    assert list(strange_keys(crooked)) == ["foundation/people/models.py: plans.Plan"]
    assert list(strange_addresses(crooked)) == [
        "foundation/people/templates/x.html: plans:detail",
        "foundation/people/views.py: plans:list",
    ]


def test_the_contracts_see_an_import_that_goes_up(tmp_path: Path) -> None:
    package = tmp_path / "house"
    for folder in ("site", "workplan"):
        (package / folder).mkdir(parents=True)
        (package / folder / "__init__.py").write_text("")
    (package / "__init__.py").write_text("")
    (package / "workplan" / "__init__.py").write_text("import house.site\n")
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_package = house\n[importlinter:contract:1]\nname = up\ntype = layers\n"
        "layers =\n    site\n    workplan\ncontainers =\n    house\n"
    )
    done = subprocess.run([sys.executable, "-c", LINTER], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, "house.workplan -> house.site" in done.stdout) == (1, True)


def test_the_reader_of_calls_sees_both_ways_of_calling(tmp_path: Path) -> None:
    source = tmp_path / "x.py"
    source.write_text("reverse('a')\nurls.reverse('b')\nreverse(name)\nother('c')\n")
    assert [first_text(call) for call in calls(source, "reverse")] == ["a", "b", ""]
