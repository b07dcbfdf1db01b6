"""Questions taken apart: what the registers recognise, and what is left as the topic."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.model import Deadline, Span
from search.index import SearchIndex
from search.periods import find_period, fit_period
from search.question import Question, understand
from search.references import find_sections, fit_section


@pytest.fixture(scope="module")
def read(index: SearchIndex) -> Reader:
    return Reader(index)


class Reader:
    """Understands questions over the sample plan."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def __call__(self, text: str) -> Question:
        return understand(text, self._index.reader)


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Sở Y tế phải làm gì?", ["Sở Y tế"]),
        ("so y te phai lam gi", ["Sở Y tế"]),
        ("Sở NN&PTNT lồng ghép kinh phí để làm gì?", ["Sở Nông nghiệp và Phát triển nông thôn"]),
        ("Sở Tài chính phối hợp với ai?", ["Sở Tài chính"]),
        # The body is a partner or part of the topic: somebody else is asked for.
        ("Ai phối hợp với Sở Khoa học và Công nghệ thống kê GRDP?", []),
        ("Bộ nào phối hợp với Bộ Công an?", []),
        ("Cơ quan nào đầu tư phòng thí nghiệm?", []),
        ("Which local authorities review the planning of the network?", []),
        ("Local authorities must do what?", ["Các địa phương"]),
        # A body is asked for, though words stand between: one of a kind that the register knows, or any.
        ("Cơ quan báo chí nào của tỉnh viết bài?", ["Các cơ quan báo chí"]),
        ("Cơ quan chuyên ngành nào của tỉnh viết bài?", []),
        # A body of which nobody has heard is still the one asked about.
        ("Trường Đại học Đà Lạt được giao chủ trì nhiệm vụ nào?", ["Trường Đại học Đà Lạt"]),
        ("Theo Kế hoạch 4655, Hội Luật gia phải làm gì?", ["Hội Luật gia"]),
        ("Tuyên truyền là nhiệm vụ gì?", []),
        # The body named helps the one that is asked for.
        ("Việc nào Cục Thống kê phối hợp và sở nào chủ trì?", []),
        # Who took over has the duties of the one before.
        (
            "Sở Khoa học và Công nghệ tiếp nhận nhiệm vụ gì của Sở Thông tin và Truyền thông?",
            ["Sở Thông tin và Truyền thông"],
        ),
        ("Cục Thống kê tỉnh phối hợp Sở Khoa học và Công nghệ làm gì?", ["Cục Thống kê tỉnh"]),
        # "Làm chính" is said of a lead, "làm chính sách" is not.
        ("Sở Tài chính làm chính sách gì?", ["Sở Tài chính"]),
        # The front is spoken of without its committee, at the level that is said; its persons are not it.
        ("Mặt trận xã phải làm gì?", ["Ủy ban Mặt trận Tổ quốc Việt Nam xã"]),
        ("Các cấp phó của Mặt trận xã phải làm gì?", []),
        # Who asks for the agency without "nào" asks for none of those named.
        ("Cơ quan chủ trì tiếp tục triển khai các chương trình mà UBND tỉnh đã ban hành?", []),
        ("Sở Y tế là cơ quan chủ trì việc gì?", ["Sở Y tế"]),
        # At one level somebody is asked for.
        ("Dưới huyện thì ai lo tuyên truyền?", ["Ủy ban nhân dân các huyện, thành phố"]),
        # A delegate of the people is no council, a digital government no government.
        ("Đại biểu HĐND xã, chính phủ số phải làm gì?", []),
        # "Ở địa phương" says where.
        ("Sở Y tế phải làm gì ở địa phương?", ["Sở Y tế"]),
        # Whose plan it is, is not who is asked.
        ("Sở Y tế được giao nội dung nào trong kế hoạch của UBND tỉnh?", ["Sở Y tế"]),
        ("Nhiệm vụ của Sở Y tế và của Sở Tài chính là gì?", ["Sở Y tế", "Sở Tài chính"]),
        ("Theo kế hoạch kiểm tra, giám sát bầu cử của UBND tỉnh, Sở Y tế chủ trì nội dung nào?", ["Sở Y tế"]),
        ("Theo kế hoạch này, nhiệm vụ của Sở Y tế là gì?", ["Sở Y tế"]),
        ("Theo kế hoạch này, kinh phí của Sở Y tế lấy từ đâu?", ["Sở Y tế"]),
        # An event, an opinion are sent nowhere.
        ("Sở Y tế tổ chức sự kiện ở đâu?", ["Sở Y tế"]),
        ("Sở Y tế lấy ý kiến ở đâu?", ["Sở Y tế"]),
        # What the first body leads is asked, and who helps.
        ("Trong kế hoạch này Sở Y tế chủ trì việc gì và sở nào phối hợp?", ["Sở Y tế"]),
        # "TU" inside a longer short form is no Party committee.
        ("Sở Y tế giữ TTATXH thế nào?", ["Sở Y tế"]),
        # "The bodies" are nobody in particular.
        ("Các đơn vị báo cáo kết quả về cơ quan nào?", []),
    ],
)
def test_whose_duties_are_asked(read: Reader, text: str, subjects: list[str]) -> None:
    assert [body.label for body in read(text).subjects] == subjects


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Ai chủ trì?", ("lead",)),
        ("ai phoi hop", ("support",)),
        ("Which agency is responsible for this?", ("lead",)),
        ("Ai phải báo cáo?", ("report",)),
        ("Ai làm việc này?", ()),
    ],
)
def test_which_role_is_asked(read: Reader, text: str, roles: tuple[str, ...]) -> None:
    assert read(text).roles == roles


def test_the_topic_is_what_is_left(read: Reader) -> None:
    assert read("Ai chủ trì đầu tư phòng thí nghiệm?").topic_text == "đầu tư phòng thí nghiệm"


def test_the_receiver_is_asked_for(read: Reader) -> None:
    assert read("Các sở báo cáo kết quả cho ai?").asks_receiver
    assert read("Vướng mắc thì thông tin về cơ quan nào?").asks_receiver
    assert read("Báo cáo gửi về đâu?").asks_receiver
    assert read("Kẹt chỗ nào thì báo cho ai?").asks_receiver
    assert read("Bị vướng thì kêu ở đâu?").asks_receiver
    assert read("Which body must be told about the difficulties?").asks_receiver
    assert read("Which body must be informed about the difficulties?").asks_receiver
    assert not read("Which body tells the public about the plan?").asks_receiver
    assert not read("Which department is told to build the database?").asks_receiver
    assert not read("Ai báo cáo Sở Khoa học và Công nghệ?").asks_receiver
    assert not read("Ai trình Ủy ban nhân dân tỉnh?").asks_receiver


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Cơ quan nào thay thế Sở Thông tin và Truyền thông?", True),
        ("Sở Thông tin và Truyền thông nay là cơ quan nào?", True),
        ("Ai tiếp nhận nhiệm vụ của Sở Thông tin và Truyền thông?", True),
        ("Bộ nào thay thế quyết định của Sở Y tế?", False),  # a paper is replaced
        ("Ai tiếp nhận đơn thư để tham mưu Sở Y tế?", False),
        ("Who replaces the Department of Health's decisions?", False),
    ],
)
def test_bodies_are_succeeded_and_papers_are_not(read: Reader, text: str, asked: bool) -> None:
    assert ("succession" in read(text).wants) == asked


def test_a_number_is_named_by_a_short_type(read: Reader) -> None:
    assert [reference.surface for reference in read("Sở Y tế làm gì trong KH 4655?").documents] == ["KH 4655"]


def test_a_question_may_open_with_the_annex(read: Reader) -> None:
    found = read("Phụ lục Kế hoạch 4655: Sở Công Thương chủ trì những nhiệm vụ nào?")
    assert ([section.locator for section in found.sections], found.topic) == (["phu-luc"], ())


def test_words_about_a_deadline_are_no_topic(read: Reader) -> None:
    assert read("Sở Nội vụ có nhiệm vụ gì hạn tháng 9/2025?").topic == ()


def test_a_document_is_told_by_its_date(read: Reader) -> None:
    found = read("Theo kế hoạch ngày 10/6/2024 của tỉnh, ai tuyên truyền?")
    assert [reference.documents for reference in found.documents] == [(read._index.documents[0].iri,)]
    assert found.period is None
    assert read("Theo kế hoạch ngày 11/6/2024 của tỉnh, ai tuyên truyền?").documents == ()  # that day has none


def test_what_is_replaced_is_a_topic_unless_a_body_is(read: Reader) -> None:
    """The words "thay thế" ask for a successor only beside a body; "the" is also a Vietnamese syllable."""
    for text in ("Ai chủ trì nghiên cứu công nghệ thay thế?", "ai chu tri nghien cuu cong nghe thay the"):
        question = read(text)
        assert "succession" not in question.wants
        assert "thay" in question.topic
        assert not question.english
    assert "succession" in read("Cơ quan nào thay thế Sở Công Thương?").wants


def test_a_filler_is_known_by_its_marks(read: Reader) -> None:
    """The filler "thì" and the "thí" of "thí nghiệm" fold to the same."""
    assert "thi" in read("Phòng thí nghiệm thì ai lo?").topic
    assert read("Phòng thí nghiệm thì ai lo?").topic.count("thi") == 1


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("giai đoạn 2026-2030", dt.date(2026, 1, 1), dt.date(2030, 12, 31)),
        ("giai doan 2026 den 2030", dt.date(2026, 1, 1), dt.date(2030, 12, 31)),
        ("quý II/2025", dt.date(2025, 4, 1), dt.date(2025, 6, 30)),
        ("tháng 12/2026", dt.date(2026, 12, 1), dt.date(2026, 12, 31)),
        ("before November 15, 2025", None, dt.date(2025, 11, 15)),
        ("until 2030", dt.date(2030, 1, 1), dt.date(2030, 12, 31)),
        ("by June 2025", dt.date(2025, 6, 1), dt.date(2025, 6, 30)),
        ("trong năm 2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("trước ngày 18/3/2026", None, dt.date(2026, 3, 18)),
    ],
)
def test_periods(text: str, start: dt.date | None, end: dt.date) -> None:
    period = find_period(text)
    assert period is not None
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize("text", ["nhiệm kỳ 2026-2031", "ngày 31/13", "Ai chủ trì?", "số 99/99/9999"])
def test_what_is_no_period(text: str) -> None:
    assert find_period(text) is None


def test_a_yearly_day_fits_the_duty_due_on_it() -> None:
    yearly = Deadline("trước ngày 15/11", Span(0, 1), recurrence="P1Y", due="--11-15")
    asked = find_period("trước 15/11")
    assert asked is not None
    assert fit_period(asked, yearly) == 1
    assert fit_period(asked, Deadline("2025", Span(0, 1), end=dt.date(2025, 12, 31))) == -1


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("khoản 3 mục III", "III/3"),
        ("mục III khoản 3 điểm a", "III/3/a"),
        ("nhiệm vụ số 29 phụ lục II", "phu-luc/II/29"),
        ("mục III số 2 phụ lục", "phu-luc/III/2"),
        ("Article 3, clause 2", "3/2"),
        ("mục II.6", "II/6"),
        ("trong phụ lục", "phu-luc"),
    ],
)
def test_sections(text: str, locator: str) -> None:
    assert [section.locator for section in find_sections(text)] == [locator]


@pytest.mark.parametrize("text", ["danh mục các dự án", "Nghị quyết số 03/NQ-CP", "mục tiêu", "điều kiện"])
def test_what_is_no_section(text: str) -> None:
    assert find_sections(text) == ()


def test_a_section_holds_what_lies_in_it() -> None:
    (section,) = find_sections("nhiệm vụ số 29 phụ lục II")
    assert fit_section(section, "phu-luc-II/III/29")
    assert not fit_section(section, "phu-luc-I/III/29")


def test_the_document_named_is_found_by_its_number(read: Reader) -> None:
    (reference,) = read("Theo Kế hoạch 4655, ai chủ trì?").documents
    assert reference.documents == ("https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/4655",)
    assert reference.binding


def test_a_document_may_be_the_source_or_the_object(read: Reader) -> None:
    """The plan says who; the conclusion is what is made known, and so a part of the topic."""
    question = read("Theo Kế hoạch 4655, ai tuyên truyền Kết luận 69-KL/TW?")
    references = {reference.surface: reference for reference in question.documents}
    assert references["Kế hoạch 4655"].binding
    assert references["Kết luận 69-KL/TW"].cited
    assert "69" in question.topic
    assert "4655" not in question.topic


@pytest.mark.parametrize(
    "text",
    ["Trong Kế hoạch này ai lo kinh phí?", "Văn bản này giao ai lo kinh phí?", "Theo văn bản này, ai lo kinh phí?"],
)
def test_this_plan_is_no_topic(read: Reader, text: str) -> None:
    assert read(text).topic == ("kinh", "phi")


def test_recurrent_expenditure_is_no_time(read: Reader) -> None:
    question = read("Ai bố trí kinh phí chi thường xuyên?")
    assert question.period is None
    assert question.topic[-3:] == ("chi", "thuong", "xuyen")
    assert read("Nhiệm vụ nào làm thường xuyên?").period is not None


def test_a_syllable_of_a_word_is_no_filler(read: Reader) -> None:
    """The syllables "theo", "vụ" and "giao" are fillers, but not in these words."""
    assert read("Ai theo dõi, phục vụ chuyển giao công nghệ?").topic == (
        "theo", "doi", "phuc", "vu", "chuyen", "giao", "cong", "nghe",
    )  # fmt: skip


def test_a_place_is_where_and_not_what(read: Reader) -> None:
    question = read("Ai đầu tư phòng thí nghiệm ở tỉnh Lâm Đồng?")
    assert [place.surface for place in question.places] == ["Lâm Đồng"]
    assert question.topic == ("dau", "tu", "phong", "thi", "nghiem")


def test_a_short_form_of_one_syllable_is_a_body_in_capitals_only(read: Reader) -> None:
    assert read("Bao giờ xong việc đầu tư phòng thí nghiệm?").subjects == ()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Báo đài tỉnh phải làm gì?", "Các cơ quan báo chí"),
        ("Mấy huyện phải làm gì?", "Ủy ban nhân dân các huyện, thành phố"),
        ("Huyện Đức Trọng phải làm gì?", "UBND huyện Đức Trọng"),
        ("stttt lam gi", "Sở Thông tin và Truyền thông"),
        ("ubnd các huyện phải làm gì", "Ủy ban nhân dân các huyện, thành phố"),
    ],
)
def test_bodies_as_people_speak_of_them(read: Reader, text: str, label: str) -> None:
    assert [body.label for body in read(text).subjects] == [label]


@pytest.mark.parametrize("text", ["các phương tiện truyền thông làm gì?", "các cơ sở làm gì?"])
def test_what_only_sounds_like_a_body(read: Reader, text: str) -> None:
    assert read(text).subjects == ()


def test_numbers_are_never_approximate(read: Reader) -> None:
    (reference,) = read("Theo Kế hoạch 4656/KH-UBND, ai chủ trì?").documents
    assert reference.documents == ()
