"""The licences of all libraries in the program, as they stand in the libraries: THIRD-PARTY.txt of a release.

    python3 scripts/third_party.py musnad --target x86_64-unknown-linux-musl > THIRD-PARTY.txt

Cargo says what is linked; the texts come from the sources that it built from. Exits 1 if a library has no text and
its licence is none of those below, whose text is the same whoever uses it.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE")
ROOT = Path(__file__).resolve().parents[1]


def linked(package: str, target: str) -> list[dict]:
    """The packages that are linked into the program, without ours."""
    cargo = [os.environ.get("CARGO", "cargo"), "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    found = json.loads(subprocess.run(cargo, cwd=ROOT, check=True, capture_output=True).stdout)
    packages = {one["id"]: one for one in found["packages"]}
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    ask = [one["id"] for one in found["packages"] if one["name"] == package]
    seen: set[str] = set()
    while ask:
        at = ask.pop()
        if at in seen:
            continue
        seen.add(at)
        for dependency in nodes[at]["deps"]:
            # Build and test dependencies are not in the program.
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                ask.append(dependency["pkg"])
    ours = set(found["workspace_members"])
    return sorted((packages[at] for at in seen - ours), key=lambda one: (one["name"], one["version"]))


def texts(package: dict) -> list[str]:
    """The licence files of a package, of the libraries in other languages that it brings too."""
    folder = Path(package["manifest_path"]).parent
    files = [path for path in folder.rglob("*") if path.is_file() and path.name.upper().startswith(NAMES)]
    near = sorted(path for path in files if len(path.relative_to(folder).parts) <= 3 and path.stat().st_size < 200_000)
    return [path.read_text(encoding="utf-8", errors="replace").strip() for path in near if path.suffix not in {".rs", ".py"}]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("package")
    parser.add_argument("--target", default="x86_64-unknown-linux-gnu")
    options = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    packages = linked(options.package, options.target)
    users: dict[str, list[str]] = defaultdict(list)
    bare: list[str] = []
    print(f"{options.package} is linked with these libraries. Their licences follow, each text once.\n")
    for package in packages:
        name = f"{package['name']} {package['version']}"
        print(f"  {name}: {package['license'] or 'see its licence file'}")
        found = dict.fromkeys(texts(package))
        if not found:
            bare.append(f"{name} ({package['license']})")
        for text in found:
            users[text].append(name)
    if bare:
        print("\nThese bring no text of their own; theirs are the standard texts, which are below:\n")
        print("\n".join(f"  {name}" for name in bare))
    for text, names in users.items():
        print(f"\n{'=' * 80}\n{', '.join(names)}\n{'-' * 80}\n{text}")
    standard = ("MIT", "Apache-2.0", "BSD", "ISC", "Zlib", "Unicode", "MPL-2.0", "CC0", "Unlicense", "BSL")
    strange = [name for name in bare if not any(one in name for one in standard)]
    for name in strange:
        print(f"no licence text: {name}", file=sys.stderr)
    return 1 if strange else 0


if __name__ == "__main__":
    raise SystemExit(main())
