"""The formal parts: both layouts, merged and damaged, and documents without a letterhead."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from pathlib import Path

import pytest

from graph.registers import load_lexicon
from ingest.header import parse_header
from ingest.model import Header
from ingest.read import read_file
from ingest.structure import parse_provisions
from ingest.text import normalise

LEXICON = load_lexicon()
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PLAN = normalise((ROOT / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt").read_text(encoding="utf-8"))
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"


def header_of(text: str) -> Header:
    return parse_header(text, parse_provisions(text, LEXICON), LEXICON)


def test_the_plan() -> None:
    header = header_of(PLAN)
    assert (header.number, header.type, header.date) == ("4655/KH-UBND", "Kế hoạch", dt.date(2024, 6, 10))
    assert (header.issuer, header.place) == ("Ủy ban nhân dân tỉnh Lâm Đồng", "Lâm Đồng")
    assert header.title is not None
    assert header.title.startswith("TRIỂN KHAI KẾT LUẬN SỐ 69-KL/TW")
    (signer,) = header.signers
    assert (signer.name, signer.position, signer.capacity) == ("Phạm S", "Phó Chủ tịch", ("TM.", "KT."))
    assert header.recipients == ("Bộ KH&CN", "TT TU, TT HĐND tỉnh", "Các PCT UBND tỉnh", "Như mục V", "Lưu: VT, VX1")


def test_values_that_a_site_masks_are_absent_with_the_reason() -> None:
    absent = {(one.field, one.reason, one.span.of(PLAN)) for one in header_of(PLAN).absent}
    assert ("in_force", "masked", "Đã biết") in absent
    assert ("gazette_number", "pending", "Đang cập nhật") in absent


def test_every_span_of_the_header_is_found_in_the_text() -> None:
    spans = dict(header_of(PLAN).spans)
    assert "4655/KH-UBND" in spans["number"].of(PLAN)
    assert "ngày 10 tháng 6 năm 2024" in spans["date"].of(PLAN)


def test_a_letterhead_merged_in_one_row() -> None:
    header = header_of(
        f"| ỦY BAN MTTQ VIỆT NAM XÃ LƯƠNG MINH BAN THƯỜNG TRỰC Số: 16/KH-MTTQ-BTT | {NATION} Lương Minh, ngày 18 "
        f"tháng 11 năm 2025 |\n\n"
        "KẾ HOẠCH\nThực hiện công tác bầu cử đại biểu Quốc hội khóa XVI\n"
        "và bầu cử đại biểu Hội đồng nhân dân các cấp\n"
        "Căn cứ Luật Bầu cử;\nI. MỤC ĐÍCH\n1. A.\n"
        "| Nơi nhận: - BTT tỉnh; - Lưu: VT. | TM. BAN THƯỜNG TRỰC CHỦ TỊCH Lan Thị Vân |\n"
    )
    assert header.number == "16/KH-MTTQ-BTT"
    assert header.issuer == "Ban Thường trực Ủy ban MTTQ Việt Nam xã Lương Minh"
    assert header.title == (
        "Thực hiện công tác bầu cử đại biểu Quốc hội khóa XVI và bầu cử đại biểu Hội đồng nhân dân các cấp"
    )
    assert header.signer is not None
    assert (header.signer.name, header.signer.position) == ("Lan Thị Vân", "Chủ tịch")
    assert header.recipients == ("BTT tỉnh", "Lưu: VT")


def test_blanks_to_fill_in_are_absent() -> None:
    header = header_of(
        f"| ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH Số:     /KH-UBND | {NATION} Quảng Ninh, ngày    tháng 11 năm 2025 |\n"
        f"KẾ HOẠCH\nA\nI. B\n"
    )
    assert (header.number, header.date) == (None, None)
    assert {(one.field, one.reason) for one in header.absent} == {("number", "blank"), ("date", "blank")}


def test_the_party_form() -> None:
    header = header_of(
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nĐẢNG CỘNG SẢN VIỆT NAM\n\nSố 57-NQ/TW\nHà Nội, ngày 22 tháng 12 năm 2024\n\n"
        "NGHỊ QUYẾT\n\n"
        "CỦA BỘ CHÍNH TRỊ\nvề đột phá phát triển khoa học, công nghệ\n\nI- QUAN ĐIỂM\n1. A.\nT/M BỘ CHÍNH TRỊ\n"
        "TỔNG BÍ THƯ\n\nTô Lâm\n"
    )
    assert (header.number, header.issuer) == (
        "57-NQ/TW",
        "Bộ Chính trị",
    )  # "/TW" and the letterhead do not tell the body
    assert header.title == "về đột phá phát triển khoa học, công nghệ"
    assert header.signer is not None
    assert (header.signer.name, header.signer.capacity) == ("Tô Lâm", ("TM.",))


def test_a_heading_line_in_place_of_a_letterhead() -> None:
    header = header_of(
        "Kết luận số 69-KL/TW\n\n"
        "Kết luận số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị về tiếp tục thực hiện Nghị quyết số 20-NQ/TW\n\n"
        "Sau 10 năm thực hiện, đã có chuyển biến.\n\n1. Tăng cường sự lãnh đạo\n"
    )
    assert (header.number, header.date, header.issuer) == ("69-KL/TW", dt.date(2024, 1, 11), "Bộ Chính trị")
    assert header.title == "về tiếp tục thực hiện Nghị quyết số 20-NQ/TW"


def test_a_text_that_begins_with_its_title() -> None:
    header = header_of(
        "Nghị quyết về việc thông qua bảng giá các loại đất tỉnh trà vinh\nHội đồng nhân dân tỉnh trà vinh\n"
        "Khóa vii - kỳ họp thứ 21\n"
        "Căn cứ Luật Đất đai năm 2003;\nQuyết nghị:\nĐiều 1. Thông qua.\n"
        "Nghị quyết này đã được Hội đồng nhân dân tỉnh Trà Vinh khoá VII kỳ họp thứ 21 thông qua ngày 10/12/2009.\n"
    )
    assert (header.type, header.issuer) == ("Nghị quyết", "Hội đồng nhân dân tỉnh Trà Vinh")
    assert header.title == "về việc thông qua bảng giá các loại đất tỉnh trà vinh"
    assert header.date == dt.date(2009, 12, 10)


def test_a_province_left_out_is_read_from_the_title() -> None:
    header = header_of(
        "Quyết định ban hành quy định bồi thường trên địa bàn tỉnh gia lai\nỦy ban nhân dân tỉnh\n"
        "Căn cứ Luật Đất đai;\nĐiều 1. A.\n"
    )
    assert header.issuer == "Ủy ban nhân dân tỉnh Gia Lai"


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            (
                "Quyết định về việc chuyển ql.32 về địa phương quản lý\nBộ trưởng bộ giao thông vận tải\n"
                "Căn cứ Luật Giao thông đường bộ số 23/2008/QH12 ngày 13/11/2008;\nQuyết định:\nĐiều 1. Chuyển ql.32.\n"
            ),
            "Bộ trưởng Bộ Giao thông vận tải",
        ),
        (
            (
                "Chỉ thị về triển khai thực hiện luật bồi thường\nLuật đã được Quốc hội thông qua.\n"
                "Để thi hành Luật này trong hoạt động thi hành án, Bộ trưởng Bộ Tư pháp chỉ thị:\n1. Các đơn vị "
                "quán triệt Luật.\n2. Thủ trưởng các đơn vị chịu trách nhiệm.\n"
            ),
            "Bộ trưởng Bộ Tư pháp",
        ),
    ],
)
def test_a_minister_issues_as_printed(text: str, issuer: str) -> None:
    assert header_of(text).issuer == issuer


def test_two_bodies_and_two_signers() -> None:
    header = header_of(
        f"| BỘ CÔNG AN-BỘ TÀI CHÍNH ******** | {NATION} ******** |\n"
        f"| Số: 89/2001/TTLT-BTC-BCA | Hà Nội , ngày 08 tháng 11 năm 2001 |\n\n"
        "THÔNG TƯ LIÊN TỊCH\n\nHướng dẫn việc nộp thuế\n\nCăn cứ Luật Thuế;\n\nI. A\n\n"
        "| KT. BỘ TRƯỞNG BỘ CÔNG AN THỨ TRƯỞNG (Đã ký) Nguyễn Khánh Toàn | KT. BỘ TRƯỞNG BỘ TÀI CHÍNH THỨ TRƯỞNG (Đã "
        "ký) Phạm Văn Trọng |\n"
    )
    assert header.type == "Thông tư liên tịch"
    assert header.issuer == "Bộ Công an - Bộ Tài chính"
    assert [one.name for one in header.signers] == ["Nguyễn Khánh Toàn", "Phạm Văn Trọng"]


def test_a_file_that_holds_only_an_annex() -> None:
    header = header_of("PHỤ LỤC\n\n(Ban hành kèm theo Thông tư số 57/2009/TT-BTC)\n\n| STT | Họ và tên |\n| 1 |  |\n")
    assert (header.type, header.number, header.issuer, header.title) == ("Phụ lục", None, None, None)


FORMS = {
    "a department under its province": (
        (
            "UBND TỈNH LÂM ĐỒNG\nSỞ KHOA HỌC VÀ CÔNG NGHỆ\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "Độc lập - Tự do - Hạnh phúc\nSố: 263/TTr-SKHCN\nLâm Đồng, ngày 05 tháng 3 năm 2024\nTỜ TRÌNH\n"
            "Về việc phê duyệt nhiệm vụ\nKính gửi: Ủy ban nhân dân tỉnh\nI. A\n1. B\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n"
            "Nguyễn Thị Hoa\n"
        ),
        ("263/TTr-SKHCN", "Tờ trình", "Sở Khoa học và Công nghệ", "Về việc phê duyệt nhiệm vụ", "Nguyễn Thị Hoa"),
    ),
    "a letter has no name of type": (
        (
            "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 4011/UBND-VX2\n"
            "V/v triển khai Kết luận số 69-KL/TW\nLâm Đồng, ngày 12 tháng 5 năm 2024\n\nKính gửi: Các sở.\n"
            "1. Sở A báo cáo.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nĐặng Trí Dũng\n"
        ),
        (
            "4011/UBND-VX2",
            "Công văn",
            "Ủy ban nhân dân tỉnh Lâm Đồng",
            "V/v triển khai Kết luận số 69-KL/TW",
            "Đặng Trí Dũng",
        ),
    ),
    "a provincial Party committee": (
        (
            "TỈNH ỦY LÂM ĐỒNG\n*\nSố 116-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nĐà Lạt, ngày 23 tháng 4 năm 2024\n\nKẾ HOẠCH\n"
            "thực hiện Kết luận số 69-KL/TW\n-----\nI- A\n1- B\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nNguyễn Thái Học\n"
        ),
        ("116-KH/TU", "Kế hoạch", "Tỉnh ủy Lâm Đồng", "thực hiện Kết luận số 69-KL/TW", "Nguyễn Thái Học"),
    ),
    "a committee inside a Party organisation": (
        (
            "ĐẢNG BỘ XÃ LƯƠNG MINH\nBAN CHẤP HÀNH\n*\nSố 21-KH/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
            "Lương Minh, ngày 02 tháng 7 năm 2025\nKẾ HOẠCH\nThực hiện Chỉ thị số 46-CT/TW\nI. A\n1. B\nT/M ĐẢNG ỦY\n"
            "BÍ THƯ\nLý Văn Ba\n"
        ),
        ("21-KH/ĐU", "Kế hoạch", "Ban Chấp hành Đảng bộ xã Lương Minh", "Thực hiện Chỉ thị số 46-CT/TW", "Lý Văn Ba"),
    ),
    "the type stands before the number": (
        (
            "| QUỐC HỘI ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n"
            "| Nghị quyết số: 202/2025/QH15 | Hà Nội, ngày 12 tháng 6 năm 2025 |\n"
            "NGHỊ QUYẾT\nVỀ VIỆC SẮP XẾP ĐƠN VỊ HÀNH CHÍNH\nQUỐC HỘI\nCăn cứ Hiến pháp;\nQUYẾT NGHỊ:\nĐiều 1. A\n"
            "Điều 2. B\nĐiều 3. C\n|  | CHỦ TỊCH QUỐC HỘI Trần Thanh Mẫn |\n"
        ),
        ("202/2025/QH15", "Nghị quyết", "Quốc hội", "VỀ VIỆC SẮP XẾP ĐƠN VỊ HÀNH CHÍNH", "Trần Thanh Mẫn"),
    ),
    "an office issues": (
        (
            "CHỦ TỊCH ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 892/QĐ-UBND\n"
            "Lâm Đồng, ngày 24 tháng 5 năm 2022\nQUYẾT ĐỊNH\nVề việc phê duyệt Chương trình\n"
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG\nCăn cứ Luật;\nQUYẾT ĐỊNH:\nĐiều 1. A\nKT. CHỦ TỊCH\n"
            "PHÓ CHỦ TỊCH\n(Đã ký)\nPhan Văn Đa\n"
        ),
        (
            "892/QĐ-UBND",
            "Quyết định",
            "Chủ tịch Ủy ban nhân dân tỉnh Lâm Đồng",
            "Về việc phê duyệt Chương trình",
            "Phan Văn Đa",
        ),
    ),
}


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Số 69 - KL/TW", "69-KL/TW"),
        ("Số: 839/QĐ –UB", "839/QĐ-UB"),
        ("Số: 72 /2006/TT-BTC", "72/2006/TT-BTC"),
        ("Luật số: 12/2004/QH 11", "12/2004/QH11"),
        ("Số: 66.25/2026/NQ-CP", "66.25/2026/NQ-CP"),
        ("Số: ....../2009/TT-BTC", None),
    ],
)
def test_the_number_is_canonical(printed: str, number: str | None) -> None:
    header = header_of(f"BỘ TÀI CHÍNH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{printed}\nTHÔNG TƯ\nVề thuế\nI. A\n1. B\n")
    assert header.number == number


def test_two_columns_read_as_one_line() -> None:
    header = header_of(
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH LÂM ĐỒNG Độc lập - Tự do - Hạnh phúc\n"
        "Số: 4655/KH-UBND Lâm Đồng, ngày 10 tháng 6 năm 2024\nKẾ HOẠCH\nTriển khai Kết luận số 69-KL/TW về\n"
        "việc tiếp tục thực hiện Nghị quyết\nI. A\n1. B.\nNơi nhận: TM. ỦY BAN NHÂN DÂN\n- Bộ KH&CN; KT. CHỦ TỊCH\n"
        "- Các PCT UBND tỉnh; PHÓ CHỦ TỊCH\n- Lưu: VT, VX1.\nPhạm S\n"
    )
    assert (header.number, header.issuer, header.place) == ("4655/KH-UBND", "Ủy ban nhân dân tỉnh Lâm Đồng", "Lâm Đồng")
    assert header.title == "Triển khai Kết luận số 69-KL/TW về việc tiếp tục thực hiện Nghị quyết"
    assert [(one.name, one.position) for one in header.signers] == [("Phạm S", "Phó Chủ tịch")]
    assert header.recipients == ("Bộ KH&CN", "Các PCT UBND tỉnh", "Lưu: VT, VX1")


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_letterheads(form: str) -> None:
    text, expected = FORMS[form]
    header = header_of(text)
    signer = header.signer.name if header.signer else None
    assert (header.number, header.type, header.issuer, header.title, signer) == expected


@pytest.mark.parametrize("text", ["", "\n\n", "xin chào", "Số:", "| | |", "KẾ HOẠCH", "TM.", "Nơi nhận:"])
def test_what_is_no_document_has_an_empty_header(text: str) -> None:
    header = header_of(text)
    assert (header.number, header.date, header.issuer, header.signers) == (None, None, None, ())


def _key(words: str | None) -> list[str]:
    plain = unicodedata.normalize("NFD", (words or "").casefold().replace("đ", "d"))
    return re.findall(r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char)))


@pytest.mark.skipif(not SHARED.exists(), reason="the gold lies beside the repository and is absent here")
def test_fields_agree_with_the_gold() -> None:
    agreeing = total = 0
    for line in (SHARED / "gold" / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        header = header_of(read_file(SHARED / "data" / "corpus" / gold["file"]).text)
        found = {
            "number": header.number,
            "type": header.type,
            "date": str(header.date) if header.date else None,
            "issuer": header.issuer,
            "title": header.title,
            "signer": "; ".join(one.name for one in header.signers),
        }
        wanted = {**{field: gold[field] for field in found}, "signer": (gold["signer"] or {}).get("name")}
        for field, value in wanted.items():
            if value is not None:
                total += 1
                agreeing += _key(value) == _key(found[field])
    assert agreeing >= 0.97 * total
