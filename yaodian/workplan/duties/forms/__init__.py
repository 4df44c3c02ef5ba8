"""Input of the pages of duties, cleaned; nothing is written here."""

from .assigning import AssignForm, StepForm, assign_initial, step_forms
from .fields import plain_number
from .filling import FillForm
from .filtering import DutyFilter
from .issuing import IssueForm
from .sharing import TargetForm, target_initial
from .workbook import WorkbookForm

__all__ = [
    "AssignForm",
    "DutyFilter",
    "FillForm",
    "IssueForm",
    "StepForm",
    "TargetForm",
    "WorkbookForm",
    "assign_initial",
    "plain_number",
    "step_forms",
    "target_initial",
]
