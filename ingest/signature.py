"""Who signed, in which office, and who receives the document.

Reads the ranges of signature and recipients; writes ``Signer``s and list items. State form: Nghị định 30/2020/NĐ-CP,
Phụ lục I, II.7 ("TM.", "KT.", "TL.", "TUQ.", "Q."); Party form "T/M", "K/T", "T/L". One cell, one signer.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.form_words import FormWords
from ingest.model import Signer, Span
from ingest.persons import person_at_end, person_between, person_of
from ingest.text import UPPER

_CAPACITY = re.compile(r"(?<![\w/])(TUQ|TM|KT|TL|Q|T/M|K/T|T/L)(?:\s{0,2}\.|(?=\s{1,2}[" + UPPER + r"]))\s{0,3}")
_SIGNED = re.compile(
    r"[(\[]\s{0,4}(?:đã\s{1,4}ký|ký|đã\s{1,4}kí|ký\s{1,4}tên|ký,[^)\]]{0,60}|"
    r"chữ ký[^)\]]{0,40})[^)\]]{0,30}[)\]]|(?<!\w)đã ký(?!\w)",
    re.IGNORECASE,
)
_UPPER_RUN = re.compile(rf"[{UPPER}][{UPPER}\s,\-–]{{2,150}}(?![a-zà-ỹđ])")
_RECIPIENTS = re.compile(r"n[oơ]i\s{1,4}nhận\s{0,4}:?", re.IGNORECASE)
_ITEM = re.compile(r"(?:^|[\n;,.)}|]|<br>|:)\s{0,4}[-–•+]\s{0,4}(?=\S)")
_CAPACITY_BESIDE = re.compile(r"\s(?:TUQ|TM|KT|TL|T/M|K/T|T/L)\b[.\s]")
_CELL = re.compile(r"(?<!\\)\|")


def read_signers(text: str, within: Span, form: FormWords) -> tuple[Signer, ...]:
    """Return the signers in ``within``, left to right; an office without a name is no signer."""
    signers: list[Signer] = []
    for cell in _columns(text, within):
        signer = _signer_in(text, cell, form)
        if signer is not None and all(signer.name != other.name for other in signers):
            signers.append(signer)
    if not signers and (signer := _signer_in(text, tuple(_after_list(text, within)), form)) is not None:
        signers.append(signer)  # a table whose cells have slipped: read it as one column
    return tuple(signers)


def _columns(text: str, within: Span) -> tuple[tuple[Span, ...], ...]:
    """The pieces of each column: lines outside rows are one column, the n-th cells of rows are one each."""
    plain: list[Span] = []
    columns: dict[int, list[Span]] = {}
    position = within.start
    for line in within.of(text).splitlines(keepends=True):
        span = Span(position, position + len(line))
        position = span.end
        if not line.lstrip().startswith("|"):
            plain.append(span)
            continue
        bars = [span.start + match.start() for match in _CELL.finditer(line)]
        for index, (low, high) in enumerate(pairwise(bars)):
            columns.setdefault(index, []).append(Span(low + 1, high))
    return tuple(tuple(pieces) for pieces in ([*columns.values(), plain] if columns else [plain]) if pieces)


def _signer_in(text: str, pieces: tuple[Span, ...], form: FormWords) -> Signer | None:
    lines = [(piece, line) for piece in pieces for line in _lines_of(text, piece)]
    words = "\n".join(line for _, line in lines)
    if _RECIPIENTS.match(words.strip()) and not _CAPACITY.search(words):
        return None
    name, span = None, None
    office_words = named_words = ""
    for piece, line in lines:
        bare = _SIGNED.sub(" ", line).strip()
        found = person_of(bare)
        if found is None and _marks_signature(line, form):
            found = person_at_end(bare) or person_between(bare)
        if found is not None:
            name, span, office_words = found, piece, f"{office_words}\n{line[: line.rfind(found.split()[-1])]}"
            named_words = office_words
        else:
            office_words = f"{office_words}\n{line}"
    if name is None or not (_CAPACITY.search(words) or form.signing.search(words) or _SIGNED.search(words)):
        return None
    return Signer(
        name=name,
        position=_position_in(named_words, form) or _position_in(words, form),
        capacity=_capacities(words),
        span=span,
    )


def _after_list(text: str, within: Span) -> list[Span]:
    """The cells of all rows but those that list the recipients."""
    bars = [within.start, *(match.start() for match in _CELL.finditer(text, within.start, within.end)), within.end]
    cells = (Span(low, high) for low, high in pairwise(bars))
    return [cell for cell in cells if not re.match(r"\|?\s{0,4}(?:[-–•]|n[oơ]i nhận)", cell.of(text), re.IGNORECASE)]


def _lines_of(text: str, piece: Span) -> list[str]:
    return [line.strip(" *_|\t") for line in re.split(r"\n|<br>", piece.of(text)) if line.strip(" *_|\t")]


def _marks_signature(line: str, form: FormWords) -> bool:
    return (
        _SIGNED.search(line) is not None or _CAPACITY.search(line) is not None or form.signing.search(line) is not None
    )


def _position_in(words: str, form: FormWords) -> str | None:
    """The last office printed: the signer's own, after those that he signs for."""
    offices = list(form.signing.finditer(words))
    if not offices:
        return None
    office = offices[-1]
    run = _UPPER_RUN.match(words, office.start())
    printed = run[0] if run and len(run[0].split()) <= len(office[0].split()) + 5 and len(offices) == 1 else office[0]
    printed = printed.split("\n")[0]
    return _sentence_case(office[0] if len(printed) < len(office[0]) else printed)


def _sentence_case(words: str) -> str:
    """Offices in prose: "PHÓ CHỦ TỊCH" → "Phó Chủ tịch", "BỘ TRƯỞNG" → "Bộ trưởng", "TỔNG BÍ THƯ" → "Tổng Bí thư"."""
    lowered = " ".join(words.split()).strip(" ,-–").lower()
    lowered = lowered.replace("quốc hội", "Quốc hội")
    if lowered.startswith(("phó ", "tổng bí", "chánh ")):
        first, _, rest = lowered.partition(" ")
        return f"{first.capitalize()} {rest[:1].upper()}{rest[1:]}"
    return lowered[:1].upper() + lowered[1:]


def _capacities(words: str) -> tuple[str, ...]:
    found = (match[1].replace("/", "") for match in _CAPACITY.finditer(words))
    return tuple(dict.fromkeys(f"{capacity}." for capacity in found))


def read_recipients(text: str, within: Span, form: FormWords) -> tuple[str, ...]:
    """Return the items of "Nơi nhận", without dashes and end marks."""
    words = within.of(text)
    head = _RECIPIENTS.search(words)
    if head is None:
        return ()
    cell_end = _end_of_list(words, head.end())
    listed = words[head.end() : cell_end]
    padded = " \n" + listed
    marks = list(_ITEM.finditer(padded))
    starts = [match.end() for match in marks]
    ends = [*(match.start() for match in marks[1:]), len(padded)]
    items = (_clean_item(padded[start:end], form) for start, end in zip(starts, ends, strict=False))
    return tuple(item for item in items if 1 < len(item) < 300)


def _clean_item(printed: str, form: FormWords) -> str:
    """One line of the list and its lower-case rest, without what the column of the signature printed beside it."""
    lines = printed.split("\n")
    kept = lines[:1] + [line for line in lines[1:2] if line.strip()[:1].islower()]
    words = " ".join(" ".join(kept).replace("<br>", " ").split())
    return words[: _start_of_signature(words, form)].strip(" ;.,|")


def _start_of_signature(words: str, form: FormWords) -> int:
    beside = (_CAPACITY_BESIDE.search(words), form.signing_beside.search(words))
    return min((match.start() for match in beside if match), default=len(words))


def _end_of_list(words: str, start: int) -> int:
    """In a row the list ends with its cell; outside, with the signature that follows."""
    row_start = words.rfind("\n", 0, start) + 1
    if words[row_start:].lstrip().startswith("|"):
        bar = _CELL.search(words, start)
        return bar.start() if bar else len(words)
    capacity = _CAPACITY.search(words, start)
    beside = capacity is not None and "\n" not in words[start : capacity.start()].strip(" ")
    return len(words) if capacity is None or beside else capacity.start()
