"""What a web site prints around a document: menus, login banners, fact boxes.

Reads the lines; tells where the document begins and where it ends. General signs only: words of menus and of
membership, and their place before the letterhead or after the last part. Nothing here knows a particular site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line
from ingest.marks import read_marks

_SITE = re.compile(
    r"\b(?:dang nhap|dang ky (?:thanh vien|tai khoan)|thanh vien!|tu khoa|dang tai van ban|trang chu|lien he quang cao|"
    r"ban quyen (?:thuoc|cua)|copyright|all rights reserved|dmca|gioi thieu ve chung toi|luot xem|chia se qua|"
    r"chia se bai viet|"
    r"gui email|in trang|tai ve|tai xuong|tai van ban|van ban lien quan|van ban goc|van ban tieng anh|"
    r"chua cap nhat noi dung|tin cung chuyen muc|bai viet khac|quay lai|ve dau trang|hotline|facebook|zalo|javascript|"
    r"cookie|chinh sach bao mat|dieu khoan su dung|ip\s{0,4}:\s{0,4}\d)"
)
_FACT = re.compile(
    r"^(?:so hieu|loai van ban|noi ban hanh|co quan ban hanh|nguoi ky|ngay ban hanh|ngay hieu luc|ngay co hieu luc|"
    r"ngay cong bao|so cong bao|tinh trang(?: hieu luc)?|linh vuc|ngay het hieu luc|hieu luc)\s{0,4}:"
)
_HEAD_WINDOW = 60


def is_fact(line: Line) -> bool:
    """Tell whether a line is one of a site's box of facts ("Số hiệu: … Loại văn bản: …")."""
    return _FACT.match(line.folded) is not None


def is_site(line: Line) -> bool:
    """Tell whether a line carries the words of a site's menus."""
    return len(line.words) < 160 and not read_marks(line.words) and _SITE.search(line.folded) is not None


def find_site_start(lines: Sequence[Line], stop: int) -> int:
    """Return the index of the first line after the site's head: after the last menu or fact line near the top."""
    start = 0
    for index in range(min(stop, _HEAD_WINDOW)):
        if is_fact(lines[index]) or is_site(lines[index]):
            start = index + 1
    while 0 < start < stop and not lines[start].words:
        start += 1
    return start


def find_site_tail(lines: Sequence[Line]) -> int:
    """Return the index of the line where the site's tail begins: ``len(lines)`` where there is none.

    The tail begins with the first menu line of the last part from which on no long line of the document follows:
    long lines there must themselves repeat, or stand between menu lines.
    """
    signs = [index for index, line in enumerate(lines) if is_site(line)]
    if not signs:
        return len(lines)
    tail = len(lines)
    gap = 0
    following = set(signs)
    for index in range(len(lines) - 1, -1, -1):
        if index in following:
            tail, gap = index, 0
        elif lines[index].words:
            gap += 1
            if gap > 6:
                break
    return tail if tail > _HEAD_WINDOW else len(lines)
