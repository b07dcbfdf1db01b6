"""Hỏi: one search box, answer cards with the sentence, what was understood, and an honest empty state."""

from __future__ import annotations

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.asking import MAX_QUESTION, answer_question
from app.lookup import today
from app.pages.frame import page_language, render
from app.pages.links import document_link, sentence_link
from app.served import Served

router = APIRouter(include_in_schema=False)
EXAMPLES = (
    "Ai phải báo cáo trước ngày 15/11, báo cáo cho ai?",
    "So Cong Thuong phai lam gi, bao gio xong?",
    "Sở TT&TT đã giải thể: việc tuyên truyền nay thuộc ai?",
    "Nhiệm vụ nào trong giai đoạn 2026-2030?",
    "Huyện Đức Trọng có trách nhiệm gì?",
)


@router.get("/")
def ask(
    request: Request,
    hoi: str = Query("", max_length=MAX_QUESTION),
    ngay: str = Query("", max_length=20),
) -> HTMLResponse:
    """Answer the question ``hoi`` as of the day ``ngay`` (today unless given)."""
    served: Served = request.app.state.served
    lang = page_language(request)
    response = None
    if hoi.strip():
        day = ngay or today().isoformat()
        response = answer_question(served.store, served.index, hoi, 10, None, day, lang)
    return render(
        request,
        "ask.html",
        question=hoi,
        day=ngay,
        response=response,
        examples=EXAMPLES,
        documents=served.index.documents,
        sentence_link=sentence_link,
        document_link=document_link,
    )
