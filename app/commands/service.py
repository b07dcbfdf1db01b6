"""Commands that talk to programs: ``sparql`` for one query, ``serve`` for the API and the pages."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from app.errors import WrongUsage
from app.messages import say
from app.session import current

FORMATS: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "nquads": "application/n-quads",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""The short names of ``--format`` and the media types that they stand for."""
_MAX_QUERY_BYTES = 1_000_000


def register(app: typer.Typer) -> None:
    """Put the commands on ``app``."""
    app.command("sparql")(sparql)
    app.command("serve")(serve)


def sparql(
    query: str = typer.Argument(help="Câu truy vấn SPARQL 1.1, hoặc @TỆP."),
    form: str | None = typer.Option(None, "--format", help=f"{', '.join(FORMATS)}."),
    as_json: bool = typer.Option(False, "--json", help="Như --format json."),
) -> None:
    """Truy vấn đồ thị bằng SPARQL 1.1 (chỉ đọc, không gọi mạng)."""
    from graph.sparql import QueryLimits, QueryRequest, media_types_of, parse_outline, run_query

    session = current()
    text = _read_query(query)
    allowed = media_types_of(parse_outline(text).form)
    media_type = allowed[0]
    chosen = form or ("json" if as_json and FORMATS["json"] in allowed else None)
    if chosen is not None:
        media_type = FORMATS.get(chosen, chosen)
        if media_type not in allowed:
            names = ", ".join(name for name, media in FORMATS.items() if media in allowed)
            raise WrongUsage(say("format.bad", session.lang, form=chosen, allowed=names))
    elif media_type == FORMATS["json"] and sys.stdout.isatty():
        media_type = FORMATS["csv"] if FORMATS["csv"] in allowed else media_type
    limits = QueryLimits(seconds=session.settings.query_seconds, rows=session.settings.query_rows)
    sys.stdout.buffer.write(run_query(session.settings.store, QueryRequest(text, media_type), limits))
    sys.stdout.buffer.write(b"" if media_type.startswith("application/n-") else b"\n")


def serve(
    host: str = typer.Option("127.0.0.1", help="Địa chỉ lắng nghe; mặc định chỉ máy này."),
    port: int = typer.Option(8000, min=0, max=65535, help="Cổng."),
) -> None:
    """Chạy API, SPARQL và các trang web."""
    import uvicorn

    from app.patience import ImpatientProtocol
    from app.web import create_app

    session = current()
    session.errors.print(say("serve.at", session.lang, url=f"http://{host}:{port}"))
    uvicorn.run(
        create_app(session.settings),
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        ws="none",
        http=ImpatientProtocol,
    )


def _read_query(query: str) -> str:
    if not query.startswith("@"):
        return query
    session = current()
    path = Path(query[1:])
    try:
        if path.stat().st_size > _MAX_QUERY_BYTES:
            raise WrongUsage(say("query.large", session.lang, path=path))
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsage(say("query.unreadable", session.lang, path=path)) from error
