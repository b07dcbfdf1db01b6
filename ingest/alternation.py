"""One pattern for many phrases, that looks at each character of the text once.

A plain alternation tries phrase after phrase at every place; this one shares what the phrases begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(phrases: Iterable[str], space: str = r"\s") -> str:
    r"""Return the inside of a regular expression that matches any of the phrases, the longest that fits first.

    Args:
        phrases: Plain words; none gives a pattern that matches nothing.
        space: The expression for a space in them.

    >>> any_of(("nghị định", "nghị quyết", "nghị"), " ")
    'nghị(?: (?:quyết|định))?'
    """
    tree: dict[str, object] = {}
    for phrase in filter(None, phrases):
        node = tree
        for char in phrase:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _print(tree, space) or "(?!)"


def _print(tree: dict[str, object], space: str) -> str:
    """Print what follows; "" ends a phrase, so that the rest is optional."""
    branches = []
    for char in sorted(filter(None, tree)):
        words, node = char, tree[char]
        while isinstance(node, dict) and len(node) == 1 and "" not in node:
            ((following, node),) = node.items()
            words += following
        printed = re.escape(words).replace(r"\ ", space)
        branches.append(printed + _print(node, space) if isinstance(node, dict) else printed)
    if not branches:
        return ""
    optional = "" in tree
    if len(branches) == 1 and not optional:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if optional else "")
