"""What a web site prints around a document: menus, login banners, fact boxes.

Reads the lines; tells where the document begins and where it ends. General signs only: words of menus and of
membership, and their place before the letterhead or after the last part. Nothing here knows a particular site.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.form_words import FormWords
from ingest.lines import Line
from ingest.marks import read_marks

_HEAD_WINDOW = 60


def is_fact(line: Line, form: FormWords) -> bool:
    """Tell whether a line is one of a site's box of facts ("Số hiệu: … Loại văn bản: …")."""
    return form.fact.match(line.folded) is not None


def is_site(line: Line, form: FormWords) -> bool:
    """Tell whether a line carries the words of a site's menus."""
    return len(line.words) < 160 and not read_marks(line.words) and form.site.search(line.folded) is not None


def find_site_start(lines: Sequence[Line], stop: int, form: FormWords) -> int:
    """Return the index of the first line after the site's head: after the last menu or fact line near the top."""
    start = 0
    for index in range(min(stop, _HEAD_WINDOW)):
        if is_fact(lines[index], form) or is_site(lines[index], form):
            start = index + 1
    while 0 < start < stop and not lines[start].words:
        start += 1
    return start


def find_site_tail(lines: Sequence[Line], form: FormWords) -> int:
    """Return the index of the line where the site's tail begins: ``len(lines)`` where there is none.

    The tail begins with the first menu line of the last part from which on no long line of the document follows:
    long lines there must themselves repeat, or stand between menu lines.
    """
    signs = [index for index, line in enumerate(lines) if is_site(line, form)]
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
