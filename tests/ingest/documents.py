"""Documents of the tests: small ones written in place, the sample plan, and the shared corpus where it exists."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.registers import load_lexicon
from ingest.assignments import AssignmentFindings, find_assignments
from ingest.header import parse_header
from ingest.model import Header, Provision
from ingest.read import read_file
from ingest.structure import parse_provisions
from ingest.text import normalise

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PLAN = ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"


@dataclass(frozen=True, slots=True)
class Read:
    """A document with its provisions and what it assigns."""

    text: str
    provisions: tuple[Provision, ...]
    findings: AssignmentFindings

    def triples(self) -> list[tuple[str, str, str]]:
        """Return (agency, role, task) in reading order."""
        return [(one.agency, one.role, one.task) for one in self.findings.assignments]


def read_words(words: str, kind: str = "Kế hoạch") -> Read:
    """Read words as the body of a document of the type ``kind``."""
    return _read(normalise(words), Header(type=kind))


def read_document(path: Path) -> Read:
    """Read a file with its own header."""
    text = read_file(path).text
    lexicon = load_lexicon()
    return _read(text, parse_header(text, parse_provisions(text, lexicon), lexicon))


def read_shared(name: str) -> Read:
    """Read a file of the shared corpus, or skip the test where that folder is absent."""
    path = SHARED / "data" / "corpus" / name
    if not path.exists():
        pytest.skip(f"the shared corpus is not here: {path}")
    return read_document(path)


def gold_rows(name: str) -> list[dict[str, object]]:
    """Return the rows of a shared gold file, or skip the test where that folder is absent."""
    path = SHARED / "gold" / name
    if not path.exists():
        pytest.skip(f"the shared gold is not here: {path}")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _read(text: str, header: Header) -> Read:
    lexicon = load_lexicon()
    provisions = parse_provisions(text, lexicon)
    return Read(text, provisions, find_assignments(text, provisions, header, lexicon))
