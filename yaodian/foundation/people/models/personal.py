"""What the bureau holds of a person beyond the name: sealed, masked, opened for a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yaodian.foundation.common.sealed import SealedField
from yaodian.foundation.flow.models import Revised


class PersonalDetails(Revised):
    """Phone and identity number of one person; row-level security shows the row only in a stated context."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="personal", verbose_name="人员"
    )
    phone = SealedField("手机号", purpose="phone", mask="phone", blank=True)
    id_number = SealedField("身份证号", purpose="id number", mask="id_number", blank=True)

    class Meta:
        verbose_name = "个人信息"

    def __str__(self) -> str:
        return str(self.user)

    @property
    def audit_group(self) -> models.Model:
        return self.user
