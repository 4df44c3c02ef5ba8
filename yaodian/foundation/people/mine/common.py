"""What the views of this package begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.refusal import Problems
from yaodian.foundation.flow.doors import NotInNext, Superseded
from yaodian.foundation.people.acting import oneself


def myself(request: HttpRequest) -> Actor:
    """The person in a matter of their own."""
    return oneself(request.actor)  # type: ignore[attr-defined]


def tried(form: forms.Form, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What `act` gives; None after its problems were added to the form."""
    try:
        return act(*args, **kwargs)
    except Problems as problems:
        for problem in problems.items:
            form.add_error(problem.field if problem.field in form.fields else None, problem.words)
        return None


def ended(end: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Whether this call has ended it; False when somebody was first."""
    try:
        end(*args, **kwargs)
    except (NotInNext, Superseded):
        return False
    return True
