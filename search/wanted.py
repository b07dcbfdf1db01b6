"""What a question wants to be told besides a body: an amount of money, or who holds a position.

Neither is a duty. A duty answers such a question only where its sentence has an amount, or where it says that its
holder has that position; otherwise the right topic is no answer ("Tổ phó là ai?", "được cấp bao nhiêu triệu đồng?").
"""

from __future__ import annotations

import re

from graph.model import Duty
from ingest.text import fold

_AMOUNT = re.compile(
    r"\bbao nhieu (?:tien|ti|ty|trieu|nghin|ngan dong|dong|usd|do la)\b|\bmay (?:ti|ty|trieu|nghin) (?:dong)?\b"
    r"|\bhow much (?:money|funding|budget|is paid|does it cost)\b|\bhow many (?:million|billion|dong)\b"
)
_MONEY = re.compile(r"\d[\d.,]{0,20}\s?(?:dong|trieu|ti|ty|nghin|vnd|usd|%)|\bmuc (?:chi|thu|ho tro|phi)\b")
_TITLES = (
    r"(?:pho )?(?:to truong|truong doan|truong ban|truong tieu ban|truong nhom|doi truong|chu nhiem|truong phong|"
    r"giam doc|chu tich|bi thu|thu ki|chanh van phong)|to pho|nhom pho|doi pho|uy vien|thanh vien|thu ky|nhom truong"
)
_WHO_IS = re.compile(rf"\bai (?:se |duoc cu |duoc bau )?(?:la|lam|giu chuc) (?P<title>{_TITLES})\b")
_IS_WHO = re.compile(
    rf"\b(?P<title>{_TITLES})(?: [^\s,?;:]{{1,20}}){{0,30}} la (?:nhung )?(?:ai|dong chi nao|ong nao|ba nao)\b"
)


def asks_amount(question: str) -> bool:
    """Tell whether an amount of money is asked for.

    >>> asks_amount("Được cấp bao nhiêu triệu đồng?"), asks_amount("Ai tính cần bao nhiêu ngân sách?")
    (True, False)
    """
    return _AMOUNT.search(fold(question)) is not None


def title_asked(question: str) -> str | None:
    """Return the position (folded) whose holder is asked for, None where none is.

    >>> title_asked("Ai làm tổ trưởng tổ tiếp công dân?"), title_asked("Tổ phó của xã là ai?")
    ('to truong', 'to pho')
    >>> title_asked("Tổ trưởng phải làm gì?")
    """
    folded = fold(question)
    match = _WHO_IS.search(folded) or _IS_WHO.search(folded)
    return match["title"] if match else None


def tells_wanted(question: str, duty: Duty) -> bool:
    """Tell whether ``duty`` says the amount that ``question`` wants, or its holder has the position; true without."""
    if asks_amount(question) and _MONEY.search(fold(duty.evidence.quote)) is None:
        return False
    title = title_asked(question)
    return title is None or has_title(duty, title)


def has_title(duty: Duty, title: str) -> bool:
    """Tell whether ``duty`` says that its holder has ``title``: "Bà X - Tổ trưởng", "do ông Y làm Trưởng ban"."""
    wanted = re.sub(r"thu k[iy]", "thu k[iy]", title)
    if re.search(rf"(?<!pho )(?<!to chuc ){wanted}\b", fold(duty.printed)):
        return True
    before = rf"^(?:\d{{1,3}}[.)] |- )?(?:cac )?{wanted}(?: thuong truc)?(?: ?:| la | gom )"
    behind = rf"(?:\b(?:lam|giu chuc)|[-–:]) {wanted}\b|, {wanted}\W*$"
    return duty.stated and re.search(f"{before}|{behind}", fold(duty.task)) is not None
