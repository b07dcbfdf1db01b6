"""English for what the query library and the rules of findings say in Vietnamese: by their names.

What has no English here is shown as it is; the tests name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.settings import Language
from graph.findings import Rule
from graph.query_library import LibraryQuery


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in words: what it finds, why that matters, what to do."""

    title: str
    why: str
    fix: str


QUESTIONS: Final[Mapping[str, str]] = {
    "ai-lam-viec-nay": "Who leads and who supports the task at a place?",
    "bao-cao": "Who has to report, to whom, when?",
    "bo-tri-kinh-phi": "Which bodies provide or combine funds?",
    "can-cu-truc-tiep": "What does this document rest on directly, and which sentence says so?",
    "chi-duoc-vien-dan": "Which documents are only mentioned, without their text in the store?",
    "chi-tieu-khong-chu": "Which targets have no responsible body?",
    "chi-tieu": "Which targets does the document set, by which year?",
    "chuoi-trien-khai": "From a resolution downwards: what implements it, step by step?",
    "cung-thuc-hien": "Which plans of the province lead back to the same resolution?",
    "dan-chieu-noi-bo": "Which part of the document refers to which other part?",
    "duoc-dua-vao-nhieu": "Which documents do most others rely on?",
    "gia-tri-vang": "Which values are masked or missing at the source, and why?",
    "giao-tap-the": "Which tasks are given to a group of bodies, without a named lead?",
    "het-giai-doan": "Which cited documents have a period that is over on a day?",
    "ke-thua": "Which body has become which, since when, by which instrument?",
    "khoi-luong": "How many tasks does each body have, and how many does it lead?",
    "khong-co-trong-phu-luc": "Which bodies have tasks in the text but no row in the annex?",
    "muc-luc": "What is the outline of the document?",
    "nguoi-ky": "Who signed the document, in what capacity?",
    "nguon-goc": "Going up the grounds: which documents does this one come from?",
    "nhiem-vu-cua-co-quan": "What must a body do, in which role, by when?",
    "noi-nhan": "To whom is the document sent?",
    "phan-cong-phu-luc": "The table of the annex: which task, who leads, when?",
    "quan-he-suy-ra": "Which relations are inferred rather than stated, and why?",
    "so-in-khac-chuan": "Which document numbers are printed otherwise than the norm (typing errors)?",
    "so-trung": "Which documents bear the same number?",
    "tham-muu": "Which bodies advise or propose, on what?",
    "tiep-tuc-thuc-hien": "Which documents does this one ask to go on implementing?",
    "tim-chu": "Which passages hold a phrase?",
    "van-ban-dang": "Which Party documents are cited?",
    "viec-hang-nam": "Which tasks recur every year?",
    "viec-khong-dau-moi": "Which tasks name no body?",
    "viec-theo-giai-doan": "Which tasks fall within a period?",
}
RULES: Final[Mapping[str, RuleWords]] = {
    "agency-not-in-annex": RuleWords(
        "A body has tasks in the text but no row in the annex",
        "The annex sums up the assignment; a body missing there is easily forgotten when work is checked.",
        "Add the body to the annex, or confirm that it was left out on purpose.",
    ),
    "agency-only-in-annex": RuleWords(
        "A body stands only in the annex",
        "An annex has to agree with the text that it belongs to.",
        "Check the part on implementation and complete it.",
    ),
    "basis-cycle": RuleWords(
        "Grounds in a circle",
        "A later document rests on an earlier one; a circle shows a number or date misread or misprinted.",
        "Compare each step of the circle with the originals.",
    ),
    "basis-lower-rank": RuleWords(
        "Based on a document of a lower rank",
        "Grounds are of higher or equal legal force (Law 64/2025/QH15, Decree 30/2020/NĐ-CP).",
        "Check the document named among the grounds.",
    ),
    "cited-later": RuleWords(
        "A cited document is dated after the one that cites it",
        "No document can rest on one that is not yet issued; mostly a date or number is mistyped.",
        "Compare number and date of the cited document with the original.",
    ),
    "duty-without-agency": RuleWords(
        "A task names no body",
        "Without a responsible body nothing can be followed up.",
        "Name the lead at the place or in the annex.",
    ),
    "number-of-several": RuleWords(
        "The cited number belongs to several documents",
        "Where they cannot be told apart, the grounds cannot be traced.",
        "Add the date or congress term, and the issuer.",
    ),
    "number-without-date": RuleWords(
        "A cited number lacks its date or issuer",
        "Party numbers repeat each congress term, state numbers each year and with each issuer (Decree 30/2020/NĐ-CP).",
        "Add date and issuer where the document is first cited.",
    ),
    "period-ended": RuleWords(
        "The period of the cited document is over",
        "A duty to go on implementing a document whose period has ended should be reviewed.",
        "Find the document of the next period, or say why this one still counts.",
    ),
    "target-without-owner": RuleWords(
        "A target has no responsible body",
        "Nobody reports on a target that nobody owns.",
        "Name the body that follows it and reports.",
    ),
}


def question_of(query: LibraryQuery, lang: Language) -> str:
    """Return the question of a query of the library in ``lang``."""
    return QUESTIONS.get(query.name, query.question) if lang == "en" else query.question


def rule_words(rule: Rule, lang: Language) -> RuleWords:
    """Return what a rule of findings says, in ``lang``."""
    vietnamese = RuleWords(rule.title, rule.why, rule.fix)
    return RULES.get(rule.id, vietnamese) if lang == "en" else vietnamese
