"""Agency lists as annotators split them: collectives whole, heads distributed, names with commas kept together."""

from __future__ import annotations

import pytest

from graph.registers import load_lexicon
from ingest.agencies import find_agencies, split_agencies
from ingest.model import Span


def names_in(words: str) -> list[str]:
    return [mention.name for mention in split_agencies(words, Span(0, len(words)), load_lexicon())]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param(
            "Bộ Nội vụ, Bộ Tài chính, các bộ, ngành, địa phương",
            ["Bộ Nội vụ", "Bộ Tài chính", "các bộ, ngành, địa phương"],
            id="collective after bodies",
        ),
        pytest.param("Các sở, ban, ngành, địa phương", ["Các sở, ban, ngành, địa phương"], id="collective alone"),
        pytest.param("UBND các huyện, thành phố", ["UBND các huyện, thành phố"], id="places of one office"),
        pytest.param(
            "Ban Tuyên giáo Trung ương; các bộ, ngành, địa phương; VTV, VOV, TTXVN",
            ["Ban Tuyên giáo Trung ương", "các bộ, ngành, địa phương", "VTV", "VOV", "TTXVN"],
            id="semicolons and acronyms",
        ),
        pytest.param(
            "Bộ Kế hoạch và Đầu tư và các bộ, ngành, địa phương",
            ["Bộ Kế hoạch và Đầu tư", "các bộ, ngành, địa phương"],
            id="và inside and between",
        ),
        pytest.param(
            "Bộ Văn hóa, Thể thao và Du lịch, Bộ Lao động - Thương binh và Xã hội",
            ["Bộ Văn hóa, Thể thao và Du lịch", "Bộ Lao động - Thương binh và Xã hội"],
            id="commas inside a name",
        ),
        pytest.param(
            "Các bộ, ngành, địa phương, doanh nghiệp liên quan, các cơ quan đại diện Việt Nam ở nước ngoài",
            ["Các bộ, ngành, địa phương", "doanh nghiệp liên quan", "các cơ quan đại diện Việt Nam ở nước ngoài"],
            id="firms are no administration",
        ),
        pytest.param(
            "Các tỉnh uỷ, thành uỷ, ban đảng, ban cán sự đảng, đảng đoàn, đảng uỷ trực thuộc Trung ương",
            ["Các tỉnh uỷ, thành uỷ, ban đảng, ban cán sự đảng, đảng đoàn, đảng uỷ trực thuộc Trung ương"],
            id="party collective",
        ),
    ],
)
def test_a_list_is_split_where_a_new_body_begins(words: str, names: list[str]) -> None:
    assert names_in(words) == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param(
            "Các Sở: Nông nghiệp và Phát triển nông thôn; Công Thương; Y tế",
            ["Sở Nông nghiệp và Phát triển nông thôn", "Sở Công Thương", "Sở Y tế"],
            id="colon and semicolons",
        ),
        pytest.param(
            "Giám đốc các Sở Tài chính, Kế hoạch và Đầu tư, Chủ tịch UBND các huyện",
            ["Giám đốc Sở Tài chính", "Giám đốc Sở Kế hoạch và Đầu tư", "Chủ tịch UBND các huyện"],
            id="office before the head",
        ),
        pytest.param(
            "Sở Tài chính, Kế hoạch và Đầu tư, Tư pháp",
            ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở Tư pháp"],
            id="head of the first alone, known to the register",
        ),
        pytest.param(
            "Bộ Khoa học, Công nghệ, Bộ Ngoại giao",
            ["Bộ Khoa học, Công nghệ", "Bộ Ngoại giao"],
            id="no such body, so one name",
        ),
    ],
)
def test_a_shared_head_is_distributed(words: str, names: list[str]) -> None:
    assert names_in(words) == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param(
            "Các ông (bà) Chánh Văn phòng HĐND và UBND tỉnh, Cục trưởng Cục Thuế",
            ["Chánh Văn phòng HĐND và UBND tỉnh", "Cục trưởng Cục Thuế"],
            id="one office of two councils, opening left out",
        ),
        pytest.param(
            "Chánh Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh; Giám đốc Sở Tài chính, Kế hoạch và Đầu tư",
            ["Chánh Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh", "Giám đốc Sở Tài chính", "Giám đốc Sở Kế hoạch và Đầu tư"],
            id="one office of three councils, one head of two bodies",
        ),
        pytest.param(
            "Ông Chánh Văn phòng UBND tỉnh, ông Giám đốc Sở Y tế",
            ["Ông Chánh Văn phòng UBND tỉnh", "ông Giám đốc Sở Y tế"],
            id="each with its title",
        ),
        pytest.param(
            "Đồng chí Uỷ viên Ban Thường vụ, Chủ tịch Uỷ ban MTTQ xã",
            ["Đồng chí Uỷ viên Ban Thường vụ, Chủ tịch Uỷ ban MTTQ xã"],
            id="two offices of one comrade",
        ),
        pytest.param(
            "Chủ tịch UBND các huyện, thị xã Bảo Lộc, thành phố Đà Lạt; Thủ trưởng các tổ chức, đơn vị và các cá nhân",
            [
                "Chủ tịch UBND các huyện, thị xã Bảo Lộc, thành phố Đà Lạt",
                "Thủ trưởng các tổ chức, đơn vị và các cá nhân",
            ],
            id="places go on",
        ),
        pytest.param(
            "Ban Thường trực Ủy ban MTTQ xã và các ông (bà) có tên tại Điều 1",
            ["Ban Thường trực Ủy ban MTTQ xã", "các ông (bà) có tên tại Điều 1"],
            id="persons named elsewhere",
        ),
        pytest.param(
            "Chuyên viên phụ trách lĩnh vực Hành chính, Văn phòng",
            ["Chuyên viên phụ trách lĩnh vực Hành chính, Văn phòng"],
            id="fields of one person",
        ),
    ],
)
def test_offices_are_named_as_printed(words: str, names: list[str]) -> None:
    assert names_in(words) == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param(
            "Chủ tịch Uỷ ban nhân dân các huyện: Tân Hiệp, Vĩnh Thuận và Giang Thành",
            [f"Chủ tịch Uỷ ban nhân dân huyện {place}" for place in ("Tân Hiệp", "Vĩnh Thuận", "Giang Thành")],
            id="each place after a colon has the office",
        ),
        pytest.param(
            "Chủ tịch Uỷ ban nhân dân các xã thuộc các huyện: Tân Hiệp, Vĩnh Thuận và Giang Thành",
            ["Chủ tịch Uỷ ban nhân dân các xã thuộc các huyện: Tân Hiệp, Vĩnh Thuận và Giang Thành"],
            id="places that only say which communes",
        ),
        pytest.param(
            "Giám đốc các Sở: Tài nguyên Môi trường và Nhà đất, Bưu chính Viễn thông",
            ["Giám đốc Sở Tài nguyên Môi trường và Nhà đất", "Giám đốc Sở Bưu chính Viễn thông"],
            id="và before the last of a list only",
        ),
        pytest.param(
            "các doanh nghiệp cung cấp dịch vụ; các đại lý, cá nhân sử dụng dịch vụ",
            ["các doanh nghiệp cung cấp dịch vụ", "các đại lý, cá nhân sử dụng dịch vụ"],
            id="a semicolon before a new collective",
        ),
        pytest.param("Công an xã, các thôn", ["Công an xã", "các thôn"], id="one body and many places"),
        pytest.param(
            "Ban Chỉ đạo phòng, chống AIDS và phòng, chống tệ nạn ma tuý",
            ["Ban Chỉ đạo phòng, chống AIDS và phòng, chống tệ nạn ma tuý"],
            id="phòng, chống is no department",
        ),
    ],
)
def test_places_and_collectives_are_told_apart(words: str, names: list[str]) -> None:
    assert names_in(words) == names


def test_bodies_without_a_separator_are_told_apart_by_their_head() -> None:
    """A cell lost its line break."""
    assert names_in("Bộ Thông tin và Truyền thông Bộ Khoa học và Công nghệ") == [
        "Bộ Thông tin và Truyền thông",
        "Bộ Khoa học và Công nghệ",
    ]


def test_a_head_cut_off_at_the_end_names_nobody() -> None:
    assert names_in("Bộ Thông tin và Truyền thông, Bộ Khoa học và Công nghệ, Bộ") == [
        "Bộ Thông tin và Truyền thông",
        "Bộ Khoa học và Công nghệ",
    ]


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Giám đốc Sở Kế hoạch và Đầu tư", "Sở Kế hoạch và Đầu tư"),
        ("Chánh Văn phòng Uỷ ban nhân dân tỉnh", "Văn phòng Ủy ban nhân dân tỉnh"),
        ("Đài Phun nước Đà Lạt", None),
        ("các cơ quan, đơn vị có liên quan", "Các cơ quan, đơn vị"),
        ("các cơ quan, đơn vị, địa phương", "Các cơ quan, đơn vị, địa phương"),
        ("các tổ chức, cá nhân có liên quan", "Các tổ chức, cá nhân"),
        ("Giám đốc các sở", "Các sở"),
    ],
)
def test_the_label_is_the_name_of_the_register_or_nothing(printed: str, label: str | None) -> None:
    (mention,) = split_agencies(printed, Span(0, len(printed)), load_lexicon())
    assert mention.label == label


def test_mentions_lie_in_the_text_from_which_they_were_read() -> None:
    text = "Giao Sở Tài chính, Cục Thuế hướng dẫn."
    mentions = split_agencies(text, Span(5, 27), load_lexicon())
    assert [mention.span.of(text) for mention in mentions] == ["Sở Tài chính", "Cục Thuế"]


def test_bodies_are_found_in_running_words() -> None:
    text = "tổng hợp, báo cáo Bộ Khoa học và Công nghệ, UBND tỉnh theo quy định"
    found = find_agencies(text, Span(0, len(text)), load_lexicon())
    assert [mention.span.of(text) for mention in found] == ["Bộ Khoa học và Công nghệ", "UBND tỉnh"]


def test_common_words_that_sound_like_bodies_are_none() -> None:
    """Words like "báo cáo", "ban hành" begin as "Báo", "Ban" do."""
    text = "Báo cáo, ban hành, bảo đảm, bộ phận, sở hữu"
    assert find_agencies(text, Span(0, len(text)), load_lexicon()) == ()
