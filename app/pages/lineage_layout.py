"""Where the documents of a lineage are drawn: a band a stratum, in it what is rested on above what rests on it.

Reads the layers of ``graph.layout``; writes positions in pixels for the graph of the page, which only draws them.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.layout import lay_out as lay_out_layers
from graph.model import DocumentNode, Lineage
from ingest.model import Stratum

STRATA: tuple[Stratum | None, ...] = ("party", "normative", "administrative", None)
"""The bands from the top: Party above state, normative above administrative."""
STEP_X, STEP_Y, BAND_GAP, IN_ROW = 250, 120, 60, 6


@dataclass(frozen=True, slots=True)
class Place:
    """The centre of a document's box, in pixels."""

    node: DocumentNode
    x: float
    y: float


def lay_out(lineage: Lineage) -> tuple[Place, ...]:
    """Return the place of every document, band by band; rows longer than six go on in the next row."""
    boxes = lay_out_layers(lineage).boxes
    places: list[Place] = []
    top = 0.0
    for stratum in STRATA:
        layers: dict[float, list[str]] = {}
        for iri, box in sorted(boxes.items(), key=lambda item: (item[1].y, item[1].x)):
            if box.node.stratum == stratum:
                layers.setdefault(box.y, []).append(iri)
        rows = [row for layer in layers.values() for row in _wrap(layer)]
        for number, row in enumerate(rows):
            left = -(len(row) - 1) / 2 * STEP_X
            places += [
                Place(boxes[iri].node, left + rank * STEP_X, top + number * STEP_Y) for rank, iri in enumerate(row)
            ]
        top += len(rows) * STEP_Y + (BAND_GAP if rows else 0)
    return tuple(places)


def _wrap(layer: list[str]) -> list[list[str]]:
    return [layer[start : start + IN_ROW] for start in range(0, len(layer), IN_ROW)]
