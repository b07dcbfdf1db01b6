"""Which line breaks inside a paragraph are only layout."""

from __future__ import annotations

from collections.abc import Iterable


def join_soft_lines(lines: Iterable[str]) -> list[str]:
    """Join the lines of one paragraph where the second goes on with the first, and leave the other breaks.

    It goes on when it begins with a small letter or a bracket, or when both are in capitals and the first is longer
    than the name of a document type (at most four words), which stays on a line of its own.

    >>> join_soft_lines(["KẾ HOẠCH", "triển khai", "Số 5"])
    ['KẾ HOẠCH triển khai', 'Số 5']
    """
    joined: list[str] = []
    for line in lines:
        if joined and _goes_on(joined[-1], line):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _goes_on(first: str, second: str) -> bool:
    if first[-1] in ".;:!?…" or second[:2] in {"a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)", "k)"}:
        return False
    if second[0].islower() or second[0] == "(":
        return True
    return first.isupper() and second.isupper() and len(first.split()) > 4
