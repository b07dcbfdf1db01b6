"""The bundled weights under torch: the same vectors as the bundled engine, so that both may write into one index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.embedding import BULK_FROM, BUNDLED, BundledEncoder, choose_bulk_encoder
from search.packed_weights import UnknownWeights, read_packed_model
from search.passages import split_windows
from search.torch_encoder import TorchEncoder, dequantise_into
from tests.search.conftest import PLAN, CountingEncoder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def encoder(cache: Path) -> TorchEncoder:
    return TorchEncoder(cache)


def test_fifty_passages_have_the_same_vectors(encoder: TorchEncoder) -> None:
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


def test_a_question_has_the_same_vector(encoder: TorchEncoder) -> None:
    question = "Ai chủ trì bảo tồn nguồn gen?"
    assert encoder.encode_query(question) @ BundledEncoder().encode_query(question) >= 0.999
    assert (encoder.name, encoder.dimension) == (BUNDLED, 384)


def test_the_weights_are_dequantised_once(encoder: TorchEncoder, cache: Path) -> None:
    del encoder
    folder = dequantise_into(cache)
    written = (folder / "model.safetensors").stat().st_mtime_ns
    assert dequantise_into(cache) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == written
    assert [path.name for path in (cache / "models").iterdir()] == [folder.name]  # nothing half-written beside it


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(100), b"E5S1" + bytes(100)])
def test_other_weights_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "weights.bin"
    file.write_bytes(content)
    with pytest.raises(UnknownWeights) as raised:
        read_packed_model(file)
    assert raised.value.file == str(file)


@pytest.mark.parametrize(
    ("wish", "count", "torch"),
    [
        ("auto", BULK_FROM - 1, False),  # loading torch would take longer
        ("auto", BULK_FROM, True),
        ("bundled", BULK_FROM, False),
        ("torch", 1, True),
    ],
)
def test_torch_encodes_where_it_pays(monkeypatch: pytest.MonkeyPatch, wish: str, count: int, torch: bool) -> None:
    class Torch:
        """Stands for the encoder, whose loading is tested above."""

        def __init__(self, cache: Path) -> None:
            assert cache.name == "cancu"

    monkeypatch.setenv("CANCU_BULK_ENCODER", wish)
    monkeypatch.setattr("search.torch_encoder.TorchEncoder", Torch)
    assert isinstance(choose_bulk_encoder(BundledEncoder(), count), Torch) == torch


def test_another_model_is_never_replaced(monkeypatch: pytest.MonkeyPatch, counting: CountingEncoder) -> None:
    monkeypatch.setenv("CANCU_BULK_ENCODER", "torch")
    assert choose_bulk_encoder(counting, BULK_FROM) is counting


def test_without_room_for_the_weights_the_engine_encodes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CANCU_BULK_ENCODER", "torch")
    monkeypatch.setattr("search.embedding.cache_folder", lambda: tmp_path / "file")
    assert isinstance(choose_bulk_encoder(BundledEncoder(), 1), BundledEncoder)
