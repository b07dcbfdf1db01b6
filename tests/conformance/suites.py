"""Where the published suites are found, and how a copy is fetched: ``python -m tests.conformance.suites FOLDER``.

The W3C's own repository (``w3c/rdf-tests``) is one source. The source package of rdflib carries the suites of SPARQL
1.0 and 1.1 as the working groups left them; pip fetches that file, of one fixed release and hash, in some seconds. The
suites are under the W3C software licence and are not kept in this repository.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

LAYOUTS = (
    ("sparql/sparql11/manifest-all.ttl", "sparql/sparql10/manifest.ttl"),
    ("sparql11/manifest-all.ttl", "dawg-data-r2/manifest-syntax.ttl", "dawg-data-r2/manifest-evaluation.ttl"),
)
"""The manifests of a copy: as in ``w3c/rdf-tests``, and as rdflib carries them."""
SOURCE = "rdflib==7.6.0 --hash=sha256:6c831288d5e4a5a7ece85d0ccde9877d512a3d0f02d7c06455d00d6d0ea379df"
"""A release of rdflib and the hash of its source package."""
SECONDS = 90
_INSIDE = "test/data/suites/w3c"
_PARTS = ("sparql11", "dawg-data-r2")


def find_manifests(place: Path) -> tuple[Path, ...]:
    """Return the manifests of a copy of the suites; none where the folder holds no copy."""
    for layout in LAYOUTS:
        manifests = tuple(place / name for name in layout)
        if manifests[0].exists():
            return manifests
    return ()


def fetch_suites(target: Path) -> None:
    """Put a copy of the suites into ``target``.

    Raises:
        subprocess.SubprocessError: if pip cannot fetch the package, or not in time.
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "wanted.txt")
        wanted.write_text(f"{SOURCE}\n", encoding="ascii")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        options = ["--no-binary", "rdflib", "--dest", folder, "--requirement", str(wanted)]
        subprocess.run([*command, *options], check=True, timeout=SECONDS)
        for package in Path(folder).glob("rdflib-*.tar.gz"):
            unpack_suites(package, target)


def unpack_suites(package: Path, target: Path) -> None:
    """Unpack the suites of a source package of rdflib, and nothing else of it."""
    with tarfile.open(package) as archive:
        for member in archive:
            inner = member.name.partition(f"/{_INSIDE}/")[2]
            if inner.startswith(tuple(f"{part}/" for part in _PARTS)) and member.isfile():
                member.name = inner
                archive.extract(member, target, filter="data")


if __name__ == "__main__":
    fetch_suites(Path(sys.argv[1]))
