"""Answers and hits as JSON."""

from __future__ import annotations

from app.presentation.extraction import Json
from app.presentation.graph import duty_json, evidence_json
from graph.model import AgencyRef
from ontology.identifiers import agency_iri
from search.model import Answer, Hit, Response, Understanding


def response_json(response: Response) -> Json:
    """Return what ``who`` answers; ``nearest`` are passages for reference when it abstains."""
    return {
        "question": response.question,
        "understood": _understanding(response.understood),
        "abstained": response.abstained,
        "answers": [_answer(answer) for answer in response.answers],
        "nearest": [hit_json(hit) for hit in response.nearest],
        "sparql": response.sparql,
    }


def hit_json(hit: Hit) -> Json:
    """Return one passage found."""
    return {
        "document": hit.passage.number or hit.passage.document,
        "iri": hit.passage.iri,
        "locator": hit.passage.locator,
        "heading": hit.passage.heading,
        "text": hit.passage.text,
        "score": round(hit.score, 4),
        "evidence": evidence_json(hit.evidence),
    }


def _answer(answer: Answer) -> Json:
    return {
        **duty_json(answer.duty, answer.today),
        "score": round(answer.score, 4),
        "sentence": answer.sentence,
    }


def _meant_json(agency: AgencyRef) -> Json:
    """Return a body that a question names: the register knows it by key, wherever it is, or not at all."""
    known = agency.iri if "://" in agency.iri or not agency.iri else agency_iri(agency.iri)
    return {"iri": known or None, "label": agency.label}


def _understanding(understood: Understanding) -> Json:
    start, end = understood.period or (None, None)
    return {
        "agencies": [_meant_json(agency) for agency in understood.agencies],
        "roles": list(understood.roles),
        "period": None
        if understood.period is None
        else {
            "surface": understood.period_surface,
            "start": start.isoformat() if start else None,
            "end": end.isoformat() if end else None,
        },
        "documents": list(understood.documents),
        "locators": list(understood.locators),
        "topic": understood.topic,
    }
