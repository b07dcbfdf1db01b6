"""The words by which the name of a document is told from the words around it.

Patterns and word lists over folded or lower-case words only; how they are used is decided in ``ingest.names``.
"""

from __future__ import annotations

import re

STATUTES = frozenset({"luat", "bo luat", "phap lenh", "hien phap"})
STOP = frozenset((
    "ngày", "năm", "số", "được", "đã", "đang", "có", "là", "này", "trên", "theo", "để", "khi", "nếu", "hoặc",
    "phải", "trong", "như", "gồm", "mà", "thì", "cho", "đến", "từ", "không", "sẽ", "ký", "thông", "thuộc", "bị",
    "do", "nói", "nhằm", "sau", "trước", "cũng", "hiện", "với", "còn",
))  # fmt: skip
STOP_PAIRS = frozenset((
    "ban hành", "quy định", "hướng dẫn", "thông qua", "hết hiệu", "có hiệu", "và các", "và những", "và pháp",
    "và quy", "và văn", "và hướng", "và có", "và được", "và theo", "và thực", "và trong", "và tình", "và điều",
    "và tờ", "và nghị", "và thông", "và luật", "và bộ", "và cũng", "và chỉ", "và quyết", "và kế", "và tại",
    "và báo", "và không", "và để", "và năng", "và chính", "và đối", "và sự", "của quốc", "của chính", "của nước",
    "của bộ", "của tỉnh", "của ủy", "của uỷ", "của việt", "tại điều", "tại khoản", "về việc", "đối với", "từ ngày",
    "ở các", "tại các", "thực hiện", "thay thế", "bao gồm",
))  # fmt: skip
NOT_A_NAME = frozenset((
    "này", "trên", "và", "mà", "do", "là", "được", "nào", "khác", "của", "về", "số", "hiện", "cũ", "mới", "sự", "sư",
    "gia", "pháp", "liên", "tại", "thi", "trong", "theo", "để", "cho", "đến", "vào", "có", "đã", "quy", "như",
    "thì",
))  # fmt: skip
LAST_WORDS = frozenset((
    "mới", "này", "trên", "cũ", "và", "của",
))  # fmt: skip
AMENDING = re.compile(
    r" (?:ve )?(?:viec )?su?a? ?doi\b[^.;:()“”\"\n|]{0,90}?(?=(?: cac)? (?:bo luat|luat|phap lenh)\b)"
)
"""The beginning of an amending statute's name, up to the statute that it amends."""
RELATED = re.compile(r"(?: cac)? luat (?:co )?lien quan[^.;:()“”\"\n|]{0,120}?(?= so \d| ngay| nam|[.;:(,]|$)")
PERIOD = re.compile(
    r"(?:giai doan|thoi ky|den nam|den|nam|nhiem ky)(?: (?:tu|den|nam)){0,2} (?:19|20)\d\d"
    r"(?: ?[-–] ?(?:19|20)?\d\d\b)?(?: den (?:nam )?(?:19|20)\d\d)?"
    r"(?:,? (?:va )?(?:co )?(?:dinh huong|tam nhin|huong toi)(?: den)?(?: nam)? (?:19|20)\d\d)?"
    r"(?: va (?:nhung |cac )?nam tiep theo)?"
)
CLAUSE = re.compile(r"[^.;:()“”\"|\n]{0,400}")
VERB = re.compile(
    r" (?:được|đã|theo|tại|ngày|thông qua|trình|nhằm|bao gồm|có hiệu lực|thực hiện nghị quyết|trong đó|"
    r"cùng với)\b"
)
MARKS = re.compile(r"quoc gia|hanh dong|tong the|phoi hop|muc tieu quoc gia")
PROGRAMME_STOP = re.compile(
    r" (?:và (?:các|để|theo|nhiệm|được|tổ chức|triển khai)|để|trong|khi|thực hiện|có|là|phải|như|do|"
    r"hàng năm|hằng năm|trên cơ sở)\b"
)
CONGRESS = re.compile(
    r" (?:dai hoi|trung uong|hoi nghi)(?:(?! (?:va|ve|theo|ngay|trong|da|cua hoi)\b)[^.,;:()“”\"|\n]){0,90}?"
    r"(?:\(?khoa [ivx]{1,6}\b\)?|lan thu [ivx]{1,6}\b|lan thu \w{2,5}\b)(?:,? nhiem ky \d{4} ?[-–] ?\d{4})?"
    r"(?: cua dang)?(?!\w)"
)
SUBJECT = re.compile(r" ve [^.;:()“”\"|\n]{12,240}")
"""What a resolution of a plenum is about: of several resolutions of one plenum it tells which."""
SUBJECT_STOP = re.compile(
    r" (?:ngày|trình|được|đã|theo|gắn với|trên cơ sở|và (?:các|những) (?:chỉ|nghị|kết|văn|quy))\b"
)
SESSION = re.compile(r" (?:cua )?ky hop (?:thu|bat thuong|chuyen de)\b[^.;:()“”\"|\n]{4,300}")
TITLE_STOP = re.compile(r" (?:ngày|thông qua|trình|được|đã)\b|, [a-zà-ỹđ]")
TITLE_WORDS = 4
PROGRAMMES = frozenset((
    "de an", "chuong trinh", "chuong trinh hanh dong", "du an", "chien luoc", "ke hoach", "quy hoach", "phuong an",
))  # fmt: skip
QUOTES = {"“": "”", '"': '"', "”": "”"}
QUOTE_AFTER = re.compile(r"[ *:]{0,3}([“\"])")
MAX_QUOTED = 700
ATTACHED = re.compile(r"[^.;:|()\n“”]{3,420}?,? (?=(?:da )?(?:duoc )?ban hanh (?:kem )?(?:theo|tai|boi) )")
NOT_ATTACHED = re.compile(r"\b(?:nay|so \d)|%")
GROUND_BEFORE = re.compile(r"(?:can cu|thuc hien|trien khai)(?: vao| thuc hien)? $")
ACTING = re.compile(r"(?: cua [^.,;:()]{2,60}?)?(?= (?:to chuc )?(?:trien khai |tiep tuc )?thuc hien )")
NATIONAL = re.compile(r" (?:(?!cap |cac |he thong )[a-z]+ ){2,6}quoc gia\b")
UNMADE = re.compile(
    r"\b(?:xay dung|soan thao|de xuat|lap|trinh|nghien cuu|hoan thien|ban hanh)(?: va [a-z ]{4,12})?(?: cac|"
    r" du thao)? $"
)
