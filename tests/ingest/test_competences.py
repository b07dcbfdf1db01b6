"""What provisions say that bodies do, where they assign no work."""

from __future__ import annotations

import pytest

from graph.registers import load_lexicon
from ingest.model import Assignment, Span
from ingest.pipeline import extract
from ingest.read import read_bytes

CIRCULAR = """BỘ THÔNG TIN VÀ TRUYỀN THÔNG
Số: 02/2010/TT-BTTTT
Hà Nội, ngày 11 tháng 01 năm 2010
THÔNG TƯ
Quy định chi tiết một số điều của Luật Xuất bản
Căn cứ Luật Xuất bản ngày 03 tháng 12 năm 2004;
Điều 1. Quy hoạch
{body}
"""


def read(body: str) -> tuple[Assignment, ...]:
    """Return the competences of a circular with one article of this ``body``."""
    return extract(read_bytes("tt.txt", CIRCULAR.format(body=body).encode()), load_lexicon()).competences


@pytest.mark.parametrize(
    ("sentence", "agency", "role", "task"),
    [
        (
            "1. Cục Xuất bản chủ trì xây dựng quy hoạch phát triển ngành xuất bản toàn quốc.",
            "Cục Xuất bản", "lead", "chủ trì xây dựng quy hoạch phát triển ngành xuất bản toàn quốc",
        ),
        (
            "1. Quỹ sử dụng biên lai thu tiền do Sở Tài chính phát hành và quản lý.",
            "Sở Tài chính", "do", "Quỹ sử dụng biên lai thu tiền do Sở Tài chính phát hành và quản lý.",
        ),
        (
            "1. Quỹ của tỉnh do Chủ tịch UBND tỉnh ủy quyền cho Giám đốc Sở Tài chính làm chủ tài khoản.",
            "Giám đốc Sở Tài chính", "do",
            "Quỹ của tỉnh do Chủ tịch UBND tỉnh ủy quyền cho Giám đốc Sở Tài chính làm chủ tài khoản.",
        ),
        (
            "1. Khiếu nại về kết quả bầu cử thì chuyển đến Hội đồng bầu cử quốc gia.",
            "Hội đồng bầu cử quốc gia", "inform",
            "Khiếu nại về kết quả bầu cử thì chuyển đến Hội đồng bầu cử quốc gia.",
        ),
        (
            "1. Gửi báo cáo về kết quả bầu cử đến Ủy ban bầu cử xã.",
            "Ủy ban bầu cử xã", "inform", "Gửi báo cáo về kết quả bầu cử đến Ủy ban bầu cử xã.",
        ),
        (
            "1. Chuyển danh sách chính thức đến Ủy ban bầu cử xã ngay sau hội nghị.",
            "Ủy ban bầu cử xã", "inform", "Chuyển danh sách chính thức đến Ủy ban bầu cử xã ngay sau hội nghị.",
        ),
        (
            "1. Thẩm quyền miễn hoặc tạm hoãn: Chủ tịch UBND huyện quyết định miễn, tạm hoãn từng năm.",
            "Chủ tịch UBND huyện", "decide", "quyết định miễn, tạm hoãn từng năm",
        ),
        (
            "1. Hàng năm UBND các phường, xã, thị trấn lập danh sách đối tượng và mức thu.",
            "UBND các phường, xã, thị trấn", "do", "lập danh sách đối tượng và mức thu",
        ),
        (
            "1. Nhà xuất bản phải thành lập hội đồng để thẩm định nội dung tác phẩm.",
            "Nhà xuất bản", "do", "phải thành lập hội đồng để thẩm định nội dung tác phẩm",
        ),
        (
            "1. Ngay sau khi chi trả xong, thủ trưởng cơ quan phải ra quyết định thành lập Hội đồng.",
            "thủ trưởng cơ quan", "do", "phải ra quyết định thành lập Hội đồng",
        ),
        (
            "1. Không đồng ý với kết quả giải quyết thì công dân có quyền khởi kiện tại Tòa án nhân dân.",
            "Tòa án nhân dân", "inform",
            "Không đồng ý với kết quả giải quyết thì công dân có quyền khởi kiện tại Tòa án nhân dân.",
        ),
        (
            "1. Trường hợp công chức gây thiệt hại thì cơ quan có trách nhiệm bồi thường là UBND cấp huyện.",
            "UBND cấp huyện", "do",
            "Trường hợp công chức gây thiệt hại thì cơ quan có trách nhiệm bồi thường là UBND cấp huyện.",
        ),
    ],
)  # fmt: skip
def test_a_provision_says_who_does_something(sentence: str, agency: str, role: str, task: str) -> None:
    """A body before its verb, behind "do", behind a giver, where something is sent, after a label."""
    (one,) = read(sentence)
    assert (one.agency, one.role, one.task) == (agency, role, task)
    assert one.locator == "Điều 1/1"


@pytest.mark.parametrize(
    "sentence",
    [
        "1. Lịch tờ, lịch blốc, lịch túi, lịch sổ, lịch để bàn.",
        "1. Các doanh nghiệp thu tương đương 80 kg thóc mỗi năm.",
        "1. Do đó, mức thu được xác định lại mỗi năm một lần.",
        "1. Người nộp thuế kê khai theo mẫu kèm theo Thông tư này.",
        "1. Bản sao quyết định chuẩn y việc chuyển nhượng vốn của cơ quan có thẩm quyền;",
        "1. Thuế GTGT phải nộp, đã nộp, còn phải nộp;",
        "1. Ví dụ: Công ty A thành lập năm 2008 phải lập báo cáo quyết toán thuế năm 2009.",
        "1. Ông A phải nuôi 02 con dưới 18 tuổi và phải nộp bảo hiểm trong tháng.",
    ],
)
def test_what_nobody_is_bound_to_is_no_competence(sentence: str) -> None:
    """Things, what firms and persons do of their own accord, and words that only look like an agent."""
    assert read(sentence) == ()


def test_items_have_the_body_of_their_introduction() -> None:
    """Powers that stand as items under "Sở X có trách nhiệm:" are those of Sở X."""
    found = read("1. Sở Tư pháp có trách nhiệm sau đây:\na) Thẩm định văn bản;\nb) Theo dõi việc thi hành pháp luật.")
    assert {(one.agency, one.locator) for one in found} == {
        ("Sở Tư pháp", "Điều 1/1/a"), ("Sở Tư pháp", "Điều 1/1/b"),
    }  # fmt: skip


def test_what_is_assigned_is_not_stated_again() -> None:
    """A plan that assigns a task has it once: as an assignment."""
    text = (
        "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG\nSố: 12/KH-UBND\nLâm Đồng, ngày 10 tháng 6 năm 2024\nKẾ HOẠCH\nTriển khai\n"
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch.\n"
    )
    found = extract(read_bytes("kh.txt", text.encode()), load_lexicon())
    assert [one.agency for one in found.assignments] == ["Sở Tài chính"]
    assert found.competences == ()


def test_spans_index_the_one_text() -> None:
    """Every competence can be shown in its place."""
    body = "1. Cục Xuất bản xem xét, cấp giấy phép trong 15 ngày.\n2. Đơn gửi đến Sở Thông tin và Truyền thông."
    source = read_bytes("tt.txt", CIRCULAR.format(body=body).encode())
    for one in extract(source, load_lexicon()).competences:
        assert " ".join(one.task_span.of(source.text).split()) == one.task
        assert one.evidence.holds(Span(one.agency_span.start, one.agency_span.end))
