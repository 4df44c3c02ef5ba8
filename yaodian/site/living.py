"""The living page: all parts of the interface in all their states, with names as long as reality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import django_tables2 as tables
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_safe

from yaodian.foundation.common.clock import SHANGHAI
from yaodian.foundation.common.components import Column, Event, Item, Row
from yaodian.foundation.common.refusal import Problem
from yaodian.foundation.flow.doors import Difference

LONG_COUNTY = "云岭市青石瑶族彝族自治县"
LONG_FIRM = "云岭市高原特色生物资源精深加工与检验检测技术研究有限责任公司"
LONG_AMOUNT = "1234567.89"
SENTENCE = "力争全年高新技术企业累计达到72家以上，兑付科技创新券400万元以上。"

PARTS = [
    ("head", "页头与面包屑"),
    ("buttons", "按钮"),
    ("tags", "状态标签"),
    ("cards", "卡片与右栏"),
    ("figures", "数字与进度"),
    ("bullets", "目标条"),
    ("tables", "表格"),
    ("whole", "总览的部件"),
    ("forms", "表单"),
    ("upload", "上传"),
    ("tasks", "任务清单"),
    ("answers", "核对与完成"),
    ("timeline", "时间线"),
    ("notices", "提示与消息"),
    ("states", "页面状态"),
    ("tabs", "页签与目录"),
    ("people", "人与快捷键"),
    ("dialog", "对话框"),
    ("quote", "引文与差异"),
    ("review", "对照原文"),
    ("review-parts", "核对页的部件"),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label="计划名称", help_text="与文件标题一字不差，例如“云岭市科学技术局2026年工作要点”"
    )
    year = forms.IntegerField(label="年份")
    amount = forms.DecimalField(label="兑付金额", help_text="到分为止；数字里的逗号和空格会自动去掉")
    county = forms.ChoiceField(
        label="县（市、区）", choices=[("", "请选择"), ("1", LONG_COUNTY), ("2", "北屿区")]
    )
    kind = forms.ChoiceField(
        label="文件种类",
        widget=forms.RadioSelect,
        choices=[("plan", "年度工作要点"), ("agreement", "合作协议"), ("list", "整改清单")],
    )
    divisions = forms.MultipleChoiceField(
        label="责任科室",
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "高新技术与产业化科"), ("2", "农村与社会发展科")],
    )
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agree = forms.BooleanField(label="我确认文件不含国家秘密和工作秘密", required=True)


class UploadForm(forms.Form):
    """A file to read."""

    document = forms.FileField(
        label="工作要点文件", help_text="可以把文件拖到框里。支持 txt、docx、pdf、html、xlsx，不超过 10 MB。"
    )


class CompanyTable(tables.Table):
    """A table as the lists of the product show it."""

    name = tables.Column("单位")
    county = tables.Column("所在县（市、区）")
    amount = tables.Column("兑付金额（万元）", attrs={"th": {"class": "num"}, "td": {"class": "num"}})
    on = tables.DateColumn(verbose_name="认定日期", format="Y-m-d", attrs={"td": {"class": "date"}})
    state = tables.TemplateColumn("{% load yaodian %}{% tag value %}", verbose_name="状态", orderable=False)

    class Meta:
        template_name = "yaodian/table.html"
        order_by = "-on"
        empty_text = "没有符合条件的单位"


@dataclass(frozen=True)
class Finding:
    """One line of the review list."""

    id: str
    kind: str
    state: str
    words: str
    title: str
    value: str = ""
    text: str = ""
    by: str = ""
    active: bool = False
    STATES: ClassVar = {
        "proposed": "待核对",
        "accepted": "已采纳",
        "corrected": "已更正",
        "rejected": "已剔除",
    }

    @property
    def state_words(self) -> str:
        return self.STATES[self.state]


FINDINGS = [
    Finding("t1", "task", "accepted", "任务", "（一）梯次培育高新技术企业", by="陆明远 09:41 采纳"),
    Finding("g1", "target", "proposed", "指标", "高新技术企业", "≥ 72 家", "力争 · 累计", active=True),
    Finding(
        "g2",
        "target",
        "corrected",
        "指标",
        "科技创新券兑付金额",
        "≥ 400 万元",
        "当年",
        "您 09:43 更正：单位由元改为万元",
    ),
    Finding(
        "g3",
        "target",
        "rejected",
        "指标",
        "高新技术企业",
        "65 家",
        "上年结果，不是今年的目标",
        "陆明远 09:44 剔除",
    ),
    Finding("t2", "task", "proposed", "任务", "（二）建好用好科技特派员工作站"),
]


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "name": LONG_FIRM,
            "county": LONG_COUNTY,
            "amount": "1,234,567.89",
            "on": date(2026, 3, 31),
            "state": "已完成",
        },
        {
            "name": "云岭锂材料有限公司",
            "county": "北屿区",
            "amount": "86.50",
            "on": date(2026, 3, 12),
            "state": "审核中",
        },
        {
            "name": "安平县绿野合作社",
            "county": "安平县",
            "amount": "3.20",
            "on": date(2026, 2, 27),
            "state": "待补正",
        },
    ]


def _forms() -> dict[str, Any]:
    wrong = {
        "title": "",
        "year": "二〇二六",
        "amount": "四百",
        "county": "",
        "divisions": [],
        "note": "说明照常保留。",
    }
    upload = UploadForm({}, MultiValueDict())
    upload.add_error("document", "这个 PDF 是扫描图片，没有文字层。请上传 Word 原件或带文字的 PDF。")
    upload.errors["document"].data[:-1] = []
    return {
        "form": SampleForm(auto_id="plain_%s"),
        "wrong_form": SampleForm(wrong, auto_id="wrong_%s"),
        "upload_form": UploadForm(auto_id="upload_%s"),
        "wrong_upload": upload,
        "problems": [Problem("", "两项任务的文字重叠了 3 个字，请先缩短其中一项。")],
    }


def _lists() -> dict[str, Any]:
    return {
        "table": CompanyTable(_rows()),
        "empty_table": CompanyTable([]),
        "columns": [
            Column("县（市、区）"),
            Column("高新技术企业", "num", "家"),
            Column("登记额", "num", "万元"),
            Column("截至", "date"),
        ],
        "cells": [
            [LONG_COUNTY, 12, LONG_AMOUNT, date(2026, 3, 31)],
            ["北屿区", 31, "65000", date(2026, 3, 31)],
        ],
        "tasks": [
            Item("单位基本情况", "#tasks", state="已完成"),
            Item("研发投入与人员", "#tasks", state="进行中", hint="还差 2 项"),
            Item("附件材料", "#tasks", state="有问题", hint="营业执照已过期，请换一份"),
            Item("自评与承诺", "#tasks", state="未开始"),
            Item("提交", state="还不能开始", hint="前面各项完成后才能提交"),
        ],
        "answers": [
            Row("单位名称", LONG_FIRM, "#answers"),
            Row("所在县（市、区）", LONG_COUNTY, "#answers"),
            Row("兑付金额", "1,234,567.89 万元", "#answers"),
            Row("说明", "", "#answers"),
        ],
        "facts": [
            Row("状态", "核对中"),
            Row("导入人", "陆明远"),
            Row("原件", "云岭市科学技术局2026年工作要点.docx"),
        ],
    }


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 4, day, hour, minute, tzinfo=SHANGHAI)


def _ways() -> dict[str, Any]:
    return {
        "events": [
            Event(_at(15, 9, 44), "核对中：已核对 31 项", "陆明远（综合规划科）", kind="here"),
            Event(
                _at(14, 16, 20),
                "退回修改",
                "沈若兰（局办公室主任）",
                "第十二条的数字与会议纪要不一致，请核对后再报。",
                "warn",
            ),
            Event(_at(14, 10, 5), "识别完成：36 项任务、45 个指标", "系统", kind="good"),
            Event(_at(14, 10, 4), "上传原件", "陆明远（综合规划科）"),
        ],
        "page_tabs": [
            Item("任务与指标", "#tabs", active=True, count=81),
            Item("原文", "#tabs"),
            Item("办理记录", "#tabs", count=12),
        ],
        "sections": [
            Item(
                "一、强化企业创新主体地位",
                "#tabs",
                count=9,
                items=[
                    Item("（一）梯次培育高新技术企业", "#tabs", active=True, count=3),
                    Item("（二）用好科技创新券", "#tabs", count=2),
                ],
            ),
            Item("二、促进科技成果转化应用，服务高原特色现代农业", "#tabs", count=14),
            Item("三、营造良好创新生态", "#tabs", count=0),
        ],
        "here": ["陆明远", "沈若兰", "王一诺"],
        "seen_differences": [
            Difference("value", "目标值", "70", "72", "75"),
            Difference("unit", "单位", "元", "万元", "万元"),
            Difference("note", "说明", None, "按会议纪要更正", "按附件更正"),
        ],
    }


@require_safe
def living(request: HttpRequest) -> HttpResponse:
    """Show all parts; the same for everybody, without any record."""
    start = SENTENCE.index("高新")
    context = {
        "parts": [Item(title, f"#{name}") for name, title in PARTS],
        "long_county": LONG_COUNTY,
        "long_firm": LONG_FIRM,
        "long_amount": LONG_AMOUNT,
        "day": date(2026, 3, 31),
        "sentence": SENTENCE,
        "span": (start, SENTENCE.index("以上") + 2),
        "findings": FINDINGS,
        **_forms(),
        **_lists(),
        **_ways(),
    }
    return render(request, "site/living.html", context)
