"""Search for a text that breaks ``extract``, guided by the code it reaches: ``python -m bench.fuzz [--seconds N]``.

Needs Google's ``atheris`` (``pip install atheris``; not a dependency); without it nothing runs and the reason is said.
The seeds are the sentences of ``tests/ingest/test_fuzz.py`` and the sample plan, and the invariants are those of that
test. A text that breaks one is kept in ``artefacts/fuzz`` and printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

FOUND: Final = Path(__file__).parents[1] / "artefacts" / "fuzz"
_SEED_WIDTH: Final = 1500
_LONGEST: Final = 6000


def check(data: bytes) -> None:
    """Extract the text of ``data`` and raise when something in it cannot be."""
    from tests.ingest.test_fuzz import extract_text, spans_of

    found = extract_text(data.decode("utf-8", errors="replace"))
    text = found.source.text
    if any(span.end > len(text) for _, span in spans_of(found)):
        raise AssertionError("a span lies outside the text")
    if "".join(part.span.of(text) for part in found.provisions) != text:
        raise AssertionError("the provisions do not tile the text")
    locators = [part.locator for part in found.provisions]
    if len(locators) != len(set(locators)):
        raise AssertionError("a locator names two parts")


def write_seeds(folder: Path) -> None:
    """Write the texts that the search begins with, a file each."""
    from tests.ingest.test_fuzz import PLAN, SENTENCES

    folder.mkdir(parents=True, exist_ok=True)
    stretches = (PLAN[start : start + _SEED_WIDTH] for start in range(0, len(PLAN), _SEED_WIDTH))
    for number, text in enumerate((*SENTENCES, *stretches)):
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Search for the given time; return 0 when nothing was found or atheris is absent."""
    parser = argparse.ArgumentParser(prog="bench.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=60, help="how long to search")
    options = parser.parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: left out (pip install atheris)", file=sys.stderr)
        return 0
    import atheris

    with atheris.instrument_imports(include=["ingest"]):  # before anything else imports them
        write_seeds(FOUND / "seeds")
    check(b"")  # the registers are read before the clock runs
    flags = [f"-max_total_time={options.seconds}", f"-max_len={_LONGEST}", f"-artifact_prefix={FOUND}/", "-timeout=20"]
    atheris.Setup([sys.argv[0], *flags, str(FOUND / "seeds")], check)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
