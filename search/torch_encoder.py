"""The bundled weights as a torch model, for encoding many passages: a fraction of the processor time, or a GPU.

The four-bit weights are dequantised once into the cache of the user (``$XDG_CACHE_HOME/cancu/models/<digest>``, a
folder that ``transformers`` opens) and run by ``BertModel``; the vectors are those of the bundled engine (cosine above
0.999, its int8 activations are the difference), so both may write into one index. Importing this file imports torch.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import save_file
from transformers import BertModel
from transformers.utils import logging

from search.embedding import Vectors
from search.packed_weights import PackedModel, Shape, bundled_digest, bundled_file, read_packed_model, write_once
from search.windowed_encoder import WindowedEncoder

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


class TorchEncoder(WindowedEncoder):
    """The bundled model under torch."""

    def __init__(self, cache: Path) -> None:
        super().__init__(cache)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._model = _open(dequantise_into(cache), _number_type(self._device)).to(self._device).eval()

    @property
    def number_type(self) -> str:
        """What the numbers are: "bfloat16" or "float32"."""
        return str(next(self._model.parameters()).dtype).removeprefix("torch.")

    @torch.inference_mode()
    def _means(self, windows: Sequence[list[int]]) -> Vectors:
        framed = [torch.tensor(tokens) for tokens in windows]
        rows = torch.nn.utils.rnn.pad_sequence(framed, batch_first=True, padding_value=int(self.tokens.pieces.pad_id()))
        lengths = torch.tensor([len(tokens) for tokens in windows])
        mask = (torch.arange(rows.shape[1]) < lengths[:, None]).long().to(self._device)
        states = self._model(input_ids=rows.to(self._device), attention_mask=mask).last_hidden_state.float()
        means = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return np.asarray(means.cpu().numpy(), dtype=np.float32)


def dequantise_into(cache: Path) -> Path:
    """Return the folder of the dequantised model below ``cache``, written first where it is missing."""
    return write_once(cache / "models" / bundled_digest(), _write)


def _write(folder: Path) -> None:
    model = read_packed_model(bundled_file())
    save_file(dict(_named(model)), folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps(_config(model.shape)), encoding="utf-8")


def _open(folder: Path, number_type: torch.dtype) -> torch.nn.Module:
    """Return the model in ``folder``, without a word on standard error."""
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model: torch.nn.Module = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=number_type)
    return model


def _named(model: PackedModel) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """Yield the tensors in their shapes, under the names of ``BertModel``."""
    hidden = model.shape.hidden
    for name, packed in model.tensors.items():
        tensor = packed.values()
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


def _number_type(device: torch.device) -> torch.dtype:
    """Return bfloat16 where the hardware is fast with it, else float32."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return torch.float32
    return torch.bfloat16 if any(flag in flags for flag in _FAST_HALVES) else torch.float32
