"""Which mandates are carried out by which documents, and what hangs in the air on either side (độ phủ triển khai).

A mandate is a document that others carry out or continue. An orphan above is a mandate that nothing in the corpus
carries out; an orphan below is a document of the corpus that names no ground at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.atlas import open_atlas
from graph.lineage import read_documents
from graph.model import DocumentNode
from graph.network import CitationNetwork, Mask, allow_edges, find_closure
from graph.store_model import GraphStore
from ingest.model import Relation

CARRYING: tuple[Relation, ...] = ("implements", "continues", "based_on", "guides")
"""The relations by which a document carries out another one."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One mandate with what carries it out: directly, and over further steps."""

    mandate: DocumentNode
    direct: tuple[DocumentNode, ...]
    indirect: tuple[DocumentNode, ...]


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """All mandates, those with most followers first, and the orphans of both kinds."""

    covered: tuple[Coverage, ...]
    mandates_without_followers: tuple[DocumentNode, ...]
    documents_without_grounds: tuple[DocumentNode, ...]


def measure_coverage(store: GraphStore, limit: int = 100) -> CoverageReport:
    """Return which mandates are carried out by what, at most ``limit`` of them, and the orphans.

    A Party document that is cited without being carried out is a mandate without followers; a mere mention of a law is
    no mandate.
    """
    atlas = open_atlas(store)
    network = atlas.network
    allowed = allow_edges(network, CARRYING, operative=False)
    followed, following = _ends(network, allowed)
    order = sorted(followed, key=lambda row: (-_reach(network, row, allowed), network.iris[row]))[:limit]
    nodes = read_documents(store, network.iris)
    covered = tuple(_cover(network, row, allowed, nodes) for row in order)
    idle = (node for row, node in _rows(network, nodes) if row not in followed and _is_mandate(node))
    loose = (node for row, node in _rows(network, nodes) if row not in following and node.in_corpus)
    return CoverageReport(covered, tuple(idle), tuple(loose))


def _cover(network: CitationNetwork, row: int, allowed: Mask, nodes: dict[str, DocumentNode]) -> Coverage:
    iri = network.iris[row]
    near = find_closure(network, iri, "down", 1, allowed).nodes[1:].tolist()
    far = [place for place in find_closure(network, iri, "down", None, allowed).nodes[1:].tolist() if place not in near]
    direct, indirect = (tuple(nodes[network.iris[place]] for place in places) for places in (near, far))
    return Coverage(nodes[iri], direct, indirect)


def _ends(network: CitationNetwork, allowed: Mask) -> tuple[set[int], set[int]]:
    rows = np.flatnonzero(allowed)
    return set(network.target[rows].tolist()), set(network.source[rows].tolist())


def _reach(network: CitationNetwork, row: int, allowed: Mask) -> int:
    return len(find_closure(network, network.iris[row], "down", None, allowed).nodes)


def _rows(network: CitationNetwork, nodes: dict[str, DocumentNode]) -> list[tuple[int, DocumentNode]]:
    return [(row, nodes[iri]) for row, iri in enumerate(network.iris)]


def _is_mandate(node: DocumentNode) -> bool:
    return node.stratum == "party" and not node.in_corpus
