"""The bundled weights in ONNX Runtime and torch: the vectors of the bundled engine, so all may write into one index."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import pytest

from search.embedding import (
    BULK_FROM,
    BUNDLED,
    WARM_FROM,
    BundledEncoder,
    choose_bulk_encoder,
    choose_query_encoder,
)
from search.onnx_encoder import OnnxEncoder
from search.packed_weights import UnknownWeights, read_packed_model, write_once
from search.passages import split_windows
from search.torch_encoder import TorchEncoder
from search.windowed_encoder import WindowedEncoder
from tests.search.conftest import PLAN, CountingEncoder

KEPT = {OnnxEncoder: {".model", ".onnx", ".npy"}, TorchEncoder: {".model", ".json", ".safetensors"}}
"""The files that each engine needs, whichever of them is tried first or by the same process."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module", params=[OnnxEncoder, TorchEncoder])
def encoder(request: pytest.FixtureRequest, cache: Path) -> WindowedEncoder:
    made: WindowedEncoder = request.param(cache)
    return made


def test_fifty_passages_have_the_same_vectors(encoder: WindowedEncoder) -> None:
    """Short ones, ones longer than the 512 tokens of the model, and texts that no tokeniser expects."""
    text = PLAN.read_text(encoding="utf-8")
    passages = [
        *split_windows(text, width=120, overlap=0)[:40],
        text[:2400],
        text[9000:10_500],
        "",
        " ",
        "  Sở   Y tế  ",
        "Sở Y\u00a0tế\r\nchủ trì\tthực hiện",
        "a" * 900,
        "Ⅲ. ½ ﬁ \ufeff № 5 %",
        "\U00013080 chữ tượng hình \U00013081\U00013082",  # not in the vocabulary
        "passage: query: passage: ",
    ]
    engine = BundledEncoder().encode_passages(passages)
    assert len(passages) == 50
    assert np.einsum("ij,ij->i", encoder.encode_passages(passages), engine).min() >= 0.999


def test_a_question_has_the_same_vector(encoder: WindowedEncoder) -> None:
    question = "Ai chủ trì bảo tồn nguồn gen?"
    assert encoder.encode_query(question) @ BundledEncoder().encode_query(question) >= 0.999
    assert (encoder.name, encoder.dimension) == (BUNDLED, 384)


def test_what_is_kept_is_written_once(encoder: WindowedEncoder, cache: Path) -> None:
    kept = {path: path.stat().st_mtime_ns for path in (cache / "models").rglob("*")}
    type(encoder)(cache)
    assert {path: path.stat().st_mtime_ns for path in (cache / "models").rglob("*")} == kept  # nothing half-written
    assert {path.suffix for path in kept if path.is_file()} >= KEPT[type(encoder)]


def test_a_cut_writing_leaves_nothing(tmp_path: Path) -> None:
    def cut(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        write_once(tmp_path / "models" / "weights", cut)
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(100), b"E5S1" + bytes(100)])
def test_other_weights_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "weights.bin"
    file.write_bytes(content)
    with pytest.raises(UnknownWeights) as raised:
        read_packed_model(file)
    assert raised.value.file == str(file)


@pytest.mark.parametrize(
    ("wish", "count", "engine"),
    [
        ("auto", WARM_FROM - 1, "bundled"),  # loading another engine would take longer
        ("auto", WARM_FROM, "onnx"),
        ("auto", BULK_FROM, "torch"),
        ("bundled", BULK_FROM, "bundled"),
        ("onnx", BULK_FROM, "onnx"),
        ("torch", 1, "torch"),
        ("no such engine", WARM_FROM, "onnx"),
    ],
)
def test_the_engine_that_pays_encodes(monkeypatch: pytest.MonkeyPatch, wish: str, count: int, engine: str) -> None:
    bundled, made = BundledEncoder(), {"onnx": CountingEncoder(), "torch": CountingEncoder()}
    monkeypatch.setenv("CANCU_ENGINE", wish)
    monkeypatch.setattr("search.torch_encoder.TorchEncoder", lambda _cache: made["torch"])
    monkeypatch.setattr("search.onnx_encoder.load_onnx_encoder", lambda _cache: made["onnx"])
    assert choose_bulk_encoder(bundled, count) is {"bundled": bundled, **made}[engine]


def test_another_model_is_never_replaced(monkeypatch: pytest.MonkeyPatch, counting: CountingEncoder) -> None:
    monkeypatch.setenv("CANCU_ENGINE", "torch")
    assert choose_bulk_encoder(counting, BULK_FROM) is counting
    assert choose_query_encoder(counting) is counting


def test_without_room_for_the_weights_the_engine_encodes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CANCU_ENGINE", "torch")
    monkeypatch.setattr("search.embedding.cache_folder", lambda: tmp_path / "file")
    assert isinstance(choose_bulk_encoder(BundledEncoder(), 1), BundledEncoder)


def test_who_goes_on_asking_gets_the_faster_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A single question does not wait for it; the questions that come while it loads do not either."""
    faster, loaded = CountingEncoder(), Event()

    def load(_cache: Path) -> CountingEncoder:
        loaded.set()
        return faster

    monkeypatch.delenv("CANCU_ENGINE", raising=False)
    monkeypatch.setattr("search.onnx_encoder.load_onnx_encoder", load)
    encoder = choose_query_encoder(BundledEncoder())
    for _ in range(WARM_FROM - 1):
        assert len(encoder.encode_query("Ai chủ trì?")) == encoder.dimension
    assert not loaded.is_set()
    encoder.encode_query("Ai chủ trì?")
    assert loaded.wait(10)
    assert any(len(encoder.encode_query("Ai chủ trì?")) == faster.dimension for _ in range(100))


def test_the_bundled_engine_alone_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_ENGINE", "bundled")
    assert isinstance(choose_query_encoder(BundledEncoder()), BundledEncoder)
