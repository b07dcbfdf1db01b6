"""The frame of every page: language, theme, navigation; a template in, a response out.

Language and theme are chosen by a link (``?lang=en``, ``?theme=dark``) and kept in a cookie; no script is needed.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app.pages.words import field_word, word
from app.places import name_place
from app.plain_text import show_controls, tight
from app.settings import Language
from app.terminal import ROLE_LABELS, word_of

NAVIGATION = (
    ("/", "nav.ask"),
    ("/van-ban", "nav.documents"),
    ("/duong-can-cu", "nav.lineage"),
    ("/phan-cong", "nav.duties"),
    ("/tien-do", "nav.progress"),
    ("/sparql", "nav.sparql"),
    ("/chat-luong", "nav.quality"),
)
_PRIVATE = {"cache-control": "private, no-cache"}
_YEAR = 365 * 24 * 3600


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Return the templates; every value is escaped, and a missing one is an error rather than an empty place."""
    folder = Path(__file__).with_name("templates")
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters["tight"] = tight
    made.filters["vi"] = _vietnamese
    return made


@pass_context
def _vietnamese(context: Context, words: object) -> object:
    """Mark the words of a document as Vietnamese where the page is not (WCAG 2.2, 3.1.2): screen readers switch."""
    if context["lang"] == "vi" or not words:
        return words
    return Markup('<span lang="vi">{}</span>').format(words if isinstance(words, Markup) else show_controls(str(words)))


def _shown(value: object) -> object:
    """Show the control characters of a document's words, which could make a line read as something else."""
    return show_controls(value) if type(value) is str else value


def render(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401  a template takes anything
    """Return the page ``name`` with ``values``, in the language and theme of the request."""
    lang, theme = page_language(request), theme_of(request)
    page = (
        templates()
        .get_template(name)
        .render(
            lang=lang,
            theme=theme,
            t=lambda key: word(key, lang),
            field_word=lambda field: field_word(field, lang),
            place=lambda locator: name_place(locator, lang),
            role_word=lambda role: word_of(ROLE_LABELS, role, lang),
            path=request.url.path,
            navigation=NAVIGATION,
            other_language=_here(request, lang="vi" if lang == "en" else "en"),
            other_theme=_here(request, theme="light" if theme == "dark" else "dark"),
            **values,
        )
    )
    response = HTMLResponse(page, status, headers={"content-language": lang, "vary": "Cookie", **_PRIVATE})
    for cookie, chosen in (("lang", lang), ("theme", theme)):
        if cookie in request.query_params and chosen:
            response.set_cookie(cookie, chosen, max_age=_YEAR, samesite="lax", httponly=True)
    return response


def _here(request: Request, **chosen: str) -> str:
    """Return the link to this page with one more choice.

    It is the query alone: a path such as ``//other.example`` would lead to another host.
    """
    return "?" + request.url.include_query_params(**chosen).query


def page_language(request: Request) -> Language:
    """Return Vietnamese, unless the reader chose English by the link: many Vietnamese browsers ask for English."""
    chosen = request.query_params.get("lang") or request.cookies.get("lang")
    return "en" if chosen == "en" else "vi"


def theme_of(request: Request) -> str | None:
    """Return ``light`` or ``dark`` when the reader chose one, None to follow the system."""
    chosen = request.query_params.get("theme") or request.cookies.get("theme")
    return chosen if chosen in {"light", "dark"} else None
