"""The bundled weights as a torch model, for encoding many passages: a fraction of the processor time, or a GPU.

The four-bit weights are dequantised once into the cache of the user (``$XDG_CACHE_HOME/cancu/models/<digest>``, a
folder that ``transformers`` opens) and run by ``BertModel``; the vectors are those of the bundled engine (cosine above
0.999, its int8 activations are the difference), so both may write into one index. Importing this file imports torch.
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from transformers import BertModel
from transformers.utils import logging

from search.embedding import BUNDLED, PASSAGE_PREFIX, QUERY_PREFIX, BundledEncoder, Vectors, clean_text
from search.packed_weights import PackedModel, Shape, Vocabulary, bundled_file, digest_of, read_packed_model

_BATCH_TOKENS: Final = 4096
_SPACES: Final = re.compile(" {2,}")
_PARTS: Final = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
_MATRICES: Final = frozenset({"q", "k", "v", "ao", "fi", "fo"})
_EMBEDDINGS: Final = {
    "emb.word": "word_embeddings.weight", "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight", "emb.ln.w": "LayerNorm.weight", "emb.ln.b": "LayerNorm.bias",
}  # fmt: skip
_FAST_HALVES: Final = ("amx_bf16", "avx512_bf16")
"""Flags of processors that multiply bfloat16 faster than float32; measured 2.5 to 3 times."""


class TorchEncoder:
    """The bundled model under torch; what its vocabulary cannot spell goes to the bundled engine."""

    def __init__(self, cache: Path) -> None:
        folder = dequantise_into(cache)
        model = read_packed_model(bundled_file(), weights=False)
        self._longest = model.shape.longest - 2
        self._vocabulary = model.vocabulary
        self._tokenizer = build_tokenizer(model.vocabulary)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._model = _open(folder, _number_type(self._device)).to(self._device).eval()
        self._engine = BundledEncoder()

    @property
    def name(self) -> str:
        """The identity of the bundled model: the vectors are of its space."""
        return BUNDLED

    @property
    def dimension(self) -> int:
        """384."""
        return self._engine.dimension

    @property
    def number_type(self) -> str:
        """What the numbers are: "bfloat16" or "float32"."""
        return str(next(self._model.parameters()).dtype).removeprefix("torch.")

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a question."""
        return np.asarray(self._encode([QUERY_PREFIX + clean_text(text)])[0], dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages."""
        return self._encode([PASSAGE_PREFIX + clean_text(text) for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors: the mean of the windows of a text, each weighing as many tokens as it has."""
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        windows: list[tuple[int, list[int]]] = []
        for row, text in enumerate(texts):
            tokens = self._tokens(text)
            if self._vocabulary.unknown in tokens:
                sums[row] = self._by_engine(text)
            else:
                starts = range(0, max(1, len(tokens)), self._longest)
                windows += [(row, tokens[start : start + self._longest]) for start in starts]
        windows.sort(key=lambda window: len(window[1]))
        for batch in _batches(windows):
            for (row, tokens), mean in zip(batch, self._means([tokens for _, tokens in batch]), strict=True):
                sums[row] += max(1, len(tokens)) * mean
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.maximum(lengths, 1e-6), dtype=np.float32)

    def _tokens(self, text: str) -> list[int]:
        plain = _SPACES.sub(" ", text.translate(self._vocabulary.normal))
        return list(self._tokenizer.encode(plain, add_special_tokens=False).ids)

    def _by_engine(self, text: str) -> Vectors:
        if text.startswith(QUERY_PREFIX):
            return self._engine.encode_query(text.removeprefix(QUERY_PREFIX))
        return np.asarray(self._engine.encode_passages([text.removeprefix(PASSAGE_PREFIX)])[0], dtype=np.float32)

    @torch.inference_mode()
    def _means(self, windows: Sequence[list[int]]) -> Vectors:
        """Return the mean of the last hidden states of each window."""
        words = self._vocabulary
        framed = [torch.tensor([words.begin, *tokens, words.end]) for tokens in windows]
        rows = torch.nn.utils.rnn.pad_sequence(framed, batch_first=True, padding_value=words.pad)
        lengths = torch.tensor([len(tokens) for tokens in framed])
        mask = (torch.arange(rows.shape[1]) < lengths[:, None]).long().to(self._device)
        states = self._model(input_ids=rows.to(self._device), attention_mask=mask).last_hidden_state.float()
        means = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return np.asarray(means.cpu().numpy(), dtype=np.float32)


def dequantise_into(cache: Path) -> Path:
    """Return the folder of the dequantised model below ``cache``, written first where it is missing.

    It appears whole by one rename, so a cut leaves nothing, and of two writers one wins.
    """
    file = bundled_file()
    folder = cache / "models" / digest_of(file)[:16]
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    model = read_packed_model(file)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        written = Path(place) / "model"
        written.mkdir()
        save_file(dict(_named(model)), written / "model.safetensors", metadata={"format": "pt"})
        (written / "config.json").write_text(json.dumps(_config(model.shape)), encoding="utf-8")
        with contextlib.suppress(OSError):
            written.rename(folder)
    return folder


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Return the SentencePiece unigram tokeniser of the pieces."""
    tokenizer = Tokenizer(Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always")
    return tokenizer


def _open(folder: Path, number_type: torch.dtype) -> torch.nn.Module:
    """Return the model in ``folder``, without a word on standard error."""
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model: torch.nn.Module = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=number_type)
    return model


def _named(model: PackedModel) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """Yield the tensors in their shapes, under the names of ``BertModel``."""
    hidden = model.shape.hidden
    for name, tensor in model.tensors.items():
        if name in _EMBEDDINGS:
            target = f"embeddings.{_EMBEDDINGS[name]}"
            yield target, tensor if ".ln." in name else tensor.reshape(-1, hidden)
            continue
        layer, part, kind = name.split(".")
        matrix = kind == "w" and part in _MATRICES
        rows = model.shape.feed_forward if part == "fi" else hidden
        target = f"encoder.layer.{layer[1:]}.{_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"
        yield target, tensor.reshape(rows, -1) if matrix else tensor


def _config(shape: Shape) -> dict[str, object]:
    """Return what ``transformers`` calls the shape of a BERT encoder."""
    return {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.longest,
        "type_vocab_size": shape.types,
        "layer_norm_eps": shape.epsilon,
    }


def _batches(windows: Sequence[tuple[int, list[int]]]) -> Iterator[Sequence[tuple[int, list[int]]]]:
    """Yield runs of windows, ordered by length, of about ``_BATCH_TOKENS`` tokens with padding."""
    start = 0
    while start < len(windows):
        end = start + 1
        while end < len(windows) and (end + 1 - start) * (len(windows[end][1]) + 2) <= _BATCH_TOKENS:
            end += 1
        yield windows[start:end]
        start = end


def _number_type(device: torch.device) -> torch.dtype:
    """Return bfloat16 where the hardware is fast with it, else float32."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return torch.float32
    return torch.bfloat16 if any(flag in flags for flag in _FAST_HALVES) else torch.float32
