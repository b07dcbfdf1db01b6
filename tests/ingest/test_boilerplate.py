"""What a site prints around a document is told apart by general signs."""

from __future__ import annotations

import pytest

from graph.registers import load_lexicon
from ingest.structure import parse_provisions

LEXICON = load_lexicon()
DOCUMENT = (
    "ỦY BAN NHÂN DÂN\nTỈNH LÂM ĐỒNG\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 2976/KH-UBND\nLâm Đồng, ngày 17 tháng 4 năm 2024\nKẾ HOẠCH\nTRIỂN KHAI QUYẾT ĐỊNH SỐ 4765/QĐ-BNN-TT\n"
    "Căn cứ Quyết định số 4765/QĐ-BNN-TT;\nI. MỤC ĐÍCH\n1. Một.\nNơi nhận:\n- Lưu: VT.\n"
    "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nPhạm S\n"
)


def boilerplate_of(text: str) -> str:
    return "".join(one.span.of(text) for one in parse_provisions(text, LEXICON) if one.kind == "boilerplate")


@pytest.mark.parametrize(
    "head",
    [
        "",
        "Trang chủ\nTin tức\nĐăng nhập | Đăng ký\n\n",  # menus
        "Số hiệu: 2976/KH-UBND\nNgười ký: Phạm S\nNgày hiệu lực: Đã biết\n\n",  # a box of facts
    ],
)
@pytest.mark.parametrize(
    "tail",
    ["", "\nLưu trữ\nFacebook\nCopyright (c) 2024\n", "\nCác tin khác\nLượt xem: 120\nVề đầu trang\n"],
)
def test_only_the_document_is_left(head: str, tail: str) -> None:
    assert boilerplate_of(head + DOCUMENT + tail).split() == (head + tail).split()


def test_a_document_about_sites_is_no_boilerplate() -> None:
    text = (
        "Thông tư quy định về trang thông tin điện tử\nCăn cứ Luật Công nghệ thông tin;\nĐiều 1. Đăng nhập\n"
        "1. Người dùng đăng ký tài khoản và đăng nhập để tải về văn bản.\n2. Bản quyền thuộc cơ quan chủ quản.\n"
    )
    assert boilerplate_of(text) == ""
