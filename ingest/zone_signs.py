"""The signs by which the formal parts of a document are known, as patterns over its lines.

Patterns in plain letters ("can cu") are for folded words, the others for the words as printed. Sources: Nghị định
30/2020/NĐ-CP, Phụ lục I; HD 36-HD/VPTW for the Party's "T/M", "Số …-NQ/TW".
"""

from __future__ import annotations

import re

from ingest.text import UPPER

NATION = re.compile(r"cong hoa xa hoi chu nghia viet nam|dang cong san viet nam|doc lap\s{0,4}[-–]\s{0,4}tu do")
NUMBER = re.compile(r"(?:^|[|\s])(?:luat\s{1,4})?so\s{0,4}:?\s{0,4}[\d./\s_…]{0,40}[-/]|^\|?\s{0,4}so\s{0,4}:")
PLACE_DATE = re.compile(
    r"[,|]?\s{0,4}ngay\s[\s\d.…_/]{0,20}thang\s[\s\d.…_/]{0,20}nam\b|,\s{0,4}ngay\s{1,4}\d{1,2}/\d{1,2}/\d{4}"
)
SEPARATOR = re.compile(r"\|[\s:\-|]*")
CUE = re.compile(
    r"(?:[-+]\s{0,4})?(?:can cu|xet|theo (?:de nghi|y kien)|tren co so|de\s|nham|thuc hien|sau khi|kinh gui|trien khai|"
    r"trong\s|vua qua|hien nay|ngay\s|luat nay|phap lenh nay)"
)
GROUND = re.compile(r"(?:[-+]\s{0,4})?(?:can cu|xet |theo de nghi)")
REGARDING = re.compile(r"(?:v\s?/\s?v|ve viec|trich yeu)\W")
SUBJECT = re.compile(r"[“\"]?(?:v/v|ve\s|ban hanh |quy dinh |huong dan |sua doi)")
BODY_OF = re.compile(r"^[a-z ]{3,30} (?:cua |hoi nghi )[^.;]{3,90}$")
AUTHORITY = re.compile(
    r"(?:quoc hoi|chinh phu|thu tuong|chu tich|bo truong|bo |uy ban|hoi dong|ban |giam doc|cuc truong|tong cuc|"
    r"thong doc|"
    r"chanh |vien |toa an|so |lien |thuong truc|tinh uy|thanh uy|dang uy|cuc |tong giam doc|thanh tra|"
    r"tong kiem toan|kiem toan|ngan hang|bao hiem|toa an)"
)
ENACTS = re.compile(
    r"(?:nay\s{1,4})?(?:quyet dinh|quyet nghi|nghi quyet|nghi dinh|chi thi|thong tu|lenh|ra lenh|nay cong bo|cong bo|"
    r"thong nhat|phap lenh)\s{0,4}:?"
)
SIGNATURE = re.compile(
    r"(?:^|[|;]|<br>|\s\s)[*_ ]{0,8}(?:(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\s{0,2}[.\s]\s{0,2}(?:["
    + UPPER
    + r"]{2}|[BTCGU][a-zà-ỹ]{1,3}\s))"
)
SIGNATURE_HINT = re.compile(r"(?:TM|KT|TL|TUQ|T/M|K/T|T/L|Q)\s{0,2}[.\s]")
"""What every ``SIGNATURE`` holds, quick to search for: few lines have it."""
CAPACITY = re.compile(r"(?<![\w/])(?:TM|KT|TL|TUQ|T/M|K/T|T/L)[. ]\s{0,2}[" + UPPER + "]")
SIGNED = re.compile(r"\(\s{0,4}đã\s{1,4}ký\s{0,4}\)", re.IGNORECASE)
RECIPIENTS = re.compile(r"(?:^|\|)\s{0,4}[*_]*noi nhan(?:\s{0,4}:|\s{0,4}$|\s{0,4}[*_|]|\s{0,4}-)")
OFFICE = re.compile(
    r"(?:PHÓ\s{1,4})?(?:CHỦ\s{1,4}TỊCH|BỘ\s{1,4}TRƯỞNG|THỨ\s{1,4}TRƯỞNG|THỦ\s{1,4}TƯỚNG|GIÁM\s{1,4}ĐỐC|"
    r"TỔNG\s{1,4}BÍ\s{1,4}THƯ|BÍ\s{1,4}THƯ|CHÁNH\s{1,4}\w+|"
    r"CỤC\s{1,4}TRƯỞNG|TỔNG\s{1,4}CỤC\s{1,4}TRƯỞNG|THỐNG\s{1,4}ĐỐC|TRƯỞNG\s{1,4}\w+|CHỦ\s{1,4}NHIỆM|"
    r"VIỆN\s{1,4}TRƯỞNG)[" + UPPER + r"\s,\-]{0,60}$"
)
OFFICE_CELL = re.compile(
    r"\|\s{0,4}(?:PHÓ\s{1,4})?(?:CHỦ\s{1,4}TỊCH|BỘ\s{1,4}TRƯỞNG|THỨ\s{1,4}TRƯỞNG|THỦ\s{1,4}TƯỚNG|GIÁM\s{1,4}ĐỐC|"
    r"CỤC\s{1,4}TRƯỞNG|TỔNG\s{1,4}BÍ\s{1,4}THƯ)\s"
    r"[" + UPPER + r"\s]{0,40}[" + UPPER + r"][a-zà-ỹđ]{0,7}(?:\s[" + UPPER + r"][a-zà-ỹđ]{0,7}){1,4}\s{0,4}\|"
)
ANNEX = re.compile(
    r"(?:PHỤ\s{1,4}LỤC|Phụ\s{1,4}lục|PHỤ\s{1,4}BIỂU|Phụ\s{1,4}biểu)(?:\s{1,4}(?:số|SỐ|"
    r"Số)?\s{0,4}:?\s{0,4}(?P<number>[IVXLC]{1,7}|"
    r"\d{1,3}[a-zA-Z]?|[A-Z]))?"
    r"(?:\s{0,4}[.:\-–)]|\s{0,4}\(|\s{0,4}$|\s{1,4}(?=[" + UPPER + r"]))"
)
EMPTY_ROW = re.compile(r"[|\s]*")
ATTACHED = re.compile(
    r"\(?\s{0,4}(?:ban hanh|kem theo|ban hanh kem|kem)\s[^.;]{0,60}(?:quyet dinh|nghi quyet|thong tu|nghi dinh|"
    r"ke hoach|cong van|van ban|to trinh|huong dan|chuong trinh|chi thi)"
)
STRONG = ("part", "step", "chapter", "roman", "article", "upper", "named_section", "decimal")


def annex_number(words: str) -> str | None:
    """Return the printed number of an annex heading, "" where it has none, None where it is no heading.

    >>> annex_number("PHỤ LỤC:"), annex_number("Phụ lục II"), annex_number("Phụ lục này quy định")
    ('', 'II', None)
    """
    match = ANNEX.match(words)
    if match is None or (len(words) > 160 and not words[:60].isupper()):
        return None
    return match["number"] or ""
