"""Nouns to the JSON that the command line and the HTTP API share (design.md, contracts). The only place that does."""

from app.presentation.answers import hit_json, response_json
from app.presentation.extraction import Json, deadline_json, extraction_json, issue_json
from app.presentation.graph import (
    agency_json,
    candidate_json,
    document_json,
    duty_json,
    edge_json,
    evidence_json,
    finding_json,
    ingestion_json,
    lineage_json,
    listed_agency_json,
    node_json,
    routes_json,
    succession_json,
    target_json,
    validation_json,
    verification_json,
)

__all__ = [
    "Json",
    "agency_json",
    "candidate_json",
    "deadline_json",
    "document_json",
    "duty_json",
    "edge_json",
    "evidence_json",
    "extraction_json",
    "finding_json",
    "hit_json",
    "ingestion_json",
    "issue_json",
    "lineage_json",
    "listed_agency_json",
    "node_json",
    "response_json",
    "routes_json",
    "succession_json",
    "target_json",
    "validation_json",
    "verification_json",
]
