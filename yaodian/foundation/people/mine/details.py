"""我的信息, and what keepers see of others: masks, in full for a reason, correcting, the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yaodian.foundation.audit.log import record
from yaodian.foundation.common import clock
from yaodian.foundation.common.actor import Actor
from yaodian.foundation.common.components import Row
from yaodian.foundation.flow.doors import Superseded
from yaodian.foundation.people import register
from yaodian.foundation.people.models import PersonalDetails, User
from yaodian.foundation.people.personal import (
    FIELDS,
    LABELS,
    change_details,
    details_of,
    held_in,
    may_change_details,
    may_see_details,
    open_details,
    who_looked,
)
from yaodian.foundation.people.roles import ROLE_KEEPERS, Role

from .common import myself, tried
from .forms import DetailsForm, OpenForm, PasswordForm
from .password import problem_with_password

EXPORT_NAME = "my-information.json"
MOVED_ON = "这些信息刚才已在别处更正。下面是现在的内容，请核对后重新保存。"


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What is held of the person, sealed values in masks, and who has looked."""
    return _own_page(request, myself(request).user, in_full=False)


def _own_page(request: HttpRequest, user: User, *, in_full: bool) -> HttpResponse:
    lines = [(line, line.clear(user) if in_full else line.shown(user)) for line in register.lines()]
    context = {"lines": lines, "in_full": in_full, "looks": who_looked(user)}
    return render(request, "people/mine/details.html", context)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def own_open(request: HttpRequest) -> HttpResponse:
    """After the password: everything in full on the page of the answer, or as a JSON file."""
    by, form = myself(request), PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        problem = problem_with_password(request, myself(request).user, form.cleaned_data["password"])
        if not problem:
            if request.POST.get("do") == "export":
                return _export(by)
            open_details(by.user, FIELDS, by=by)
            return _own_page(request, by.user, in_full=True)
        form.add_error("password", problem)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/mine/details_open.html", {"form": form}, status=status)


def _export(by: Actor) -> HttpResponse:
    user: User = by.user
    record("export_own_details", user, by=by, after={"fields": [line.field for line in register.lines()]})
    held = [
        {
            "项目": line.words,
            "内容": line.clear(user),
            "用途": line.purpose,
            "依据": line.basis,
            "保存期限": line.retention,
            "谁能看到": line.seen_by,
        }
        for line in register.lines()
    ]
    looks = [
        {"时间": each.at.astimezone(clock.SHANGHAI).isoformat(), "谁": each.actor_label, "理由": each.reason}
        for each in who_looked(user)
    ]
    content = {"导出时间": clock.now().isoformat(), "个人信息": held, "查看全文的记录": looks}
    headers = {"Content-Disposition": f'attachment; filename="{EXPORT_NAME}"'}
    return JsonResponse(content, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 1})


@sensitive_post_parameters("password", *FIELDS)
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def own_change(request: HttpRequest) -> HttpResponse:
    by = myself(request)
    return _change(request, by.user, by, "mine:details")


@sensitive_post_parameters(*FIELDS)
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def of_person_change(request: HttpRequest, user_id: int) -> HttpResponse:
    by, user = request.actor, _person(request, user_id)  # type: ignore[attr-defined]
    if refusal := may_change_details(by, user):
        return render(request, "403.html", {"reason": refusal.reason}, status=403)
    return _change(request, user, by, "mine:details_of")


def _change(request: HttpRequest, user: User, by: Actor, then: str) -> HttpResponse:
    own = then == "mine:details"
    details = details_of(user, by=by)
    form = _details_form(details, own, request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid() and _password_is_right(request, form):
        told = form.cleaned_data
        try:
            changed = tried(
                form,
                change_details,
                user,
                form.changes(),
                revision=told["revision"],
                by=by,
                reason=told.get("reason", ""),
            )
        except Superseded:
            messages.warning(request, MOVED_ON)
            form, status = _details_form(details_of(user, by=by), own, None), 409
        else:
            if changed is not None:
                messages.success(request, "已保存。")
                return redirect(then) if own else redirect(then, user.pk)
    context = {"form": form, "person": user, "own": own}
    return render(request, "people/mine/details_change.html", context, status=status)


def _details_form(details: PersonalDetails, own: bool, data: Any) -> DetailsForm:
    initial = {name: getattr(details, name) for name in FIELDS} | {"revision": details.revision}
    return DetailsForm(own, data, initial=initial)


def _password_is_right(request: HttpRequest, form: DetailsForm) -> bool:
    """Asked for in a matter of one's own; a keeper gives a reason instead."""
    if "password" not in form.fields:
        return True
    problem = problem_with_password(request, myself(request).user, form.cleaned_data["password"])
    if problem:
        form.add_error("password", problem)
    return not problem


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def of_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Somebody's details in masks; a POST with fields and a reason shows those in full, this once."""
    by, user = request.actor, _person(request, user_id)  # type: ignore[attr-defined]
    form = OpenForm(request.POST or None)
    opened: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        opened = tried(form, open_details, user, told["wanted"], by=by, reason=told["reason"]) or {}
    details = details_of(user, by=by)
    context = {
        "person": user,
        "rows": [
            Row(LABELS[name], opened.get(name) or str(getattr(details, name)) or "没有登记")
            for name in FIELDS
        ],
        "opened": opened,
        "form": form if not opened else OpenForm(),
        "held": held_in(details),
        "may_change": may_change_details(by, user) is None,
        "looks": who_looked(user),
    }
    status = 422 if request.method == "POST" and not opened else 200
    return render(request, "people/mine/details_of.html", context, status=status)


def _person(request: HttpRequest, user_id: int) -> User:
    """For keepers; to anybody else the page is not there. One's own stands under 我的信息."""
    user = get_object_or_404(User, pk=user_id)
    by: Actor = request.actor  # type: ignore[attr-defined]
    if may_see_details(by, user) is not None or by.user.pk == user.pk:
        raise Http404
    return user


@require_safe
@login_required
def register_page(request: HttpRequest) -> HttpResponse:
    """个人信息登记: for who answers for it."""
    if request.actor.role not in ROLE_KEEPERS | {Role.AUDIT_ADMIN}:  # type: ignore[attr-defined]
        raise Http404
    return render(request, "people/mine/register.html", {"lines": register.lines()})
