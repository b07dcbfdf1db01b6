"""Articles of decisions and headed items: to whom they give work, directly, along the way, or as powers."""

from __future__ import annotations

import pytest

from tests.ingest.documents import Read, read_words


def decided(words: str) -> list[tuple[str, str, str]]:
    return read_words(f"QUYẾT ĐỊNH:\n\nĐiều 1. Ban hành bảng giá.\n\n{words}\n", "Quyết định").triples()


def planned(words: str) -> Read:
    return read_words(f"KẾ HOẠCH\n\nI. MỤC TIÊU\n\nTheo quy định.\n\nII. TỔ CHỨC THỰC HIỆN\n\n{words}\n")


@pytest.mark.parametrize(
    ("words", "duties"),
    [
        pytest.param(
            "Điều 2. Uỷ quyền Trưởng Ban quản lý Khu kinh tế thực hiện một số nhiệm vụ.\nCụ thể như sau:\n"
            "1. Về xây dựng:\na) Phê duyệt quy hoạch xây dựng các khu chức năng;\n"
            "b) Cấp, gia hạn Giấy phép xây dựng đối với công trình.",
            [
                ("Trưởng Ban quản lý Khu kinh tế", "decide", "Phê duyệt quy hoạch xây dựng các khu chức năng"),
                ("Trưởng Ban quản lý Khu kinh tế", "do", "Cấp, gia hạn Giấy phép xây dựng đối với công trình"),
            ],
            id="ủy quyền X, and verbs that no register has",
        ),
        pytest.param(
            "Điều 2. Căn cứ đơn giá thuê đất quy định trên đây:\n"
            "1. Giám đốc Sở Tài chính quyết định đơn giá cho từng dự án;\n"
            "2. Căn cứ đơn giá được duyệt, Cục Thuế tỉnh thông báo số tiền phải nộp hàng kỳ.",
            [
                ("Giám đốc Sở Tài chính", "decide", "quyết định đơn giá cho từng dự án"),
                ("Cục Thuế tỉnh", "communicate", "thông báo số tiền phải nộp hàng kỳ"),
            ],
            id="an article that only introduces items of authorities",
        ),
        pytest.param(
            "Điều 2. Sau khi nhận được chỉ tiêu, Giám đốc Sở Y tế tiến hành phân bổ cho các đơn vị trực thuộc.",
            [("Giám đốc Sở Y tế", "do", "tiến hành phân bổ cho các đơn vị trực thuộc")],
            id="after a condition",
        ),
        pytest.param(
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\nGiao Giám đốc Sở Xây dựng hướng dẫn việc thực hiện.",
            [("Giám đốc Sở Xây dựng", "guide", "hướng dẫn việc thực hiện")],
            id="work handed out in an article about something else",
        ),
        pytest.param(
            "Điều 2. Chuyển các đoạn đường thành đường địa phương và giao Cục Đường bộ Việt Nam thực hiện bàn giao.",
            [("Cục Đường bộ Việt Nam", "do", "thực hiện bàn giao")],
            id="work handed out in the middle of a sentence",
        ),
        pytest.param(
            "Điều 2. Kinh phí đào tạo.\nHàng năm Sở Thương mại chủ động phối hợp với các trường tổ chức các lớp.",
            [("Sở Thương mại", "support", "chủ động phối hợp với các trường tổ chức các lớp")],
            id="an authority bound by a word of duty",
        ),
        pytest.param(
            "Điều 2. Mức thu\nỦy ban nhân dân tỉnh quyết định mức thu phí theo từng thời kỳ.",
            [],
            id="what an authority may decide is a rule",
        ),
        pytest.param(
            "Điều 2. Hội đồng nhân dân tỉnh giao Ủy ban nhân dân tỉnh căn cứ Nghị quyết này tổ chức thực hiện.",
            [("Ủy ban nhân dân tỉnh", "do", "căn cứ Nghị quyết này tổ chức thực hiện")],
            id="who gives the work has none",
        ),
        pytest.param(
            "Điều 2. Giám đốc Sở Xây dựng căn cứ Quyết định này và các văn bản liên quan hướng dẫn thực hiện.",
            [
                (
                    "Giám đốc Sở Xây dựng",
                    "guide",
                    "căn cứ Quyết định này và các văn bản liên quan hướng dẫn thực hiện",
                )
            ],
            id="the verb after the ground gives the role",
        ),
    ],
)
def test_articles_give_work_in_many_ways(words: str, duties: list[tuple[str, str, str]]) -> None:
    assert decided(words) == duties


@pytest.mark.parametrize(
    ("words", "who"),
    [
        pytest.param(
            "Điều 2. Nhiệm vụ và quyền hạn của Chi cục Thú y\n1. Kiểm tra việc kiểm dịch.\n2. Hướng dẫn nghiệp vụ.",
            "Chi cục Thú y",
            id="named in the heading",
        ),
        pytest.param(
            "Điều 2. Vị trí, chức năng\n1. Thanh tra tỉnh là cơ quan chuyên môn của Ủy ban nhân dân tỉnh.\n"
            "Điều 3. Nhiệm vụ, quyền hạn:\n1. Kiểm tra việc thực hiện pháp luật.\n2. Hướng dẫn nghiệp vụ thanh tra.",
            "Thanh tra tỉnh",
            id="founded in the article before",
        ),
        pytest.param(
            "Điều 2. Phòng Song phương có chức năng tham mưu cho Vụ, gồm các nhiệm vụ sau:\n"
            "1. Kiểm tra việc thực hiện điều ước.\n2. Hướng dẫn các đơn vị.",
            "Phòng Song phương",
            id="có chức năng … gồm các nhiệm vụ sau",
        ),
    ],
)
def test_the_powers_of_a_founded_body_are_its_duties(words: str, who: str) -> None:
    assert [(agency, role) for agency, role, _ in decided(words)] == [(who, "monitor"), (who, "guide")]


def test_a_body_whose_powers_are_stated_makes_the_requests_itself() -> None:
    words = (
        "Điều 2. Vị trí\nThanh tra tỉnh là cơ quan chuyên môn của Ủy ban nhân dân tỉnh.\n"
        "Điều 3. Nhiệm vụ, quyền hạn\n1. Yêu cầu cơ quan, đơn vị có liên quan cung cấp thông tin.\n2. Kiểm tra hồ sơ."
    )
    assert {agency for agency, _, _ in decided(words)} == {"Thanh tra tỉnh"}


@pytest.mark.parametrize(
    "heading",
    [
        "1. Đề nghị Ban Thường trực Ủy ban MTTQ Việt Nam xã:",
        "1. Đối với Ban Thường trực Ủy ban MTTQ Việt Nam xã:",
        "1. Cơ quan chủ quản: Ban Thường trực Ủy ban MTTQ Việt Nam xã:",
    ],
)
def test_words_before_the_headed_agency_are_no_part_of_its_name(heading: str) -> None:
    read = planned(f"{heading}\n- Tổ chức các hội nghị hiệp thương đúng luật;\n- Giám sát công tác bầu cử.")
    assert {(agency, role) for agency, role, _ in read.triples()} == {
        ("Ban Thường trực Ủy ban MTTQ Việt Nam xã", "do"),
        ("Ban Thường trực Ủy ban MTTQ Việt Nam xã", "monitor"),
    }


@pytest.mark.parametrize(
    ("words", "tasks"),
    [
        pytest.param(
            "Sở Y tế tiếp nhận hồ sơ của các cơ sở trên địa bàn; quản lý kinh phí được cấp.",
            [("do", "tiếp nhận hồ sơ của các cơ sở trên địa bàn"), ("do", "quản lý kinh phí được cấp")],
            id="each clause after a semicolon is a task",
        ),
        pytest.param(
            "Sở Y tế nghiên cứu, quán triệt; xây dựng kế hoạch thực hiện.",
            [("do", "nghiên cứu, quán triệt; xây dựng kế hoạch thực hiện")],
            id="a verb without its own object goes on",
        ),
        pytest.param(
            "Sở Y tế phối hợp cùng các cơ quan liên quan tham mưu Ủy ban nhân dân tỉnh về quy hoạch.",
            [("advise", "phối hợp cùng các cơ quan liên quan tham mưu Ủy ban nhân dân tỉnh về quy hoạch")],
            id="to advise together is to advise",
        ),
        pytest.param(
            "Sở Y tế giúp Ủy ban nhân dân tỉnh lập kế hoạch.",
            [("support", "giúp Ủy ban nhân dân tỉnh lập kế hoạch")],
            id="to help is to support",
        ),
        pytest.param(
            "Sở Y tế tổng hợp tình hình thực hiện ở các địa phương báo cáo Ủy ban nhân dân tỉnh.",
            [("report", "tổng hợp tình hình thực hiện ở các địa phương báo cáo Ủy ban nhân dân tỉnh")],
            id="gathered to be reported",
        ),
    ],
)
def test_clauses_and_their_roles(words: str, tasks: list[tuple[str, str]]) -> None:
    assert [(role, task) for _, role, task in planned(words).triples()] == tasks


@pytest.mark.parametrize(
    "words",
    [
        "1. Mạng lưới y tế (Sở Y tế chủ trì, phối hợp với Sở Nội vụ thực hiện).",
        "1. Mạng lưới y tế. Cơ quan thực hiện: Sở Y tế chủ trì, phối hợp với Sở Nội vụ; hoàn thành trước tháng 6.",
    ],
)
def test_a_value_may_say_roles_itself(words: str) -> None:
    read = read_words(f"KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n{words}\n")
    assert read.triples() == [("Sở Y tế", "lead", "Mạng lưới y tế"), ("Sở Nội vụ", "support", "Mạng lưới y tế")]


def test_a_body_may_be_named_as_the_lead_without_a_verb() -> None:
    read = planned("1. Sở Nội vụ\na) Cơ quan thường trực, tham mưu triển khai Kế hoạch.\nb) Kiểm tra việc thực hiện.")
    assert [(agency, role) for agency, role, _ in read.triples()] == [("Sở Nội vụ", "lead"), ("Sở Nội vụ", "monitor")]


def test_a_body_may_ask_others_among_its_powers() -> None:
    """Under "Nhiệm vụ, quyền hạn của X" the requests are what X does, not duties of those it asks."""
    duties = decided(
        "Điều 2. Nhiệm vụ, quyền hạn của Sở Tư pháp\n1. Đề nghị Bộ trưởng Bộ Tư pháp bổ nhiệm công chứng viên;\n"
        "2. Cấp Phiếu lý lịch tư pháp theo quy định."
    )
    assert [(agency, role) for agency, role, _ in duties] == [("Sở Tư pháp", "do"), ("Sở Tư pháp", "do")]


def test_a_line_broken_inside_a_name_is_no_heading() -> None:
    (_, _, task), _ = decided(
        "Điều 2. Nhiệm vụ, quyền hạn của Vụ Tổ chức\n1. Hướng dẫn các thủ tục liên quan cho cán bộ, công chức của "
        "Kiểm toán\nNhà nước được cử đi đào tạo tại nước ngoài;\n2. Theo dõi việc đào tạo."
    )
    assert task.endswith("của Kiểm toán Nhà nước được cử đi đào tạo tại nước ngoài")


def test_an_enacting_article_may_say_first_by_when() -> None:
    duties = decided(
        "Điều 2. Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký.\nTrong thời gian 60 ngày kể từ ngày ký, Sở Nội "
        "vụ chịu trách nhiệm hướng dẫn các đơn vị đăng ký."
    )
    assert [(agency, role) for agency, role, _ in duties] == [("Sở Nội vụ", "guide")]


def test_organisation_and_work_of_a_body_is_a_noun() -> None:
    duties = decided(
        "Điều 2. Nhiệm vụ, quyền hạn của Sở Nội vụ\n1. Tổ chức và hoạt động của Sở Nội vụ được thực hiện "
        "theo Pháp lệnh Thanh tra.\n2. Tạm đình chỉ việc thi hành quyết định sai."
    )
    assert [task for _, _, task in duties] == ["Tạm đình chỉ việc thi hành quyết định sai"]
