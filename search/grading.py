"""How surely a duty is one of the body that is asked about: by its name, as its organ or predecessor, as a member.

Reads who is asked about (``NamedBody``) and who holds a duty (``Holding``); gives a grade between 0 and 1. A department
is a member of "các sở, ban, ngành", a district one of "UBND các huyện, thành phố".
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from search.bodies import COMMITTEES, KINDS, PLURAL, UNITS, Holding, NamedBody

SAME = 1.0
ORGAN = 0.95
"""A body that acts for the one asked about: "Ban Thường trực Ủy ban MTTQ xã" for "MTTQ xã"."""
ONE_OF = 0.92
"""One of the kind that is asked about: "Báo Lâm Đồng" for "các cơ quan báo chí"."""
PREDECESSOR = 0.9
MEMBER = 0.5
LOOSE_MEMBER = 0.3
"""A member only by "địa phương", which may be of any level."""
OTHER = 0.0

_LOCAL = ("dia", "phuong")
_COMMITTEES = (*COMMITTEES, ("chinh", "quyen"))
_COMMITTEE = ("uy",)
"""What "Ủy ban Dân tộc" and "Ủy ban nhân dân" begin with, which is no kind by itself."""
_LISTING = PLURAL | KINDS | frozenset({"va", "the", "doan", "don", "vi"})
"""Words after which a list of bodies names the next kind."""
_ELSE = {"to": ("chuc",), "bo": ("phan",), "hoi": ("vien",), "ban": ("bieu",)}
"""What after a kind makes it another word: "tổ chức" is no "tổ"."""
_COMPOUNDS = frozenset({("co", "quan"), ("hai", "quan"), ("lien", "quan"), ("xa", "hoi"), ("dia", "phuong")})
"""Words in which a folded unit is none: "cơ quan" has no "quận", "xã hội" no "xã"."""


def grade_body(asked: NamedBody, holding: Holding, predecessors: frozenset[str] = frozenset()) -> float:
    """Return how surely a duty held by ``holding`` is a duty of ``asked``.

    >>> finance = NamedBody(("so-tai-chinh",), ("so", "tai", "chinh"), "Sở Tài chính")
    >>> everyone = Holding(frozenset(), ("cac", "so", "ban", "nganh"), collective=True)
    >>> grade_body(finance, everyone)
    0.5

    A collective that is asked about has the duties of its members as well.

    >>> kinds = frozenset({"bao", "dai"})
    >>> press = NamedBody(("co-quan-bao-chi",), ("cac", "co", "quan", "bao", "chi"), "Báo, đài", True, kinds)
    >>> grade_body(press, Holding(frozenset(), ("bao", "lam", "dong"), collective=False))
    0.92
    """
    if holding.keys.intersection(asked.keys) or asked.words == holding.words:
        return SAME
    if holding.acts_for.intersection(asked.keys):
        return ORGAN
    if holding.keys & predecessors:
        return PREDECESSOR
    if not asked.keys and _holds(holding.words, tuple(asked.words)):
        return SAME
    if holding.collective:
        return _membership(asked.words, holding.words)
    if not asked.collective:
        return OTHER
    of_kind = bool(holding.words) and holding.words[0] in asked.kinds and not _is_local(holding.words)
    membership = _membership(holding.words, asked.words)
    return ONE_OF if of_kind or membership == MEMBER else membership


def _membership(body: Sequence[str], collective: Sequence[str]) -> float:
    """Return whether the kind of ``body`` is among those that ``collective`` names: "Sở …" in "các sở, ban, ngành"."""
    units = _units(body) if _is_local(body) else frozenset[str]()
    city = body[:2] == ("thanh", "pho") or _holds(body, ("nhan", "dan", "thanh", "pho"))
    if units or city:
        if units.intersection(_units(collective)) or (city and _holds(collective, ("thanh", "pho"))):
            return MEMBER
        return LOOSE_MEMBER if _holds(collective, _LOCAL) else OTHER
    if body[:1] == _COMMITTEE and not _holds(collective, tuple(body[:4])):
        return OTHER
    return MEMBER if body and _lists_kind(body[0], collective) else OTHER


def _is_local(body: Sequence[str]) -> bool:
    """Tell whether ``body`` is a local unit or its committee: "Hội Nông dân tỉnh" is of a province, and no locality."""
    return body[:1] != () and (body[0] in UNITS or any(_holds(body, committee) for committee in _COMMITTEES))


def _lists_kind(kind: str, collective: Sequence[str]) -> bool:
    """Tell whether ``kind`` is one of the kinds that ``collective`` lists.

    >>> _lists_kind("so", ("cac", "so", "ban", "nganh")), _lists_kind("so", ("cac", "co", "so", "giao", "duc"))
    (True, False)
    """
    return any(
        word == kind and (at == 0 or collective[at - 1] in _LISTING) and collective[at + 1 : at + 2] != _ELSE.get(kind)
        for at, word in enumerate(collective)
    )


def _units(words: Sequence[str]) -> frozenset[str]:
    """Return the kinds of local units among ``words``.

    >>> _units(("cuc", "hai", "quan")), _units(("quan", "ba", "dinh"))
    (frozenset(), frozenset({'quan'}))
    """
    inside = {pair for pair in itertools.pairwise(words) if pair in _COMPOUNDS}
    return UNITS.intersection(words).difference(*inside)


def _holds(words: Sequence[str], part: tuple[str, ...]) -> bool:
    return any(tuple(words[at : at + len(part)]) == part for at in range(len(words) - len(part) + 1))
