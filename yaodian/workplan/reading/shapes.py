"""What a reading consists of. Offsets are Python string offsets into the text that was read."""

from dataclasses import asdict, dataclass, field
from typing import Any

Number = int | float
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step that is done or not done: a verb and what it is done to (出台 … 管理办法)."""

    verb: str
    object: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point in time as written, and its last day (ISO) where the words are exact enough."""

    text: str
    start: int
    end: int
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What a task says beside its numbers."""

    deadlines: tuple[Deadline, ...] = ()
    frequency: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One work item at the finest numbered level that has body text."""

    no: str
    section: tuple[str, ...]
    title: str
    start: int
    end: int
    details: Details = field(default_factory=Details)


@dataclass(frozen=True, slots=True)
class Target:
    """One quantified commitment; `text` is `source[start:end]`, `task` the number of its task."""

    start: int
    end: int
    text: str
    indicator: str
    comparator: str
    value: Number
    value_max: Number | None
    unit: str
    kind: str
    task: str | None
    modality: str = "plain"
    year: int | None = None
    frequency: str | None = None


@dataclass(frozen=True, slots=True)
class System:
    """An information system or platform that the text names."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as read: who wrote it, its tasks, its promised numbers, the systems it names."""

    title: str
    year: int | None
    city: str | None
    issuer: str | None
    document: str
    tasks: tuple[Task, ...]
    targets: tuple[Target, ...]
    systems: tuple[System, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dicts in the form of plan.schema.json, ready for `json.dumps`."""
        words = asdict(self)
        words["tasks"] = [_flat_task(task) for task in words["tasks"]]
        words["targets"] = list(words["targets"])
        words["systems"] = list(words["systems"])
        return words


def _flat_task(task: dict[str, Any]) -> dict[str, Any]:
    details = task.pop("details")
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in {**task, **details}.items()
    }


class NotAPlan(ValueError):
    """The text has neither tasks nor promised numbers; the message says in Chinese what to do."""

    def __init__(self) -> None:
        super().__init__(
            "没有在文中找到工作任务或量化目标：请确认上传的是工作要点、行动计划、任务清单一类的文件，或把正文粘贴进来再试。"
        )
