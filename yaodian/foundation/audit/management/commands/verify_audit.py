"""`verify_audit`: is the audit as it was sealed? The result is one sentence, or JSON, on standard output."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yaodian.foundation.audit import anchor
from yaodian.foundation.audit.verify import Verdict, verify

EVERY = 20  # blocks between two words of progress


class Command(BaseCommand):
    help = "Compare every audit entry with its block and every block with its anchors; exit 1 when broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", type=Path, metavar="FILE", help="锚点文件（默认是本机的）")
        parser.add_argument("--json", action="store_true", help="结果写成一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["anchor"]
        if path is not None and not path.exists():
            self.stderr.write(f"找不到锚点文件 {path}，请检查路径。")
            sys.exit(2)
        verdict = verify(anchor.read(path), self._progress)
        for note in verdict.notes:
            self.stderr.write(note)
        self.stdout.write(
            json.dumps(as_json(verdict), ensure_ascii=False) if options["json"] else told(verdict)
        )
        if not verdict.ok:
            sys.exit(1)

    def _progress(self, blocks: int, entries: int) -> None:
        if blocks % EVERY == 0:
            self.stderr.write(f"已核对 {blocks} 块、{entries} 条记录……")


def told(verdict: Verdict) -> str:
    """One sentence."""
    if verdict.finding:
        return verdict.finding.words
    words = f"审计记录完好：{verdict.blocks} 块、{verdict.entries} 条记录逐条核对一致"
    words += f"，{verdict.pending} 条待封存" if verdict.pending else ""
    if verdict.anchored_block:
        words += f"，锚点核对到第 {verdict.anchored_block} 块"
    if verdict.clusters > 1:
        words += f"；数据库曾 {verdict.clusters - 1} 次恢复到新的实例"
    return words + "。"


def as_json(verdict: Verdict) -> dict[str, Any]:
    finding = verdict.finding.__dict__ if verdict.finding else None
    return {"ok": verdict.ok, **verdict.__dict__, "finding": finding}
