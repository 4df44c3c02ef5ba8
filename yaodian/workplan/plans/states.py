"""States, kinds and choices of a plan and of what was read in it."""

from __future__ import annotations

from django.db import models


class DocumentKind(models.TextChoices):
    ANNUAL_PLAN = "annual_plan", "年度工作要点"
    AGREEMENT = "agreement", "合作协议"
    TASK_LIST = "task_list", "任务清单"
    ACTION_PLAN = "action_plan", "三年行动计划"
    RECTIFICATION = "rectification", "整改清单"


class PlanState(models.TextChoices):
    REVIEWING = "reviewing", "核对中"
    REVIEWED = "reviewed", "已核对"
    APPROVED = "approved", "已审定"
    ISSUED = "issued", "已下达"
    WITHDRAWN = "withdrawn", "已撤下"


PLAN_NEXT: dict[str, set[str]] = {
    PlanState.REVIEWING: {PlanState.REVIEWED, PlanState.WITHDRAWN},
    PlanState.REVIEWED: {PlanState.REVIEWING, PlanState.APPROVED, PlanState.WITHDRAWN},
    PlanState.APPROVED: {PlanState.ISSUED},
}
# From approval on, what the plan promises changes by amendment alone.
STANDING = (PlanState.APPROVED, PlanState.ISSUED)


class ItemState(models.TextChoices):
    PROPOSED = "proposed", "待核对"
    ACCEPTED = "accepted", "已采纳"
    REJECTED = "rejected", "已剔除"
    REPLACED = "replaced", "已被替换"
    CANCELLED = "cancelled", "已取消"


ITEM_NEXT: dict[str, set[str]] = {
    ItemState.PROPOSED: {ItemState.ACCEPTED, ItemState.REJECTED, ItemState.REPLACED},
    ItemState.ACCEPTED: {
        ItemState.PROPOSED,
        ItemState.REJECTED,
        ItemState.REPLACED,
        ItemState.CANCELLED,
    },
    ItemState.REJECTED: {ItemState.PROPOSED, ItemState.ACCEPTED},
    ItemState.CANCELLED: {ItemState.ACCEPTED},
}
LIVE = (ItemState.PROPOSED, ItemState.ACCEPTED)
REVIEWABLE = (*LIVE, ItemState.REJECTED)


class Origin(models.TextChoices):
    READ = "read", "系统识别"
    ADDED = "added", "人工补充"
    SPLIT = "split", "拆分而来"
    MERGED = "merged", "合并而来"


class Comparator(models.TextChoices):
    AT_LEAST = ">=", "不低于"
    MORE_THAN = ">", "超过"
    EQUAL = "=", "达到"
    ABOUT = "~", "左右"
    AT_MOST = "<=", "不超过"


class TargetKind(models.TextChoices):
    INCREMENT = "increment", "当年增量"
    LEVEL = "level", "存量或总额"
    GROWTH = "growth", "增长率"
    RATIO = "ratio", "占比或强度"


class Modality(models.TextChoices):
    PLAIN = "plain", "一般表述"
    MUST = "must", "确保"
    STRIVE = "strive", "力争"
