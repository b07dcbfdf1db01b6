"""The SPARQL of the project: one question a file under ``graph/queries``.

``graph/queries/*.rq`` is the library that people read, run and copy: complete, with prefixes. ``queries/reading`` holds
what the program itself asks; there the prefixes are added here, and a line ``# %name%`` marks where a list of IRIs is
put as ``VALUES ?name``: inside the ``GRAPH`` block, where the engine starts from it instead of scanning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from pyoxigraph import Literal, NamedNode

from ontology.vocabulary import PREFIXES

_PREFIX_USED = re.compile(r"(?<![\w<#])([a-z]{2,8}):[A-Za-z]")
_HOLE = re.compile(r"^ *# %(\w+)%$", re.MULTILINE)


@cache
def read_query(name: str) -> str:
    """Return the reading query ``name`` with the prefixes that it uses.

    >>> read_query("by_number").splitlines()[0]
    'PREFIX cancu: <https://cancu.example/ontology#>'
    """
    return prefix_query(
        resources.files("graph").joinpath("queries", "reading", f"{name}.rq").read_text(encoding="utf-8")
    )


def prefix_query(text: str) -> str:
    """Return a query with the prefixes that it uses put before it."""
    used = sorted(set(_PREFIX_USED.findall(text)) & PREFIXES.keys())
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + text


def narrow_query(name: str, **holes: Iterable[str | Literal] | None) -> str:
    """Return the query with each hole filled by ``VALUES`` of IRIs or literals; None leaves it open.

    Raises:
        ValueError: a value is not an IRI.

    >>> "VALUES ?document { <urn:d> }" in narrow_query("targets", documents=["urn:d"])
    True
    """

    def fill(match: re.Match[str]) -> str:
        values = holes.get(match[1])
        if values is None:
            return ""
        listed = " ".join(str(value if isinstance(value, Literal) else NamedNode(value)) for value in values)
        return f"  VALUES ?{_VARIABLES[match[1]]} {{ {listed} }}"

    return _HOLE.sub(fill, read_query(name))


_VARIABLES = {
    "documents": "document",
    "agencies": "agency",
    "roles": "role",
    "sources": "source",
    "numbers": "number",
    "prints": "print",
    "keys": "key",
    "tails": "tail",
    "serials": "serial",
    "hashes": "hash",
    "properties": "property",
    "flags": "flag",
}
