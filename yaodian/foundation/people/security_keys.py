"""Security keys (WebAuthn) as a second factor: what allauth's forms do, with an audit entry, a count and our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import HiddenInput, JSONField
from fido2.webauthn import AuthenticationResponse

from yaodian.foundation.audit.log import record
from yaodian.foundation.audit.models import Result
from yaodian.foundation.common.actor import Actor

from .models import User

NAME_LENGTH = 40
NOT_ADDED = "没有登记成功。请刷新页面，再按提示碰一下安全密钥。"
NOT_KNOWN = "没有认出这把安全密钥。请换一把登记过的再试，或改用验证码。"
BROKEN = (TypeError, ValueError, KeyError, AttributeError, IndexError)


class Answer(JSONField):
    """What the browser sends of a key; brackets without end are no answer."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """An answer is good once: the form is shown again without it."""
        return None


class AddForm(forms.AddWebAuthnForm):
    """Registers a key; what is no answer of a key is refused like a wrong one."""

    credential = Answer(widget=HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = NAME_LENGTH
        self.fields["name"].widget.attrs["maxlength"] = NAME_LENGTH

    def clean_name(self) -> str:
        return str(super().clean_name())[:NAME_LENGTH]

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except (ValidationError, *BROKEN):
            raise ValidationError(NOT_ADDED, code="not_added") from None


class NameForm(forms.EditWebAuthnForm):
    """Gives a key another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = NAME_LENGTH
        self.fields["name"].widget.attrs["maxlength"] = NAME_LENGTH

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if len(name) > NAME_LENGTH:
            raise ValidationError(f"名称请不要超过 {NAME_LENGTH} 个字。", code="long")
        return name

    def save(self) -> Authenticator:
        before = self.instance.wrap().name
        renamed: Authenticator = super().save()
        by, after = Actor(renamed.user), {"name": self.cleaned_data["name"]}
        record("rename_second_factor", renamed.user, by=by, before={"name": before}, after=after)
        return renamed


class SignInForm(forms.AuthenticateWebAuthnForm):
    """The key as the second step; a refusal is an entry, and so is a key that somebody has copied."""

    credential = Answer(widget=HiddenInput)

    def clean_credential(self) -> Authenticator:
        try:
            key: Authenticator = super().clean_credential()
        except BROKEN:
            raise self._refused(NOT_KNOWN) from None
        except ValidationError as error:
            known = error.code == "too_many_login_attempts"
            raise self._refused(str(error.message) if known else NOT_KNOWN) from None
        if not counts_on(key, self.cleaned_data["credential"]):
            raise self._refused(NOT_KNOWN)
        return key

    def _refused(self, words: str) -> ValidationError:
        user: User = self.user
        record(
            "second_factor_failed", user, by=Actor(user), result=Result.REFUSED, after={"kind": "webauthn"}
        )
        return ValidationError(words, code="refused")


class ConfirmForm(SignInForm, forms.ReauthenticateWebAuthnForm):
    """The key as a proof that it is still the same person."""


@transaction.atomic
def counts_on(key: Authenticator, credential: dict[str, Any]) -> bool:
    """Whether the key's own count has gone on; one that stands or goes back was copied. Some keys count nothing."""
    count = AuthenticationResponse.from_dict(credential).response.authenticator_data.counter
    row = Authenticator.objects.select_for_update().get(pk=key.pk)
    last = row.data.get("count", row.wrap().authenticator_data.counter)
    if (count or last) and count <= last:
        return False
    row.data["count"] = count
    row.save(update_fields=["data"])
    return True
