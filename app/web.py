"""The web application: the API, SPARQL, linked data and the pages over one open store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app import linked_data
from app.api import reading, writing
from app.head_requests import HeadRequests
from app.middleware import BodyLimit, RateLimit, Surroundings
from app.pages import ask, documents, duties, lineage, progress, quality, reference, upload
from app.pages.sparql import sparql_page
from app.problems import install_problem_handlers
from app.served import Served
from app.settings import Settings
from app.sparql_protocol import Endpoint, build_sparql_router


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application over the store of ``settings``; the store is opened when it starts."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with Served.open(chosen) as served:
            app.state.served = served
            yield

    app = FastAPI(
        title="Căn Cứ",
        version="1",
        summary="Đồ thị tri thức và tìm kiếm trên các kế hoạch của chính quyền, với nguyên văn đứng sau mỗi quan hệ.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    install_problem_handlers(app)
    for routes in (reading, writing):
        app.include_router(routes.router, prefix="/api/v1")
    app.include_router(build_sparql_router(_endpoint), prefix="/sparql")
    app.mount("/static", StaticFiles(directory=Path(__file__).with_name("static")), "static")
    for page in (ask, documents, lineage, duties, progress, quality, upload, reference, linked_data):
        app.include_router(page.router)
    _add_probes(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(BodyLimit, max_bytes=chosen.max_upload_bytes)
    app.add_middleware(HeadRequests)
    app.add_middleware(RateLimit, per_minute=chosen.rate_limit)
    app.add_middleware(Surroundings)
    return app


def _endpoint(request: Request) -> Endpoint:
    served: Served = request.app.state.served
    return Endpoint(served.queries, served.describer, sparql_page)


def _add_probes(app: FastAPI) -> None:
    @app.get("/health", include_in_schema=False)
    async def health() -> JSONResponse:
        """Say that the process lives."""
        return JSONResponse({"status": "ok"})

    @app.get("/ready", include_in_schema=False)
    def ready(request: Request) -> JSONResponse:
        """Say whether the store answers."""
        served: Served = request.app.state.served
        return JSONResponse({"status": "ok", "version": served.store.version()})

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        """Give Prometheus its figures."""
        return PlainTextResponse(generate_latest(), media_type=CONTENT_TYPE_LATEST)
