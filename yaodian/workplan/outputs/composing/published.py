"""公开稿: exactly what was published, for the office to file."""

from __future__ import annotations

from collections.abc import Iterator

from yaodian.foundation.desk.papers import Block, Note, Paper, Paragraph, Redacted, Run, chinese_day
from yaodian.workplan.disclosure.models import Disclosure, PublishedPart

from .output import Asked, Output
from .text import Beside, headed, paragraphs

NAME = "公开稿"
KEPT_BACK = "本项不予公开"
Kind = PublishedPart.Kind


def disclosed(asked: Asked) -> Disclosure | None:
    """The disclosure whose words the public reads today."""
    rows = Disclosure.objects.visible_to(asked.actor).published().filter(plan=asked.plan)
    return rows.select_related("version").first()


def published(asked: Asked) -> Output | None:
    """Nothing where nothing is public. Two queries."""
    disclosure = disclosed(asked)
    if disclosure is None:
        return None
    blocks: list[Block] = [Note(_state(disclosure))]
    for part in disclosure.parts.all():
        blocks += _blocks(part)
    paper = Paper(
        title=disclosure.title,
        number=disclosure.document_no,
        issuer=disclosure.issuer,
        date=disclosure.published_on,
        blocks=blocks,
        signed=False,
    )
    return Output(NAME, paper, len(blocks))


def _state(disclosure: Disclosure) -> str:
    """What the public's page says at its head, and which version it is."""
    day = chinese_day(disclosure.published_on) if disclosure.published_on else ""
    told = [
        ("发文机关", disclosure.issuer),
        ("索引号", disclosure.index_no),
        ("公开属性", disclosure.get_attribute_display()),
        ("公开日期", day),
        ("版本", str(disclosure.version)),
        ("状态", disclosure.get_state_display()),
    ]
    return "；".join(f"{label}：{words}" for label, words in told if words) + "。"


def _blocks(part: PublishedPart) -> Iterator[Block]:
    if part.kind == Kind.REDACTED:
        yield Paragraph([Run(f"{part.no} "), Redacted(KEPT_BACK)])
    elif part.kind == Kind.HEADING:
        yield headed(part.text, part.level)
    else:
        yield from paragraphs(part.text, part.head, list(_beside(part)))


def _beside(part: PublishedPart) -> Iterator[Beside]:
    if part.note:
        yield Beside(part.head, part.note)
    for target in part.targets:
        if target["note"]:
            yield Beside(target["end"], target["note"])
