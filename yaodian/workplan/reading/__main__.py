"""`python -m yaodian.workplan.reading FILE` prints a plan's reading as one JSON object."""

import importlib
import json
import sys
from pathlib import Path

from . import NotAPlan, read_plan

USAGE = "用法：python -m yaodian.workplan.reading 文件"


def main(arguments: list[str]) -> int:
    """Exit status 0 with the JSON on standard output; 1 or 2 with a sentence on standard error."""
    if len(arguments) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        reading = read_plan(text_of(Path(arguments[0])))
    except (OSError, ValueError) as problem:
        print(problem if isinstance(problem, NotAPlan) else f"{arguments[0]}：{problem}", file=sys.stderr)
        return 1
    json.dump(reading.as_dict(), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


def text_of(path: Path) -> str:
    """The text of any file format that `formats` knows."""
    formats = importlib.import_module("yaodian.workplan.reading.formats")
    text: str = formats.load(path.read_bytes(), path.name).text
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
