"""The encoders: the bundled one, and the same model where a SentenceTransformer is expected."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from search.embedding import (
    BUNDLED,
    EncoderUnavailable,
    RememberingEncoder,
    Vectors,
    bundled_sentence_transformer,
    load_encoder,
)
from tests.search.conftest import CountingEncoder
from tests.search.tiny_models import write_sentence_model


def test_the_bundled_encoder_gives_unit_vectors() -> None:
    encoder = load_encoder()
    assert encoder.name == BUNDLED
    vector = encoder.encode_query("Ai chủ trì?")
    assert vector.shape == (encoder.dimension,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_spelling_forms_give_one_vector() -> None:
    """NFD text and a NUL would otherwise change or cut the vector."""
    encoder = load_encoder()
    assert np.allclose(encoder.encode_query("Sở Y tế"), encoder.encode_query("Sở Y tế"))
    cut, whole = encoder.encode_query("Sở\0Y tế"), encoder.encode_query("Sở Y tế")
    assert np.allclose(cut, whole)


def test_the_same_vectors_as_a_sentence_transformer() -> None:
    encoder, model = load_encoder(), bundled_sentence_transformer()
    vectors = model.encode(["query: Ai chủ trì?", "passage: Sở Công Thương"])
    assert np.array_equal(vectors[0], encoder.encode_query("Ai chủ trì?"))
    assert np.array_equal(vectors[1], encoder.encode_passages(["Sở Công Thương"])[0])


def test_a_model_that_is_not_there_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    missing = str(tmp_path_factory.mktemp("models") / "missing")
    with pytest.raises(EncoderUnavailable) as raised:
        load_encoder(missing)
    assert raised.value.model == missing


@pytest.mark.parametrize(("folder", "prefixed"), [("tiny-e5", True), ("tiny", False)])
def test_any_sentence_transformer_by_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, prefixed: bool
) -> None:
    """``CANCU_MODEL`` names it; only models of the e5 family read "query: " and "passage: " before the text."""
    place = write_sentence_model(tmp_path / folder)
    monkeypatch.setenv("CANCU_MODEL", str(place))
    encoder = load_encoder()
    assert (encoder.name, encoder.dimension) == (str(place), 16)
    query, passage = encoder.encode_query("sở y tế"), encoder.encode_passages(["sở y tế", "kinh phí"])
    assert passage.shape == (2, 16)
    assert np.allclose(np.linalg.norm(passage, axis=1), 1, atol=1e-5)
    assert np.allclose(query, passage[0], atol=1e-5) != prefixed


def test_a_question_asked_again_is_not_encoded_again(
    counting: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    plain = counting.encode_query

    def listen(text: str) -> Vectors:
        asked.append(text)
        return plain(text)

    monkeypatch.setattr(counting, "encode_query", listen)
    encoder = RememberingEncoder(counting)
    first, again = encoder.encode_query("Ai chủ trì?"), encoder.encode_query("Ai chủ trì?")
    assert asked == ["Ai chủ trì?"]
    assert np.array_equal(first, again)
    assert not again.flags.writeable  # all who ask share it
    assert (encoder.name, encoder.dimension) == (counting.name, counting.dimension)
    assert encoder.encode_passages(["a", "b"]).shape == (2, counting.dimension)


def test_asking_imports_no_torch() -> None:
    """Its import alone would cost seconds in a cold shell."""
    code = "import sys, search.responsibilities; raise SystemExit('torch' in sys.modules or 'rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
