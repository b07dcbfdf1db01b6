"""SPARQL 1.1 text → tokens, by the terminals of the grammar (SPARQL 1.1 Query, 19.8), in linear time.

One point of the grammar cannot be settled by tokens alone: after an operand inside parentheses, ``<`` may be "less
than" or begin an IRI, and engines differ. ``Token.ambiguous`` marks an IRI there whose characters would read otherwise
as syntax, so that nothing can be hidden in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from graph.query_errors import QuerySyntaxError

TokenKind = Literal["iri", "string", "name", "blank", "variable", "word", "number", "language", "open", "close", "sign"]

_TERMINALS = re.compile(
    r"""
      (?P<space>    [\s\ufeff]++ | \#[^\r\n]*+ )
    | (?P<iri>      <(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]{4})*+> )
    | (?P<string>   '''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+''' | \"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+\"""
                  | '(?!'')(?:[^'\\\r\n]|\\[^\r\n])*+' | "(?!"")(?:[^"\\\r\n]|\\[^\r\n])*+" )
    | (?P<blank>    _:[\w.\-\u00b7\u203f\u2040]++ )
    | (?P<variable> [?$]\w++ )
    | (?P<name>     (?:[^\W\d_][\w.\-]*+)?:(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*+ )
    | (?P<number>   (?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)? )
    | (?P<word>     [^\W\d_]\w*+ )
    | (?P<language> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+ )
    | (?P<open>     [({\[] )
    | (?P<close>    [)}\]] )
    | (?P<sign>     [^"'\x00] )
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERANDS = frozenset({"iri", "string", "name", "blank", "variable", "number", "language"})
_STATEFUL = re.compile(r"['#)]")
_HIERARCHICAL = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal of the text, at ``start``; ``depth`` counts the brackets open around it."""

    kind: TokenKind
    text: str
    start: int
    depth: int
    ambiguous: bool = False


def read_tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of ``query`` without space and comments.

    Raises:
        QuerySyntaxError: where a string does not end, or a bracket closes that was not opened.

    >>> [token.text for token in read_tokens("ASK { ?s <urn:a> 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?s', '<urn:a>', "'SERVICE'", '}']
    """
    brackets = _Brackets()
    before: Token | None = None
    position = 0
    while position < len(query):
        match = _TERMINALS.match(query, position)
        if match is None:
            raise syntax_error(query, position, "chuỗi ký tự không đóng")
        position = match.end()
        if match.lastgroup == "space":
            continue
        before = _token(match, brackets, before)
        if before is None:
            raise syntax_error(query, match.start(), "dấu ngoặc đóng không có dấu mở")
        yield before


def syntax_error(query: str, position: int, detail: str) -> QuerySyntaxError:
    """Return the error for the character at ``position``, with its line and column from 1."""
    line = query.count("\n", 0, position) + 1
    return QuerySyntaxError(line, position - (query.rfind("\n", 0, position) + 1) + 1, detail)


class _Brackets:
    """The brackets open at a point, and whether the innermost is one of an expression.

    A parenthesis behind ``{`` begins a row of VALUES or a collection, and so does one behind the end of such a row;
    there ``<`` is no operator.
    """

    def __init__(self) -> None:
        self._open: list[str] = []
        self._closed = ""

    def __len__(self) -> int:
        return len(self._open)

    @property
    def hold_expression(self) -> bool:
        """Tell whether the innermost bracket may hold an expression."""
        return bool(self._open) and self._open[-1] == "("

    def open(self, text: str, before: Token | None) -> None:
        """Open a bracket behind the token ``before``."""
        behind = before.text if before else ""
        is_row = text == "(" and (behind == "{" or (behind == ")" and self._closed == "row"))
        self._open.append("row" if is_row else text)

    def close(self) -> bool:
        """Close the innermost bracket; tell whether there was one."""
        if self._open:
            self._closed = self._open.pop()
            return True
        return False


def _token(match: re.Match[str], brackets: _Brackets, before: Token | None) -> Token | None:
    """Make the token of a match; None where a bracket closes that was not opened."""
    kind: TokenKind = match.lastgroup  # type: ignore[assignment]  # the groups but "space" are the kinds
    text = match.group()
    ambiguous = kind == "iri" and _may_be_less_than(text, brackets, before)
    if kind == "open":
        brackets.open(text, before)
    elif kind == "close" and not brackets.close():
        return None
    return Token(kind, text, match.start(), len(brackets), ambiguous)


def _may_be_less_than(text: str, brackets: _Brackets, before: Token | None) -> bool:
    """Tell whether ``<`` may be an operator here and the rest would change how what follows is read.

    ``scheme://`` cannot be read as an expression (two divisions in a row); without a quote, ``#`` or ``)`` inside, both
    readings meet again after ``>``.
    """
    if not brackets.hold_expression or before is None:
        return False
    after_operand = before.kind in _OPERANDS or before.kind == "close" or before.text.lower() in {"true", "false"}
    return after_operand and bool(_STATEFUL.search(text)) and not _HIERARCHICAL.match(text)
