"""Put terms in the place of a query's variables, in the text: for engines that take no parameters.

Follows the meaning that Oxigraph gives its own substitutions (SPARQL-dev SEP-0007): the variable is replaced wherever a
pattern or expression uses it, and keeps its name, bound to the term, where it is projected or sorted by.
"""

from __future__ import annotations

from graph.query_tokens import Token, read_tokens
from graph.store_model import Substitutions


def substitute(query: str, substitutions: Substitutions) -> str:
    """Return ``query`` with each variable of ``substitutions`` replaced by its term.

    Raises:
        QuerySyntaxError: if the text cannot be read as tokens.

    >>> from pyoxigraph import NamedNode
    >>> substitute("SELECT ?g { ?s a ?g }", {"s": NamedNode("urn:a")})
    'SELECT ?g { <urn:a> a ?g }'
    >>> substitute("SELECT ?s ?g { ?s a ?g } ORDER BY ?s", {"s": NamedNode("urn:a")})
    'SELECT ?s ?g { VALUES ?s { <urn:a> } <urn:a> a ?g } ORDER BY ?s'
    """
    if not substitutions:
        return query
    parts: list[str] = []
    done = 0
    projected: set[str] = set()
    region = _Region()
    for token in read_tokens(query):
        region.pass_token(token)
        name = token.text[1:]
        if token.kind == "variable" and name in substitutions:
            if region.is_projection:
                projected.add(name)
            else:
                parts += [query[done : token.start], str(substitutions[name])]
                done = token.start + len(token.text)
        if region.opens_pattern:
            values = "".join(f" VALUES ?{name} {{ {substitutions[name]} }}" for name in sorted(projected))
            parts += [query[done : token.start + 1], values]
            done = token.start + 1
            projected.clear()
    return "".join((*parts, query[done:]))


class _Region:
    """Follows the tokens of a query and tells whether they project or sort (``SELECT … {``, ``GROUP BY … }``)."""

    def __init__(self) -> None:
        self.is_projection = False
        self.opens_pattern = False
        self._depth = 0

    def pass_token(self, token: Token) -> None:
        """Move on by one token."""
        word = token.text.lower() if token.kind == "word" else token.text
        self.opens_pattern = self.is_projection and word == "{"
        if word in {"select", "describe", "by"}:
            self.is_projection, self._depth = True, token.depth
        elif word == "{" or (word == "}" and token.depth < self._depth) or word in {"limit", "offset", "having"}:
            self.is_projection = False
