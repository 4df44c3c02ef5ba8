"""The roles a person may act in, in the order of the office."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    CLERK = "clerk", "科室经办"
    CHIEF = "chief", "科室负责人"
    LEADER = "leader", "局领导"
    COUNTY = "county", "县（市、区）科技主管部门"
    PARK = "park", "园区管委会"
    ENTERPRISE = "enterprise", "企业"
    INSTITUTION = "institution", "高校院所"
    PROVIDER = "provider", "科技服务机构"
    EXPERT = "expert", "专家"
    COMMISSIONER = "commissioner", "科技特派员"
    FARMER = "farmer", "农户"
    BANK = "bank", "银行"
    AUDITOR = "auditor", "审计人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"
    ADMIN = "admin", "综合管理员"


BUREAU = frozenset({Role.CLERK, Role.CHIEF, Role.LEADER})
# The general administrator does the work of the system and the security administrator where the security
# profile lets a small bureau merge them.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.ADMIN})
ACCOUNT_KEEPERS = frozenset({Role.SYSTEM_ADMIN, Role.ADMIN})
ROLE_KEEPERS = frozenset({Role.SECURITY_ADMIN, Role.ADMIN})
STAFF = BUREAU | ADMINISTRATORS | {Role.COUNTY, Role.PARK, Role.AUDITOR}
