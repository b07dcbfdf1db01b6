"""Schemathesis against the API's own description: nothing that it does not say, and no fault of ours.

A bounded, fixed run; docs/operations.md tells how to make a long one against a running server.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import SecretStr
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from app.served import Served
from app.settings import Settings
from app.web import create_app

TOKEN = "mot-ma-chi-de-thu"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    "GET /api/v1/documents", "GET /api/v1/agencies", "GET /api/v1/trace", "GET /api/v1/path", "GET /api/v1/duties",
    "GET /api/v1/targets", "GET /api/v1/who", "GET /api/v1/search", "GET /api/v1/verify", "GET /api/v1/validate",
    "POST /api/v1/extract", "POST /api/v1/ingest",
]  # fmt: skip
FEW = {"GET /api/v1/verify": 2, "GET /api/v1/validate": 4, "GET /api/v1/who": 8, "GET /api/v1/search": 8}
"""Operations that read the whole store or encode words have few examples here."""


@pytest.fixture(scope="module")
def api(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenApiSchema]:
    """Describe the API over a store of its own (the examples write to it)."""
    store = tmp_path_factory.mktemp("mo-ta") / "kho"
    shutil.copytree(sample_store, store)
    chosen = Settings(store=str(store), rate_limit=1_000_000, token=SecretStr(TOKEN), query_seconds=5)
    app = create_app(chosen)
    with Served.open(chosen) as served:
        app.state.served = served
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


def test_every_operation_is_tried(api: OpenApiSchema) -> None:
    described = [found.ok().label for found in api.get_all_operations() if isinstance(found, Ok)]
    assert described == [*OPERATIONS, "GET /sparql"], "the SPARQL protocol has its own conformance tests"


@pytest.mark.parametrize("label", OPERATIONS)
def test_answers_are_as_described(api: OpenApiSchema, label: str) -> None:
    method, path = label.split()
    headers = {"authorization": f"Bearer {TOKEN}"}

    @settings(
        max_examples=FEW.get(label, 60),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=api[path][method].as_strategy())
    def try_case(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS, headers=headers)

    try_case()
