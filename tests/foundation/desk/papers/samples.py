"""Papers of the fictional city 云岭 that the tests write and read again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yaodian.foundation.desk.papers import (
    Attachment,
    Block,
    Imprint,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Redacted,
    Run,
    Table,
    heading,
)

TASKS = Table(
    [("序号", 6), ("任务", 30), ("牵头科室", 12), ("完成时限", 12), ("数值", 8)],
    [
        [
            at,
            f"第{at}项：在青河县推广可复制的做法，并总结经验",
            "高新技术科",
            date(2026, 6, 30),
            Decimal("1.5"),
        ]
        for at in range(1, 41)
    ],
    caption="表1 重点任务分解表",
)
WIDE = Table(
    [(f"第{at}列", 10) for at in range(1, 13)],
    [[f"{line}行{at}列" for at in range(1, 13)] for line in range(1, 41)],
    caption="表2 各县（市、区）指标",
    landscape=True,
)
EMPTY = Table([("甲", 1), ("乙", 2), ("丙", 1)], [])
TEXT = "全市研发经费投入强度达到2.8%以上，高新技术企业突破420家，技术合同成交额超过35亿元。"


def notice() -> Paper:
    """A notice with everything that a paper can have."""
    body: list[Block] = [
        Paragraph("现将《云岭市科学技术局2026年工作要点》印发给你们，请结合实际认真抓好落实。")
    ]
    for words in ("一、总体要求", "（一）工作思路", "1.强化企业创新主体地位", "（1）培育高新技术企业"):
        body += [heading(words), Paragraph(TEXT)]
    contact = Paragraph(
        [Run("工作要求。", bold=True), Run("联系人："), Redacted("个人隐私"), Run("，电话："), Redacted()]
    )
    return Paper(
        title="云岭市科学技术局关于印发\n2026年工作要点的通知",
        number="云科发〔2026〕8号",
        issuer="云岭市科学技术局",
        date=date(2026, 3, 8),
        red_head="云岭市科学技术局文件",
        addressee="各县（市、区）科技主管部门，市直有关单位",
        blocks=[*body, contact, PageBreak(), Paragraph("特此通知。")],
        attachments=[
            Attachment("重点任务分解表", [TASKS, Note("数据来源：各科室报送，截至2026年3月1日。")]),
            Attachment("各县（市、区）指标表", [WIDE, EMPTY]),
            Attachment("另行发送的名单"),
        ],
        copies_to=["市委办公室", "市政府办公室"],
        imprint=Imprint("云岭市科学技术局办公室", date(2026, 3, 9)),
    )


def note() -> Paper:
    """The least that a paper can be."""
    return Paper(title="情况说明", blocks=[Paragraph(TEXT)])
