"""Reading plans: plain text in, tasks and promised numbers with their offsets out.

Plain Python without Django or a database. `read_plan` is the one way in.
"""

from .documents import KINDS
from .reader import read_plan
from .shapes import Deadline, Details, Milestone, NotAPlan, Reading, System, Target, Task

__all__ = [
    "KINDS",
    "Deadline",
    "Details",
    "Milestone",
    "NotAPlan",
    "Reading",
    "System",
    "Target",
    "Task",
    "read_plan",
]
