"""People who sign in, and the passwords they have had."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Func, Q

from yaodian.foundation.common import clock


def folded(name: str) -> str:
    """One form for all spellings of a user name or e-mail address that mean the same person."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, name: str, password: str | None = None, **fields: Any) -> User:
        """A new user; without a password nobody can sign in as them until one is set by link."""
        fields["email"] = fields.get("email", "").lower()
        username = User.normalize_username(username)
        user = self.model(username=username, name=name, date_joined=clock.now(), **fields)
        user.set_password(password)
        user.save()
        return user

    def named(self, name: str) -> User | None:
        """The one whose user name, or else whose e-mail address, this is."""
        wanted = folded(name)
        for field in ("username", "email") if "@" in wanted else ("username",):
            found = self.filter(**{f"{field}__iexact": wanted}).first()
            if found is not None and folded(getattr(found, field)) == wanted:
                return found
        return None


class User(AbstractBaseUser):
    """A person who signs in. What they may do hangs on their memberships alone."""

    username = models.CharField(
        "用户名",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "这个用户名已经有人使用，请换一个。"},
    )
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("在用", default=True)
    date_joined = models.DateTimeField("建立时间")
    password_at = models.DateTimeField("密码设置时间")
    order = models.PositiveSmallIntegerField("排序", default=0)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                Func(F("email"), function="LOWER"), condition=~Q(email=""), name="user_email_once"
            ),
            models.UniqueConstraint(Func(F("username"), function="LOWER"), name="user_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_at = clock.now()


class PastPassword(models.Model):
    """The hash of a password that a person has had, so that the last ones are not taken again."""

    append_only = True

    user = models.ForeignKey(User, models.PROTECT, related_name="past_passwords")
    hash = models.CharField("密码摘要", max_length=128)
    at = models.DateTimeField("设置时间")

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"
