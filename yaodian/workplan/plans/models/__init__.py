"""The tables of plans, by noun."""

from .passages import Passage, Target, Task
from .plans import Plan, PlanQuerySet
from .versions import Approval, ItemVersion, Version

__all__ = ["Approval", "ItemVersion", "Passage", "Plan", "PlanQuerySet", "Target", "Task", "Version"]
