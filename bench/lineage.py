"""Lineage in a large citation graph: ``python -m bench.lineage [--edges 1000000]``.

Prints the time to make the network, its memory, and the time of closures of about ten thousand documents, warm. The
corpus is generated: each document rests on a few earlier ones, as decisions do. Times are of the processor, so that a
busy machine does not count.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from graph.network import CitationNetwork, NetworkEdge, build_network, find_closure
from graph.paths import find_cycles, find_knots, find_path_rows

_WIDE = 10_000


def make_edges(count: int, seed: int = 4655) -> Iterator[NetworkEdge]:
    """Yield ``count`` relations among a fifth as many documents, from later to earlier ones."""
    rng = random.Random(seed)
    documents = count // 5
    for row in range(count):
        later = 1 + row // 5
        earlier = rng.randrange(max(0, later - documents // 10), later)
        yield NetworkEdge(str(later), "based_on", str(earlier))


def find_root(network: CitationNetwork, size: int = _WIDE) -> str:
    """Return a document whose closure upwards is nearest to ``size``, by bisection over the years."""
    low, high = 0, len(network.iris) - 1
    while low < high:
        middle = (low + high) // 2
        if len(find_closure(network, str(middle), "up").nodes) < size:
            low = middle + 1
        else:
            high = middle
    return str(low)


def measure(action: Callable[[], object], times: int = 9) -> float:
    """Return the median processor time of ``action`` in milliseconds."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        action()
        spent.append((time.process_time() - begun) * 1000)
    return statistics.median(spent)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="bench.lineage", description=__doc__)
    parser.add_argument("--edges", type=int, default=1_000_000)
    count = parser.parse_args(arguments).edges
    begun = time.process_time()
    network = build_network(make_edges(count))
    print(f"network of {len(network.iris)} documents, {count} relations: {time.process_time() - begun:.1f} s")
    begun = time.process_time()
    knots = find_knots(network)
    print(f"cycles of the whole network: {time.process_time() - begun:.2f} s, {int(knots.sum())} relations in one")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    root = find_root(network)
    closure = find_closure(network, root, "up")
    warm = measure(lambda: find_cycles(network, find_closure(network, root, "up"), knots))
    print(f"closure of {len(closure.nodes)} documents, {len(closure.edges)} relations: {warm:.1f} ms")
    path = measure(lambda: find_path_rows(network, root, "0", limit=3), times=3)
    print(f"three justified paths within it: {path:.0f} ms")


if __name__ == "__main__":
    main()
