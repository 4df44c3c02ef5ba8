"""Input of the administrators' pages, cleaned; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from yaodian.foundation.audit import words
from yaodian.foundation.audit.models import Result
from yaodian.foundation.common import clock
from yaodian.foundation.people.models import Division, Organisation, Region, RoleRequest, User
from yaodian.foundation.people.profiles import may_exist
from yaodian.foundation.people.roles import Role

ANY = ("", "全部")
NOT_AN_ADDRESS = {"invalid": "请填完整的邮箱，例如 name@example.cn，或者先空着。"}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **more)


def _words(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": rows}), **more)


class AccountFilter(forms.Form):
    q = forms.CharField(label="姓名或用户名", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[ANY, ("active", "在用"), ("closed", "已停用")]
    )
    role = forms.ChoiceField(label="角色", required=False, choices=[ANY, *Role.choices])
    order = forms.ChoiceField(
        label="排序",
        required=False,
        choices=[("", "按排序"), ("name", "按姓名"), ("new", "最近建立在前"), ("idle", "最久没有登录在前")],
    )


class AccountForm(forms.Form):
    """A new account, or the changed name of an old one (then the user name is left out).

    `own_email`: the e-mail address is the person's own to change.
    """

    username = forms.CharField(
        label="用户名", max_length=60, help_text="登录时用，建立后不能改；可以用姓名拼音或工号。"
    )
    name = forms.CharField(label="姓名", max_length=60)
    email = forms.EmailField(
        label="电子邮箱", required=False, help_text="填了可以自己找回密码。", error_messages=NOT_AN_ADDRESS
    )
    order = forms.IntegerField(
        label="排序", min_value=0, max_value=9999, initial=0, help_text="数字小的排在前面。"
    )

    def __init__(self, *args: Any, user: User | None = None, own_email: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user is not None:
            del self.fields["username"]
            self.initial = {"name": user.name, "email": user.email, "order": user.order}
        if own_email:
            del self.fields["email"]

    def clean_username(self) -> str:
        name = User.normalize_username(self.cleaned_data["username"]).strip()
        for validate in User._meta.get_field("username").validators:
            validate(name)
        if User.objects.named(name):
            raise forms.ValidationError("这个用户名已经有人使用，请换一个。")
        return name

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        found = User.objects.filter(email__iexact=email).first() if email else None
        if found is not None and found != self.user:
            raise forms.ValidationError("这个邮箱已经有人使用，请换一个。")
        return email


class ReasonForm(forms.Form):
    reason = _words("原因", help_text="会写进审计记录。")


class OpinionForm(forms.Form):
    """What somebody says to a request, and the revision they saw."""

    opinion = _words("意见", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def division_choices(
    organisations: list[Organisation], divisions: list[Division]
) -> Iterator[tuple[str, Any]]:
    yield ("", "不分科室")
    for organisation in organisations:
        own = [(str(one.pk), one.name) for one in divisions if one.organisation_id == organisation.pk]
        if own:
            yield (str(organisation), own)


class RoleForm(forms.Form):
    """A role for a person: three queries for the choices."""

    role = forms.ChoiceField(label="角色")
    organisation = forms.TypedChoiceField(label="单位", coerce=int)
    division = forms.TypedChoiceField(label="科室", coerce=int, required=False, empty_value=None)
    region = forms.TypedChoiceField(
        label="所管地区",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="县（市、区）和园区的角色需要选。",
    )
    title = forms.CharField(label="职务", required=False, max_length=40)
    starts_on = _day("开始日期")
    ends_on = _day("结束日期", required=False, help_text="最后一天也算在内；不填表示长期。")
    reason = _words("申请理由", help_text="审批人会看到，也会写进审计记录。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {one.pk: one for one in Organisation.objects.all()}
        self.divisions = {one.pk: one for one in Division.objects.filter(closed_on=None)}
        self.regions = {one.pk: one for one in Region.objects.exclude(kind=Region.Kind.CITY)}
        self._choose("role", [("", "请选择"), *(pair for pair in Role.choices if may_exist(pair[0]) is None)])
        self._choose(
            "organisation", [("", "请选择"), *((pk, one.name) for pk, one in self.organisations.items())]
        )
        own = list(self.organisations.values()), list(self.divisions.values())
        self._choose("division", list(division_choices(*own)))
        self._choose("region", [("", "不需要"), *((pk, one.name) for pk, one in self.regions.items())])
        self.fields["starts_on"].initial = clock.today()

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """The wish, with records in the place of their keys."""
        found = {name: self.cleaned_data[name] for name in ("role", "title", "starts_on", "ends_on")}
        return found | {
            "organisation": self.organisations[self.cleaned_data["organisation"]],
            "division": self.divisions.get(self.cleaned_data["division"]),
            "region": self.regions.get(self.cleaned_data["region"]),
        }


class EndForm(forms.Form):
    ends_on = _day("结束日期", help_text="这一天仍可使用，次日起不再有这个角色；要马上停止请停用账号。")
    reason = _words("收回的理由", help_text="审批人会看到，也会写进审计记录。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = clock.today()


class RoleFilter(forms.Form):
    q = forms.CharField(label="姓名、单位或科室", required=False, max_length=60)
    role = forms.ChoiceField(label="角色", required=False, choices=[ANY, *Role.choices])
    day = _day("哪一天", required=False)

    def clean_day(self) -> date:
        return self.cleaned_data["day"] or clock.today()


class RequestFilter(forms.Form):
    q = forms.CharField(label="姓名", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[ANY, *RoleRequest.State.choices, ("unchecked", "待事后复核")]
    )


class RegionForm(forms.Form):
    name = forms.CharField(label="名称", max_length=60)
    code = forms.RegexField(
        r"^\d{6,12}$", label="行政区划代码", error_messages={"invalid": "“行政区划代码”请填 6 到 12 位数字。"}
    )
    kind = forms.ChoiceField(
        label="类别", choices=[pair for pair in Region.Kind.choices if pair[0] != "city"]
    )
    order = forms.IntegerField(
        label="排序", min_value=0, max_value=9999, initial=0, help_text="数字小的排在前面，按本市惯用的次序。"
    )

    def __init__(self, *args: Any, region: Region | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        if region is not None:
            del self.fields["kind"], self.fields["code"]
            self.initial = {"name": region.name, "order": region.order}

    def clean_name(self) -> str:
        return _free(Region, "name", self.cleaned_data["name"], self.region, "这个名称已经登记过，请核对。")

    def clean_code(self) -> str:
        return _free(Region, "code", self.cleaned_data["code"], self.region, "这个代码已经登记过，请核对。")


class OrganisationForm(forms.Form):
    name = forms.CharField(label="全称", max_length=120)
    short_name = forms.CharField(label="简称", max_length=40, required=False)
    kind = forms.ChoiceField(
        label="类别",
        choices=[pair for pair in Organisation.Kind.choices if pair[0] != Organisation.Kind.BUREAU],
    )
    uscc = forms.RegexField(
        r"^[0-9A-Z]{18}$",
        label="统一社会信用代码",
        required=False,
        error_messages={"invalid": "“统一社会信用代码”请填 18 位数字和大写字母。"},
    )
    region = forms.ModelChoiceField(Region.objects.all(), label="所在地区", empty_label="请选择")
    order = forms.IntegerField(
        label="排序", min_value=0, max_value=9999, initial=0, help_text="数字小的排在前面。"
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if organisation is not None:
            del self.fields["kind"]
            names = ("name", "short_name", "uscc", "order")
            self.initial = {name: getattr(organisation, name) for name in names} | {
                "region": organisation.region_id
            }

    def clean_name(self) -> str:
        return _free(
            Organisation, "name", self.cleaned_data["name"], self.organisation, "这个单位已经登记过，请核对。"
        )

    def clean_uscc(self) -> str | None:
        code = self.cleaned_data["uscc"]
        return (
            _free(Organisation, "uscc", code, self.organisation, "这个代码已经登记过，请核对。")
            if code
            else None
        )


class DivisionForm(forms.Form):
    name = forms.CharField(label="名称", max_length=60)
    short_name = forms.CharField(label="简称", max_length=20, required=False)
    aliases = forms.CharField(
        label="别名",
        required=False,
        max_length=200,
        help_text="文件里对这个科室的其他叫法，用顿号或逗号分开；导入文件时按它们认出科室。",
    )
    order = forms.IntegerField(
        label="排序", min_value=0, max_value=9999, initial=0, help_text="数字小的排在前面，按本局惯用的次序。"
    )
    party_affairs = forms.BooleanField(label="承办党务", required=False)
    closed_on = _day(
        "撤并日期", required=False, help_text="从这一天起不能再选；以前的任务和任职仍然写着它。恢复时清空。"
    )

    def __init__(
        self, *args: Any, organisation: Organisation, division: Division | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.division = organisation, division
        if division is None:
            del self.fields["closed_on"]
        else:
            names = ("name", "short_name", "order", "party_affairs", "closed_on")
            self.initial = {name: getattr(division, name) for name in names}
            self.initial["aliases"] = "、".join(division.aliases)

    def clean_name(self) -> str:
        found = self.organisation.divisions.filter(name=self.cleaned_data["name"]).first()
        if found is not None and found != self.division:
            raise forms.ValidationError(f"{self.organisation}已经有“{found.name}”，请核对。")
        return str(self.cleaned_data["name"])

    def clean_aliases(self) -> list[str]:
        told = self.cleaned_data["aliases"]
        for sign in "，,；;\n":
            told = told.replace(sign, "、")
        return [name.strip() for name in told.split("、") if name.strip()]


def _free(model: type[Region | Organisation], field: str, value: str, own: Any, words: str) -> str:
    found = model.objects.filter(**{field: value}).first()
    if found is not None and found != own:
        raise forms.ValidationError(words)
    return value


class FigureForm(forms.Form):
    value = forms.IntegerField(label="值", required=False, help_text="不填就用默认值。")
    reason = _words("理由", help_text="会写进审计记录。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AuditFilter(forms.Form):
    """Filters of the audit; every one narrows what the others leave."""

    q = forms.CharField(label="对象或原因含", required=False, max_length=60)
    who = forms.CharField(label="人员", required=False, max_length=60)
    action = forms.ChoiceField(label="操作", required=False)
    kind = forms.ChoiceField(label="对象类别", required=False)
    result = forms.ChoiceField(label="结果", required=False, choices=[ANY, *Result.choices])
    address = forms.GenericIPAddressField(label="来源地址", required=False)
    since = _day("从", required=False)
    until = _day("到", required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = sorted(words.known().items(), key=lambda pair: pair[1])
        self.fields["action"].choices = [ANY, *actions]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [ANY, *kinds]  # type: ignore[attr-defined]


class SignInFilter(forms.Form):
    who = forms.CharField(label="姓名或用户名", required=False, max_length=60)
    action = forms.ChoiceField(label="事件", required=False)
    address = forms.GenericIPAddressField(label="来源地址", required=False)
    since = _day("从", required=False)
    until = _day("到", required=False)


class ChainForm(forms.Form):
    first = forms.IntegerField(label="从第", min_value=1)
    last = forms.IntegerField(label="到第", min_value=1)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and not first <= last < first + LONGEST_RANGE:
            self.add_error(
                "last",
                f"请填不小于起始块、一次不超过 {LONGEST_RANGE} 块的范围；全部核验在服务器上运行 verify_audit。",
            )
        return found


LONGEST_RANGE = 500
