"""Names in a question: a gazetteer over analysed words.

Reads names with what they stand for; finds the longest of them in a text, left to right, whether it is typed in full,
abbreviated, or without diacritics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class NameMatch(Generic[Meaning]):
    """A name found at words ``start..end``, with all that it may stand for, in the order in which it was added."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


@dataclass(slots=True)
class _Node(Generic[Meaning]):
    next: dict[str, _Node[Meaning]] = field(default_factory=dict)
    meanings: list[Meaning] = field(default_factory=list)


class Gazetteer(Generic[Meaning]):
    """Names, by their words.

    >>> names = Gazetteer([(("so", "y", "te"), "org/so-y-te"), (("so",), "?")])
    >>> [(match.start, match.meanings) for match in names.find(("hoi", "so", "y", "te"))]
    [(1, ('org/so-y-te',))]
    """

    def __init__(self, names: Iterable[tuple[Sequence[str], Meaning]] = ()) -> None:
        self._root: _Node[Meaning] = _Node()
        for words, meaning in names:
            self.add(words, meaning)

    def add(self, words: Sequence[str], meaning: Meaning) -> None:
        """Add one more meaning of the name ``words``; an empty name is ignored."""
        if not words:
            return
        node = self._root
        for word in words:
            node = node.next.setdefault(word, _Node())
        if meaning not in node.meanings:
            node.meanings.append(meaning)

    def find(
        self, words: Sequence[str], accept: Callable[[NameMatch[Meaning]], bool] | None = None
    ) -> tuple[NameMatch[Meaning], ...]:
        """Return the names in ``words``: at each place the longest one that ``accept`` lets pass, none overlapping."""
        found = []
        start = 0
        while start < len(words):
            match = self._longest(words, start, accept)
            if match:
                found.append(match)
            start = match.end if match else start + 1
        return tuple(found)

    def exactly(self, words: Sequence[str]) -> tuple[Meaning, ...]:
        """Return what the name ``words`` stands for, nothing when it is unknown."""
        match = self._longest(words, 0)
        return match.meanings if match and match.end == len(words) else ()

    def _longest(
        self, words: Sequence[str], start: int, accept: Callable[[NameMatch[Meaning]], bool] | None = None
    ) -> NameMatch[Meaning] | None:
        node = self._root
        match = None
        for end in range(start, len(words)):
            following = node.next.get(words[end])
            if following is None:
                break
            node = following
            if node.meanings:
                longer = NameMatch(start, end + 1, tuple(node.meanings))
                match = longer if accept is None or accept(longer) else match
        return match
