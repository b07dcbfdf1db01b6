"""The query library: questions of legal staff in SPARQL, one a file under ``graph/queries``.

The first comment line is the question; each ``# @param name type default`` declares a parameter, whose ``VALUES`` line
holds its default. So a file runs as it is, in any SPARQL client, and here with other values.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal as OneOf
from typing import cast

from pyoxigraph import Literal, NamedNode

from graph.sheet import literal_of
from ontology.identifiers import DEFAULT_BASE, TERMS_BASE

ParameterType = OneOf["iri", "string", "date"]
_PARAMETER = re.compile(r"^# @param (\w+) (iri|string|date) (.+)$", re.MULTILINE)
_TAG = re.compile(r'"@([a-z]{2})$')


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question leaves open; ``default`` is a term in SPARQL."""

    name: str
    type: ParameterType
    default: str


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """A question (Vietnamese), its parameters, and the complete SPARQL."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str


class UnknownParameter(ValueError):
    """A value for a parameter that the query does not declare, or that is not of its type."""

    def __init__(self, query: str, name: str, reason: str) -> None:
        self.query = query
        self.name = name
        self.message = f"Câu truy vấn “{query}”: tham số “{name}” {reason}."
        super().__init__(self.message)


@cache
def load_library() -> tuple[LibraryQuery, ...]:
    """Return all queries of the library, by name.

    >>> next(query.question for query in load_library() if query.name == "chi-tieu")
    'Văn bản đề ra những chỉ tiêu nào, đến năm nào?'
    """
    folder = resources.files("graph").joinpath("queries")
    files = sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return tuple(_read(path.name.removesuffix(".rq"), _rebase(path.read_text(encoding="utf-8"))) for path in files)


def _rebase(text: str) -> str:
    """Name the examples of the files under the base of this process."""
    return text.replace(f"<{TERMS_BASE}/id/", f"<{DEFAULT_BASE}/id/")


def fill_query(query: LibraryQuery, values: Mapping[str, str]) -> str:
    """Return the SPARQL of ``query`` with other values than the defaults.

    Raises:
        UnknownParameter: a name is not declared, or a value is not of its type.
    """
    text = query.text
    declared = {parameter.name: parameter for parameter in query.parameters}
    for name, value in values.items():
        if name not in declared:
            raise UnknownParameter(query.name, name, "không có")
        term = _term(query, declared[name], value)
        line = re.compile(rf"^(\s*VALUES \?{name} \{{ ).*( \}})$", re.MULTILINE)
        text = line.sub(lambda match, term=term: f"{match[1]}{term}{match[2]}", text, count=1)  # type: ignore[misc]
    return text


def _term(query: LibraryQuery, parameter: Parameter, value: str) -> str:
    try:
        if parameter.type == "iri":
            return str(NamedNode(value))
        if parameter.type == "date":
            return str(literal_of(dt.date.fromisoformat(value)))
    except ValueError as error:
        kind = "IRI" if parameter.type == "iri" else "ngày dạng 2026-11-23"
        raise UnknownParameter(query.name, parameter.name, f"phải là {kind}") from error
    tag = _TAG.search(parameter.default)
    return str(Literal(value, language=tag[1]) if tag else Literal(value))


def _read(name: str, text: str) -> LibraryQuery:
    question = text.partition("\n")[0].removeprefix("#").strip()
    parameters = (
        Parameter(one, cast("ParameterType", kind), default) for one, kind, default in _PARAMETER.findall(text)
    )
    return LibraryQuery(name, question, tuple(parameters), text)
