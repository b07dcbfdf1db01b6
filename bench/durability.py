"""Kill the ingesting process a hundred times, and read beside five hundred ingests: is every document whole?

    python -m bench.durability [--kills N] [--restorations N] [--ingests N] [--readers N]

After each kill the store must open, every document must be there whole or not at all, and every quote must still be
found in its text; after a killed restoration, one of the two backups must be there whole. Prints the counts; nothing
passes or fails.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from bench.legal_corpus import write_corpus
from graph.load import ingest_source
from graph.store import GraphStore, open_store
from graph.transfer import restore_backup
from graph.validate import verify_evidence
from ingest.model import SourceDocument
from ingest.read import read_bytes

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
_FULL = 6000
"""The sample plan has more triples than this; a former version keeps about ten."""
_PAUSE_SECONDS = 1.0
_FIRST_PACE_SECONDS = 2.0
_BACKUPS = ("first.nq", "second.nq")
_SIZES = "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


def variant(number: int) -> SourceDocument:
    """Return the sample plan as if it were plan ``number``."""
    text = SAMPLE.read_text(encoding="utf-8").replace("4655/KH-UBND", f"{number}/KH-UBND")
    return read_bytes(f"{number}.txt", text.encode())


def ingest_forever(folder: str) -> None:
    """Ingest twenty plans again and again, each time with another last line, until killed."""
    with open_store(folder) as store:
        print("open", flush=True)
        for turn in range(1_000_000):
            source = variant(1000 + turn % 20)
            changed = read_bytes(source.name, f"{source.text}\nLần {turn}.\n".encode())
            ingest_source(store, changed)
            print("stored", flush=True)


def read_for_a_while(folder: str) -> None:
    """Read sizes until the standard input closes; print how many reads and how many torn documents there were."""
    reads = torn = 0
    with open_store(folder, read_only=True) as store:
        while (Path(folder) / "busy").exists():
            reads += 1
            torn += count_torn(store)
            time.sleep(_PAUSE_SECONDS)
    print(reads, torn)


def count_torn(store: GraphStore) -> int:
    """Return how many documents are not there whole: exactly one full graph each, beside small ones of old versions."""
    full: Counter[str] = Counter()
    documents: set[str] = set()
    for row in store.select(_SIZES):
        graph, count = row["graph"], row["n"]
        if isinstance(graph, NamedNode) and isinstance(count, Literal) and "@" in graph.value:
            document = graph.value.partition("@")[0]
            documents.add(document)
            full[document] += int(count.value) > _FULL
    return sum(full[document] != 1 for document in documents)


def kill_repeatedly(folder: Path, kills: int) -> dict[str, int]:
    """Kill the writer ``kills`` times; count stores that did not open and quotes that were broken."""
    chance = random.Random(9)
    counts = {"kills": kills, "not_opened": 0, "broken_quotes": 0, "checked_quotes": 0, "torn": 0}
    for _ in range(kills):
        writer = start("--ingest", str(folder))
        wait_for_a_moment(writer, chance)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        try:
            with open_store(folder, read_only=True) as store:
                verification = verify_evidence(store)
                counts["torn"] += count_torn(store)
        except Exception as error:  # whatever it is, it is counted
            print(repr(error))
            counts["not_opened"] += 1
            continue
        counts["checked_quotes"] += verification.checked
        counts["broken_quotes"] += len(verification.broken)
    return counts


def wait_for_a_moment(writer: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Wait until the writer has stored up to two documents, and then for a part of the time that one takes."""
    assert writer.stdout is not None
    writer.stdout.readline()
    pace = _FIRST_PACE_SECONDS
    for _ in range(chance.randrange(3)):
        start_of_one = time.monotonic()
        writer.stdout.readline()
        pace = time.monotonic() - start_of_one
    time.sleep(chance.uniform(0.0, 1.2 * pace))


def restore_forever(folder: str) -> None:
    """Restore two backups in turns until killed."""
    with open_store(folder) as store:
        print("open", flush=True)
        for turn in range(1_000_000):
            restore_backup(store, Path(folder) / _BACKUPS[turn % 2])


def kill_restorations(folder: Path, kills: int) -> dict[str, int]:
    """Kill the restoring process; count how often each dataset was there, and how often neither."""
    chance = random.Random(9)
    folder.mkdir()
    sizes = [write_corpus(folder / name, documents) for name, documents in zip(_BACKUPS, (400, 800), strict=True)]
    counts = {"restorations_killed": kills, "first": 0, "second": 0, "neither": 0}
    for _ in range(kills):
        writer = start("--restore", str(folder))
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.uniform(0.0, 3.0))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        with open_store(folder, read_only=True) as store:
            found = sum(1 for _ in store.quads())
        kept = ("first", "second")[sizes.index(found)] if found in sizes else "neither"
        counts[kept] += 1
    return counts


def read_beside(folder: Path, ingests: int, readers: int) -> dict[str, int]:
    """Ingest beside reading processes; count their reads and what they saw torn."""
    busy = folder / "busy"
    counts = {"ingests": ingests, "readers": readers, "reads": 0, "torn": 0, "failed_readers": 0}
    with open_store(folder) as store:
        busy.touch()
        running = [start("--read", str(folder)) for _ in range(readers)]
        for turn in range(ingests):
            source = variant(1000 + turn % 20)
            ingest_source(store, read_bytes(source.name, f"{source.text}\nLần {turn} nữa.\n".encode()))
        busy.unlink()
    for reader in running:
        output = reader.communicate()[0].split()
        counts["failed_readers"] += reader.returncode != 0
        counts["reads"] += int(output[0]) if output else 0
        counts["torn"] += int(output[1]) if output else 0
    return counts


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start this module in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bench.durability", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)


def main() -> None:
    """Run both measurements, or one process of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--restorations", type=int, default=30)
    parser.add_argument("--ingests", type=int, default=500)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--ingest")
    parser.add_argument("--restore")
    parser.add_argument("--read")
    given = parser.parse_args()
    if given.ingest:
        ingest_forever(given.ingest)
    elif given.restore:
        restore_forever(given.restore)
    elif given.read:
        read_for_a_while(given.read)
    else:
        with tempfile.TemporaryDirectory() as place:
            print(kill_repeatedly(Path(place) / "killed", given.kills), flush=True)
            print(kill_restorations(Path(place) / "restored", given.restorations), flush=True)
            print(read_beside(Path(place) / "read", given.ingests, given.readers))


if __name__ == "__main__":
    main()
