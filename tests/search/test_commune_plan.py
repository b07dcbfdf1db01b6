"""Questions about a plan whose items carry lines for who leads, who helps and when, given to officers of the issuer."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.load import ingest_source
from graph.model import Duty
from graph.reading import list_documents, read_competences, read_duties
from graph.store import open_store
from ingest.read import read_bytes
from search.index import Corpus, SearchIndex, write_index
from search.rank import load_ranker
from search.responsibilities import rank_duties

PLAN = """ỦY BAN MTTQ VIỆT NAM XÃ AN PHÚ
BAN THƯỜNG TRỰC
Số: 05/KH-MTTQ-BTT
An Phú, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Giám sát các khoản thu trên địa bàn xã An Phú
Ban Thường trực Ủy ban MTTQ Việt Nam xã An Phú ban hành kế hoạch như sau:
I. MỤC ĐÍCH
Bảo đảm công khai các khoản thu.
II. NỘI DUNG, PHÂN CÔNG THỰC HIỆN
1. Tham gia thực hiện các nhiệm vụ:
- Dự họp về dự toán; góp ý dự thảo thông báo nộp tiền.
- Thời gian thực hiện: Từ tháng 02/2026 đến quý III/2026.
- Đơn vị chủ trì: Đồng chí Phó Chủ tịch Thường trực
- Đơn vị phối hợp: Trưởng các đoàn thể xã
2. Tổ chức hội nghị lấy ý kiến nhân dân về các khoản thu.
- Thời gian thực hiện: Tháng 4/2026.
- Đơn vị chủ trì: Đồng chí Phó Chủ tịch Thường trực
- Đơn vị phối hợp: Trưởng các đoàn thể xã
3. Tổng kết công tác giám sát.
- Thời gian thực hiện: Tháng 11/2026.
- Đơn vị chủ trì: Đồng chí Chủ tịch
- Đơn vị phối hợp: Trưởng các đoàn thể xã
"""
DECISION = """ỦY BAN MTTQ VIỆT NAM XÃ AN PHÚ
BAN THƯỜNG TRỰC
Số: 06/QĐ-MTTQ-BTT
An Phú, ngày 06 tháng 01 năm 2026
QUYẾT ĐỊNH
Về việc thành lập Tổ giám sát các khoản thu
Căn cứ Luật Mặt trận Tổ quốc Việt Nam ngày 09 tháng 6 năm 2015;
Điều 1. Thành lập Tổ giám sát các khoản thu gồm các thành viên:
1. Bà Trần Thị Hoa - Phó Chủ tịch Ủy ban MTTQ Việt Nam xã - Tổ trưởng.
2. Ông Lê Văn Nam - Chủ tịch Hội Nông dân xã - Tổ phó.
Điều 2. Tổ giám sát tự giải thể sau khi hoàn thành nhiệm vụ.
"""


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The plan and the decision of the Front of a commune."""
    with open_store(tmp_path_factory.mktemp("store")) as store:
        for name, text in (("kh.txt", PLAN), ("qd.txt", DECISION)):
            ingest_source(store, read_bytes(name, text.encode()))
        corpus = Corpus(list_documents(store), read_duties(store) + read_competences(store), (), "1")
    return write_index(Path(tmp_path_factory.mktemp("index")), corpus)


def best(index: SearchIndex, question: str) -> Duty:
    """Return the first duty."""
    return rank_duties(index, question, load_ranker()).duties[0]


@pytest.mark.parametrize(
    ("question", "locator", "role"),
    [
        # What the item is about stands in the lines below it.
        ("Ai góp ý dự thảo thông báo nộp tiền?", "II/1", "lead"),
        # Of the bodies of one task the role that is asked for comes first.
        ("Ai chủ trì hội nghị lấy ý kiến nhân dân về các khoản thu?", "II/2", "lead"),
        ("Ai phối hợp tổ chức hội nghị lấy ý kiến nhân dân về các khoản thu?", "II/2", "support"),
        # Officers do what the body that issued the plan does.
        ("Ủy ban MTTQ xã An Phú phối hợp với ai tổng kết công tác giám sát?", "II/3", "lead"),
        # A place by its initials, and a period with two ends of different kinds.
        ("Ở xã AP ai chủ trì tổng kết công tác giám sát?", "II/3", "lead"),
        ("Việc gì ở xã An Phú làm từ tháng 2/2026 đến quý III/2026?", "II/1", "lead"),
        # Who holds a title.
        ("Ai làm Tổ trưởng Tổ giám sát các khoản thu?", "Điều 1/1", "lead"),
        ("Tổ phó Tổ giám sát các khoản thu là ai?", "Điều 1/2", "support"),
    ],
)
def test_the_item_and_the_role_are_found(commune: SearchIndex, question: str, locator: str, role: str) -> None:
    found = best(commune, question)
    assert (found.locator, found.role) == (locator, role)


def test_initials_of_no_known_place_are_another_place(commune: SearchIndex) -> None:
    assert rank_duties(commune, "Ở xã QX ai chủ trì tổng kết công tác giám sát?", load_ranker()).duties == ()


def test_officers_of_other_bodies_do_not_act_for_the_issuer(commune: SearchIndex) -> None:
    """The head of the peasants' association of the commune is no officer of the Front."""
    ranked = rank_duties(commune, "Ủy ban MTTQ xã An Phú phải làm gì?", load_ranker())
    assert ranked.duties
    assert not any("Nông dân" in duty.printed for duty in ranked.duties)
