"""Relations that a sentence leaves half unsaid: who acts, on which of many, and what came first."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.registers import load_lexicon
from ingest.chronology import is_later
from ingest.citations import CitationFindings, find_citations
from ingest.header import parse_header
from ingest.model import Header, Provision, ProvisionKind, Span
from ingest.numbers import parse_number
from ingest.phrases import Phrase
from ingest.structure import parse_provisions

LEXICON = load_lexicon()


def read(text: str, kind: ProvisionKind = "preamble", own_type: str = "Quyết định") -> CitationFindings:
    """Read one provision of the given kind that covers the whole text."""
    whole = Span(0, len(text))
    return find_citations(text, (Provision("x", kind, "", whole, whole, ""),), Header(type=own_type), LEXICON)


def read_whole(text: str) -> CitationFindings:
    """Read a document with its own parts and header."""
    provisions = parse_provisions(text, LEXICON)
    return find_citations(text, provisions, parse_header(text, provisions, LEXICON), LEXICON)


def relations(found: CitationFindings) -> dict[str, str]:
    """Return the relation of the document to each numbered one."""
    return {one.number: one.relation for one in found.citations if one.number}


def edges(found: CitationFindings) -> set[tuple[str, str, str]]:
    """Return the relations between other numbered documents."""
    numbers = {one.id: one.number for one in found.citations}
    return {
        (source, edge.relation, target)
        for edge in found.edges
        if (source := numbers[edge.source]) and (target := numbers[edge.target])
    }


# --- what came first --------------------------------------------------------------------------------------------------


def numbered(number: str, date: dt.date | None = None) -> Phrase:
    """Return the phrase of a numbered document."""
    return Phrase("numbered", Span(0, 1), Span(0, 1), None, parse_number(number, LEXICON), date=date)


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        (numbered("84/2007/NĐ-CP"), numbered("17/2006/NĐ-CP"), True),
        (numbered("17/2006/NĐ-CP"), numbered("84/2007/NĐ-CP"), False),
        (numbered("70/2006/TT-BTC"), numbered("69/2006/TT-BTC"), True),  # one series: by the running number
        (numbered("70/2006/TT-BTC"), numbered("69/2006/NĐ-CP"), False),  # two series: not known
        (numbered("12/CP", dt.date(1997, 2, 18)), numbered("12/CP", dt.date(1996, 11, 12)), True),
        (numbered("186/2007/NĐ-CP", dt.date(2008, 12, 27)), numbered("1/2008/NĐ-CP"), False),  # a misprinted year
        (numbered("339/QĐ-UB"), numbered("4/QĐ-UB"), False),
    ],
)
def test_which_came_first_is_told_only_by_what_is_printed(one: Phrase, other: Phrase, later: bool) -> None:
    assert is_later(one, other) is later


def test_no_document_amends_a_later_one() -> None:
    found = read(
        "Căn cứ Nghị định số 17/2006/NĐ-CP, ngày 27 tháng 01 năm 2006 của Chính phủ về sửa đổi, bổ sung một số điều "
        "của các Nghị định hướng dẫn thi hành Luật Đất đai, Nghị định số 84/2007/NĐ-CP, ngày 25 tháng 5 năm 2007 của "
        "Chính phủ Quy định bổ sung về cấp Giấy chứng nhận quyền sử dụng đất;"
    )
    assert relations(found) == {"17/2006/NĐ-CP": "based_on", "84/2007/NĐ-CP": "based_on"}
    assert edges(found) == set()


def test_an_earlier_one_in_the_same_place_is_amended() -> None:
    found = read(
        "Căn cứ các Nghị định: số 17/2006/NĐ-CP ngày 27/01/2006 về việc sửa đổi, bổ sung một số điều của các nghị định "
        "hướng dẫn thi hành Luật Đất đai và Nghị định số 187/2004/NĐ-CP về việc chuyển công ty nhà nước thành công ty "
        "cổ phần; số 44/2008/NĐ-CP ngày 09/4/2008;"
    )
    assert relations(found)["187/2004/NĐ-CP"] == "cites"
    assert relations(found)["44/2008/NĐ-CP"] == "based_on"
    assert edges(found) == {("17/2006/NĐ-CP", "amends", "187/2004/NĐ-CP")}


# --- who acts ---------------------------------------------------------------------------------------------------------


def test_a_decision_that_leaves_out_this_is_still_the_one_that_acts() -> None:
    found = read(
        "Điều 2. Quyết định có hiệu lực thi hành sau 10 ngày kể từ ngày ký và thay thế các Quyết định số "
        "177/2004/QĐ-UB ngày 01/10/2004, Quyết định số 65/2006/QĐ-UB ngày 04/8/2006 của Uỷ ban nhân dân tỉnh.",
        kind="article",
    )
    assert relations(found) == {"177/2004/QĐ-UB": "replaces", "65/2006/QĐ-UB": "replaces"}


def test_a_list_after_a_semicolon_goes_on() -> None:
    found = read(
        "Quyết định này có hiệu lực sau 15 ngày kể từ ngày ký và thay thế Quyết định số 79/2007/QĐ-UB ngày 11/7/2007 "
        "ban hành Quy định cấp Giấy phép xây dựng; Thông báo số 427/TB-UBND ngày 26/12/2007.",
        kind="article",
    )
    assert relations(found) == {"79/2007/QĐ-UB": "replaces", "427/TB-UBND": "replaces"}


def test_at_the_same_time_is_the_same_verb() -> None:
    found = read(
        "Quyết định này có hiệu lực thi hành sau 10 ngày kể từ ngày ký; đồng thời, thay thế Quyết định số "
        "284/2004/QĐ-UB ngày 31 tháng 8 năm 2004.",
        kind="article",
    )
    assert relations(found) == {"284/2004/QĐ-UB": "replaces"}


def test_a_plan_without_number_acts_through_the_decision_that_issues_it() -> None:
    found = read(
        "Tổ chức thực hiện tốt Quyết định số 3193/QĐ-BTP ngày 09 tháng 11 năm 2009 về việc ban hành Kế hoạch thực hiện "
        "Chỉ thị số 1565/CT-TTg ngày 06 tháng 10 năm 2009 của Thủ tướng Chính phủ.",
        kind="clause",
    )
    assert edges(found) == {("3193/QĐ-BTP", "implements", "1565/CT-TTg")}


def test_what_is_told_in_a_letter_is_carried_out() -> None:
    found = read(
        "Thực hiện ý kiến chỉ đạo của Thủ tướng Chính phủ tại công văn số 237/CP-KTTH ngày 5/3/1998 của Chính phủ, "
        "công văn số 858/VPCP-KTTH ngày 3/3/1999 của Văn phòng Chính phủ; Bộ Tài chính hướng dẫn như sau:",
        own_type="Thông tư",
    )
    assert relations(found) == {"237/CP-KTTH": "implements", "858/VPCP-KTTH": "implements"}


# --- on what ----------------------------------------------------------------------------------------------------------


def test_parts_named_in_a_list_are_repealed_with_its_heading() -> None:
    found = read_whole(
        "QUYẾT ĐỊNH\nVề chế độ đi học\n\nĐiều 1. Phạm vi\n\n"
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký và bãi bỏ:\n"
        "1. Điểm b, khoản 3, mục III của Bản quy định chế độ trợ cấp, thu hút nhân tài ban hành theo quyết định số "
        "2751/2002/QĐ-UB ngày 23/8/2002 của UBND tỉnh.\n"
        "2. Khoản 3, điều 1 quyết định số 23/2007/QĐ-UBND ngày 25/6/2007 của UBND tỉnh.\n"
    )
    assert relations(found) == {"2751/2002/QĐ-UB": "repeals", "23/2007/QĐ-UBND": "repeals"}


def test_who_changes_a_regulation_changes_the_decision_that_carries_it() -> None:
    found = read(
        "Quyết định số 460/QĐ-UBND ngày 26 tháng 02 năm 2009 của Uỷ ban nhân dân tỉnh, về sửa đổi, bổ sung khoản 3 "
        "Điều 12 Quy định ban hành kèm theo Quyết định số 02/2007/QĐ-UBND ngày 15 tháng 01 năm 2007.",
        kind="clause",
    )
    assert edges(found) == {("460/QĐ-UBND", "amends", "02/2007/QĐ-UBND")}


def test_some_provisions_of_a_decree_can_be_guided() -> None:
    found = read(
        "Căn cứ Thông tư số 04/2003/TT-BTP ngày 28 tháng 10 năm 2003 của Bộ Tư pháp hướng dẫn một số quy định của Nghị "
        "định số 65/2003/NĐ-CP ngày 11 tháng 6 năm 2003;"
    )
    assert edges(found) == {("04/2003/TT-BTP", "guides", "65/2003/NĐ-CP")}


def test_a_number_without_its_year_joins_the_one_of_the_same_day() -> None:
    found = read(
        "Căn cứ Quyết định số 2751/2002/QĐ-UB ngày 23/8/2002;\nCăn cứ Quyết định số 2751/QĐ-UB ngày 23/8/2002 và Quyết "
        "định số 2751/QĐ-UB ngày 24/8/2003;"
    )
    assert [(one.number, len(one.mentions)) for one in found.citations] == [("2751/2002/QĐ-UB", 2), ("2751/QĐ-UB", 1)]


# --- titles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (
            "Căn cứ Quyết định số 1150/QĐ-TTg ngày 30/8/2007 của Thủ tướng Chính phủ thành lập Ban quản lý Khu;",
            "thành lập Ban quản lý Khu",
        ),
        (
            "Căn cứ Thông tư liên tịch số 08/2007/TTLT-BYT-BNV của liên Bộ Y tế và Bộ Nội vụ hướng dẫn biên chế;",
            "hướng dẫn biên chế",
        ),
        (
            "Căn cứ Quyết định số 84/2004/QĐ.UB ngày 09/8/2004 của UBND tỉnh V / v ban hành Quy định phân công;",
            "ban hành Quy định phân công",
        ),
        (
            "Căn cứ Nghị quyết số 85/2009/NQ-HĐND của HĐND tỉnh, tại kỳ họp thứ ba về việc phân chia các khoản thu;",
            "phân chia các khoản thu",
        ),
    ],
)
def test_the_title_follows_whatever_its_verb(sentence: str, title: str) -> None:
    [citation] = read(sentence).citations
    assert citation.title == title


def test_an_elliptic_list_shares_its_title() -> None:
    found = read(
        "Căn cứ Nghị định số 88/1999/NĐ-CP ngày 01/9/1999, Nghị định số 66/2003/NĐ-CP ngày 12/6/2003 của Chính phủ ban "
        "hành Quy chế Đấu thầu;"
    )
    assert {one.number: one.title for one in found.citations if one.number} == dict.fromkeys(
        ("88/1999/NĐ-CP", "66/2003/NĐ-CP"), "ban hành Quy chế Đấu thầu"
    )


def test_all_who_changed_a_ground_are_told() -> None:
    found = read(
        "Căn cứ Nghị định số 43/2014/NĐ-CP ngày 15 tháng 5 năm 2014 của Chính phủ được sửa đổi, bổ sung tại Nghị định "
        "số 01/2017/NĐ-CP ngày 06/01/2017 và Nghị định số 148/2020/NĐ-CP;"
    )
    assert set(relations(found).values()) == {"based_on"}
    assert edges(found) == {
        ("01/2017/NĐ-CP", "amends", "43/2014/NĐ-CP"),
        ("148/2020/NĐ-CP", "amends", "43/2014/NĐ-CP"),
    }


def test_a_lettered_list_has_the_relation_of_its_heading() -> None:
    found = read_whole(
        "QUYẾT ĐỊNH\nVề quản lý\n\nĐiều 1. Phạm vi\n\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế các "
        "văn bản sau đây:\na) Quyết định số 11/2015/QĐ-UBND ngày 01/02/2015;\nb) Quyết định số 12/2016/QĐ-UBND.\n"
    )
    assert relations(found) == {"11/2015/QĐ-UBND": "replaces", "12/2016/QĐ-UBND": "replaces"}
