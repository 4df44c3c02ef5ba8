"""Input of one's own pages, cleaned; nothing is written here."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django import forms

from yaodian.foundation.common import clock
from yaodian.foundation.common.sealed import Sealed, SealedFormField
from yaodian.foundation.people import scopes
from yaodian.foundation.people.delegating import LONGEST_DAYS, colleagues, delegable
from yaodian.foundation.people.models import Membership, User
from yaodian.foundation.people.personal import FIELDS, LABELS, LONGEST_REASON
from yaodian.foundation.people.tokens import LONGEST_DAYS as LONGEST_TOKEN
from yaodian.foundation.people.tokens import USUAL_DAYS

DAY = {"type": "date"}


class MembershipChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return obj.label


def day(label: str, missing: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs=DAY)
    words = {"required": missing, "invalid": "请按 2026-03-01 的样子填写日期。"}
    return forms.DateField(label=label, widget=widget, error_messages=words)


class DelegationForm(forms.Form):
    """Which of one's roles, to whom, from when to when, and why."""

    membership = MembershipChoice(
        Membership.objects.none(),
        label="委托的身份",
        empty_label=None,
        error_messages={"required": "请选择一个身份。", "invalid_choice": "请选择自己现任的身份。"},
    )
    delegate = forms.ModelChoiceField(
        User.objects.none(),
        label="受托人",
        empty_label="请选择",
        help_text="本单位在职的同事；管理员不能代办业务。",
        error_messages={"required": "请选择受托人。", "invalid_choice": "请选择本单位在职的同事。"},
    )
    starts_on = day("开始日期", "请填写从哪一天开始。")
    ends_on = day("结束日期", "请填写到哪一天为止。")
    reason = forms.CharField(
        label="事由",
        max_length=100,
        help_text="例如“赴省厅培训”。",
        error_messages={"required": "请写明事由。", "max_length": "事由最多 100 个字。"},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = delegable(user)
        self.fields["membership"].queryset = own  # type: ignore[attr-defined]
        self.fields["delegate"].queryset = colleagues(list(own), user)  # type: ignore[attr-defined]
        self.initial.setdefault("starts_on", clock.today())
        self.fields["ends_on"].help_text = f"含当天，一次最多 {LONGEST_DAYS} 天；到期自动结束，也可随时收回。"


class TokenForm(forms.Form):
    """For which role, what for, what it may read, for how long."""

    membership = MembershipChoice(
        Membership.objects.none(),
        label="以哪个身份读取",
        empty_label=None,
        help_text="程序读到的，与您以这个身份看到的相同；任职结束或账号停用时立即失去作用。",
        error_messages={"required": "请选择一个身份。", "invalid_choice": "请选择自己现任的身份。"},
    )
    name = forms.CharField(
        label="用途",
        max_length=60,
        help_text="给哪个程序、做什么用，例如“市府督查平台取进展”。",
        error_messages={"required": "请写明给哪个程序、做什么用。", "max_length": "用途最多 60 个字。"},
    )
    scopes = forms.MultipleChoiceField(
        label="可读内容",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选择一项可读内容。",
            "invalid_choice": "没有这项内容，请重新选择。",
        },
    )
    days = forms.IntegerField(
        label="有效天数",
        initial=USUAL_DAYS,
        min_value=1,
        max_value=LONGEST_TOKEN,
        error_messages={
            "required": f"请填写 1 至 {LONGEST_TOKEN} 之间的天数。",
            "invalid": f"请填写 1 至 {LONGEST_TOKEN} 之间的天数。",
            "min_value": f"有效天数请填 1 至 {LONGEST_TOKEN}。",
            "max_value": f"有效天数请填 1 至 {LONGEST_TOKEN}。",
        },
    )
    # A page sent twice must not make a second token whose secret nobody sees.
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Membership.objects.current().filter(user=user).select_related("organisation", "division")
        self.fields["membership"].queryset = own  # type: ignore[attr-defined]
        self.fields["scopes"].choices = list(scopes.known().items())  # type: ignore[attr-defined]
        self.fields["password"] = password_field()
        self.initial.setdefault("key", secrets.token_urlsafe(16))
        until = clock.today() + timedelta(days=USUAL_DAYS)
        self.fields["days"].help_text = f"{USUAL_DAYS} 天到 {until}；最长 {LONGEST_TOKEN} 天。"


def password_field() -> forms.CharField:
    return forms.CharField(
        label="登录密码",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入登录密码。"},
    )


def reason_field(purpose: str) -> forms.CharField:
    return forms.CharField(
        label="理由",
        max_length=LONGEST_REASON,
        help_text=f"{purpose}理由会记入审计，本人能看到。",
        error_messages={"required": "请写明理由。", "max_length": f"理由最多 {LONGEST_REASON} 个字。"},
    )


class DetailsForm(forms.Form):
    """Phone and identity number; a mask sent back as it was shown leaves the value as it is."""

    phone = SealedFormField(label="手机号", required=False, max_length=30, help_text="11 位；清空即删除。")
    id_number = SealedFormField(
        label="身份证号", required=False, max_length=30, help_text="18 位；清空即删除。"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, own: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            self.fields["password"] = password_field()
        else:
            self.fields["reason"] = reason_field("例如“本人来电更正”。")

    def changes(self) -> dict[str, str | Sealed]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class PasswordForm(forms.Form):
    password = password_field()


class OpenForm(forms.Form):
    """Which values to see in full, and why."""

    wanted = forms.MultipleChoiceField(
        label="要看的项目",
        widget=forms.CheckboxSelectMultiple,
        choices=list(LABELS.items()),
        error_messages={"required": "请选择要看的项目。", "invalid_choice": "请选择要看的项目。"},
    )
    reason = reason_field("例如“核对授权对象”。")
