"""The password policy: five validators, each switched by a parameter, each saying what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from yaodian.foundation.common import clock

from .models import PastPassword, User
from .parameters import number

CLASSES = {
    "大写字母": re.compile(r"[A-Z]"),
    "小写字母": re.compile(r"[a-z]"),
    "数字": re.compile(r"[0-9]"),
    "符号或汉字": re.compile(r"[^A-Za-z0-9\s]"),
}
LOCAL_WORDS = Path(__file__).with_name("common_words.txt")
TRIMMINGS = re.compile(r"[\W\d_]+")


class LongEnough:
    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < number("password_min_length"):
            raise ValidationError(
                f"密码太短，请用 {number('password_min_length')} 个以上的字符。", code="short"
            )

    def get_help_text(self) -> str:
        return f"{number('password_min_length')} 个以上的字符"


class MixedEnough:
    """So many of four classes: upper case, lower case, digits, anything else."""

    def validate(self, password: str, user: User | None = None) -> None:
        missing = [name for name, pattern in CLASSES.items() if not pattern.search(password)]
        lacking = number("password_classes") - (len(CLASSES) - len(missing))
        if lacking > 0:
            raise ValidationError(f"请在密码里再加上{'、'.join(missing)}中的 {lacking} 种。", code="plain")

    def get_help_text(self) -> str:
        return f"包含大写字母、小写字母、数字、符号或汉字中的 {number('password_classes')} 种"


class NotCommon:
    """Neither on Django's list of common passwords nor a bureau's word with digits around it."""

    def validate(self, password: str, user: User | None = None) -> None:
        bare = TRIMMINGS.sub("", password).casefold()
        if password.casefold() in common_passwords() or bare in local_words():
            raise ValidationError("这个密码太常见，容易被猜到，请换一个。", code="common")

    def get_help_text(self) -> str:
        return "不是常见的密码，也不是单位名、地名加数字"


class NotAboutYou:
    """Does not contain the user name, the name or the e-mail's first part."""

    def validate(self, password: str, user: User | None = None) -> None:
        own = _own_words(user) if user is not None else []
        if any(word in password.casefold() for word in own):
            raise ValidationError("密码里请不要带自己的用户名、姓名或邮箱。", code="similar")

    def get_help_text(self) -> str:
        return "不带自己的用户名、姓名或邮箱"


class NotUsedBefore:
    """None of the last passwords; the hashes are kept in `PastPassword`."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and user.pk and any(check_password(password, old) for old in _last(user)):
            raise ValidationError(
                f"最近 {number('password_not_last')} 次用过的密码不能再用，请换一个。", code="used"
            )

    def password_changed(self, password: str, user: User | None = None) -> None:
        if user is not None and user.pk:
            PastPassword.objects.create(user=user, hash=user.password, at=clock.now())

    def get_help_text(self) -> str:
        return f"不是最近 {number('password_not_last')} 次用过的密码" if number("password_not_last") else ""


def password_is_old(user: User) -> bool:
    """Whether the policy wants a new one; never where rotation is switched off."""
    days = number("password_rotation_days")
    return bool(days and user.has_usable_password() and clock.now() - user.password_at > timedelta(days=days))


def _own_words(user: User) -> Iterable[str]:
    words = [user.username, user.name, user.email.partition("@")[0]]
    return [word.casefold() for word in words if len(word) >= 2]


def _last(user: User) -> list[str]:
    rows: Any = PastPassword.objects.filter(user=user).order_by("-id").values_list("hash", flat=True)
    return list(rows[: number("password_not_last")])


@cache
def common_passwords() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


@cache
def local_words() -> frozenset[str]:
    """Words of this trade and its places, one a line, as people put them into passwords."""
    return frozenset(LOCAL_WORDS.read_text(encoding="utf-8").casefold().split())
