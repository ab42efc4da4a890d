"""Musnad beside what else can be installed, over the same Arabic text in one run; growth and memory.

    make bench-peers                          # in an environment of its own, writes BENCHMARKS.md
    python scripts/bench_peers.py --musnad target/release/musnad ../shared/corpus/bulk-ar.jsonl

The file has one JSON object a line with a `text`. Each peer runs in a process of its own on one thread: it is warmed up, then
given article after article until its seconds are over. What counts is CPU time, so that other work on the machine changes little.
A peer that is not installed, or whose models are not there, has a row that says so. Nothing is downloaded here.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "BENCHMARKS.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
WARM = 3
# Documents of CC-NEWS in May 2024, as FineNews counts them; what a page weighs is assumed.
MONTH, PAGE_KB, CORES = 11_715_084, 100, 64
Work = Callable[[str], object]


def split() -> Work:
    return str.split


def camel_tokens() -> Work:
    from camel_tools.tokenizers.word import simple_word_tokenize

    return simple_word_tokenize


def spacy_tokens() -> Work:
    import spacy

    # A document a text, as its users have it.
    return spacy.blank("ar")


def tashaphyne() -> Work:
    from tashaphyne.stemming import ArabicLightStemmer

    stemmer = ArabicLightStemmer()
    return lambda text: [stemmer.light_stem(word) for word in text.split()]


def qalsadi() -> Work:
    from qalsadi.lemmatizer import Lemmatizer

    lemmatizer = Lemmatizer()
    return lemmatizer.lemmatize_text


def camel_disambiguator() -> Work:
    from camel_tools.disambig.mle import MLEDisambiguator
    from camel_tools.tokenizers.word import simple_word_tokenize

    disambiguator = MLEDisambiguator.pretrained()
    return lambda text: disambiguator.disambiguate(simple_word_tokenize(text))


def stanza() -> Work:
    import stanza

    options = {"processors": "tokenize,mwt,pos,lemma,depparse", "download_method": None, "use_gpu": False, "verbose": False}
    return stanza.Pipeline("ar", **options)


def maha_times() -> Work:
    from maha.parsers.functions import parse_dimension

    return lambda text: parse_dimension(text, time=True)


def dateparser_times() -> Work:
    from dateparser.search import search_dates

    return lambda text: search_dates(text, languages=["ar"])


# Name, what it does with a text, the distribution that it comes from, how to get it.
PEERS: dict[str, tuple[str, str | None, Callable[[], Work]]] = {
    "python-split": ("words: `str.split` of Python", None, split),
    "camel-tokens": ("tokens: `simple_word_tokenize`", "camel-tools", camel_tokens),
    "spacy-tokens": ("tokens: the tokenizer of `spacy.blank('ar')`", "spacy", spacy_tokens),
    "tashaphyne": ("stems: `ArabicLightStemmer`", "tashaphyne", tashaphyne),
    "qalsadi": ("morphology and lemmas: `Lemmatizer`", "qalsadi", qalsadi),
    "camel-disambiguator": ("morphology in context: `MLEDisambiguator`", "camel-tools", camel_disambiguator),
    "stanza": ("tokens, morphology, lemmas, syntax", "stanza", stanza),
    "maha-times": ("times alone: `parse_dimension`", "mahad", maha_times),
    "dateparser-times": ("times alone: `search_dates`", "dateparser", dateparser_times),
}


def measure_here(name: str, texts: list[str], seconds: float) -> dict:
    """Runs in the process of one peer."""
    what, distribution, make = PEERS[name]
    work = make()
    for text in texts[:WARM]:
        work(text)
    words = articles = failed = 0
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        text = texts[articles % len(texts)]
        try:
            work(text)
        except Exception:  # noqa: BLE001 - another's fault in one article is counted, and is not ours to end on
            failed += 1
        words += len(text.split())
        articles += 1
    took = time.process_time() - begun
    return {"words": words, "articles": articles, "failed": failed, "seconds": took, "mb": most_memory(os.getpid())}


def most_memory(pid: int) -> float:
    """Largest resident set of a process so far, in MB; 0 where that cannot be told."""
    # Not `ru_maxrss`: a child begins with the size of the process that started it.
    try:
        found = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def run(command: list[str], feed: Iterator[bytes] | None = None) -> tuple[float, float, float]:
    """CPU seconds, seconds by the clock, and most memory in MB of a program."""
    begun = time.monotonic()
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    most = 0.0
    ended = threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.wait(0.02):
            most = max(most, most_memory(child.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    if feed and child.stdin:
        for line in feed:
            child.stdin.write(line)
        child.stdin.close()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.monotonic() - begun
    ended.set()
    watching.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, took, most


def repeated(lines: list[dict], count: int) -> Iterator[bytes]:
    """So many articles, each with an id of its own."""
    for n in range(count):
        yield json.dumps({**lines[n % len(lines)], "id": str(n)}, ensure_ascii=False).encode() + b"\n"


def crawled(times: int) -> bytes:
    """The saved pages of the cases as a web archive, each so many times under an address of its own."""
    records = []
    for page in sorted(ROOT.glob("cases/pages/*/source.html")):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.read_bytes()
        for n in range(times):
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{len(records):08}-0000-4000-8000-000000000000>\r\n"
                f"WARC-Date: 2020-06-11T10:00:00Z\r\nWARC-Target-URI: https://example.org/{page.parent.name}/{n}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
            )
            records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(records)


def cost(articles_a_second: float, html_mb_a_second: float, kb_an_article: float) -> list[str]:
    """What a month of a news crawl takes at these rates. Products, and no run."""
    read = MONTH / articles_a_second / 3600
    taken = MONTH * PAGE_KB / 1000 / html_mb_a_second / 3600

    def row(what: str, hours: float) -> str:
        return f"| {what} | {hours:,.0f} | {hours / CORES:.1f} |"

    return [
        f"| a month of CC-NEWS: {MONTH:,} documents | core hours | hours on {CORES} cores |",
        "|---|--:|--:|",
        row("reading the texts into tables", read),
        row(f"before that, taking the stories out of pages of {PAGE_KB} KB", taken),
        row("both", read + taken),
        "",
        f"The tables take {kb_an_article:.1f} KB an article: {MONTH * kb_an_article / 1e6:,.0f} GB.",
    ]


def pages(musnad: str, folder: Path, start: float) -> tuple[float, list[str]]:
    """From web archives: what taking the story out of the page costs beside reading it."""
    archive = folder / "pages.warc"
    archive.write_bytes(crawled(200))
    out = folder / "pages.jsonl"
    cpu, _, _ = run([musnad, "extract", "--threads", "1", "-o", str(out), str(archive)])
    read = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]
    again = folder / "again.jsonl"
    again.write_bytes(b"".join(repeated([{"text": one["text"]} for one in read], len(read))))
    alone, _, _ = run([musnad, "extract", "--threads", "1", str(again)])
    size = archive.stat().st_size / 1e6
    taking = max(cpu - alone, 1e-9)
    return size / taking, [
        f"From a web archive ({len(read):,} pages of `cases/pages`, {size:.1f} MB): {grouped(len(read) / (cpu - start))} pages a CPU second,",
        f"{100 * taking / (cpu - start):.0f} % of it for taking the story out of the page, at {size / taking:.0f} MB of HTML a CPU second.",
    ]


def grouped(number: float) -> str:
    return f"{number:,.0f}"


def version_of(distribution: str | None, python: str) -> str | None:
    """The version that an interpreter has of a distribution; of the interpreter itself without one."""
    if distribution is None:
        return f"Python {platform.python_version()}"
    ask = f"from importlib.metadata import version; print(version({distribution!r}))"
    child = subprocess.run([python, "-c", ask], capture_output=True, text=True)
    return f"{distribution} {child.stdout.strip()}" if child.returncode == 0 else None


def peer_rows(texts: list[str], options: argparse.Namespace, rate: float) -> Iterator[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as sample:
        json.dump(texts, sample, ensure_ascii=False)
        sample.flush()
        for name, (what, distribution, _) in PEERS.items():
            python = options.python.get(name, sys.executable)
            version = version_of(distribution, python)
            if version is None:
                yield f"| {distribution} | {what} | not installed | | |"
                continue
            command = [python, __file__, "--peer", name, "--seconds", str(options.seconds), sample.name]
            threads = {name: "1" for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
            child = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **threads})
            if child.returncode != 0:
                why = child.stderr.strip().rsplit("\n", 1)[-1][:120].replace("|", "/")
                yield f"| {version} | {what} | cannot run here: {why} | | |"
                continue
            found = json.loads(child.stdout.rsplit("\n", 2)[-2])
            speed = found["words"] / found["seconds"]
            failed = f" ({found['failed']} of {found['articles']} articles failed)" if found["failed"] else ""
            yield f"| {version} | {what}{failed} | {grouped(speed)} | {rate / speed:,.2f} | {found['mb']:.0f} |"


def report(options: argparse.Namespace) -> str:
    lines = [json.loads(line) for line in options.articles.read_text(encoding="utf-8").split("\n") if line.strip()]
    texts = [line["text"] for line in lines]
    words = sum(len(text.split()) for text in texts)
    musnad = str(options.musnad)
    version = subprocess.run([musnad, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        one, all_of_them, plain = (Path(folder) / name for name in ("one.jsonl", "all.jsonl", "all.txt"))
        one.write_bytes(b"".join(repeated(lines, 1)))
        all_of_them.write_bytes(b"".join(repeated(lines, len(lines))))
        plain.write_text("\n".join(texts), encoding="utf-8")
        start = min(run([musnad, "extract", "--threads", "1", str(one)])[0] for _ in range(3))
        whole = [run([musnad, "extract", "--threads", "1", str(all_of_them)]) for _ in range(options.runs)]
        cpu, _, memory = min(whole)
        rate = words / (cpu - start)
        floor = words / min(run(["wc", "-w", str(plain)])[0] for _ in range(options.runs))
        table = [
            "| what | does | words a CPU second, one core | Musnad is so many times as fast | memory, MB |",
            "|---|---|--:|--:|--:|",
            f"| **Musnad {version}**, `extract` to JSONL | **all: attributions, chains, entities, times, places, quantities, propositions** | **{grouped(rate)}** | 1 | {memory:.0f} |",
            f"| `wc -w` | counts words: the floor | {grouped(floor)} | {rate / floor:,.3f} | |",
            *peer_rows(texts[: options.sample], options, rate),
        ]
        growth = ["| articles | CPU seconds | seconds | articles a second | memory, MB |", "|--:|--:|--:|--:|--:|"]
        html_rate, from_pages = pages(musnad, Path(folder), start)
        largest = (0.0, 0.0)
        for count in options.growth:
            out = Path(folder) / f"tables-{count}"
            command = [musnad, "extract", "--format", "parquet", "-o", str(out), "-"]
            cpu_seconds, clock, most = run(command, repeated(lines, count))
            largest = (count / (cpu_seconds - start), sum(file.stat().st_size for file in out.rglob("*.parquet")) / count / 1000)
            growth.append(f"| {count:,} | {cpu_seconds:.1f} | {clock:.1f} | {grouped(count / clock)} | {most:.0f} |")
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text()) if Path("/proc/cpuinfo").exists() else None
    return "\n".join(
        [
            f"Measured {datetime.date.today().isoformat()} on {os.cpu_count()} cores of {model[1] if model else platform.machine()}; load {load:.1f} when it",
            f"began. {len(lines):,} Arabic articles, {words:,} words between blanks. Starting Musnad takes {start:.2f} CPU seconds (it compiles its",
            f"language pack), which are not counted; the peers are warmed up. {options.seconds:g} CPU seconds for each peer.",
            "",
            *table,
            "",
            *from_pages,
            "",
            "Growth, `extract --format parquet` from a pipe, all cores, the articles repeated under new ids:",
            "",
            *growth,
            "",
            *cost(largest[0], html_rate, largest[1]),
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("--musnad", type=Path, default=ROOT / "target/release/musnad")
    parser.add_argument("--seconds", type=float, default=10, help="CPU seconds for each peer")
    parser.add_argument("--sample", type=int, default=500, help="articles that peers are given in turn")
    parser.add_argument("--runs", type=int, default=3, help="runs of Musnad and wc, of which the best counts")
    parser.add_argument("--growth", type=lambda word: [int(part) for part in word.split(",")], default=[1_000, 10_000, 100_000])
    parser.add_argument("--print", action="store_true", help="print the tables, and leave BENCHMARKS.md alone")
    parser.add_argument(
        "--python", type=lambda word: word.split("=", 1), action="append", default=[], metavar="PEER=PATH",
        help="the interpreter that has a peer which does not go together with the others",
    )
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.python = dict(options.python)
    if options.peer:
        texts = json.loads(options.articles.read_text(encoding="utf-8"))
        print(json.dumps(measure_here(options.peer, texts, options.seconds)))
        return 0
    measured = report(options)
    if options.print:
        print(measured)
        return 0
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{measured}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
