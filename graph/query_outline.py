"""What a query is, before it is evaluated: its form, its dataset, and whether this service runs such queries.

The check is strict where engines are lenient: Oxigraph reads ``SERVICEex:a`` and ``1SERVICE`` as the keyword too, so a
word that holds "service" outside strings, comments, IRIs, variables and local names is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from urllib.parse import urljoin

from graph.query_errors import QueryRefused
from graph.query_tokens import Token, read_tokens, syntax_error

QueryForm = Literal["select", "ask", "construct", "describe"]

MAX_LENGTH = 1_000_000
"""Code points of a query; longer ones are refused unread."""
MAX_TOKENS = 100_000
"""Tokens of a query: what is short in characters may still be long to read."""
MAX_DEPTH = 100
"""Brackets open at once: parsers recurse on them."""

_CACHED_LENGTH = 20_000
"""Queries up to this length are remembered: pages and clients send the same ones again."""

_FORMS: dict[str, QueryForm] = {
    "select": "select",
    "ask": "ask",
    "construct": "construct",
    "describe": "describe",
}
_UPDATES = frozenset({"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"})


@dataclass(frozen=True, slots=True)
class QueryOutline:
    """The form of a query, and the graphs that its FROM and FROM NAMED clauses name (absolute where BASE allows)."""

    form: QueryForm
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def names_dataset(self) -> bool:
        """Tell whether the query chooses its own dataset."""
        return bool(self.default_graphs or self.named_graphs)


def parse_outline(query: str, base: str = "") -> QueryOutline:
    """Return the outline of ``query``; relative graph names are resolved against its BASE, or ``base`` without one.

    Raises:
        QuerySyntaxError: if no query form follows the prologue, or a string or bracket is broken.
        QueryRefused: if it is an update, calls SERVICE, is too long or nested too deep, or hides syntax.

    >>> parse_outline("BASE <http://a.example/> SELECT * FROM <g> { ?s ?p ?o }").default_graphs
    ('http://a.example/g',)
    >>> parse_outline("PREFIX e: <urn:e:> ASK FROM NAMED e:g { GRAPH ?g { ?s ?p 'FROM' } }").named_graphs
    ('urn:e:g',)
    """
    if len(query) > MAX_LENGTH:
        raise _too_long(f"{MAX_LENGTH} ký tự", f"{MAX_LENGTH} characters")
    return _outline(query, base) if len(query) > _CACHED_LENGTH else _cached_outline(query, base)


@lru_cache(maxsize=256)
def _cached_outline(query: str, base: str) -> QueryOutline:
    return _outline(query, base)


def _outline(query: str, base: str) -> QueryOutline:
    tokens: list[Token] = []
    for token in read_tokens(query):
        _check_shape(query, token)
        tokens.append(token)
        if len(tokens) > MAX_TOKENS:
            raise _too_long(f"{MAX_TOKENS} từ và dấu", f"{MAX_TOKENS} tokens")
    prologue = _read_prologue(query, tokens, base)
    _check_services(tokens)
    return _read_dataset(tokens, prologue)


@dataclass(frozen=True, slots=True)
class _Prologue:
    """BASE and PREFIX of a query, and the index of the token after them, which names its form."""

    form: QueryForm
    end: int
    base: str
    prefixes: dict[str, str]

    def resolve(self, token: Token) -> str:
        """Return the IRI of an ``iri`` or ``name`` token, relative or with an unknown prefix as it is."""
        if token.kind == "iri":
            return _join(self.base, token.text)
        prefix, _, local = token.text.partition(":")
        return self.prefixes.get(prefix, f"{prefix}:") + local.replace("\\", "")


def _read_prologue(query: str, tokens: list[Token], base: str) -> _Prologue:
    prefixes, index = dict[str, str](), 0
    while index < len(tokens):
        word = tokens[index].text.lower()
        if word == "base" and index + 1 < len(tokens):
            base = _join(base, tokens[index + 1].text)
            index += 2
        elif word == "prefix" and index + 2 < len(tokens):
            prefixes[tokens[index + 1].text[:-1]] = _join(base, tokens[index + 2].text)
            index += 3
        elif word == "version" and index + 1 < len(tokens):
            index += 2
        else:
            return _Prologue(_read_form(query, tokens[index]), index, base, prefixes)
    raise syntax_error(query, len(query), "thiếu SELECT, ASK, CONSTRUCT hoặc DESCRIBE")


def _join(base: str, token: str) -> str:
    """Resolve the IRI of ``<…>``; ``urljoin`` alone would lose an empty fragment, with which many prefixes end."""
    reference = token[1:-1]
    joined = urljoin(base, reference)
    return f"{joined}#" if reference.endswith("#") and not joined.endswith("#") else joined


def _read_form(query: str, token: Token) -> QueryForm:
    word = token.text.lower()
    for name, form in _FORMS.items():
        if word == name or (token.kind == "word" and word.startswith(name)):
            return form
    if word in _UPDATES:
        raise QueryRefused(
            "update",
            f"Dịch vụ này chỉ để đọc: không nhận lệnh {token.text.upper()}. Hãy dùng SELECT, ASK, CONSTRUCT, DESCRIBE.",
            f"This service only reads: {token.text.upper()} is not accepted.",
        )
    raise syntax_error(query, token.start, "cần SELECT, ASK, CONSTRUCT hoặc DESCRIBE")


def _check_shape(query: str, token: Token) -> None:
    if token.depth > MAX_DEPTH:
        raise QueryRefused(
            "depth",
            f"Truy vấn lồng quá {MAX_DEPTH} tầng ngoặc. Hãy viết phẳng hơn.",
            f"The query is nested deeper than {MAX_DEPTH} brackets. Flatten it.",
        )
    if token.ambiguous:
        error = syntax_error(query, token.start, "")
        raise QueryRefused(
            "ambiguous",
            f"Dấu “<” ở dòng {error.line}, cột {error.column} có thể hiểu theo hai cách. "
            "Hãy thêm khoảng trắng sau dấu so sánh, hoặc dùng PREFIX cho IRI.",
            f"The “<” at line {error.line}, column {error.column} can be read in two ways. "
            "Put a space after the comparison, or use a PREFIX for the IRI.",
        )


def _too_long(limit: str, limit_en: str) -> QueryRefused:
    return QueryRefused(
        "length",
        f"Truy vấn dài quá {limit}. Hãy chia thành nhiều truy vấn ngắn hơn.",
        f"The query is longer than {limit_en}. Split it.",
    )


def _check_services(tokens: list[Token]) -> None:
    for index, token in enumerate(tokens):
        calls = token.kind == "word" and "service" in token.text.lower()
        if calls or (token.kind == "name" and _is_glued_service(tokens, index)):
            raise QueryRefused(
                "service",
                "Dịch vụ này không gọi máy chủ khác: không nhận SERVICE. Hãy bỏ phần đó, hoặc tự gọi máy chủ kia.",
                "This service calls no other server: SERVICE is not accepted.",
            )


def _is_glued_service(tokens: list[Token], index: int) -> bool:
    """Tell whether a prefixed name may be ``SERVICE`` and a name without space: only then does ``{`` follow it."""
    if "service" not in tokens[index].text.partition(":")[0].lower():
        return False
    opens = index + 1 < len(tokens) and tokens[index + 1].text == "{"
    return opens and tokens[index - 1].text.lower() != "graph"


def _read_dataset(tokens: list[Token], prologue: _Prologue) -> QueryOutline:
    default: list[str] = []
    named: list[str] = []
    after_form = tokens[prologue.end :]
    for index, (token, following) in enumerate(pairwise(after_form)):
        if token.kind != "word" or token.text.lower() != "from":
            continue
        if following.kind in {"iri", "name"}:
            default.append(prologue.resolve(following))
        elif following.text.lower() == "named" and index + 2 < len(after_form):
            named.append(prologue.resolve(after_form[index + 2]))
    return QueryOutline(prologue.form, tuple(default), tuple(named))
