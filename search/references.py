"""Documents and sections that a question points at: "4655/KH-UBND", "Nghị quyết 03", "khoản 3 mục III".

Reads the question folded, so diacritics and capitals do not matter; numbers are compared by their letters and digits
alone and never approximately.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import DocumentNode
from ingest.text import fold, key_of
from search.periods import MONTHS

_NUMBER = re.compile(
    r"\b\d{1,5}[a-z]?(?:\.\d{1,3})?\s?[/-]\s?(?:\d{4}\s?[/-]\s?)?[a-z]{1,8}(?:[-/][a-z0-9]{1,12}){0,4}\b"
)
_KINDS_NAMED = "ke hoach|nghi quyet|quyet dinh|ket luan|chi thi|huong dan|nghi dinh|thong tu|chuong trinh|quy dinh"
_KINDS_ENGLISH = "plan|resolution|decision|conclusion|directive|decree"
_BARE = re.compile(
    rf"\b(?P<type>{_KINDS_NAMED}|{_KINDS_ENGLISH}|kh|nq|qd|kl|ct|nd|hd)"
    r"(?: so| no\.?| number)? (?P<number>\d{1,5})\b(?!\s?[/-])"
)
_DATED = re.compile(
    rf"\b(?P<type>{_KINDS_NAMED}|{_KINDS_ENGLISH}|bao cao|thong bao|cong van|ban|kh|qd|hd|kl|ct)(?: \w+){{0,8}}? "
    r"(?:ban hanh |ky |of |dated )?(?:ngay )?"
    rf"(?P<day>\d{{1,2}})(?:\s?[/.-]\s?| thang | )(?P<month>\d{{1,2}}|{'|'.join(MONTHS)})"
    r"(?:(?:\s?[/.-]\s?| nam | )(?P<year>(?:19|20)\d\d))?\b(?!\s?[/-])"
)
"""A document told by its date: "kế hoạch ngày 25/11/2025"."""
_KIND_BEFORE = re.compile(
    rf"\b(?:{_KINDS_NAMED}|{_KINDS_ENGLISH}|kh|nq|qd|kl|ct|hd|nd|tt|ctr|qt)(?: so| no\.?| number)? $"
)
_TYPES = {"plan": "ke hoach", "resolution": "nghi quyet", "decision": "quyet dinh", "conclusion": "ket luan",
          "directive": "chi thi", "decree": "nghi dinh", "kh": "ke hoach", "nq": "nghi quyet", "qd": "quyet dinh",
          "kl": "ket luan", "ct": "chi thi", "nd": "nghi dinh", "hd": "huong dan"}  # fmt: skip
_SOURCE = re.compile(
    r"\b(?:theo|trong|tai|cua|phu luc|o|can cu|dua vao|dua tren|under|in|of|by|according to)"
    r"(?: (?:ke hoach|nghi quyet|quyet dinh|ket luan|huong dan|van ban|plan|resolution|the|so)){0,4} $"
)
_OBJECT = re.compile(
    r"\b(?:tuyen truyen|quan triet|trien khai|thuc hien|thi hanh|pho bien|hoc tap|gioi thieu|huong dan|cu the hoa|"
    r"so ket|tong ket|tiep tuc|noi dung|tinh than|ket qua|nhiem vu|muc tieu|sua doi|thay the|bo sung|xay dung|"
    r"ban hanh|trinh|tham muu|danh gia|ra soat|implement\w{0,5}|disseminat\w{0,5}|publici\w{0,5}|explain\w{0,3}|"
    r"communicat\w{0,5}|stud\w{0,5}|amend\w{0,3}|revis\w{0,3}|promot\w{0,3}|about|on)"
    r"(?: (?:va|ve|cac|the|of|cua|thuc hien|so)){0,3} $"
)
_GIVES = re.compile(r" (?:giao|quy dinh|phan cong|noi|ghi|neu|assigns|says|requires|states|yeu cau)\b")
_MARK = re.compile(
    r"\b(?P<kind>phu luc|annex|appendix|phan|part|chuong|chapter|muc|section|dieu|article|khoan|clause|diem|point|"
    r"nhom|group|nhiem vu so|stt|tt|so thu tu|dong so|so|item) "
    r"(?P<mark>[ivx]{1,6}(?:\.\d{1,2}){0,2}|\d{1,3}(?:\.\d{1,3})?|[a-z])\b(?!\s?[/-])"
)
_SHORT_MARK = re.compile(r"\b(?P<kind>[KkĐđ])(?P<mark>\d{1,3})\b(?!\s?[/-])")
_SHORT_KINDS = {"k": "khoan", "đ": "dieu"}
"""How officials shorten marks: "K3 mục III", "Đ5"."""
_ROMAN_PATH = re.compile(r"([ivx]{1,6})\.(\d{1,2}(?:\.\d{1,2})?)", re.IGNORECASE)
_IN_ANNEX = re.compile(r"\b(?:theo|trong|o|tai|cua|in the|under the) (?P<kind>phu luc|annex|appendix)\b")
_ANNEX_FIRST = re.compile(r"(?:cac )?(?P<kind>phu luc|annex|appendix)\b")
_ANNEX = re.compile(r"\b(?:phu luc|annex|appendix)\b")
_GROUPS = frozenset({"nhom", "group"})
_OUTER_FIRST = ("phu luc", "phan", "chuong", "muc", "dieu", "khoan", "diem", "stt")
_KINDS = {"annex": "phu luc", "appendix": "phu luc", "part": "phan", "chapter": "chuong", "section": "muc",
          "article": "dieu", "clause": "khoan", "point": "diem",
          "nhom": "muc", "group": "muc", "nhiem vu so": "stt", "tt": "stt",
          "so thu tu": "stt", "dong so": "stt", "so": "stt",
          "item": "stt"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A number in a question and the documents of the corpus that bear it (IRIs); none when the corpus lacks it."""

    surface: str
    span: tuple[int, int]
    documents: tuple[str, ...]
    binding: bool = False
    """Whether the question is about what *this* document says ("theo Kế hoạch 4655"), not about its subject."""
    cited: bool = False
    """Whether it is the object of the duty asked for ("ai tuyên truyền Kết luận 69"), and so a part of the topic."""


@dataclass(frozen=True, slots=True)
class SectionReference:
    """A section in a question, as marks from the outside in: ``("III", "3")`` for "khoản 3 mục III"."""

    surface: str
    span: tuple[int, int]
    annex: bool
    marks: tuple[str, ...]

    @property
    def locator(self) -> str:
        """The marks as a locator."""
        return "/".join((("phu-luc",) if self.annex else ()) + self.marks)


def find_documents(question: str, corpus: Sequence[DocumentNode]) -> tuple[DocumentReference, ...]:
    """Return the document numbers in ``question`` with the documents that they name, in reading order."""
    folded = fold(question)
    nodes = [(key_of(node.number or "").replace(" ", ""), key_of(node.type or ""), node.iri) for node in corpus]
    references = []
    for match in _NUMBER.finditer(folded):
        key = key_of(match[0]).replace(" ", "")
        iris = tuple(iri for number, _, iri in nodes if number == key)
        kind = _KIND_BEFORE.search(folded, max(0, match.start() - 30), match.start())
        start = kind.start() if kind else match.start()
        references.append(_reference(question, folded, (start, match.end()), iris))
    for match in _BARE.finditer(folded):
        named = _TYPES.get(match["type"], match["type"])
        iris = tuple(
            iri
            for number, type_, iri in nodes
            if re.match(rf"0*{int(match['number'])}(?!\d)", number) and type_ in {named, ""}
        )
        references.append(_reference(question, folded, match.span(), iris))
    return (*references, *_find_dated(question, folded, corpus))


def _find_dated(question: str, folded: str, corpus: Sequence[DocumentNode]) -> Iterator[DocumentReference]:
    """Yield the documents that the question tells by their type and date; a date that none bears stays a time.

    A day without its year tells a document where only one of the corpus is of that day.
    """
    for match in _DATED.finditer(folded):
        month = MONTHS.get(match["month"]) or int(match["month"])
        day, year = (month, int(match["day"])), match["year"]
        iris = tuple(
            node.iri
            for node in corpus
            if node.date
            and (node.date.month, node.date.day) == day
            and (year is None or node.date.year == int(year))
            and _is_of(node, match["type"])
        )
        if iris if year else len(iris) == 1:
            start, end = match.span()
            yield DocumentReference(question[start:end], (start, end), iris, binding=True)


def _is_of(node: DocumentNode, kind: str) -> bool:
    return kind == "ban" or key_of(node.type or "") in {_TYPES.get(kind, kind), ""}


def _reference(question: str, folded: str, span: tuple[int, int], iris: tuple[str, ...]) -> DocumentReference:
    start, end = span
    before = folded[max(0, start - 60) : start]
    binding = bool(_SOURCE.search(before)) or bool(_GIVES.match(folded[end : end + 20]))
    return DocumentReference(question[start:end], span, iris, binding, not binding and bool(_OBJECT.search(before)))


def cites(text: str, reference: DocumentReference) -> bool:
    """Tell whether ``text`` names the number of ``reference``: "Nghị quyết 57" is in "Nghị quyết số 57-NQ/TW".

    >>> cites("thực hiện Nghị quyết số 57-NQ/TW", DocumentReference("Nghị quyết 57", (0, 13), ()))
    True
    """
    number = _NUMBER.search(fold(reference.surface))
    wanted = key_of(number[0] if number else reference.surface)
    bare = _BARE.fullmatch(wanted)
    if bare:
        kind = _TYPES.get(bare["type"], bare["type"])
        return re.search(rf"\b{kind} (?:so )?0*{bare['number']}\b", key_of(text)) is not None
    return f" {wanted} " in f" {key_of(text)} "


def find_sections(question: str) -> tuple[SectionReference, ...]:
    """Return the one section that the marks in ``question`` lead to, none when there is no mark.

    >>> [section.locator for section in find_sections("Khoản 3 mục III nói gì?")]
    ['III/3']
    """
    marks: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    for match in _SHORT_MARK.finditer(question):
        marks[_SHORT_KINDS[match["kind"].lower()]] = match["mark"]
        spans.append(match.span())
    for match in _MARK.finditer(fold(question)):
        kind = _KINDS.get(match["kind"], match["kind"])
        if (match["mark"].isalpha() and kind in {"stt", "khoan"}) or (kind == "diem" and len(match["mark"]) > 1):
            continue
        if match["kind"] in _GROUPS and not question[slice(*match.span("mark"))].isupper():
            continue  # "nhóm 3 nước" counts, "nhóm vi phạm" names.
        start, end = match.span("mark")
        written = question[start:end]
        if path := _ROMAN_PATH.fullmatch(written):
            marks.setdefault(kind, path[1].upper())
            marks.setdefault("khoan", path[2])
            spans.append(match.span())
            continue
        if match["mark"].isalpha() and not _written_as_mark(kind, written):
            continue
        marks.setdefault(kind, written.lower() if kind == "diem" else written.upper())
        spans.append(match.span())
    if not spans:
        annex = _IN_ANNEX.search(fold(question)) or _ANNEX_FIRST.match(fold(question))
        return (SectionReference(annex["kind"], annex.span("kind"), annex=True, marks=()),) if annex else ()
    if "phu luc" not in marks and (whole := _ANNEX.search(fold(question))):
        marks["phu luc"] = ""
        spans.append(whole.span())
    start, end = min(low for low, _ in spans), max(high for _, high in spans)
    ordered = tuple(marks[kind] for kind in _OUTER_FIRST if marks.get(kind))
    return (SectionReference(question[start:end], (start, end), "phu luc" in marks, ordered),)


def fit_section(section: SectionReference, locator: str) -> bool:
    """Tell whether ``locator`` lies in ``section``: its parts hold the marks in order.

    >>> section = SectionReference("mục III", (0, 7), annex=False, marks=("III",))
    >>> fit_section(section, "III/3/a"), fit_section(section, "phu-luc/III/2"), fit_section(section, "V/3")
    (True, True, False)
    """
    parts = [_plain(part) for part in locator.split("/")]
    if section.annex and not any(part.startswith("phu-luc") for part in parts):
        return False
    at = 0
    for mark in section.marks:
        wanted = _plain(mark)
        while at < len(parts) and parts[at] not in {wanted, f"dieu {wanted}", f"phu-luc-{wanted}"}:
            at += 1
        if at == len(parts):
            return False
        at += 1
    return True


def _plain(part: str) -> str:
    return fold(part).strip(". )")


def _written_as_mark(kind: str, written: str) -> bool:
    """Tell a mark from a word: Roman numbers in any case, points by a letter; "phần i" but not "mục a"."""
    if kind == "diem":
        return True
    return set(written.lower()) <= set("ivx")
