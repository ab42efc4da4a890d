#!/usr/bin/env python3
"""Measure a ledger from outside: measure_ledger.py MUSNAD ARTICLES.jsonl LEDGER [--keep]

Adds the articles, compares them, and asks questions, each a process of its own on one core. Prints rates, the size
per article, the most memory of each step, and for each question the median of twenty runs, by the clock and of the
processor: on a machine that others use too, the second one is the one to compare.
"""
import argparse
import json
import os
import statistics
import subprocess
import time


def run(arguments):
    """Output, seconds, seconds of the processor, the most memory in megabytes."""
    began = time.perf_counter()
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out = child.stdout.read()
    err = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    # 2: a claim that says too little to be traced.
    if child.returncode not in (0, 1, 2):
        raise SystemExit(f"{arguments}: {err.decode()}")
    return out.decode(), err.decode(), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def size(ledger):
    return sum(os.path.getsize(path) for path in (ledger, ledger + "-wal") if os.path.exists(path))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("musnad")
    parser.add_argument("articles")
    parser.add_argument("ledger")
    parser.add_argument("--keep", action="store_true", help="ask only; the ledger is there")
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.nice(5)
    musnad, ledger = options.musnad, options.ledger
    at = ["--ledger", ledger]
    if not options.keep:
        for path in (ledger, ledger + "-wal", ledger + "-shm"):
            if os.path.exists(path):
                os.remove(path)
        count = sum(1 for _ in open(options.articles, "rb"))
        text = sum(len(json.loads(line)["text"].encode()) for line in open(options.articles, encoding="utf-8"))
        print(f"{count} articles, {text / count:.0f} bytes of text each")
        for what, more in (("added", ["--no-compare"]), ("compared", [])):
            # The second run also reads every article again and finds it known.
            _, said, seconds, busy, memory = run([musnad, "add", *at, *more, options.articles])
            print(f"{what}: {count / seconds:.0f} a second ({count / busy:.0f} a second of the processor), "
                  f"{size(ledger) / count:.0f} bytes each, {memory:.0f} MB of memory; {said.strip().splitlines()[-1]}")

    claims = [json.loads(line) for line in run([musnad, "claims", *at, "--limit", "1000", "--json"])[0].splitlines()]
    speakers = [claim["speaker"] for claim in claims if (claim["entity"] or "").startswith("person:")]
    words = [max(claim["content"].split(), key=len) for claim in claims]
    # A claim of every kind of group: those of articles far apart in the ledger.
    traced = []
    for skip in range(0, 10**9, 1000):
        page = run([musnad, "claims", *at, "--limit", "3", "--skip", str(skip), "--json"])[0].splitlines()
        if not page or len(traced) >= 60:
            break
        traced += [json.loads(line) for line in page]
    pick = lambda values, n: values[n * 37 % len(values)]
    questions = {
        "nothing (musnad --version)": lambda n: ["--version"],
        "claims, newest": lambda n: ["claims", *at],
        "claims of a speaker": lambda n: ["claims", *at, "--speaker", pick(speakers, n)],
        "claims by stance and days": lambda n: ["claims", *at, "--stance", "denies", "--from", "2023-06-01", "--to", "2023-07-31"],
        "search in claims, one word": lambda n: ["claims", *at, pick(words, n)],
        "search in claims, two words": lambda n: ["claims", *at, *pick(claims, n)["content"].split()[:2]],
        "search in articles": lambda n: ["articles", *at, pick(words, n)],
        "who": lambda n: ["who", *at, pick(speakers, n)],
        "trace": lambda n: ["trace", *at, "{article}/{local}".format(**pick(traced, n))],
    }
    for what, arguments in questions.items():
        times, busy, lines, most = [], [], 0, 0.0
        for n in range(20):
            out, _, seconds, processor, memory = run([musnad, *arguments(n)])
            times.append(seconds * 1000)
            busy.append(processor * 1000)
            lines += len(out.splitlines())
            most = max(most, memory)
        print(f"{what:<30} median {statistics.median(times):6.1f} ms, of the processor {statistics.median(busy):6.1f} "
              f"(slowest {max(busy):6.1f}), {lines / 20:.0f} lines, {most:.0f} MB")
    began = time.perf_counter()
    _, _, _, _, memory = run([musnad, "conflicts", *at, "--limit", "1000000", "--json"])
    print(f"all conflicts: {time.perf_counter() - began:.1f} s, {memory:.0f} MB")
    began = time.perf_counter()
    _, _, _, _, memory = run([musnad, "verify", *at])
    print(f"verify: {time.perf_counter() - began:.1f} s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
