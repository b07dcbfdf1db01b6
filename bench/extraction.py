"""How fast a text is read: megabytes a second of parse and find on one core, and what ten times the text costs.

    python -m bench.extraction [--quick] [--only NAME]

Real texts are those of ``../shared/data/corpus`` when it lies beside the checkout, else the sample. Growth compares
two sizes ten times apart, each the best of some runs of processor time, so that a busy machine shows less. The aims:
at least 1 MB of UTF-8 text a second, ten times the text in at most twelve times the time. Nothing passes or fails.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from graph.registers import load_lexicon
from ingest.lexicon import Lexicon
from ingest.model import SourceDocument
from ingest.pipeline import extract
from ingest.read import read_bytes, read_file
from ingest.text import normalise

SAMPLE: Final = Path(__file__).parents[1] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"
CORPUS: Final = Path(__file__).parents[1].parent / "shared" / "data" / "corpus"
RATE_AIM: Final = 1.0
"""Megabytes a second."""
GROWTH_AIM: Final = 12.0
"""Most that ten times the text may cost."""
LARGE: Final = 1_000_000
"""Characters of a hostile text at its full size."""
QUICK: Final = 100_000
_NOISE_SECONDS: Final = 0.02
"""Below this a run is repeated, and a growth is not judged."""

HOSTILE: Final[Mapping[str, str]] = MappingProxyType({
    "spaces": " ",
    "newlines": "\n",
    "lines of one space": " \n",
    "slashes": "/",
    "digits": "7",
    "digits and dots": "1.",
    "Căn cứ": "Căn cứ ",
    "Căn cứ, a line each": "Căn cứ\n",
    "Căn cứ Luật, a line each": "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n",
    "unclosed quotes": "“",
    "straight quotes": '" ',
    "nested quotes": "“a «b ",
    "open brackets": "(",
    "brackets and words": "(sau đây gọi tắt là ",
    "pipes": "|",
    "pipe rows": "| 1 | Xây dựng đề án | Sở Y tế | Sở Tài chính | Quý I/2025 |\n",
    "pipe rows of blanks": "| | |\n",
    "one long pipe row": "| Sở Y tế ",
    "dashes": "- ",
    "dash lines": "- Sở Y tế\n",
    "marks 1.": "1. ",
    "marks 1., a line each": "1.\n",
    "articles": "Điều 1. ",
    "articles, a line each": "Điều 1.\n",
    "annexes, a line each": "PHỤ LỤC I\n",
    "roman marks, a line each": "I. MỤC TIÊU\n",
    "commas": ",",
    "commas and spaces": ", ",
    "semicolons": ";",
    "và": "và ",
    "và các": "và các ",
    "words in one line": "nghiên cứu phát triển công nghệ ",
    "capitals in one line": "ỦY BAN NHÂN DÂN ",
    "a list of bodies in one line": "Sở Y tế, ",
    "chủ trì": "Sở Y tế chủ trì, phối hợp với ",
    "chủ trì, a line each": "Sở Y tế chủ trì, phối hợp với Sở Tài chính thực hiện.\n",
    "numbers": "1/QĐ-UBND ",
    "numbers, commas": "số 1/QĐ-UBND, ",
    "numbers, a line each": "Quyết định số 1/QĐ-UBND\n",
    "broken numbers": "số 1/",
    "dates": "ngày 1/1/2024 ",
    "ngày": "ngày ",
    "percentages": "10% ",
    "ranges": "10-20 ",
    "years": "2024-2025 ",
    "của": "của ",
    "tại khoản": "khoản 1 Điều 2 ",
    "combining marks": "\u0323\u0302",
    "e and combining marks": "e" + "\u0323" * 50,
    "masked": "Đã biết\n",
    "Nơi nhận, a line each": "Nơi nhận:\n- Như trên;\n",
    "KT. CHỦ TỊCH, a line each": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n",
    "CỘNG HÒA, a line each": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
    "KẾ HOẠCH, a line each": "KẾ HOẠCH\nTriển khai Kết luận số 1-KL/TW\n",
    "hyphens": "-",
    "underscores": "_",
    "dots": ".",
    "colons": "a: ",
})  # fmt: skip
"""What each hostile text repeats."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast some texts were read: bytes of UTF-8 and seconds of processor time."""

    name: str
    size: int
    seconds: float

    @property
    def megabytes_a_second(self) -> float:
        """The rate; a megabyte is a million bytes."""
        return self.size / 1e6 / self.seconds


@dataclass(frozen=True, slots=True)
class Growth:
    """What a text costs at two sizes ten times apart, in seconds."""

    name: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """How many times more the larger costs."""
        return self.large / max(self.small, 1e-9)

    @property
    def judged(self) -> bool:
        """Tell whether the times are long enough to say anything."""
        return self.large > 10 * _NOISE_SECONDS


def seconds_of(work: Callable[[], object], runs: int = 3) -> float:
    """Return the least processor time of ``work`` over some runs; a long run is not repeated."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        if best > 100 * _NOISE_SECONDS:
            break
    return best


def source_of(text: str) -> SourceDocument:
    """Return ``text`` as a read document, without the reader's judgement of what is a document."""
    return SourceDocument("bench.txt", normalise(text), "0" * 64, "text/plain")


def real_texts() -> tuple[SourceDocument, ...]:
    """Return the plain texts of the corpus, or the sample where there is none."""
    files = sorted(path for path in CORPUS.rglob("*") if path.suffix in {".txt", ".md"}) if CORPUS.is_dir() else []
    return tuple(read_file(path) for path in (files or [SAMPLE]))


def measure_rate(lexicon: Lexicon, sources: tuple[SourceDocument, ...]) -> tuple[Rate, Rate]:
    """Return how fast ``sources`` are read from bytes, and how fast they are parsed and searched."""
    contents = [(source.name, source.text.encode()) for source in sources]
    size = sum(len(content) for _, content in contents)
    extract(sources[0], lexicon)  # the tables of the lexicon are compiled once a process
    read = seconds_of(lambda: [read_bytes(name, content) for name, content in contents])
    found = seconds_of(lambda: [extract(source, lexicon) for source in sources])
    return Rate("read", size, read), Rate("parse + find", size, found)


def measure_growth(lexicon: Lexicon, name: str, unit: str, size: int) -> Growth:
    """Return what ``unit`` repeated to ``size`` characters costs, and to a tenth of it."""
    small, large = (source_of(unit * max(1, count // len(unit))) for count in (size // 10, size))
    return Growth(name, seconds_of(lambda: extract(small, lexicon)), seconds_of(lambda: extract(large, lexicon)))


def print_rates(rates: tuple[Rate, ...]) -> None:
    """Print the rates beside their aim."""
    print(f"{'stage':<32}{'MB':>8}{'seconds':>10}{'MB/s':>8}   aim {RATE_AIM:g}")
    for rate in rates:
        print(f"{rate.name:<32}{rate.size / 1e6:>8.2f}{rate.seconds:>10.3f}{rate.megabytes_a_second:>8.2f}")


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="bench.extraction", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"hostile texts of {QUICK} characters, not {LARGE}")
    parser.add_argument("--only", help="hostile texts whose name has these words")
    options = parser.parse_args(arguments)
    lexicon = load_lexicon()
    size = QUICK if options.quick else LARGE
    sources = real_texts()
    if options.only is None:
        print_rates(measure_rate(lexicon, sources))
    real = "\n".join(source.text for source in sources)
    texts = {"real texts, joined": real[: size // 10], **HOSTILE}
    print(f"\n{'ten times the text':<32}{'chars':>9}{'seconds':>10}{'×':>8}   aim {GROWTH_AIM:g}")
    for name, unit in texts.items():
        if options.only is not None and options.only not in name:
            continue
        growth = measure_growth(lexicon, name, unit, size)
        verdict = "" if not growth.judged else "over the aim" if growth.ratio > GROWTH_AIM else "linear"
        print(f"{name:<32}{size:>9}{growth.large:>10.3f}{growth.ratio:>8.1f}   {verdict}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
