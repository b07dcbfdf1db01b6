"""English terms and the words of the documents for them: ``ontology/glossary.ttl``.

Read when the first English question comes. Terms are matched in every regular inflection of their last word; the
longest term wins.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from graph.turtle import read_rows
from ontology.vocabulary import Skos
from search.names import Gazetteer
from search.words import find_words

_LANGUAGES: Final[frozenset[str | None]] = frozenset({None, "vi", "en"})


@lru_cache(maxsize=1)
def load_glossary() -> Gazetteer[str]:
    """Return the English terms; a form that the register lists itself keeps its own meaning.

    >>> [match.meanings for match in load_glossary().find(("digital", "platforms"))]
    [('nền tảng số',)]
    """
    rows = (row for row in read_rows("glossary", _LANGUAGES) if row.one(Skos.ALT_LABEL))
    listed = {_words(row.need(Skos.PREF_LABEL)): row.need(Skos.ALT_LABEL) for row in rows}
    forms = {(*words[:-1], form): meant for words, meant in listed.items() for form in _inflect(words[-1])}
    return Gazetteer((forms | listed).items())


def _inflect(word: str) -> tuple[str, ...]:
    """Return the regular inflections of an English word: plural or third person, -ing, -ed.

    >>> _inflect("manage"), _inflect("study")
    (('manages', 'managing', 'managed'), ('studies', 'studying', 'studied'))
    """
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies", word + "ing", word[:-1] + "ied"
    stem = word.removesuffix("e")
    plural = word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")
    return plural, stem + "ing", stem + "ed"


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(word.text for word in find_words(phrase))
