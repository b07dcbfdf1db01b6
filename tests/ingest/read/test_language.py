"""What is Vietnamese and what is not, also when there is little of it."""

from __future__ import annotations

import pytest

from ingest.read import InputRejected, read_bytes


@pytest.mark.parametrize(
    "text",
    [
        "Số: 12/KH-UBND",  # three words
        "KẾ HOẠCH TRIỂN KHAI THỰC HIỆN NGHỊ QUYẾT SỐ 57-NQ/TW",  # capitals
        "| TT | Chỉ tiêu | 2025 | 2030 |\n| 1 | Tỷ lệ (%) | 45 | 60 |\n| 2 | GDP | 1.200 | 2.500 |",  # a table
        "Kế hoạch ứng dụng Blockchain, Internet of Things, Big Data và Cloud Computing",  # many foreign words
    ],
)
def test_short_and_odd_texts_are_vietnamese(text: str) -> None:
    assert read_bytes("a.txt", text.encode()).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Pursuant to the Law on Science and Technology dated 18 June 2013, the Government hereby decides.",
        "Conformément à la loi relative à l'organisation du gouvernement, le ministre arrête les mesures suivantes.",
        "De acordo com a lei não são permitidas as despesas públicas, é o que diz a portaria em vigor.",
        "Berdasarkan undang-undang pemerintahan daerah, gubernur menetapkan peraturan ini.",
        "根据科学技术进步法,制定本计划。",
        "0123456789 " * 40,
        "qwrt zxcv plkj " * 40,
    ],
)
def test_other_texts_are_not(text: str) -> None:
    with pytest.raises(InputRejected) as rejected:
        read_bytes("a.txt", text.encode())
    assert rejected.value.code == "not_vietnamese"
    assert "tiếng Việt" in rejected.value.message


def test_vietnamese_without_marks_is_read_with_an_issue() -> None:
    """As in old e-mail: the words have the form of syllables, but names will be hard to recognise."""
    document = read_bytes(
        "a.txt", b"Uy ban nhan dan tinh ban hanh ke hoach trien khai thuc hien nghi quyet cua Chinh phu"
    )
    assert [issue.rule for issue in document.issues] == ["no_marks"]
