"""`audit_proof`: prove that an entry is sealed, and check such a proof without trusting the database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yaodian.foundation.audit import anchor, proof
from yaodian.foundation.audit.blocks import Header


class Command(BaseCommand):
    help = "Print the proof that an audit entry is sealed in its block, or check one."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("entry", nargs="?", type=int, help="记录编号")
        what.add_argument("--check", type=Path, metavar="FILE", help="核对一份证明")
        parser.add_argument("--anchor", type=Path, metavar="FILE", help="锚点文件（默认是本机的）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check(options["check"], options["anchor"])
        else:
            self._make(options["entry"])

    def _make(self, entry: int) -> None:
        try:
            made = proof.make(entry)
        except proof.NotSealed:
            self.stderr.write(f"第 {entry} 条记录还不在任何块中。请确认编号，或运行 seal_audit 后再试。")
            sys.exit(1)
        self.stdout.write(json.dumps(made, ensure_ascii=False))
        if proof.check(made) is None:
            self.stderr.write(f"第 {entry} 条记录与封存时不一致，证明不成立。请运行 verify_audit 查明位置。")
            sys.exit(1)

    def _check(self, file: Path, anchors: Path | None) -> None:
        try:
            block = proof.check(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            self.stderr.write(f"{file} 读不出来。请用 audit_proof 编号 > 文件 重新生成。")
            sys.exit(2)
        if block is None:
            self.stdout.write("证明不成立：记录内容与它声称所在的块不符。")
            sys.exit(1)
        self.stdout.write(
            f"证明成立：记录封存于第 {block.n} 块（{block.sealed_at}），块哈希 {block.hash.hex()}。"
        )
        self._compare(block, anchors)

    def _compare(self, block: Header, file: Path | None) -> None:
        hashes = {known.hash for known in anchor.read(file).known if known.n == block.n}
        if not hashes:
            self.stderr.write(f"第 {block.n} 块没有单独的锚点；它与其后锚点之间的链由 verify_audit 核对。")
        elif hashes != {block.hash.hex()}:
            self.stdout.write(f"但第 {block.n} 块与锚点不同：这份证明不是出自当时的链。")
            sys.exit(1)
        else:
            self.stderr.write(f"第 {block.n} 块与锚点一致。")
