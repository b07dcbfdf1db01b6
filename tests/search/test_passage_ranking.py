"""Passages: a long provision is found by any part of it, a named document comes first, nonsense finds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from graph.model import DocumentNode, Evidence, Passage
from search.embedding import Encoder, Vectors
from search.index import Corpus, SearchIndex, write_index
from search.passages import WINDOW
from search.responsibilities import find_passages


class _Counting:
    """An encoder that counts letters: texts with like letters are near, and nothing has to be loaded."""

    name = "letters"
    dimension = 64

    def encode_query(self, text: str) -> Vectors:
        vector = np.bincount([ord(char) % 64 for char in text.lower()] or [0], minlength=64).astype(np.float32)
        return np.asarray(vector / (np.linalg.norm(vector) or 1.0), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.asarray([self.encode_query(text) for text in texts], dtype=np.float32).reshape(-1, 64)


def _passage(document: str, locator: str, heading: str, text: str) -> Passage:
    return Passage(
        f"{document}/{locator}", document, None, locator, heading, text, Evidence(document, locator, 0, 1, text)
    )


_FILLER = "Cơ quan quản lý nhà nước có trách nhiệm thực hiện các quy định của pháp luật. " * (3 * WINDOW // 70)
_PASSAGES = (
    _passage(
        "du-lich", "Điều 1", "Luật Du lịch. Điều 1. Phạm vi điều chỉnh", "Luật này quy định về tài nguyên du lịch."
    ),
    _passage("du-lich", "Điều 39", "Luật Du lịch. Điều 39. Hợp đồng lữ hành", "Hợp đồng phải được lập thành văn bản."),
    _passage("trong-trot", "Điều 1", "Luật Trồng trọt. Điều 1. Phạm vi", "Luật này quy định về trồng trọt."),
    _passage(
        "trong-trot", "Điều 50", "Luật Trồng trọt. Điều 50. Hợp đồng", "Hợp đồng mua bán giống phải lập thành văn bản."
    ),
    _passage(
        "trong-trot",
        "Điều 51",
        "Luật Trồng trọt. Điều 51. Trách nhiệm",
        f"{_FILLER}Vùng trồng thanh long được cấp mã số.",
    ),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    names = {"du-lich": "Luật Du lịch", "trong-trot": "Luật Trồng trọt"}
    nodes = tuple(DocumentNode(iri, iri, None, "luat", None, None, name, None, True) for iri, name in names.items())
    folder: Path = tmp_path_factory.mktemp("index")
    encoder: Encoder = _Counting()
    found = write_index(folder, Corpus(nodes, (), _PASSAGES, "1"), encoder)
    vars(found)["encoder"] = encoder
    return found


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Phạm vi điều chỉnh về tài nguyên du lịch", "du-lich/Điều 1"),
        ("tai nguyen du lich", "du-lich/Điều 1"),
        ("vùng trồng thanh long được cấp mã số", "trong-trot/Điều 51"),
        ("Theo Luật Du lịch, hợp đồng phải lập thành văn bản", "du-lich/Điều 39"),
        ("Theo Luật Trồng trọt, hợp đồng phải lập thành văn bản", "trong-trot/Điều 50"),
    ],
    ids=["words", "without diacritics", "end of a long provision", "law named", "other law named"],
)
def test_the_fitting_passage_comes_first(index: SearchIndex, text: str, place: str) -> None:
    assert find_passages(index, text)[0].passage.iri == place


_SCENE = "Hợp đồng lữ hành giữa hai công ty phải được lập thành văn bản."


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("Vậy vùng trồng thanh long có được cấp mã số không?", "trong-trot/Điều 51"),
        ("Chọn câu trả lời đúng nhất.", "du-lich/Điều 39"),
        ("Vay vung trong thanh long co duoc cap ma so khong?", "trong-trot/Điều 51"),
    ],
    ids=["a story, then what is asked", "an instruction asks nothing", "asked without diacritics"],
)
def test_a_story_is_looked_for_by_what_its_last_sentence_asks(index: SearchIndex, asked: str, place: str) -> None:
    assert find_passages(index, f"{_SCENE} {asked}")[0].passage.iri == place


def test_a_passage_of_many_windows_is_one_hit(index: SearchIndex) -> None:
    assert len(index.windows.units) > len(_PASSAGES)
    places = [hit.passage.iri for hit in find_passages(index, "trách nhiệm của cơ quan quản lý nhà nước")]
    assert len(places) == len(set(places))


def test_one_document_can_be_kept_to(index: SearchIndex) -> None:
    hits = find_passages(index, "hợp đồng lập thành văn bản", document="du-lich")
    assert {hit.passage.document for hit in hits} == {"du-lich"}


@pytest.mark.parametrize("text", ["", "   ", "@@@ !!!", "asdfgh qwerty zxcv", "xyzzy"])
def test_nonsense_finds_nothing(index: SearchIndex, text: str) -> None:
    assert find_passages(index, text) == ()


def test_no_hits_are_asked_for(index: SearchIndex) -> None:
    assert find_passages(index, "hợp đồng", limit=0) == ()
