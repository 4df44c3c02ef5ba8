"""`python -m yaodian.workplan.reading FILE` prints a plan's reading as one JSON object."""

import json
import sys
from pathlib import Path

from . import NotAPlan, read_plan
from .formats import Unreadable, load

USAGE = "用法：python -m yaodian.workplan.reading 文件"


def main(arguments: list[str]) -> int:
    """Exit status 0 with the JSON on standard output; 1 or 2 with a sentence on standard error."""
    if len(arguments) != 1:
        sys.stderr.write(USAGE + "\n")
        return 2
    path = Path(arguments[0])
    try:
        reading = read_plan(load(path.read_bytes(), path.name).text)
    except OSError as problem:
        sys.stderr.write(f"打不开 {path}：{problem.strerror}。请检查文件名和权限。\n")
        return 1
    except (Unreadable, NotAPlan) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(json.dumps(reading.as_dict(), ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
