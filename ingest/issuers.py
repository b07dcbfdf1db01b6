"""Which body issues a document, from the lines that name it.

Reads printed lines ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"); writes one name in the register's case. A body inside another
(Ban Thường trực of a Front committee) is named with it; a department under its superior is named alone (NĐ 30/2020,
Phụ lục I, II.2: the superior body stands above the issuing one).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from ingest.form_words import FormWords, compile_form_words
from ingest.lexicon import Lexicon
from ingest.text import fold, key_of

_LEVEL = re.compile(r"(?:tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong|dac khu|thon)\b")
_OPEN_LEVEL = re.compile(r"(?:uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd)(?: (?P<level>tinh|thanh pho))?$")
_PROPER_HEADS = frozenset({"viet", "nam"})


def compose_issuer(lines: Sequence[str], lexicon: Lexicon) -> str | None:
    """Return the issuing body that the lines of a letterhead name.

    Args:
        lines: The printed lines, superior body first; merged lines are split at inner bodies.
        lexicon: The registers (heads of bodies, names of provinces, agencies).

    Returns:
        The name with the case of ordinary prose, or None without lines.
    """
    form = compile_form_words(lexicon)
    parts = _join_levels([part for line in lines for part in _split_inner(line, form)])
    if not parts:
        return None
    last = parts[-1]
    if len(parts) == 1:
        return cased(last, lexicon)
    inner, outer = cased(last, lexicon), cased(parts[-2], lexicon)
    folded = fold(last)
    if form.standing.match(folded):
        return inner if len(folded.split()) > 4 else f"{inner} {outer}"
    if form.subordinate.match(folded):
        return f"{inner} - {outer}"
    return inner


def _split_inner(line: str, form: FormWords) -> list[str]:
    """Split a merged cell ("ỦY BAN … XÃ LƯƠNG MINH BAN THƯỜNG TRỰC") before the inner body."""
    match = next((one for one in form.inner.finditer(line) if _begins_body(line[: one.start()], form)), None)
    if match is None:
        return [line]
    return [line[: match.start()].strip(), line[match.start() :].strip()]


def _begins_body(words: str, form: FormWords) -> bool:
    folded = fold(words).strip()
    return len(folded.split()) >= 2 and form.outer.match(folded) is not None


def _join_levels(lines: Sequence[str]) -> list[str]:
    """Join a body's name that runs over lines ("ỦY BAN NHÂN DÂN" + "TỈNH LÂM ĐỒNG")."""
    parts: list[str] = []
    for line in lines:
        words = line.strip()
        if parts and (_LEVEL.match(fold(words)) or parts[-1].endswith(("-", ",", "VÀ", "và"))):
            parts[-1] = f"{parts[-1]} {words}"
        elif words:
            parts.append(words)
    return parts


def complete_issuer(issuer: str, lexicon: Lexicon, title: str, body: str) -> str:
    """Add the province that an issuer's line leaves out ("Ủy ban nhân dân tỉnh"), from the title, else from the body.

    Args:
        issuer: The name as composed.
        lexicon: The registers; the names of provinces are read.
        title: The title of the document.
        body: Its text, of which the beginning is read.

    Returns:
        The name with the province where exactly one stands out, else as it was.
    """
    open_level = _OPEN_LEVEL.search(key_of(issuer))
    if open_level is None:
        return issuer
    for words in (title, body[:20_000]):
        province = _province_in(words, lexicon)
        if province is not None:
            level = "" if open_level["level"] else f" {_level_of(words, province)}"
            return f"{issuer}{level} {province}"
    return issuer


def _province_in(words: str, lexicon: Lexicon) -> str | None:
    """The province most often named after "tỉnh" or "thành phố", or None when none is."""
    folded = fold(words)
    counts: Counter[str] = Counter()
    for match in re.finditer(r"\b(?:tinh|thanh pho|tp\.?)\s{1,4}", folded):
        name = _province_at(folded, match.end(), lexicon.provinces)
        if name is not None:
            counts[name] += 1
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def _level_of(words: str, province: str) -> str:
    return (
        "thành phố" if re.search(rf"(?:thanh pho|tp\.?)\s{{1,4}}{re.escape(fold(province))}", fold(words)) else "tỉnh"
    )


def _province_at(folded: str, start: int, provinces: tuple[str, ...]) -> str | None:
    known = _folded_provinces(provinces)
    for length in (4, 3, 2, 1, 5, 6):
        words = " ".join(re.findall(r"[a-z\-]+", folded[start : start + 40])[:length])
        if words in known:
            return known[words]
    return None


@lru_cache(maxsize=4)
def _folded_provinces(provinces: tuple[str, ...]) -> dict[str, str]:
    return {fold(name): name for name in provinces}


def cased(words: str, lexicon: Lexicon) -> str:
    """Return a body's name in the case of prose: the register's heads and provinces, then general rules.

    "ỦY BAN NHÂN DÂN TỈNH BẾN TRE" becomes "Ủy ban nhân dân tỉnh Bến Tre", "BỘ TÀI CHÍNH" becomes "Bộ Tài chính".
    """
    known = _register_names(lexicon).get(key_of(words))
    if known is not None and fold(known) == fold(words):
        return known
    form = compile_form_words(lexicon)
    parts = form.joint.split(words)
    if len(parts) > 1:
        return " - ".join(_cased_one(part.strip(), lexicon) for part in parts)
    office = form.office.match(words)
    if office is not None:
        return f"{office[0].strip().capitalize()} {_cased_one(words[office.end() :].strip(), lexicon)}"
    return _cased_one(words, lexicon)


@lru_cache(maxsize=4)
def _register_names(lexicon: Lexicon) -> dict[str, str]:
    return {key_of(name): name for row in lexicon.agencies for name in (row.label, *row.aliases)}


def _cased_one(words: str, lexicon: Lexicon) -> str:
    known = _register_names(lexicon).get(key_of(words))
    if known is not None and fold(known) == fold(words):
        return known
    form = compile_form_words(lexicon)
    folded = fold(words)
    heads = [one for start, one in _folded_heads(lexicon.agency_heads) if _begins_with(folded, start)]
    head = max(heads, key=lambda one: (len(one), words.casefold().startswith(one.casefold())), default=None)
    if head is None:
        return _cased_rest(words, form)
    rest = words[len(head) :].strip()
    if fold(head) in form.committees:
        rest = " ".join(word[:1].upper() + word[1:].lower() for word in rest.split())
        return f"{head} {rest}".strip()
    return f"{head} {_cased_rest(rest, form)}".strip()


@lru_cache(maxsize=4)
def _folded_heads(heads: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((fold(head), head) for head in heads)


def _begins_with(folded: str, start: str) -> bool:
    return folded.startswith(start) and not folded[len(start) : len(start) + 1].isalpha()


def _cased_rest(words: str, form: FormWords) -> str:
    """Lower-case after the first word, but capitals after a level ("tỉnh …") and in "Việt Nam"."""
    printed: list[str] = []
    proper = False
    for index, word in enumerate(words.split()):
        folded = fold(word)
        if word in form.capitals or (1 < len(word) <= 5 and word.isupper() and not set(folded) & set("aeiouy")):
            printed.append(word)
        elif folded == "xa" and fold(" ".join(words.split()[index : index + 2])) == "xa hoi":
            printed.append(word.lower())
        elif _LEVEL.fullmatch(folded) or (
            folded in ("thanh", "thi", "dac") and _LEVEL.match(fold(" ".join(words.split()[index:])))
        ):
            printed.append(word.lower())
            proper = True
        elif proper and printed[-1:] in (["thành"], ["thị"], ["đặc"]):
            printed.append(word.lower())
        elif proper or folded in _PROPER_HEADS or index == 0:
            printed.append(word[:1].upper() + word[1:].lower())
        else:
            printed.append(word.lower())
    return " ".join(printed)
