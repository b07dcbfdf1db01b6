"""The signs between documents in a sentence: passives, coordination, titles, clauses, grounds.

Patterns over folded words only; what they mean is decided in ``ingest.relations``. Phrases that signal a relation by
themselves are rows of the register (``ingest.relation_cues``).
"""

from __future__ import annotations

import re
from typing import Final

from ingest.model import Relation

PASSIVE = re.compile(
    r"(?:da )?(?:duoc|bi) (?P<verb>(?:su?a? ?doi|bo sung|thay the|huong dan|quy dinh chi tiet|hop nhat|"
    r"dinh chinh|bai bo|"
    r"phe duyet|ban hanh|cong bo)[^.;:]{0,60}?)(?: (?:boi|tai|theo|bang|kem theo|kem|cua))+ (?:cac )?$"
)
CARRIED = re.compile(r"(?:da )?(?:duoc )?(?:ban hanh|kem) ?(?:kem )?(?:theo|tai|boi) (?:cac )?$")
PASSIVE_RELATION: Final[tuple[tuple[str, Relation], ...]] = (
    ("sua doi", "amends"), ("su doi", "amends"), ("bo sung", "amends"), ("thay the", "replaces"),
    ("huong dan", "guides"), ("quy dinh", "guides"), ("hop nhat", "consolidates"), ("dinh chinh", "corrects"),
    ("bai bo", "repeals"), ("phe duyet", "promulgates"), ("ban hanh", "promulgates"), ("cong bo", "promulgates"),
)  # fmt: skip
COORDINATE = re.compile(
    r"(?P<sign>(?:[,;]|\bva\b|\bhoac\b|\bcung(?: voi)?\b)[\s,*+\-•“\"]*(?:\bva\b ?)?|^[\s*+\-]*)(?:(?:cac|"
    r"nhung|hai|so) ?)*(?:(?:tiet|diem|khoan|dieu|muc|phan|chuong) [\da-zđ.]{1,6},? (?:cua )?){0,5}$"
)
OPENER = re.compile(
    r"[\s,*:)\"“]{0,4}(?:ve\b|v ?/ ?v\b|quy dinh|huong dan|sua doi|su doi|bo sung|ban hanh|phe duyet|thuc hien|"
    r"trien khai|tiep tuc|"
    r"thi hanh|cu the hoa|thay cho|[“\"(]|bai bo|thay the|dinh chinh|hop nhat|cong bo|dieu chinh|to chuc|"
    r"thong qua|quan triet)"
)
BREAK = re.compile(
    r"\.(?=\s)|\||, (?:uy ban|ubnd|hoi dong|hdnd|bo (?!sung)[a-z]+ |ban thuong|chinh phu|thu tuong|chu tich|"
    r"so [a-z]|quoc hoi|"
    r"giam doc|cuc )[^,;]{0,80}(?:ban hanh|yeu cau|huong dan|xay dung|quyet dinh|quyet nghi|thong nhat|bao cao)"
)
PURPOSE = re.compile(
    r"^(?:tiep tuc |nham |de )?(?:to chuc |tiep tuc )?(?:trien khai|thuc hien|thi hanh|cu the hoa|"
    r"the che hoa|huong ung|quan triet)|"
    r"(?:^|[\s,;])(?:de|nham) (?:to chuc |tiep tuc |kip thoi )?(?:trien khai|thuc hien|thi hanh|cu the hoa)"
)
ENACTING = re.compile(
    r"\b(?:ban hanh|xay dung|lap) (?:ke hoach|chuong trinh|de an|phuong an|nghi quyet|quyet dinh|chi thi|"
    r"thong tu|"
    r"huong dan|quy dinh|quy che)[^.;]{0,80}$"
)
GUIDING = re.compile(r"^[^,.;]{3,80} (?:huong dan|quy dinh chi tiet|quy dinh)[^.;]{0,60}$")
THROUGH = re.compile(
    r"^(?:de |nham )?(?:to chuc |trien khai )?thuc hien (?:y kien|su |chu truong|chi dao|ket luan|noi dung|yeu cau)"
    r"[^.;:]{0,120} (?:tai|theo|trong) $"
)
"""Grounds that a document is issued to carry out: "Thực hiện ý kiến chỉ đạo của Thủ tướng tại Công văn số"."""
PART = re.compile(
    r"[\s\-*+•]{0,4}(?:diem|khoan|dieu|muc|phan|chuong|tiet|quy dinh|quy che|ban quy dinh|noi dung)\b[^.;:]{0,300}$"
)
"""The beginning of a listed item that names a part of a document ("Điểm b, khoản 3 … ban hành kèm theo")."""
SENTENCE_STOP = re.compile(r"[.](?=\s)")
ALSO = re.compile(r"[\s,]{0,3}(?:va|dong thoi) ")
UNDER = re.compile(r"(?<!kem)(?<!ban hanh) theo\b|\bcan cu\b|\btren co so\b")
ACTS = re.compile(r"\s{1,3}thay (?:the|cho)\b")
CLAUSE_END = re.compile(r"[.:](?=\s)|[;|]|\n[ *]{0,20}\n")
GROUND = re.compile(
    r"^[\s\-*+•a-z0-9.)]{0,8}\bcan cu(?:\b|(?=nghi |luat |thong |quyet |phap |chi ))|"
    r"[;.,] *\n?[\s\-*+]{0,4}can cu\b"
)
REQUEST = re.compile(r"\b(?:xet|theo (?:de nghi|y kien|yeu cau|bao cao)|tren co so|de nghi cua|sau khi)\b")
LEADING = re.compile(
    r"^[\s\-*+“\"(]{0,4}(?:(?:dieu|khoan|muc|phan) [\divx]{1,4}[.:)]?|\d{1,2}(?:\.\d{1,2}){0,2} ?[.)/]|"
    r"[a-zđ] ?[.)/])?"
    r"[\s\-*+“\"]{0,4}(?:(?:dong thoi|va),? )?(?:nay )?(?:quy dinh viec |quyet dinh )?"
)
ENDED = re.compile(
    r"(?:het hieu luc|deu bai bo|bi bai bo|duoc bai bo|khong con hieu luc|het gia tri|bi huy bo|chiu su bai bo)"
)
PARTLY = re.compile(r"\btrai voi|(?:cac|nhung) quy dinh|noi dung tai|dieu \d+[a-z]? (?:cua )?$")
