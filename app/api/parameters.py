"""The parameters that the API's routes share: names, dates, roles, cursors, with patterns and examples.

Patterns and choices stand in the description only: what breaks them is told where it is read, in the caller's language.
"""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import Depends, Query, Request
from pydantic import Field

from app.api.paging import CURSOR_PATTERN
from app.problems import language_of
from app.served import Served
from app.settings import Language
from ingest.model import Relation, Role

_DAY_PATTERN = r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0?[1-9]|1\d|2[0-8])[/.-](0?[1-9]|1[0-2])[/.-][12]\d{3})$"
"""Days 29 to 31, which not every month has, are read too."""


def served_of(request: Request) -> Served:
    """Return what the application keeps open."""
    served: Served = request.app.state.served
    return served


ServedHere = Annotated[Served, Depends(served_of)]
Lang = Annotated[Language, Depends(language_of)]
Name = Annotated[str, Query(min_length=1, max_length=500, examples=["4655/KH-UBND"])]
OptionalName = Annotated[str | None, Query(min_length=1, max_length=500)]
Day = Annotated[
    str | None,
    Query(
        min_length=8,
        max_length=20,
        examples=["2026-11-23"],
        description="Ngày: 2026-11-23 hoặc 23/11/2026 · date",
        json_schema_extra={"pattern": _DAY_PATTERN},
    ),
]
RoleName = Annotated[
    str | None, Query(max_length=20, examples=["lead"], json_schema_extra={"enum": [*get_args(Role), None]})
]
RelationName = Annotated[str, Field(max_length=20, json_schema_extra={"enum": list(get_args(Relation))})]
Cursor = Annotated[
    str | None,
    Query(
        max_length=40,
        description="`next` của trang trước · `next` of the page before",
        json_schema_extra={"pattern": CURSOR_PATTERN},
    ),
]
Limit = Annotated[int, Query(ge=1, le=1000)]
FileName = Annotated[str, Query(min_length=1, max_length=200, examples=["ke-hoach.docx"])]
