"""Duties of sentences and labelled lines: who, in which role, which words are the task."""

from __future__ import annotations

import pytest

from ingest.model import Assignment
from tests.ingest.documents import PLAN, Read, gold_rows, read_document, read_shared, read_words


def organised(words: str) -> Read:
    return read_words(f"KẾ HOẠCH\n\nI. MỤC TIÊU\n\nTheo quy định.\n\nII. TỔ CHỨC THỰC HIỆN\n\n{words}\n")


def decided(words: str) -> Read:
    return read_words(f"QUYẾT ĐỊNH:\n\nĐiều 1. Ban hành bảng giá.\n\n{words}\n", "Quyết định")


def roles(read: Read) -> list[tuple[str, str]]:
    return [(agency, role) for agency, role, _ in read.triples()]


def test_who_enforces_a_decision_has_a_duty_each() -> None:
    read = decided(
        "Điều 2. Các ông (bà) Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Tài chính; Y tế; Chủ tịch UBND các huyện, "
        "thị xã và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."
    )
    assert read.triples() == [
        (agency, "do", "chịu trách nhiệm thi hành Quyết định này")
        for agency in (
            "Chánh Văn phòng UBND tỉnh",
            "Giám đốc Sở Tài chính",
            "Giám đốc Sở Y tế",
            "Chủ tịch UBND các huyện, thị xã",
            "các tổ chức, cá nhân có liên quan",
        )
    ]


@pytest.mark.parametrize(
    ("words", "duties"),
    [
        pytest.param(
            "Điều 2. Giao Cục Thuế cùng Sở Lao động – Thương binh và Xã hội hướng dẫn quy chế quản lý lao động.",
            [("Cục Thuế", "guide"), ("Sở Lao động – Thương binh và Xã hội", "guide")],
            id="giao X cùng Y",
        ),
        pytest.param(
            "Điều 2. Bộ trưởng Bộ Tài chính hướng dẫn chi tiết việc thi hành Quyết định này.",
            [("Bộ trưởng Bộ Tài chính", "guide")],
            id="an office and its verb",
        ),
        pytest.param(
            "Điều 2. Nhiệm vụ của Tổ tiếp công dân, xử lý đơn thư:\n- Theo dõi, giám sát việc giải quyết.\n"
            "- Tổ tiếp công dân, xử lý đơn thư tự giải thể sau khi kết thúc bầu cử.",
            [("Tổ tiếp công dân, xử lý đơn thư", "monitor")],
            id="nhiệm vụ của X, and a sentence that is no duty",
        ),
    ],
)
def test_articles_that_give_work(words: str, duties: list[tuple[str, str]]) -> None:
    assert roles(decided(words)) == duties


def test_articles_that_set_rules_give_no_duties() -> None:
    """What an amended regulation says of agencies is its content, not an order of this decision."""
    read = decided(
        "Điều 2. Sửa đổi Quy định như sau:\n1. Điều 6 được sửa đổi:\n1.1. Uỷ ban nhân dân xã quản lý công trình.\n"
        "2. Công ty Khai thác công trình chịu trách nhiệm tổng hợp số liệu."
    )
    assert read.triples() == []


@pytest.mark.parametrize("kind", ["Luật", "Nghị định", "Thông tư"])
def test_normative_types_assign_nothing(kind: str) -> None:
    words = "Điều 1. Tổ chức thực hiện\n1. Bộ Tài chính hướng dẫn thi hành Điều này.\n"
    assert read_words(words, kind).findings.assignments == ()


def test_the_lead_works_with_its_partners_on_the_same_task() -> None:
    (lead, first, second) = organised(
        "1. Sở Tài chính chủ trì, phối hợp với Sở Y tế, Sở Nội vụ tham mưu UBND tỉnh bố trí kinh phí."
    ).findings.assignments
    assert (lead.agency, lead.role, lead.counterparts) == ("Sở Tài chính", "lead", ("Sở Y tế", "Sở Nội vụ"))
    assert lead.task == "chủ trì, phối hợp với Sở Y tế, Sở Nội vụ tham mưu UBND tỉnh bố trí kinh phí"
    for partner in (first, second):
        assert (partner.role, partner.counterparts) == ("support", ("Sở Tài chính",))
        assert partner.task == "tham mưu UBND tỉnh bố trí kinh phí"


@pytest.mark.parametrize(
    ("words", "duties"),
    [
        pytest.param(
            "- Sở Tài chính phối hợp với Sở Y tế rà soát danh sách.",
            [("Sở Tài chính", "support")],
            id="phối hợp alone: its partner is given nothing",
        ),
        pytest.param(
            "- Báo Lâm Đồng phối hợp với Sở Y tế tổ chức tuyên truyền sâu rộng.",
            [("Báo Lâm Đồng", "communicate")],
            id="phối hợp to spread the word",
        ),
        pytest.param(
            "- Ban Thường trực MTTQ xã phối hợp với Ủy ban nhân dân xã triệu tập và chủ trì hội nghị.",
            [("Ban Thường trực MTTQ xã", "lead"), ("Ủy ban nhân dân xã", "support")],
            id="phối hợp to convene",
        ),
        pytest.param("- Sở Y tế thường xuyên kiểm tra, giám sát.", [("Sở Y tế", "monitor")], id="adverb first"),
        pytest.param("- Sở Y tế tổ chức các đoàn giám sát.", [("Sở Y tế", "monitor")], id="light verb first"),
        pytest.param("- Sở Y tế tổ chức tiếp nhận hồ sơ.", [("Sở Y tế", "do")], id="plain work"),
        pytest.param("- Sở Y tế được quyết định điều chỉnh giá.", [("Sở Y tế", "decide")], id="được quyết định"),
    ],
)
def test_the_head_of_the_predicate_gives_the_role(words: str, duties: list[tuple[str, str]]) -> None:
    assert roles(organised(words)) == duties


@pytest.mark.parametrize(
    ("words", "tasks"),
    [
        pytest.param(
            "- Đảng đoàn Quốc hội chỉ đạo rà soát văn bản; bố trí đủ nguồn lực; tăng cường kiểm tra việc thực hiện.",
            [
                ("lead", "chỉ đạo rà soát văn bản"),
                ("fund", "bố trí đủ nguồn lực"),
                ("monitor", "tăng cường kiểm tra việc thực hiện"),
            ],
            id="a verb of another role begins a duty",
        ),
        pytest.param(
            "- Sở Y tế tuyên truyền Luật; tạo mọi thuận lợi cho người dân kê khai.",
            [("communicate", "tuyên truyền Luật; tạo mọi thuận lợi cho người dân kê khai")],
            id="work that goes on belongs to the duty",
        ),
        pytest.param(
            "- Sở Y tế theo dõi việc thực hiện Kế hoạch và định kỳ báo cáo UBND tỉnh.",
            [("monitor", "theo dõi việc thực hiện Kế hoạch"), ("report", "định kỳ báo cáo UBND tỉnh")],
            id="và định kỳ báo cáo",
        ),
        pytest.param(
            "- Sở Y tế tổng hợp kết quả; báo cáo UBND tỉnh.",
            [("report", "tổng hợp kết quả; báo cáo UBND tỉnh")],
            id="tổng hợp is part of the report",
        ),
        pytest.param(
            "- Sở Y tế tham mưu xây dựng kế hoạch; tổng hợp kết quả, báo cáo UBND tỉnh.",
            [("advise", "tham mưu xây dựng kế hoạch"), ("report", "tổng hợp kết quả, báo cáo UBND tỉnh")],
            id="also after another duty",
        ),
        pytest.param(
            "- Sở Y tế trực tiếp chỉ đạo. Đôn đốc công tác cổ động.",
            [("lead", "trực tiếp chỉ đạo"), ("monitor", "Đôn đốc công tác cổ động")],
            id="the next sentence has the same subject",
        ),
    ],
)
def test_a_sentence_may_hold_several_duties(words: str, tasks: list[tuple[str, str]]) -> None:
    assert [(role, task) for _, role, task in organised(words).triples()] == tasks


def test_brackets_hold_no_duty_of_their_own() -> None:
    read = organised("Sở Nội vụ theo dõi, đôn đốc (theo Kế hoạch số 26/KH-UBND; Quyết định số 07/QĐ-UBND về tổ).")
    assert roles(read) == [("Sở Nội vụ", "monitor")]


def test_items_inherit_the_agencies_of_their_heading() -> None:
    read = organised(
        "1. Các Sở: Công Thương; Y tế\na) Chủ động lồng ghép kinh phí.\nb) Căn cứ Kế hoạch này, chủ động xây dựng kế "
        "hoạch thực hiện."
    )
    assert read.triples() == [
        ("Sở Công Thương", "fund", "Chủ động lồng ghép kinh phí"),
        ("Sở Y tế", "fund", "Chủ động lồng ghép kinh phí"),
        ("Sở Công Thương", "do", "Căn cứ Kế hoạch này, chủ động xây dựng kế hoạch thực hiện"),
        ("Sở Y tế", "do", "Căn cứ Kế hoạch này, chủ động xây dựng kế hoạch thực hiện"),
    ]


def test_a_lead_stated_before_a_list_is_the_lead_of_every_item() -> None:
    read = organised(
        "1. Sở Y tế\na) Chủ trì, phối hợp với Sở Nội vụ:\n- Tổ chức tuyên truyền Luật.\n- Rà soát cơ chế chính sách."
    )
    assert roles(read) == [("Sở Y tế", "lead"), ("Sở Nội vụ", "support")] * 2


def test_headings_between_do_not_break_the_line_of_inheritance() -> None:
    """A heading by topic ("Về quy hoạch:") stands between who is given the work and the work."""
    read = decided(
        "Điều 2. Giao Ban quản lý Khu kinh tế thực hiện một số nhiệm vụ như sau:\n1. Về quy hoạch:\na) Chủ trì tổ chức "
        "thẩm định đồ án;\n2. Về môi trường:\na) Kiểm tra việc xả thải."
    )
    assert roles(read) == [("Ban quản lý Khu kinh tế", "lead"), ("Ban quản lý Khu kinh tế", "monitor")]


def test_an_item_with_its_own_subject_does_not_inherit() -> None:
    read = organised("1. Ban Thường trực xã\n- Đồng chí Chủ tịch chịu trách nhiệm chỉ đạo chung.\n")
    assert roles(read) == [("Đồng chí Chủ tịch", "lead")]


def test_chained_reports_give_the_recipient_a_report_of_its_own() -> None:
    """Whom a report reaches "để tổng hợp, báo cáo …" owes the next one, without the day of the first."""
    words = (
        "1. Yêu cầu các sở, ban, ngành hàng năm báo cáo kết quả về Sở Y tế trước ngày 15/11 để tổng hợp, báo cáo Bộ Y "
        "tế, UBND tỉnh theo quy định."
    )
    first, second = organised(words).findings.assignments
    assert (first.agency, first.role, first.recipients) == ("các sở, ban, ngành", "report", ("Sở Y tế",))
    assert first.when is not None
    assert first.when.due == "--11-15"
    assert (second.agency, second.role, second.recipients) == ("Sở Y tế", "report", ("Bộ Y tế", "UBND tỉnh"))
    assert second.when is None


def test_a_line_that_was_broken_is_read_whole() -> None:
    """Texts from PDF break lines inside sentences; what follows in lower case goes on."""
    read = organised("1. Sở Y tế theo dõi việc thực hiện Kế hoạch\nhành động và Chương trình.")
    assert read.triples() == [("Sở Y tế", "monitor", "theo dõi việc thực hiện Kế hoạch hành động và Chương trình")]


def test_a_closing_sentence_may_ask_for_reports() -> None:
    read = read_words(
        "I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế theo dõi việc thực hiện.\nTrong quá trình thực hiện, nếu có vướng mắc, "
        "các cơ quan, đơn vị kịp thời phản ánh về Sở Y tế để tổng hợp, báo cáo UBND tỉnh./."
    )
    assert roles(read) == [("Sở Y tế", "monitor"), ("các cơ quan, đơn vị", "report"), ("Sở Y tế", "report")]


def test_a_directive_gives_its_items_to_whom_it_addresses() -> None:
    """Items without a subject are of those named before the list, the others of their own subject."""
    read = read_words(
        "CHỈ THỊ\nVề thuế\n\nĐể thực hiện Luật thuế, UBND tỉnh yêu cầu Giám đốc các Sở, Chủ tịch UBND các cấp "
        "thực hiện những việc sau đây:\n\n1. Tổ chức phổ biến nội dung Luật thuế.\n\n"
        "2. UBND các cấp chỉ đạo các hộ nộp thuế.",
        "Chỉ thị",
    )
    assert roles(read) == [
        ("Giám đốc các Sở", "communicate"),
        ("Chủ tịch UBND các cấp", "communicate"),
        ("UBND các cấp", "lead"),
    ]


def test_labelled_lines_assign_the_item_that_they_stand_under() -> None:
    read = read_words(
        "I. NỘI DUNG, PHÂN CÔNG THỰC HIỆN\n1. Xây dựng Hướng dẫn công tác bầu cử.\n- Thời gian hoàn thành: "
        "Tháng 11/2025\n- Đơn vị chủ trì: Phòng Nội vụ\n"
        "- Đơn vị phối hợp: Phòng Tư pháp; Công an xã.\n- Kết quả: Hướng dẫn."
    )
    assert read.triples() == [
        (agency, role, "Xây dựng Hướng dẫn công tác bầu cử")
        for agency, role in (("Phòng Nội vụ", "lead"), ("Phòng Tư pháp", "support"), ("Công an xã", "support"))
    ]
    assert {one.when.surface for one in read.findings.assignments if one.when} == {"Tháng 11/2025"}
    assert [task.result for task in read.findings.tasks] == ["Hướng dẫn"]


def test_a_task_without_a_subject_is_nobodys() -> None:
    read = read_words(
        "I. NHIỆM VỤ VÀ GIẢI PHÁP\n1. Đẩy mạnh chuyển đổi số.\n2. Đầu tư hạ tầng.\n\nII. TỔ CHỨC THỰC HIỆN\n"
    )
    assert [task.span.of(read.text) for task in read.findings.tasks] == ["Đẩy mạnh chuyển đổi số.", "Đầu tư hạ tầng."]
    assert read.findings.assignments == ()


@pytest.fixture(scope="module")
def plan() -> Read:
    return read_document(PLAN)


def of_part(plan: Read, locator: str) -> list[Assignment]:
    return [one for one in plan.findings.assignments if one.locator == locator or one.locator.startswith(f"{locator}/")]


def test_section_five_of_the_plan_is_read_head_by_head(plan: Read) -> None:
    assert {one.agency for one in of_part(plan, "V/1")} == {
        "Sở Khoa học và Công nghệ",
        "các sở, ban, ngành, địa phương",
    }
    assert len(of_part(plan, "V/2/a")) == 4
    assert [(one.agency, one.role) for one in of_part(plan, "V/3")] == [
        ("Sở Tài chính", "lead"),
        ("các cơ quan, đơn vị có liên quan", "support"),
    ]
    assert [(one.agency, one.role) for one in of_part(plan, "V/7")] == [("Cục Thống kê tỉnh", "support")]


def test_every_quote_of_the_plan_is_where_it_says(plan: Read) -> None:
    for one in plan.findings.assignments:
        assert " ".join(one.task_span.of(plan.text).split()) == one.task
        assert one.evidence.end <= len(plan.text)
        assert one.agency_span.end <= len(plan.text)


@pytest.mark.parametrize(
    "unit",
    [
        "Căn cứ ",
        "Sở ",
        "Sở Y tế, ",
        "/",
        "1",
        " ",
        "giao ",
        "chủ trì, phối hợp với Sở Y tế ",
        "; chỉ đạo Sở ",
        "(",
        "“",
        ":\n",
    ],
)
def test_hostile_words_are_read_without_an_exception(unit: str) -> None:
    read = organised(unit * (20_000 // len(unit)))
    assert all(one.task_span.end <= len(read.text) for one in read.findings.assignments)


def test_most_duties_that_annotators_found_are_found() -> None:
    """The thresholds of the plan: nine duties in ten, at most three in twenty too many, on documents read whole."""
    hits = found = wanted = 0
    for row in gold_rows("documents.jsonl"):
        gold = row["assignments"]
        if not isinstance(gold, list) or not gold or not row["assignments_complete"]:
            continue
        read = read_shared(str(row["file"]))
        tasks = [" ".join(one.task.lower().split()) for one in read.findings.assignments]
        begun = [" ".join(str(one["task"]).lower().split()[:6]) for one in gold]
        hits += sum(any(begin in task for task in tasks) for begin in begun)
        wanted += len(begun)
        found += len(tasks)
    assert hits / wanted >= 0.9
    assert hits / found >= 0.85


def test_sections_inside_parts_are_read_where_an_article_stands_elsewhere() -> None:
    """Articles quoted in a footnote do not make a guide a decision."""
    read = read_words(
        "HƯỚNG DẪN\n\nPHẦN I\nQUY TRÌNH\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ báo cáo kết quả trước ngày 15/11.\n\n"
        "[1] Quy định như sau:\nĐiều 37. Những trường hợp không được ứng cử\n1. Người bị tước quyền ứng cử.\n",
        "Hướng dẫn",
    )
    assert ("Sở Nội vụ", "report") in roles(read)


@pytest.mark.parametrize(
    ("words", "duties"),
    [
        pytest.param(
            "Trong quá trình thực hiện, nếu phát sinh khó khăn, đề nghị thông tin kịp thời về Sở Tư pháp để tổng hợp, "
            "báo cáo UBND tỉnh xem xét, giải quyết./.",
            [("các sở, ngành", "do"), ("các sở, ngành", "report"), ("Sở Tư pháp", "report")],
            id="who was asked before is asked again",
        ),
        pytest.param(
            "Quá trình thực hiện nếu có vướng mắc, các đơn vị phản ánh về Sở Tư pháp để tổng hợp, trình UBND tỉnh./.",
            [("các sở, ngành", "do"), ("các đơn vị", "report"), ("Sở Tư pháp", "report")],
            id="who collects has to hand on",
        ),
        pytest.param(
            "Nếu cần sửa đổi, bổ sung, các đơn vị đề xuất gửi Sở Tư pháp tổng hợp, báo cáo UBND tỉnh xem xét./.",
            [("các sở, ngành", "do"), ("các đơn vị", "advise"), ("Sở Tư pháp", "report")],
            id="without để",
        ),
        pytest.param(
            "Trường hợp có khó khăn, đề nghị các đơn vị gửi ý kiến về Sở Tư pháp để được hướng dẫn./.",
            [("các sở, ngành", "do"), ("các đơn vị", "report")],
            id="who only answers",
        ),
    ],
)
def test_closing_words_say_who_reports_trouble_and_who_collects(words: str, duties: list[tuple[str, str]]) -> None:
    head = "KẾ HOẠCH\n\nI. MỤC TIÊU\n\nTheo quy định.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Kinh phí theo quy định.\n\n"
    read = read_words(
        f"{head}Yêu cầu các sở, ngành triển khai thực hiện Kế hoạch này. {words}\n\nNơi nhận:\n- Như trên."
    )
    assert roles(read) == duties
