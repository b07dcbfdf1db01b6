"""The documents that the questions are about, ingested into a store and indexed for measuring.

The texts are read from the folder of shared data beside the repository; they are not part of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from graph.load import ingest_source
from graph.reading import list_documents, read_duties
from graph.store import open_store
from ingest.read import read_file
from search.index import Corpus, SearchIndex, write_index

DATA: Final = Path(__file__).parents[2] / "shared" / "data"
FILES: Final = (
    "plan-4655.txt",
    "corpus/national-chain/03-NQ-CP_day_du_kem_PL1_PL2.md",
    "corpus/national-chain/69-KL-TW_toanvan.md",
    "corpus/national-chain/57-NQ-TW_toanvan.md",
    "corpus/luong-minh/*.txt",
    "corpus/vbpl-tax/01_2009_CT-UBND.md",
    "corpus/vbpl-tax/42_1998_CT-UBND.md",
)
"""What is ingested: what the questions ask about, and others that must not answer them."""


def build_answer_index(folder: Path) -> SearchIndex:
    """Ingest ``FILES`` into ``folder`` and index their duties (passages are measured by ``bench.alqac``)."""
    with open_store(folder / "store") as store:
        for pattern in FILES:
            for file in sorted(DATA.glob(pattern)):
                ingest_source(store, read_file(file))
        corpus = Corpus(list_documents(store), read_duties(store), (), str(store.version()))
    return write_index(folder / "index", corpus)
