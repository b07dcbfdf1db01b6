"""Passages a second of the bundled engine and of the same weights under torch, one thread, and how equal they are.

    python -m bench.encoders [--passages N]

The passages are windows of the corpus beside the checkout, or of the sample plan where that is absent. Processor time,
so that other work on the machine counts little; loading torch and the model is shown apart.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from ingest.read import InputRejected, read_file
from search.embedding import BULK_FROM, BundledEncoder, Encoder, Vectors, cache_folder
from search.passages import split_windows

ROOT: Final = Path(__file__).parents[1]
SAMPLE: Final = ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
CORPUS: Final = ROOT.parent / "shared" / "data" / "corpus"


def read_windows(count: int) -> tuple[str, ...]:
    """Return ``count`` windows, evenly spread over the files (fewer where there are not as many)."""
    every = tuple(_windows())
    return tuple(every[int(at)] for at in np.unique(np.linspace(0, len(every) - 1, min(count, len(every))).astype(int)))


def _windows() -> Iterator[str]:
    files = sorted(path for path in CORPUS.rglob("*") if path.is_file()) if CORPUS.is_dir() else [SAMPLE]
    for file in files:
        try:
            text = read_file(file).text
        except InputRejected:
            continue
        yield from split_windows(text)


def _measure(encoder: Encoder, windows: tuple[str, ...]) -> tuple[Vectors, float]:
    """Return the vectors, and the passages a second of processor time."""
    ordered = sorted(range(len(windows)), key=lambda row: len(windows[row]))
    vectors = np.empty((len(windows), encoder.dimension), dtype=np.float32)
    start = time.process_time()
    for at in range(0, len(ordered), 32):
        rows = ordered[at : at + 32]
        vectors[rows] = encoder.encode_passages([windows[row] for row in rows])
    return vectors, len(windows) / (time.process_time() - start)


def main() -> None:
    """Measure both, and print the ratio and the cosines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=60)
    windows = read_windows(parser.parse_args().passages)
    bundled, slow = _measure(BundledEncoder(), windows)
    start = time.perf_counter()
    import torch

    from search.torch_encoder import TorchEncoder

    torch.set_num_threads(1)
    encoder = TorchEncoder(cache_folder())
    encoder.encode_query("")
    loading = time.perf_counter() - start
    same, fast = _measure(encoder, windows)
    cosines = np.einsum("ij,ij->i", bundled, same)
    print(f"{len(windows)} passages, {np.mean([len(text) for text in windows]):.0f} characters each on average")
    print(f"bundled engine   {slow:7.1f} passages/s of processor time")
    print(f"under torch      {fast:7.1f} passages/s of processor time ({encoder.number_type}), {fast / slow:.1f} times")
    print(f"loading torch    {loading:7.1f} s: won back after {loading / (1 / slow - 1 / fast):.0f} passages")
    print(f"cosine           least {cosines.min():.5f}, mean {cosines.mean():.5f} (aim: at least 0.999)")
    print(f"used by itself from {BULK_FROM} passages on")


if __name__ == "__main__":
    main()
