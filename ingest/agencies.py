"""Agencies: which bodies, offices and collectives a run of words names.

Reads a span of the text and the registers; writes ``AgencyMention``s: those that a list names ("các sở, ban, ngành, địa
phương" is one, "Các Sở: Y tế; Tài chính" are two; ``ingest.agency_lists``), or those of the register anywhere.
"""

from __future__ import annotations

from ingest.agency_lists import split_list
from ingest.agency_words import compile_agency_words
from ingest.lexicon import Lexicon
from ingest.model import AgencyMention, Span
from ingest.spelling import soften


def split_agencies(text: str, span: Span, lexicon: Lexicon) -> tuple[AgencyMention, ...]:
    """Return the agencies that the words of ``span`` list, in order.

    >>> from graph.registers import load_lexicon
    >>> words = "Bộ Nội vụ, Bộ Tài chính, các bộ, ngành, địa phương"
    >>> [mention.name for mention in split_agencies(words, Span(0, len(words)), load_lexicon())]
    ['Bộ Nội vụ', 'Bộ Tài chính', 'các bộ, ngành, địa phương']
    """
    words = compile_agency_words(lexicon)
    return split_list(text, soften(text[span.start : span.end]), span, words)


def find_agencies(text: str, within: Span, lexicon: Lexicon) -> tuple[AgencyMention, ...]:
    """Return the registered bodies and collectives that ``within`` names, in order, the longest name at each place.

    >>> from graph.registers import load_lexicon
    >>> words = "báo cáo Bộ KH&CN, UBND tỉnh trước ngày 15/11"
    >>> [mention.label for mention in find_agencies(words, Span(0, len(words)), load_lexicon())]
    ['Bộ Khoa học và Công nghệ', 'Ủy ban nhân dân tỉnh']
    """
    words = compile_agency_words(lexicon)
    soft = soften(within.of(text))
    found: list[AgencyMention] = []
    for match in words.any_name.finditer(soft):
        span = Span(within.start + match.start(), within.start + match.end())
        name = " ".join(span.of(text).split())
        agency = words.find_name(name)
        if agency is not None:
            found.append(AgencyMention(span, name, agency.label, agency.key))
    return tuple(found)
