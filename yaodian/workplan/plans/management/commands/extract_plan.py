"""`./run manage extract_plan FILE`: what the reader finds in a document, as JSON, without a database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yaodian.workplan.reading import KINDS, NotAPlan, read_plan
from yaodian.workplan.reading.formats import Source, Unreadable, load


class Command(BaseCommand):
    help = "Print what is found in a plan (.txt, .docx, .pdf, .html, .xlsx; - reads standard input)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the document, or - for standard input")
        parser.add_argument(
            "--kind", choices=KINDS, help="the kind of document; found by itself when left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            read = read_plan(self._source(options["file"]).text, options["kind"])
        except Unreadable as trouble:
            raise CommandError(trouble.words) from trouble
        except NotAPlan as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(json.dumps(read.as_dict(), ensure_ascii=False, indent=1))

    def _source(self, name: str) -> Source:
        if name == "-":
            return load(sys.stdin.buffer.read(), name)
        path = Path(name)
        try:
            return load(path.read_bytes(), path.name)
        except OSError as trouble:
            raise CommandError(f"打不开文件 {name}，请检查路径和读取权限。") from trouble
