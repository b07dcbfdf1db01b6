"""Choose a media type by the Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MAX_RANGES = 50
_WEIGHT = re.compile(r"q=([01](?:\.\d{0,3})?)\Z")


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One entry of Accept: ``text/*;q=0.5``."""

    kind: str
    subtype: str
    weight: float

    def specificity(self, media_type: str) -> int:
        """Return how exactly the range names ``media_type``: 0 not at all, 1 ``*/*``, 2 ``type/*``, 3 exactly."""
        kind, _, subtype = media_type.partition("/")
        if (self.kind, self.subtype) == (kind, subtype):
            return 3
        if (self.kind, self.subtype) == (kind, "*"):
            return 2
        return int((self.kind, self.subtype) == ("*", "*"))


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Return the ranges of an Accept header; entries that cannot be read are left out.

    >>> [(entry.kind, entry.weight) for entry in parse_accept("text/csv;q=0.5, */*;q=0.1")]
    [('text', 0.5), ('*', 0.1)]
    """
    ranges = []
    for entry in header.split(",")[:_MAX_RANGES]:
        name, *parameters = (part.strip().lower() for part in entry.split(";"))
        kind, slash, subtype = name.partition("/")
        if slash:
            ranges.append(MediaRange(kind, subtype, _weight(parameters)))
    return tuple(ranges)


def choose_media_type(header: str | None, offered: Sequence[str]) -> str | None:
    """Return the type of ``offered`` (best first) that ``header`` likes most, None where it takes none of them.

    >>> choose_media_type("text/*, application/json;q=0.1", ["application/json", "text/csv"])
    'text/csv'
    >>> choose_media_type(None, ["text/turtle"])
    'text/turtle'
    >>> choose_media_type("image/png", ["text/turtle"])
    """
    ranges = parse_accept(header or "*/*")
    best, best_weight = None, 0.0
    for media_type in offered:
        weight = _weight_of(media_type, ranges)
        if weight > best_weight:
            best, best_weight = media_type, weight
    return best


def _weight_of(media_type: str, ranges: tuple[MediaRange, ...]) -> float:
    fitting = [(entry.specificity(media_type), entry.weight) for entry in ranges if entry.specificity(media_type)]
    return max(fitting)[1] if fitting else 0.0


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        match = _WEIGHT.match(parameter)
        if match:
            return min(1.0, float(match[1]))
    return 1.0
