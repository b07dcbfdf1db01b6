"""Citations and relations, sentence by sentence: what is cited, how it stands to the document, what to each other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.registers import load_lexicon
from ingest.citations import CitationFindings, find_citations
from ingest.model import Citation, Header, Provision, ProvisionKind, Span
from ingest.tails import Tail, TailReader
from ingest.text import fold, normalise

LEXICON = load_lexicon()


def read(
    text: str, kind: ProvisionKind = "preamble", number: str | None = None, own_type: str = "Kế hoạch"
) -> CitationFindings:
    """Read one provision of the given kind that covers the whole text."""
    whole = Span(0, len(text))
    header = Header(number=number, type=own_type)
    return find_citations(text, (Provision("x", kind, "", whole, whole, ""),), header, LEXICON)


def relations(found: CitationFindings) -> dict[str, str]:
    """Return the relation of the document to each cited one, by number or name."""
    return {one.number or one.name or "": one.relation for one in found.citations}


def edges(found: CitationFindings) -> set[tuple[str, str, str]]:
    """Return the relations between other documents, by number or name."""
    by_id = {one.id: one.number or one.name or "" for one in found.citations}
    return {(by_id[edge.source], edge.relation, by_id[edge.target]) for edge in found.edges}


def only(found: CitationFindings) -> Citation:
    """Return the one citation."""
    (citation,) = found.citations
    return citation


# --- one document -----------------------------------------------------------------------------------------------------


def test_a_ground_gives_number_type_date_and_issuer() -> None:
    text = "Căn cứ Nghị định số 197/2004/NĐ-CP ngày 03/12/2004 của Chính phủ về bồi thường, hỗ trợ và tái định cư;"
    citation = only(read(text))
    assert (citation.number, citation.type, citation.issuer) == ("197/2004/NĐ-CP", "Nghị định", "Chính phủ")
    assert citation.date == dt.date(2004, 12, 3)
    assert citation.surface == "số 197/2004/NĐ-CP"
    assert citation.relation == "based_on"
    assert citation.first.evidence.of(text) == text


@pytest.mark.parametrize(
    ("tail", "date"),
    [
        ("ngày 25/6/2015", dt.date(2015, 6, 25)),
        (", ngày 25/6/2015", dt.date(2015, 6, 25)),
        (" ngày25 tháng 6 năm 2015", dt.date(2015, 6, 25)),
        (" (25-6-2015)", dt.date(2015, 6, 25)),
        (" của Quốc hội ngày 25.6.2015", dt.date(2015, 6, 25)),
        (" năm 2015", None),  # a year is no date
        (" ngày 2562015 của Quốc hội", None),  # too damaged to read: not guessed
    ],
)
def test_a_date_is_read_in_every_form(tail: str, date: dt.date | None) -> None:
    assert only(read(f"Căn cứ Luật số 85/2015/QH13 {tail};")).date == date


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        ("Thông tư số 03/2009/TT-BXD ngày 26/3/2009 của Bộ Xây dựng quy định chi tiết", "Bộ Xây dựng"),
        ("Thông tư số 03/2007/TT-BKH ngày 12/3/2007 của Bộ Kế hoạch và Đầu tư hướng dẫn", "Bộ Kế hoạch và Đầu tư"),
        (("Nghị quyết số 1/2020/NQLT-UBTVQH14-CP ngày 1/1/2020 của Ủy ban Thường vụ Quốc hội, Chính phủ và "
         "Đoàn Chủ tịch quy định"), "Ủy ban Thường vụ Quốc hội, Chính phủ và Đoàn Chủ tịch"),
        ("Nghị định số 84/2007/NĐ-CP ngày 25/5/2007 của Chính phủ Quy định bổ sung", "Chính phủ"),
        ("Nghị quyết số 71-NQ/TW của Bộ Chính trị, Ủy ban nhân dân xã xây dựng Kế hoạch", "Bộ Chính trị"),
    ],
)  # fmt: skip
def test_the_issuer_ends_where_the_title_begins(sentence: str, issuer: str) -> None:
    assert read(f"Căn cứ {sentence};").citations[0].issuer == issuer


def test_the_title_ends_before_the_next_document_beside() -> None:
    text = (
        "Căn cứ Nghị định số 188/2004/NĐ-CP ngày 16/11/2004 của Chính phủ về phương pháp xác định giá đất và Thông tư "
        "số 116/2004/TT-BTC hướng dẫn thực hiện Nghị định số 197/2004/NĐ-CP;"
    )
    assert [one.title for one in read(text).citations] == [
        "phương pháp xác định giá đất",
        "hướng dẫn thực hiện Nghị định số 197/2004/NĐ-CP",
        None,
    ]


def test_an_article_stays_on_the_mention() -> None:
    citation = only(read("Căn cứ khoản 2 Điều 19 Luật Ngân sách nhà nước;"))
    assert citation.first.articles == ("khoản 2 Điều 19",)


def test_the_document_itself_is_not_cited() -> None:
    text = "(Kèm theo Kế hoạch số 4655/KH-UBND, ngày 10 tháng 6 năm 2024 của UBND tỉnh) theo Quyết định này"
    assert read(text, "paragraph", number="4655/KH-UBND").citations == ()


def test_one_number_under_two_years_is_two_documents() -> None:
    """Party numbers begin again with each congress: 20-NQ/TW is at least five documents."""
    text = "Nghị quyết số 20-NQ/TW ngày 01/11/2012 và Nghị quyết số 20-NQ/TW ngày 25/10/2017"
    found = read(text, "paragraph")
    assert [one.date for one in found.citations] == [dt.date(2012, 11, 1), dt.date(2017, 10, 25)]
    assert len({one.id for one in found.citations}) == 2


def test_what_cannot_be_read_or_told_apart_is_an_issue() -> None:
    text = (
        "Nghị định số 176/1999/NĐ-CP ngày 2112/1999 của Chính phủ; Nghị quyết số 57-NQ/TW, số 57/NQ-CP và Nghị quyết 57"
    )
    found = read(text, "paragraph")
    assert [issue.rule for issue in found.issues] == ["ambiguous-citation", "unreadable-date"]
    assert [one.number for one in found.citations] == ["176/1999/NĐ-CP", "57-NQ/TW", "57/NQ-CP"]


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("theo quy định của Luật Ngân sách nhà nước và các văn bản hướng dẫn", "Luật Ngân sách nhà nước"),
        ("Căn cứ Luật Tổ chức HĐND và UBND ngày 26/11/2003;", "Luật Tổ chức HĐND và UBND"),
        ("Căn cứ Luật Đất đai năm 2003;", "Luật Đất đai năm 2003"),
        ("vi phạm Luật Phòng, chống tham nhũng thì bị xử lý", "Luật Phòng, chống tham nhũng"),
        ("hoạt động KH&CN, Luật KH&CN và các văn bản quản lý", "Luật KH&CN"),
        (
            "thực hiện Nghị quyết Trung ương 6 Khóa XI về phát triển KH&CN, đổi mới sáng tạo.",
            "Nghị quyết Trung ương 6 Khóa XI về phát triển KH&CN, đổi mới sáng tạo",
        ),
        (
            "theo tinh thần Nghị quyết Hội nghị lần thứ 7 Ban Chấp hành Trung ương (khoá X) về nông nghiệp, nông dân.",
            "Nghị quyết Hội nghị lần thứ 7 Ban Chấp hành Trung ương (khoá X) về nông nghiệp, nông dân",
        ),
        ("Nghị quyết Đại hội lần thứ XIII của Đảng", "Nghị quyết Đại hội lần thứ XIII của Đảng"),
        ("Chiến lược sở hữu trí tuệ đến năm 2030 trên địa bàn tỉnh", "Chiến lược sở hữu trí tuệ đến năm 2030"),
        ("theo Đề án “Chuyển giao, làm chủ công nghệ”.", "Đề án “Chuyển giao, làm chủ công nghệ”"),
        ("thực hiện “Đề án hỗ trợ hệ sinh thái khởi nghiệp đến năm 2025”.",
         "Đề án hỗ trợ hệ sinh thái khởi nghiệp đến năm 2025"),
        ("Căn cứ Luật sửa đổi, bổ sung một số điều của các Luật liên quan đến đầu tư xây dựng cơ bản ngày 19/6/2009;",
         "Luật sửa đổi, bổ sung một số điều của các Luật liên quan đến đầu tư xây dựng cơ bản"),
    ],
)  # fmt: skip
def test_a_name_ends_where_it_ends(sentence: str, name: str) -> None:
    assert read(sentence).citations[0].name == name


@pytest.mark.parametrize(
    "sentence",
    [
        "theo Luật này và các văn bản hướng dẫn thi hành",
        "Luật sư, luật gia và pháp luật về thuế; hai Luật thuế",
        "các kế hoạch, chương trình, đề án của tỉnh; xây dựng Kế hoạch thực hiện phù hợp với Kế hoạch này",
        "kế hoạch phát triển kinh tế - xã hội hằng năm",
        "Sở Kế hoạch và Đầu tư chủ trì",
    ],
)
def test_generic_words_are_no_citations(sentence: str) -> None:
    assert read(sentence, "paragraph").citations == ()


def test_a_law_by_name_joins_its_number() -> None:
    text = (
        "Luật Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân số 85/2015/QH13; "
        "theo Luật Bầu cử đại biểu Quốc hội và đại biểu HĐND"
    )
    citation = only(read(text, "paragraph"))
    assert citation.number == "85/2015/QH13"
    assert citation.name == "Luật Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân"
    assert len(citation.mentions) == 2


def test_a_short_mention_joins_the_one_document_it_can_mean() -> None:
    text = "Nghị quyết số 57-NQ/TW ngày 22/12/2024; mục tiêu của Nghị quyết 57, Nghị định 30"
    assert [(one.number, one.name, len(one.mentions)) for one in read(text, "paragraph").citations] == [
        ("57-NQ/TW", None, 2),
        (None, "Nghị định 30", 1),  # nothing to join: kept as printed
    ]


def test_a_given_short_name_is_the_document() -> None:
    text = (
        "Luật Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân số 85/2015/QH13 (sau đây gọi là Luật Bầu cử). "
        "Theo Luật Bầu cử, hội nghị được tổ chức."
    )
    assert only(read(text, "paragraph")).number == "85/2015/QH13"


def test_the_date_after_an_amending_laws_name_is_its_own() -> None:
    text = "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Đất đai ngày 22/11/2019;"
    dates = {one.name: one.date for one in read(text).citations}
    assert dates == {
        "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Đất đai": dt.date(2019, 11, 22),
        "Luật Tổ chức Chính phủ": None,
        "Luật Đất đai": None,
    }


def test_a_new_law_of_an_old_name_is_another_document() -> None:
    text = (
        "Căn cứ Luật Thuế thu nhập doanh nghiệp ngày 03 tháng 6 năm 2008;\n\n"
        "thay cho Luật Thuế thu nhập doanh nghiệp số 09/2003/QH11"
    )
    assert [one.number for one in read(text).citations] == [None, "09/2003/QH11"]


# --- the document's own relation --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "sentence", "relation"),
    [
        ("preamble", "Căn cứ Kế hoạch số 116-KH/TU ngày 23/4/2024 của Ban Thường vụ Tỉnh ủy;", "based_on"),
        ("preamble", "Thực hiện Kế hoạch số 16/KH-MTTQ-BTT ngày 18/11/2025;", "implements"),
        ("preamble", "Để triển khai thực hiện Quyết định số 3415/QĐ-BGTVT ngày 05/11/2007;", "implements"),
        (
            "preamble",
            "UBND tỉnh ban hành Kế hoạch triển khai thực hiện Kết luận số 69-KL/TW, cụ thể như sau:",
            "implements",
        ),
        ("preamble", "Sau 10 năm thực hiện Nghị quyết số 20-NQ/TW, khoa học đã có chuyển biến.", "cites"),
        ("preamble", "Để tiếp tục thực hiện tốt Nghị quyết số 20-NQ/TW, Bộ Chính trị yêu cầu:", "continues"),
        ("preamble", "Theo đề nghị của Giám đốc Sở Tài chính tại Tờ trình số 118/TTr-STC,", "cites"),
        ("preamble", "Xét Tờ trình số 4486/TTr-UBND ngày 22 tháng 11 năm 2025;", "cites"),
        ("title", "TRIỂN KHAI KẾT LUẬN SỐ 69-KL/TW NGÀY 11/01/2024", "implements"),
        ("title", "Hướng dẫn thi hành một số điều của Nghị định số 54/2009/NĐ-CP", "guides"),
        ("title", "Hướng dẫn sửa đổi Thông tư số 18/2002/TT-BTC", "amends"),
        ("title", "về mức thu theo Nghị quyết số 12/2010/NQ-HĐND", "cites"),
        ("article", "Điều 2. Quyết định này thay thế Quyết định số 25/2008/QĐ-UBND, ngày 15/5/2008", "replaces"),
        (
            "article",
            "Kế hoạch này có hiệu lực và thay thế các Quyết định: số 12/2008/QĐ-UBND ngày 1/2/2008.",
            "replaces",
        ),
        ("article", "Điều 4. Bãi bỏ Luật số 39/2024/QH15.", "repeals"),  # "bỏ Luật" is no "Bộ luật"
        ("article", "Điều 1. Đính chính sai sót tại Quyết định số 12/2010/QĐ-UBND", "corrects"),
        ("article", "Các Quyết định số 6/2006/QĐ-UBND của UBND tỉnh hết hiệu lực kể từ ngày 01/01/2010.", "repeals"),
        ("article", "Điều 3. Bãi bỏ Nghị quyết số 329/2021/NQ-HĐND ngày 08 tháng 02 năm 2021.", "repeals"),
        ("article", "Nghị quyết số 329/2021/NQ-HĐND hết hiệu lực kể từ ngày Nghị quyết này có hiệu lực.", "repeals"),
        ("article", "Điều 1. Sửa đổi, bổ sung khoản 2 Điều 3 Quyết định số 177/2004/QĐ-UB", "amends"),
        ("article", "Những quy định tại Nghị định số 30/1998/NĐ-CP trái với Nghị định này đều bị bãi bỏ.", "cites"),
        ("point", "a) Tiếp tục triển khai hiệu quả Nghị quyết số 20-NQ/TU ngày 25/7/2022 của Tỉnh ủy", "continues"),
        ("point", "a) Tổ chức thực hiện Chỉ thị số 46-CT/TW tại cơ quan, đơn vị", "cites"),
        ("clause", "Căn cứ điểm a khoản 1 Điều 6 Nghị quyết số 101/2025/UBTVQH15, hội nghị cử tri:", "cites"),
        ("row", "| Sửa đổi Nghị định số 109/2022/NĐ-CP | Bộ Tài chính |", "cites"),
    ],
)
def test_the_place_and_the_verb_give_the_relation(kind: ProvisionKind, sentence: str, relation: str) -> None:
    assert only(read(sentence, kind)).relation == relation


def test_the_strongest_relation_counts() -> None:
    text = "Căn cứ Nghị quyết số 57-NQ/TW; UBND tỉnh ban hành Kế hoạch thực hiện Nghị quyết số 57-NQ/TW như sau:"
    assert only(read(text)).relation == "implements"


def test_what_a_decision_carries_it_promulgates() -> None:
    text = "Điều 1. Ban hành kèm theo Quyết định này Quy định về giá đất; Bảng giá các loại xe gắn máy để tính lệ phí."
    whole = Span(0, len(text))
    found = find_citations(text, (Provision("Điều 1", "article", "Điều 1.", whole, whole, ""),), Header(), LEXICON)
    assert relations(found) == {
        "Quy định về giá đất": "promulgates",
        "Bảng giá các loại xe gắn máy": "promulgates",
    }


def test_a_heading_hands_its_relation_to_its_list() -> None:
    head = "6. Tiếp tục thực hiện hiệu quả các Quyết định, Kế hoạch của UBND tỉnh\n"
    one = "- Kế hoạch số 7886/KH-UBND ngày 03/12/2019 thực hiện Kế hoạch số 101-KH/TU ngày 03/9/2019 của Tỉnh ủy.\n"
    two = "- Quyết định số 892/QĐ-UBND ngày 24/5/2022.\n"
    ends = [len(head), len(head + one), len(head + one + two)]
    provisions = (
        Provision("6", "clause", "6.", Span(0, ends[0]), Span(0, ends[2]), "", Span(3, ends[0])),
        Provision("6/-1", "dash", "-", Span(ends[0], ends[1]), Span(ends[0], ends[1]), "6"),
        Provision("6/-2", "dash", "-", Span(ends[1], ends[2]), Span(ends[1], ends[2]), "6"),
    )
    found = find_citations(head + one + two, provisions, Header(), LEXICON)
    assert relations(found) == {"7886/KH-UBND": "continues", "101-KH/TU": "cites", "892/QĐ-UBND": "continues"}
    assert edges(found) == {("7886/KH-UBND", "implements", "101-KH/TU")}


def test_the_number_after_an_amending_laws_own_name_is_the_amended_laws() -> None:
    text = "Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 45/2013/QH13."
    whole = Span(0, len(text))
    header = Header(number="5/2018/QH14", type="Luật", title="SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT ĐẤT ĐAI")
    found = find_citations(text, (Provision("x", "preamble", "", whole, whole, ""),), header, LEXICON)
    assert [(one.number, one.name) for one in found.citations] == [("45/2013/QH13", "Luật Đất đai")]


# --- the nesting rule -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "own", "between"),
    [
        (
            ("Căn cứ Kế hoạch số 116-KH/TU ngày 23/4/2024 của Ban Thường vụ Tỉnh ủy thực hiện Kết luận "
            "số 69-KL/TW ngày "
            "11/01/2024 của Bộ Chính trị về việc tiếp tục thực hiện Nghị quyết số 20-NQ/TW ngày 01/11/2012;"),
            {"116-KH/TU": "based_on", "69-KL/TW": "cites", "20-NQ/TW": "cites"},
            {("116-KH/TU", "implements", "69-KL/TW"), ("69-KL/TW", "continues", "20-NQ/TW")},
        ),
        (
            ("Căn cứ Nghị định số 30/1998/NĐ-CP ngày 13/5/1998 của Chính phủ quy định chi tiết thi hành "
            "Luật thuế thu nhập "
            "doanh nghiệp và Nghị định số 26/2001/NĐ-CP ngày 4/6/2001 của Chính phủ sửa đổi, bổ sung một số điều của "
            "Nghị định số 30/1998/NĐ-CP; Thông tư số 18/2002/TT-BTC hướng dẫn thi hành các Nghị định trên;"),
            {"30/1998/NĐ-CP": "based_on", "26/2001/NĐ-CP": "based_on", "18/2002/TT-BTC": "based_on",
             "Luật thuế thu nhập doanh nghiệp": "cites"},
            {("30/1998/NĐ-CP", "guides", "Luật thuế thu nhập doanh nghiệp"),
             ("26/2001/NĐ-CP", "amends", "30/1998/NĐ-CP"), ("18/2002/TT-BTC", "guides", "30/1998/NĐ-CP"),
             ("18/2002/TT-BTC", "guides", "26/2001/NĐ-CP")},
        ),
        (  # a coordinated document of the same kind is nested too
            ("Căn cứ Thông tư số 18/2002/TT-BTC ngày 20/02/2002 hướng dẫn thi hành Nghị định số 26/2001/NĐ-CP ngày "
            "4/6/2001 của Chính phủ và Nghị định số 30/1998/NĐ-CP ngày 13/5/1998 của Chính phủ;"),
            {"18/2002/TT-BTC": "based_on", "26/2001/NĐ-CP": "cites", "30/1998/NĐ-CP": "cites"},
            {("18/2002/TT-BTC", "guides", "26/2001/NĐ-CP"), ("18/2002/TT-BTC", "guides", "30/1998/NĐ-CP")},
        ),
        (  # a kind of documents only hides what it guides
            ("Căn cứ Nghị định số 17/2006/NĐ-CP ngày 27/01/2006 của Chính phủ về sửa đổi, bổ sung một "
            "số điều của các Nghị "
            "định hướng dẫn thi hành Luật Đất đai và Nghị định số 187/2004/NĐ-CP về việc chuyển công ty Nhà nước;"),
            {"17/2006/NĐ-CP": "based_on", "Luật Đất đai": "cites", "187/2004/NĐ-CP": "cites"},
            {("17/2006/NĐ-CP", "amends", "187/2004/NĐ-CP")},
        ),
        (  # the passive turns the edge round; the amending law is a ground as well
            "Căn cứ Luật Ngân sách nhà nước số 83/2015/QH13 được sửa đổi, bổ sung bởi Luật số 56/2024/QH15;",
            {"83/2015/QH13": "based_on", "56/2024/QH15": "based_on"},
            {("56/2024/QH15", "amends", "83/2015/QH13")},
        ),
        (
            ("Căn cứ Luật số 97/2025/QH15 về sửa đổi, bổ sung một số điều của Luật Mặt trận Tổ quốc "
            "Việt Nam, Luật Công "
            "đoàn, Luật Thanh niên; Chỉ thị số 46-CT/TW;"),
            {"97/2025/QH15": "based_on", "Luật Mặt trận Tổ quốc Việt Nam": "cites", "Luật Công đoàn": "cites",
             "Luật Thanh niên": "cites", "46-CT/TW": "based_on"},
            {("97/2025/QH15", "amends", "Luật Mặt trận Tổ quốc Việt Nam"), ("97/2025/QH15", "amends", "Luật Công đoàn"),
             ("97/2025/QH15", "amends", "Luật Thanh niên")},
        ),
        (  # the number in parentheses is the amending law's
            ("Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Đầu tư nước ngoài tại Việt Nam (số 18/2000/QH10 ngày "
            "09 tháng 6 năm 2000);"),
            {"18/2000/QH10": "based_on", "Luật Đầu tư nước ngoài tại Việt Nam": "cites"},
            {("18/2000/QH10", "amends", "Luật Đầu tư nước ngoài tại Việt Nam")},
        ),
        (  # a proposal to amend amends nothing
            "Xét Tờ trình số 41/TTr-UBND ngày 26/6/2008 về việc điều chỉnh Nghị quyết số 42/2006/NQ-HĐND;",
            {"41/TTr-UBND": "cites", "42/2006/NQ-HĐND": "cites"},
            set(),
        ),
        (  # no verb, no edge
            "Căn cứ Nghị quyết số 202/2025/QH15 về việc sắp xếp đơn vị hành chính theo Nghị quyết số 60-NQ/TW;",
            {"202/2025/QH15": "based_on", "60-NQ/TW": "cites"},
            set(),
        ),
    ],
)  # fmt: skip
def test_a_document_in_a_title_belongs_to_the_titles_owner(
    sentence: str, own: dict[str, str], between: set[tuple[str, str, str]]
) -> None:
    found = read(sentence)
    assert relations(found) == own
    assert edges(found) == between


def test_what_changed_a_repealed_document_is_not_repealed_with_it() -> None:
    text = "Bãi bỏ Luật Thủ đô số 39/2024/QH15 đã được sửa đổi, bổ sung một số điều theo Luật số 47/2024/QH15."
    found = read(text, "article")
    assert relations(found) == {"39/2024/QH15": "repeals", "47/2024/QH15": "cites"}
    assert edges(found) == {("47/2024/QH15", "amends", "39/2024/QH15")}


def test_what_is_carried_is_amended_with_its_carrier() -> None:
    text = (
        "Điều 2. Sửa đổi, bổ sung một số điều Quy định về phân cấp quản lý "
        "ban hành kèm theo Quyết định số 177/2004/QĐ-UB"
    )
    found = read(text, "article")
    assert relations(found) == {"Quy định về phân cấp quản lý": "amends", "177/2004/QĐ-UB": "amends"}
    assert edges(found) == {("177/2004/QĐ-UB", "promulgates", "Quy định về phân cấp quản lý")}


# --- pointers into the document, invariants ---------------------------------------------------------------------------


def test_a_pointer_finds_its_part() -> None:
    text = "1. Mục tiêu\nnhiệm vụ tại Khoản 3 mục III Kế hoạch này; nơi nhận: Như mục V; Khoản 9 mục I Kế hoạch này"
    whole = Span(0, len(text))
    empty = Span(0, 0)
    provisions = (
        Provision("III/3", "clause", "3.", empty, empty, "III"),
        Provision("V", "section", "V.", empty, empty, ""),
        Provision("VI", "section", "VI.", whole, whole, ""),
    )
    found = find_citations(text, provisions, Header(), LEXICON).references
    assert [(one.span.of(text), one.target) for one in found] == [
        ("Khoản 3 mục III Kế hoạch này", "III/3"),
        ("Như mục V", "V"),
        ("Khoản 9 mục I Kế hoạch này", None),
    ]


WORDS = (
    "Căn cứ ;Luật Đất đai ;số 1/2000/NĐ-CP ;Nghị định ;ngày 1/1/2000 ;của Chính phủ ;sửa đổi, bổ sung ;và ;, ;. ;\n;"
    "\n\n;“;”;thực hiện ;hướng dẫn ;này ;các ;trên ;Đề án ;| ;ban hành kèm theo ;được sửa đổi bởi ;"
    "Luật sửa đổi, bổ sung ;đến năm 2030;(;);20-NQ/TW ;12 ;Quyết định này ;Nghị định 1 "
)
PIECES = st.sampled_from([*WORDS.split(";"), "; "])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_without_error_and_spans_lie_inside(raw: str) -> None:
    text = normalise(raw)
    found = find_citations(text, (), Header(), LEXICON)
    ids = {one.id for one in found.citations}
    assert len(ids) == len(found.citations)
    for citation in found.citations:
        for mention in citation.mentions:
            assert mention.evidence.holds(mention.span)
            assert mention.evidence.end <= len(text)
    for edge in found.edges:
        assert {edge.source, edge.target} <= ids
        assert edge.source != edge.target
    assert found == find_citations(text, (), Header(), LEXICON)


def test_a_number_that_ends_after_its_unit_has_no_tail() -> None:
    """A line broken inside "Nghị định số / 87/2021/NĐ-CP" puts the number's end beyond the sentence read."""
    view = "Nghị định số\n87/2021/NĐ-CP ngày 29/9/2021"
    reader = TailReader(view, view.lower(), fold(view), ())
    assert reader.read(26, 12) == Tail(26)
