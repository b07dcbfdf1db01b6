"""The bundled weights in ONNX Runtime: a third of the processor time of the bundled engine, without torch.

The four-bit weights are written once as an ONNX model into the cache of the user
(``$XDG_CACHE_HOME/cancu/models/<digest>-onnx``): the matrices in blocks of 32 with their scales (``MatMulNBits``, whose
activations are eight bits, as in the bundled engine), the embeddings of words beside it, mapped from the disk. Vectors
are those of the bundled engine (cosine above 0.9998). Loading takes half a second, so a cold question does without.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession, SessionOptions

from search.embedding import Vectors
from search.packed_weights import PackedModel, bundled_digest, bundled_file, dequantise, read_packed_model, write_once
from search.windowed_encoder import WindowedEncoder

_MODEL: Final = "encoder.onnx"
_WORDS: Final = "words.npy"
_VENDOR: Final = "com.microsoft"
_ZERO: Final = 128
"""What eight unsigned bits add to a weight."""
_EIGHT_BIT_ACTIVATIONS: Final = 4
_LAYOUT: Final = 9
_OPERATORS: Final = 18


class OnnxEncoder(WindowedEncoder):
    """The bundled model in ONNX Runtime, one thread."""

    def __init__(self, cache: Path) -> None:
        super().__init__(cache)
        folder = write_once(cache / "models" / f"{bundled_digest()}-onnx", _write)
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._words = np.load(folder / _WORDS, mmap_mode="r")
        self._session = _open(folder / _MODEL, options)

    def _means(self, windows: Sequence[list[int]]) -> Vectors:
        return np.concatenate([self._mean(window) for window in windows])

    def _mean(self, tokens: list[int]) -> Vectors:
        words = dequantise(self._words[tokens]).reshape(1, len(tokens), self.dimension)
        return np.asarray(self._session.run(["mean"], {"words": words})[0], dtype=np.float32)


def _open(file: Path, options: SessionOptions) -> InferenceSession:
    try:
        return InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # what the library raises has no common base
        raise OSError(f"ONNX Runtime cannot run {file}: {error}") from error


@lru_cache(maxsize=2)
def load_onnx_encoder(cache: Path) -> OnnxEncoder:
    """Return the encoder of this process; generations of an index share it."""
    return OnnxEncoder(cache)


def _write(folder: Path) -> None:
    model = read_packed_model(bundled_file())
    np.save(folder / _WORDS, model.tensors["emb.word"].data.reshape(model.shape.vocabulary, -1))
    (folder / _MODEL).write_bytes(_Graph(model).describe())


class _Graph:
    """The graph of the encoder, grown node by node: the embeddings of words, one window, to the mean of its states."""

    def __init__(self, model: PackedModel) -> None:
        self.model = model
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def describe(self) -> bytes:
        """Return the ONNX model: ``words`` of shape (1, tokens, hidden) to ``mean`` of shape (1, hidden)."""
        hidden = self.model.shape.hidden
        states = self._embeddings()
        for layer in range(self.model.shape.layers):
            states = self._layer(f"l{layer}", states)
        axis = self._constant("axis", np.array([1], dtype=np.int64))
        self._add("ReduceMean", [states, axis], "mean", keepdims=0)
        graph = helper.make_graph(
            self.nodes,
            "encoder",
            [helper.make_tensor_value_info("words", TensorProto.FLOAT, [1, "tokens", hidden])],
            [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, hidden])],
            self.constants,
        )
        operators = [helper.make_opsetid("", _OPERATORS), helper.make_opsetid(_VENDOR, 1)]
        model: bytes = helper.make_model(graph, opset_imports=operators, ir_version=_LAYOUT).SerializeToString()
        return model

    def _embeddings(self) -> str:
        """Add position and type to the words."""
        shape = self.model.shape
        kinds = self.model.tensors["emb.type"].values().reshape(-1, shape.hidden)
        places = self.model.tensors["emb.pos"].values().reshape(-1, shape.hidden) + kinds[0]
        sizes = self._add("Shape", ["words"], "sizes", start=1, end=2)
        start = self._constant("start", np.array([0], dtype=np.int64))
        taken = self._add("Slice", [self._constant("places", places), start, sizes], "taken")
        total = self._add("Add", ["words", taken], "placed")
        scale, shift = self._tensor("emb.ln.w"), self._tensor("emb.ln.b")
        return self._add("LayerNormalization", [total, scale, shift], "embedded", epsilon=shape.epsilon)

    def _layer(self, name: str, states: str) -> str:
        """Add a layer of BERT: attention and feed-forward, each added to its input and normalised."""
        shape = self.model.shape
        parts = [self._linear(f"{name}.{part}", states, shape.hidden) for part in "qkv"]
        attended = self._vendor("MultiHeadAttention", parts, f"{name}.heads", num_heads=shape.heads)
        states = self._joined(f"{name}.aln", self._linear(f"{name}.ao", attended, shape.hidden), states)
        inner = self._vendor("Gelu", [self._linear(f"{name}.fi", states, shape.feed_forward)], f"{name}.gelu")
        return self._joined(f"{name}.oln", self._linear(f"{name}.fo", inner, shape.hidden), states)

    def _linear(self, name: str, states: str, rows: int) -> str:
        """Multiply by a quantised matrix and add its bias."""
        levels, scales = self.model.tensors[f"{name}.w"].levels()
        blocks = (levels.astype(np.int16) + _ZERO).astype(np.uint8).reshape(rows, -1, levels.shape[1])
        sizes = {"K": levels.size // rows, "N": rows, "bits": 8, "block_size": levels.shape[1]}
        inputs = [
            states, self._constant(f"{name}.blocks", blocks), self._constant(f"{name}.scales", scales), "", "",
            self._tensor(f"{name}.b"),
        ]  # fmt: skip
        return self._vendor("MatMulNBits", inputs, name, accuracy_level=_EIGHT_BIT_ACTIVATIONS, **sizes)

    def _joined(self, name: str, states: str, before: str) -> str:
        inputs = [states, before, self._tensor(f"{name}.w"), self._tensor(f"{name}.b")]
        return self._vendor("SkipLayerNormalization", inputs, name, epsilon=self.model.shape.epsilon)

    def _tensor(self, name: str) -> str:
        return self._constant(name, self.model.tensors[name].values())

    def _constant(self, name: str, values: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), f"constant {name}"))
        return f"constant {name}"

    def _vendor(self, operator: str, inputs: list[str], output: str, **options: float) -> str:
        return self._add(operator, inputs, output, domain=_VENDOR, **options)

    def _add(self, operator: str, inputs: list[str], output: str, domain: str = "", **options: float) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], None, None, domain, None, **options))
        return output
