"""The number grammar: what is a document number, what it is canonically, what is none.

The variants are printings met in public documents (portals, official gazettes, scanned texts).
"""

from __future__ import annotations

import pytest

from graph.registers import load_lexicon
from ingest.lists import complete_lists
from ingest.numbers import find_numbers, parse_number, view_of
from ingest.text import normalise

LEXICON = load_lexicon()

CANONICAL = [
    # laws and resolutions of the National Assembly
    ("24/2018/QH14", "24/2018/QH14"),
    ("04/2007/QH 12", "04/2007/QH12"),
    ("101/2025/UBTVQH15", "101/2025/UBTVQH15"),
    ("1245/NQ-UBTVQH15", "1245/NQ-UBTVQH15"),
    ("38/2001/PL-UBTVQH10", "38/2001/PL-UBTVQH10"),
    # normative documents, with and without damage
    ("108/2021/NĐ-CP", "108/2021/NĐ-CP"),
    ("108/2021/NÐ-CP", "108/2021/NĐ-CP"),  # Ð U+00D0
    ("108/2021/ND-CP", "108/2021/NĐ-CP"),
    ("82/2018/NQ-HDND", "82/2018/NQ-HĐND"),
    ("45/2009/NĐ.CP", "45/2009/NĐ-CP"),
    ("12/2009/TT BTC", "12/2009/TT-BTC"),
    ("100/1998/TT/BTC", "100/1998/TT-BTC"),
    ("28 /2000/TT-BTC", "28/2000/TT-BTC"),
    ("176/1999*/*NĐ-CP", "176/1999/NĐ-CP"),
    (r"99/1998/TT\_BTC", "99/1998/TT-BTC"),
    ("61/2018/NĐCP", "61/2018/NĐ-CP"),
    ("01/2018/TTVPCP", "01/2018/TT-VPCP"),
    ("19-2017/NQ-CP", "19/2017/NQ-CP"),
    ("11 / 2004 / / NQ-HĐND", "11/2004/NQ-HĐND"),
    ("177/2004/qđ-ub", "177/2004/QĐ-UB"),
    ("68/2006/nq-hđnd", "68/2006/NQ-HĐND"),
    ("61/2003/QĐ-UB", "61/2003/QĐ-UB"),
    ("30c/NQ-CP", "30c/NQ-CP"),
    ("66.25/2026/NQ-CP", "66.25/2026/NQ-CP"),
    # joint documents: the issuers are a chain, the separators stay as printed
    ("112/2011/TTLT/BTC-BKHCN", "112/2011/TTLT/BTC-BKHCN"),
    ("14/2008/TTLT / BTC-BTNMT", "14/2008/TTLT/BTC-BTNMT"),
    ("14/TTLT/BTC-BTNMT", "14/TTLT/BTC-BTNMT"),
    ("19/2008/NQLT/CP-UBTUMTTQVN", "19/2008/NQLT/CP-UBTUMTTQVN"),
    ("403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN", "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN"),
    ("22/2009/TTLT-BLĐTBXH - BGDĐT-BYT", "22/2009/TTLT-BLĐTBXH-BGDĐT-BYT"),
    ("01/QCPH/UBND-UBMTTQ", "01/QCPH/UBND-UBMTTQ"),
    ("28/2003/TTLT / BTC-BGD&ĐT", "28/2003/TTLT/BTC-BGD&ĐT"),
    # administrative documents
    ("4655/KH-UBND", "4655/KH-UBND"),
    ("839/QĐ –UB", "839/QĐ-UB"),
    ("2468/QĐUBND", "2468/QĐ-UBND"),
    ("418 QĐ/TTg", "418/QĐ-TTg"),
    ("418/QĐ/TTg", "418/QĐ-TTg"),
    ("12/QĐ-TTG", "12/QĐ-TTg"),
    ("120/TTr-SNN-STC", "120/TTr-SNN-STC"),
    ("12/TTr - UBND", "12/TTr-UBND"),
    ("30/TTr. SXD", "30/TTr.SXD"),
    ("535/TTr. TC.VG", "535/TTr.TC.VG"),
    ("6872/TTr / STC-QLCS", "6872/TTr/STC-QLCS"),
    ("407/TT / SNN-TL", "407/TT/SNN-TL"),
    ("4765/QĐ-BNN-TT", "4765/QĐ-BNN-TT"),
    ("03/QĐ-UBBC", "03/QĐ-UBBC"),
    ("06/KH-MTTW-BTT", "06/KH-MTTW-BTT"),  # not a Party number for all its "TW"
    ("93/TC-QĐ/TCT", "93/TC-QĐ/TCT"),
    # official letters: issuer and unit, no type
    ("4011/UBND-VX2", "4011/UBND-VX2"),
    ("326/CV-LĐTBXH-CT", "326/CV-LĐTBXH-CT"),
    ("497CVLN/STC-CT", "497CVLN/STC-CT"),
    ("87/CP", "87/CP"),
    ("119-HĐBT", "119-HĐBT"),
    ("18/2003/L-CTN", "18/2003/L-CTN"),
    # laws and ordinances of before 1997: of the President, of the Council of State with its term
    ("35-L/CTN", "35-L/CTN"),
    ("21-LCT/HĐNN8", "21-LCT/HĐNN8"),
    ("21-LCT/HĐNN 8", "21-LCT/HĐNN8"),
    ("34-PL/HĐNN8", "34-PL/HĐNN8"),
    # Party documents: the type before the slash, the body after it
    ("69-KL/TW", "69-KL/TW"),
    ("69 - KL / TW", "69-KL/TW"),
    ("50/KL-TW", "50-KL/TW"),
    ("31/QĐ-TW", "31-QĐ/TW"),
    ("66/QĐ/TW", "66-QĐ/TW"),
    ("101 KH/TU", "101-KH/TU"),
    ("28 -CT/TU", "28-CT/TU"),
    ("52-NQ/TƯ", "52-NQ/TW"),
    ("234-TB/T.Ư", "234-TB/TW"),
    ("53-CTR/TU", "53-CTr/TU"),
    ("21-KH/ĐU", "21-KH/ĐU"),
    ("36-HD/BTCTW", "36-HD/BTCTW"),
    ("20-HD/BTGDVTU", "20-HD/BTGDVTU"),
    ("296‑QĐ/TW", "296-QĐ/TW"),  # U+2011
    # an issuer that no register knows is still read by shape
    ("12/QĐ-XYZAB", "12/QĐ-XYZAB"),
    ("7/2031/TT-BQWE", "7/2031/TT-BQWE"),
]


@pytest.mark.parametrize(("surface", "canonical"), CANONICAL)
def test_a_printed_number_has_one_canonical_form(surface: str, canonical: str) -> None:
    number = parse_number(normalise(surface), LEXICON)
    assert number is not None
    assert number.canonical == canonical


@pytest.mark.parametrize("canonical", [canonical for _, canonical in CANONICAL])
def test_the_canonical_form_is_its_own(canonical: str) -> None:
    number = parse_number(f"số {canonical}", LEXICON)
    assert number is not None
    assert number.canonical == canonical


@pytest.mark.parametrize(
    "text",
    [
        "trước ngày 15/11/2024 và ngày 30/5/2019",
        "trực 24/24 giờ, tỷ lệ 1/2000, 3/4 số hộ",
        "Biên bản hội nghị (Mẫu số 01 và 02/HNMT)",
        "theo mẫu số 01/KK-TNCN ban hành kèm theo",
        "tờ khai 05A/BK-TNCN, biểu mẫu số 02-1/BB-HTBT",
        "Số:    /KH-UBND",
        "Thông tư số ....../2009/TT-BTC",
        "giai đoạn 2021-2025, 05-10 doanh nghiệp, 5 km/h",
        "Nghị quyết kỳ họp thứ 14 - HĐND tỉnh khoá XV",
    ],
)
def test_dates_fractions_forms_and_blanks_are_no_numbers(text: str) -> None:
    assert find_numbers(text, LEXICON) == ()


def test_a_number_is_found_with_its_label_and_span() -> None:
    text = "Chỉ thị số số 46 - CT/TW ngày 16/5/2025 của Bộ Chính trị"
    (mention,) = find_numbers(text, LEXICON)
    assert mention.span.of(text) == "46 - CT/TW"
    assert mention.label.of(text) == "số 46 - CT/TW"
    assert (mention.number.canonical, mention.number.party) == ("46-CT/TW", True)


def test_the_type_word_before_a_number_says_what_its_first_code_is() -> None:
    """TC is Thông cáo in the register, but here it is the ministry: "Thông tư" says so."""
    (mention,) = find_numbers("Thông tư số 90 TC/TCT ngày 10/11/1993", LEXICON)
    assert mention.number.canonical == "90 TC/TCT"
    assert mention.number.type_code is None


def test_a_letter_without_type_needs_a_type_word_or_a_list() -> None:
    text = "tại văn bản số 1552/BTTTT-TTH và 708/BTTTT-CATTT; sản lượng 15/BQ-X"
    assert [mention.number.canonical for mention in find_numbers(text, LEXICON)] == [
        "1552/BTTTT-TTH",
        "708/BTTTT-CATTT",
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Kết luận số 50 và 69-KL/TW", ["50-KL/TW", "69-KL/TW"]),
        ("các Nghị định số 41/2021/NĐ-CP, 108/2021 và 12/2022", ["41/2021/NĐ-CP", "108/2021/NĐ-CP", "12/2022/NĐ-CP"]),
        ("Quyết định số 12, 13/QĐ-UBND", ["12/QĐ-UBND", "13/QĐ-UBND"]),
        ("Điều 5, 6 Nghị định 108/2021/NĐ-CP", ["108/2021/NĐ-CP"]),
    ],
)
def test_numbers_of_a_list_share_their_ending(text: str, numbers: list[str]) -> None:
    mentions = complete_lists(view_of(text), find_numbers(text, LEXICON))
    assert [mention.number.canonical for mention in mentions] == numbers


def test_numbers_that_differ_by_one_letter_stay_apart() -> None:
    one, two = (parse_number(surface, LEXICON) for surface in ("20-NQ/TW", "20-NQ/TU"))
    assert one is not None
    assert two is not None
    assert one.key != two.key


@pytest.mark.parametrize("unit", [" ", "/", "1", "số ", "số 1/", "1/TT-", "A-", "-", "\n", "Mẫu số 01/A và "])
def test_any_run_of_signs_is_read_to_the_end(unit: str) -> None:
    assert find_numbers(unit * (20_000 // len(unit)), LEXICON) == ()
