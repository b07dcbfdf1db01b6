"""What a cold ``cancu who`` must not import: each of these costs a tenth of a second to several seconds."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("torch", "transformers", "sentence_transformers", "rdflib", "pyshacl", "networkx", "scipy", "faiss", "psycopg",
         "onnx", "onnxruntime", "sentencepiece",
         "fastapi", "lxml", "docx", "pypdfium2", "openpyxl")  # fmt: skip

CODE = f"""
import sys
import app.cli, app.commands.answers, app.asking, app.lookup, app.presentation
from graph.registers import load_lexicon
from search.embedding import load_encoder
load_lexicon()
load_encoder().encode_query("Ai chủ trì?")
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_who_imports_nothing_heavy() -> None:
    run = subprocess.run([sys.executable, "-c", CODE], check=True, capture_output=True, text=True)
    assert run.stdout.split() == []
