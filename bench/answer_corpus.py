"""The documents that the questions are about, ingested into stores of several sizes and indexed for measuring.

The texts are read from the folder of shared data beside the repository; they are not part of it. How sure an answer is
must not depend on what else is stored, so the same questions are asked of each document alone, of a few, and of all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from graph.load import ingest_source
from graph.model import DocumentNode, Duty
from graph.reading import list_documents, read_competences, read_duties
from graph.store import open_store
from ingest.read import read_file
from search.embedding import Encoder, Vectors, load_encoder
from search.index import Corpus, SearchIndex, load_index, write_index

DATA: Final = Path(__file__).parents[2] / "shared" / "data"
PARTS: Final = {
    "4655/KH-UBND": "plan-4655.txt",
    "03/NQ-CP": "corpus/national-chain/03-NQ-CP_day_du_kem_PL1_PL2.md",
    "57-NQ/TW": "corpus/national-chain/57-NQ-TW_toanvan.md",
    "69-KL/TW": "corpus/national-chain/69-KL-TW_toanvan.md",
    "16/KH-MTTQ-BTT": "corpus/luong-minh/18-11-KH*.txt",
    "luong-minh/25-11-KH_thuc_hien_HN_hiep_thuong": "corpus/luong-minh/25-11-KH*.txt",
    "luong-minh/KH_Kiểm_tra": "corpus/luong-minh/KH_Ki*.txt",
    "01/KH-TBTTKT": "corpus/luong-minh/KH_Tieu_ban*.txt",
    "luong-minh/QĐ_thành_lập_Tổ_tiếp_công_dân": "corpus/luong-minh/Q*.txt",
    "luong-minh/Hướng_dẫn_MTTQ_xã_công_tác_Bầu_cử": "corpus/luong-minh/Hướng_dẫn*.txt",
    "22/2008/CT-TTg": "corpus/vbpl-tax/22_2008_CT-TTg.md",
    "09/2008/CT-UBND": "corpus/vbpl-tax/09_2008_CT-UBND.md",
    "01/2009/CT-UBND": "corpus/vbpl-tax/01_2009_CT-UBND.md",
    "42/1998/CT-UBND": "corpus/vbpl-tax/42_1998_CT-UBND.md",
    **{
        f"vbpl-provincial/{name}": f"corpus/vbpl-provincial/{name}.txt"
        for name in (
            "00176020", "00186876", "00189279", "00227024", "00230511", "00242987", "00244955", "00266128", "00269287",
            "00181881", "00188339", "00190760", "00198989", "00235592", "00247458", "00249444", "00252470", "00255339",
            "00256839", "00258305", "00264155", "00191281", "00203897", "00205852", "00245453", "00248492", "00255881",
            "00259282", "00271261", "00197978", "00201876", "00202355", "00209862", "00227581", "00238558", "00243476",
            "00254395", "00263179", "00267905", "00269781",
        )
    },
    "luong-minh/HD_hiệp_thương": "corpus/luong-minh/HD_*.txt",
    **{
        f"vbpl-tax/{name}": f"corpus/vbpl-tax/{name}.md"
        for name in ("123_2008_TTLT-BTC-BCA", "68_2005_TT-BTC", "89_2001_TTLT")
    },
}  # fmt: skip
"""The document names of the questions, and their files."""
OTHERS: Final = (
    "corpus/national-chain/20-NQ-TW_2012_toanvan.md",
    "corpus/luong-minh/[7-9]*.txt",
    "corpus/vbpl-tax/*.md",
    "corpus/vbpl-provincial/*.txt",
)
"""Documents that no question is about: they must not answer."""
SHELF: Final = 4
"""How many documents a store of middle size holds."""
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Composition:
    """A store to ask: what it is called, and the documents of questions that it holds."""

    name: str
    documents: frozenset[str]
    index: SearchIndex


@dataclass(frozen=True, slots=True)
class _Part:
    documents: tuple[DocumentNode, ...]
    duties: tuple[Duty, ...]


def build_compositions(folder: Path) -> tuple[Composition, ...]:
    """Ingest every document, and index each alone, a few, and all together, in ``folder``."""
    parts = {name: _read_part(folder / "parts" / str(at), (file,)) for at, (name, file) in enumerate(PARTS.items())}
    known = {file for pattern in PARTS.values() for file in DATA.glob(pattern)}
    others = _read_part(folder / "parts" / "others", OTHERS, known)
    encoder = _Remembering(load_encoder())
    for at, names in enumerate(_choices()):
        whole = len(names) == len(parts)
        chosen = [*(parts[name] for name in names), *((others,) if whole else ())]
        write_index(folder / f"c{at}", _join(chosen), encoder)
    return open_compositions(folder)


def open_compositions(folder: Path) -> tuple[Composition, ...]:
    """Open what ``build_compositions`` wrote; the last one holds everything."""
    encoder = _Remembering(load_encoder())
    return tuple(_open(folder / f"c{at}", names, encoder) for at, names in enumerate(_choices()))


def _open(folder: Path, names: tuple[str, ...], encoder: Encoder) -> Composition:
    index = load_index(folder)
    vars(index)["encoder"] = encoder  # All stores share one: each question is encoded once.
    return Composition(ALL if len(names) == len(PARTS) else " + ".join(names), frozenset(names), index)


def _choices() -> tuple[tuple[str, ...], ...]:
    """Return each document alone, each shelf of ``SHELF``, and all."""
    names = tuple(PARTS)
    alone = tuple((name,) for name in names)
    shelves = tuple(names[at : at + SHELF] for at in range(0, len(names), SHELF))
    return (*alone, *shelves, names)


def _read_part(folder: Path, patterns: Sequence[str], without: Collection[Path] = ()) -> _Part:
    """Ingest the files of ``patterns`` into a store in ``folder``, and return what it holds."""
    with open_store(folder) as store:
        for pattern in patterns:
            for file in sorted(DATA.glob(pattern)):
                if file not in without:
                    ingest_source(store, read_file(file))
        return _Part(list_documents(store), read_duties(store) + read_competences(store))


def _join(parts: Sequence[_Part]) -> Corpus:
    """Return the parts as one corpus; a document that one part holds and another only cites is held."""
    nodes: dict[str, DocumentNode] = {}
    for part in parts:
        for node in part.documents:
            if node.in_corpus or node.iri not in nodes:
                nodes[node.iri] = node
    return Corpus(tuple(nodes.values()), tuple(duty for part in parts for duty in part.duties), (), "1")


class _Remembering:
    """An encoder that encodes each text once, whatever indexes it goes into or is asked of."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self.encode_query = lru_cache(maxsize=None)(encoder.encode_query)
        self.name = encoder.name
        self.dimension = encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages, one row each."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(missing, self._encoder.encode_passages(missing), strict=True))
        rows = [self._known[text] for text in texts]
        return np.asarray(rows, dtype=np.float32).reshape(len(rows), self.dimension)
