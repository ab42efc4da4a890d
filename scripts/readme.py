#!/usr/bin/env python3
"""Put what `musnad read examples/bridge.txt` prints into README.md.

    readme.py [--musnad PROGRAM] [--check]

Rewrites the text block after the line "`musnad read examples/bridge.txt` prints:",
which a test compares with the program. --check changes nothing and exits with 1 if
the block is out of date.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ARTICLE = "examples/bridge.txt"
BLOCK = re.compile(rf"(`musnad read {re.escape(ARTICLE)}` prints:\n\n```text\n)(.*?)(\n```\n)", re.DOTALL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--musnad", type=pathlib.Path, default=ROOT / "target/release/musnad")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()

    program = options.musnad.resolve()
    if not program.is_file():
        sys.exit(f"{program} is not there: `make readme` builds it first")
    # As the test runs it: from the root, into a pipe, with no word about colours.
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run([program, "read", ARTICLE], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit(f"{program} ended with {done.returncode}; README.md is as it was")
    output = done.stdout.decode("utf-8").rstrip()
    if not output:
        sys.exit(f"{program} printed nothing; README.md is as it was")

    page = ROOT / "README.md"
    text = page.read_bytes().decode("utf-8")
    if len(BLOCK.findall(text)) != 1:
        sys.exit("README.md must have one block of output after the line with the command")
    new = BLOCK.sub(lambda found: found[1] + output + found[3], text)
    if new == text:
        print("README.md is up to date")
    elif options.check:
        sys.exit("README.md is out of date: `make readme`")
    else:
        page.write_bytes(new.encode("utf-8"))
        print("README.md is rewritten")


if __name__ == "__main__":
    main()
