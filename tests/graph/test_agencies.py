"""The register of bodies: the same name before and after a reorganisation is another body, and nothing is guessed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.agencies import Agency, Ambiguous, Found, NotFound, Validity
from graph.registers import load_agencies
from ontology.identifiers import agency_iri, parse_agency_iri

PLAN_DAY = dt.date(2024, 6, 10)
TODAY = dt.date(2026, 11, 23)


def find(name: str, province: str | None = "Lâm Đồng", day: dt.date | None = PLAN_DAY) -> Agency:
    found = load_agencies().find_by_name(name, province, day)
    assert isinstance(found, Found), found
    return found.agency


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở KHCN", "Sở Khoa học và Công nghệ"),
        ("SKHCN", "Sở Khoa học và Công nghệ"),
        ("Sở KH và CN", "Sở Khoa học và Công nghệ"),
        ("Sở Khoa học và công nghệ", "Sở Khoa học và Công nghệ"),
        ("Sở Khoa học và Công nghệ tỉnh Lâm Đồng", "Sở Khoa học và Công nghệ"),
        ("Sở NN-PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("Sở Tài Nguyên và Môi trường", "Sở Tài nguyên và Môi trường"),
        ("Sở Lao động Thương binh Xã hội", "Sở Lao động - Thương binh và Xã hội"),
        ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Lâm Đồng"),
        ("Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Lâm Đồng"),
        ("TT HĐND tỉnh", "Thường trực Hội đồng nhân dân tỉnh Lâm Đồng"),
        ("Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Lâm Đồng"),
        ("Cục Thống kê tỉnh", "Cục Thống kê tỉnh Lâm Đồng"),
        ("Báo Lâm Đồng", "Báo Lâm Đồng"),
        ("Đài PT-TH tỉnh", "Đài Phát thanh và Truyền hình tỉnh Lâm Đồng"),
        ("UBND huyện Đạ Teh", "Ủy ban nhân dân huyện Đạ Tẻh"),
        ("UBND thành phố Đà Lạt", "Ủy ban nhân dân thành phố Đà Lạt"),
        ("Bộ KH&CN", "Bộ Khoa học và Công nghệ"),
        ("BCHTW", "Ban Chấp hành Trung ương"),
        ("các sở, ban, ngành", "Các sở, ban, ngành"),
        ("UBND các huyện, thành phố", "Ủy ban nhân dân các huyện, thành phố"),
    ],
)
def test_a_body_is_found_by_the_spellings_of_its_name(printed: str, label: str) -> None:
    assert find(printed).label == label


def test_kh_is_short_for_two_words_and_the_name_decides() -> None:
    assert find("Sở KH&ĐT").label == "Sở Kế hoạch và Đầu tư"
    assert find("Sở KH&CN").label == "Sở Khoa học và Công nghệ"


def test_the_same_name_is_another_body_after_each_reorganisation() -> None:
    """Sở Tài chính until 28/02/2025, with planning since 01/03/2025, of the merged province since 01/07/2025."""
    days = (PLAN_DAY, dt.date(2025, 3, 1), dt.date(2025, 7, 1))
    bodies = [find("Sở Tài chính", day=day) for day in days]
    assert [body.label for body in bodies] == ["Sở Tài chính"] * 3
    assert len({body.key for body in bodies}) == 3


def test_without_a_date_a_name_that_several_bodies_bore_is_ambiguous() -> None:
    found = load_agencies().find_by_name("Sở Tài chính", "Lâm Đồng")
    assert isinstance(found, Ambiguous)
    assert len(found.candidates) == 3


def test_without_a_province_a_provincial_body_is_ambiguous_among_63() -> None:
    found = load_agencies().find_by_name("Sở Y tế", None, PLAN_DAY)
    assert isinstance(found, Ambiguous)
    assert len(found.candidates) == 63


def test_an_old_name_in_a_new_document_finds_the_old_body_and_says_so() -> None:
    found = load_agencies().find_by_name("Sở Tài nguyên và Môi trường", "Lâm Đồng", TODAY)
    assert isinstance(found, Found)
    assert not found.current


def test_a_province_within_the_name_is_meant_when_the_speakers_has_no_such_body() -> None:
    assert find("UBND tỉnh Đắk Nông").key.startswith("dak-nong/")
    assert find("UBND thành phố Hồ Chí Minh").key.startswith("ho-chi-minh/")
    assert find("UBND Thành phố", "Hà Nội").label == "Ủy ban nhân dân thành phố Hà Nội"


def test_a_name_that_ends_like_a_city_is_not_of_the_city() -> None:
    """Đoàn Thanh niên Cộng sản Hồ Chí Minh is not a body of Thành phố Hồ Chí Minh."""
    assert find("Đoàn Thanh niên Cộng sản Hồ Chí Minh", province=None).key.startswith("trung-uong/")


def test_a_district_that_no_register_lists_is_still_a_body_of_its_province() -> None:
    body = find("UBND huyện Diễn Châu", "Nghệ An")
    assert body.label == "Ủy ban nhân dân huyện Diễn Châu"
    assert body.validity.end == dt.date(2025, 6, 30)


@pytest.mark.parametrize("name", ["", "Sở", "Sở Ngôi sao", "người dân", "Công ty ABC", "UBND", "x" * 10_000])
def test_what_the_register_does_not_know_is_not_found(name: str) -> None:
    found = load_agencies().find_by_name(name, "Nghệ An", PLAN_DAY)
    assert isinstance(found, NotFound) or name == "UBND"


def test_lam_dong_had_twelve_district_units_until_december_2024_and_ten_after() -> None:
    register = load_agencies()
    collective = register.iri_of(find("UBND các huyện, thành phố"))
    assert len(register.members_of(collective, dt.date(2024, 11, 30))) == 12
    assert len(register.members_of(collective, dt.date(2024, 12, 1))) == 10
    assert register.members_of(collective, dt.date(2025, 7, 1)) == ()


def test_the_members_of_a_collective_are_those_of_the_day() -> None:
    register = load_agencies()
    collective = register.iri_of(find("Các sở, ban, ngành"))
    before = {body.label for body in register.members_of(collective, PLAN_DAY)}
    after = {body.label for body in register.members_of(collective, dt.date(2025, 3, 1))}
    assert {"Sở Thông tin và Truyền thông", "Ban Dân tộc", "Cục Thống kê tỉnh Lâm Đồng"} <= before
    assert "Ủy ban nhân dân tỉnh Lâm Đồng" not in before
    assert "Sở Nông nghiệp và Môi trường" in after - before
    assert "Sở Thông tin và Truyền thông" in before - after


def test_an_open_set_has_no_members_that_anyone_could_list() -> None:
    register = load_agencies()
    assert register.members_of(register.iri_of(find("Các cơ quan, đơn vị liên quan")), PLAN_DAY) == ()
    assert register.members_of(register.iri_of(find("Sở Y tế")), PLAN_DAY) == ()


def test_there_were_63_provinces_and_are_34() -> None:
    provinces = load_agencies().provinces.values()
    assert sum(unit.validity.holds(PLAN_DAY) for unit in provinces) == 63
    assert sum(unit.validity.holds(TODAY) for unit in provinces) == 34


def test_every_body_has_one_key_and_reads_back_from_its_iri() -> None:
    register = load_agencies()
    places = sorted({unit.place for unit in register.provinces.values()})
    bodies = [body for place in (*places, "trung-uong") for body in register.agencies_of(place)]
    assert len({body.key for body in bodies}) == len(bodies)
    for body in bodies[:: max(1, len(bodies) // 300)]:
        assert register.find_by_iri(register.iri_of(body)) == body
        assert register.label_of(register.iri_of(body)) == body.label
        assert register.iri_of(body).isascii()


def test_the_base_of_the_iris_is_a_setting() -> None:
    register = load_agencies("http://localhost:8000")
    iri = register.iri_of(next(iter(register.agencies_of("lam-dong"))))
    assert iri.startswith("http://localhost:8000/id/org/lam-dong/")
    assert parse_agency_iri(iri) is None
    assert load_agencies().find_by_iri(iri) is None


def test_an_iri_that_no_row_made_is_no_body() -> None:
    register = load_agencies()
    assert register.find_by_iri(agency_iri("lam-dong/to-cong-tac-so-1")) is None
    assert register.find_by_iri("https://example.org/") is None
    assert register.label_of(agency_iri("dao-xa/so-y-te")) is None


@given(st.text(max_size=300), st.sampled_from([None, "Lâm Đồng", "Huế", "?"]), st.dates() | st.none())
def test_any_words_are_looked_up_without_fail(name: str, province: str | None, day: dt.date | None) -> None:
    found = load_agencies().find_by_name(name, province, day)
    assert isinstance(found, Found | Ambiguous | NotFound)


@pytest.mark.parametrize(
    ("day", "distance"), [(dt.date(2024, 12, 31), 1), (dt.date(2025, 1, 1), 0), (dt.date(2025, 2, 3), 3)]
)
def test_a_validity_tells_how_far_a_day_is_outside(day: dt.date, distance: int) -> None:
    validity = Validity(dt.date(2025, 1, 1), dt.date(2025, 1, 31))
    assert validity.distance(day) == distance
    assert validity.holds(day) == (distance == 0)


@pytest.mark.parametrize(
    ("office", "label"),
    [
        ("Giám đốc Sở Tài chính", "Sở Tài chính"),
        ("Chánh Văn phòng UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh Lâm Đồng"),
        ("Chủ tịch UBND các huyện, thị xã, thành phố", "Ủy ban nhân dân các huyện, thành phố"),
        ("Thủ trưởng các sở, ban, ngành", "Các sở, ban, ngành"),
        ("Bộ trưởng Bộ Khoa học và Công nghệ", "Bộ Khoa học và Công nghệ"),
        ("Cục trưởng Cục Thuế tỉnh", "Cục Thuế tỉnh Lâm Đồng"),
    ],
)
def test_an_office_stands_for_the_body_that_it_heads(office: str, label: str) -> None:
    """Decisions end "Chánh Văn phòng UBND tỉnh, Giám đốc các sở … chịu trách nhiệm thi hành": the bodies are bound."""
    found = load_agencies().find_by_name(office, "Lâm Đồng", PLAN_DAY)
    assert isinstance(found, Found), found
    assert found.agency.label == label
    assert found.by_office or office in found.agency.row.aliases


def test_an_office_that_is_itself_an_organ_stays_itself() -> None:
    assert find("Chủ tịch nước").label == "Chủ tịch nước"
    assert find("Thủ tướng Chính phủ").label == "Thủ tướng Chính phủ"


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("Sở Nông nghiệp & PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("các sở, ban, ngành của tỉnh", "Các sở, ban, ngành"),
        ("Sở, ban, ngành có liên quan", "Các sở, ban, ngành"),
        ("Ban Chấp hành Trung ương Đảng khóa XI", "Ban Chấp hành Trung ương"),
        ("Quốc hội khóa IX", "Quốc hội"),
        ("Ban Thường trực Ủy ban MTTQ Việt Nam xã Lát", "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã Lát"),
    ],
)
def test_what_may_follow_a_name_does_not_hide_it(printed: str, label: str) -> None:
    assert find(printed).label == label


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("Chủ tịch UBND các huyện, thị xã Bảo Lộc, thành phố Đà Lạt", "Ủy ban nhân dân các huyện, thành phố"),
        ("UBND các huyện, thành, thị", "Ủy ban nhân dân các huyện, thành phố"),
        ("Chủ tịch UBND các quận, huyện", "Ủy ban nhân dân các huyện, thành phố"),
        ("Ủy ban nhân dân các xã, phường, thị trấn", "Ủy ban nhân dân các xã, phường"),
    ],
)
def test_a_list_of_kinds_of_unit_is_the_collective_of_their_committees(printed: str, label: str) -> None:
    assert find(printed, day=dt.date(2010, 1, 1)).label == label


@pytest.mark.parametrize(
    "printed", ["UBND các huyện miền núi", "UBND các huyện: Di Linh, Lâm Hà", "UBND các huyện, xã"]
)
def test_a_part_of_the_units_or_a_mixture_is_not_the_collective(printed: str) -> None:
    assert isinstance(load_agencies().find_by_name(printed, "Lâm Đồng", PLAN_DAY), NotFound)


@pytest.mark.parametrize("printed", ["Phó Giám đốc Sở Tài chính", "Đại biểu Hội đồng nhân dân tỉnh", "Bộ trưởng"])
def test_deputies_and_members_do_not_stand_for_the_body(printed: str) -> None:
    assert isinstance(load_agencies().find_by_name(printed, "Lâm Đồng", PLAN_DAY), NotFound)


def test_a_list_is_not_the_name_of_a_place() -> None:
    found = load_agencies().find_by_name("UBND thị xã Vị Thanh và các huyện", "Hậu Giang", PLAN_DAY)
    assert not (isinstance(found, Found) and found.agency.row.by_place)
