"""Articles of decisions: which of them assign, to whom as powers of a body, which only amend another document.

Reads the provisions; answers questions about one article for ``ingest.duty_items``.
"""

from __future__ import annotations

import re
from itertools import islice

from ingest.duties import Context
from ingest.duty_statements import StatementReader
from ingest.duty_tree import ProvisionTree
from ingest.model import Provision, Span

ITS_DUTIES = re.compile(
    r"(?:(?:nhiệm vụ|trách nhiệm|chức năng)(?:(?:,|\svà)\s(?:nhiệm vụ|quyền hạn|trách nhiệm|chức năng))*"
    r"(?:\s(?:cụ thể|chính|chủ yếu))?\s+của|nhiệm vụ(?:,| và) quyền hạn)\s+(?=\w)"
)
"""Words before the agencies of a heading ("Nhiệm vụ của …", "Nhiệm vụ, quyền hạn của …")."""

_POWERS = re.compile(r"nhiệm vụ(?:,| và) quyền hạn\W*$")
_FOUNDS = re.compile(r"\s*(?:\([^()]{0,120}\)\s*)?là\s+(?:cơ\squan|tổ\schức|đơn\svị)(?!\w)")
_STANDING = re.compile(r"(?<!\w)có\s(?:các\s)?chức\snăng(?!\w)")
_AMENDING = re.compile(r"sửa\sđổi|bổ\ssung")
_MAX_AMENDING = 60
_MAX_FOUNDED = 300
_MIN_SHARED = 2


class ArticleReader:
    """Tells what the articles of one document are for."""

    def __init__(self, tree: ProvisionTree, statements: StatementReader) -> None:
        self.tree = tree
        self.statements = statements
        self.reader = statements.reader
        self.text = statements.text
        self.soft = statements.soft

    def amends(self, article: Provision) -> bool:
        """Tell whether the article amends: what it says is the content of another document."""
        return _AMENDING.search(self.soft, article.span.start, article.span.start + _MAX_AMENDING) is not None

    def states_powers(self, article: Provision) -> bool:
        """Tell whether the article is headed "Nhiệm vụ, quyền hạn" and no more."""
        return _POWERS.match(self.tree.heading_of(article)) is not None

    def founded(self, article: Provision) -> Context | None:
        """Read "Sở X là cơ quan chuyên môn …": whose powers an article headed "Nhiệm vụ và quyền hạn" states."""
        for one in (article, *self.tree.children.get(article.locator, ())[:1]):
            for sentence in islice(self.statements.sentences_of(self.tree.body_of(one)), 2):
                window = min(sentence.end, sentence.start + _MAX_FOUNDED)
                match = _FOUNDS.search(self.soft, sentence.start, window)
                agent = self.reader.read_name(sentence.start, match.start()) if match else None
                if agent is not None:
                    return Context((agent,), standing=True)
        return None

    def assigns(self, article: Provision, *, attached: bool) -> bool:
        """An article assigns if its first sentence names who has to do something, or its heading says that it does.

        One that says which standing functions a body has ("có chức năng …") founds the body and assigns nothing.
        """
        heading = self.tree.heading_of(article)
        if attached:
            return bool(heading) and self.tree.is_organising(article)
        if heading and (self.tree.is_organising(article) or self._gives(heading) or ITS_DUTIES.match(heading)):
            return True
        body = self.tree.body_of(article)
        first = next(iter(self.statements.sentences_of(body)), None)
        if first is None or _STANDING.search(self.soft, first.start, first.end):
            return False
        start = first.start
        if self.reader.words.giving.match(self.soft, start, first.end) or ITS_DUTIES.match(self.soft, start, first.end):
            return True
        return self.statements.subjects.names_authority(first) or self._shares_out(article, first)

    def standing(self, article: Provision) -> Context | None:
        """Read "Phòng X có chức năng …, gồm các nhiệm vụ sau:" before items: whose tasks they are."""
        first = next(iter(self.statements.sentences_of(self.tree.body_of(article))), None)
        match = _STANDING.search(self.soft, first.start, first.end) if first else None
        if first is None or match is None or self.text[first.end - 1] != ":":
            return None
        agents = self.reader.read_list(first.start, match.start())
        return Context(agents, standing=True) if agents else None

    def _shares_out(self, article: Provision, first: Span) -> bool:
        """An article that only introduces items ("Căn cứ đơn giá:") assigns if most of them name an authority."""
        items = [one for one in self.tree.children.get(article.locator, ()) if one.kind in ("clause", "point", "dash")]
        if len(items) < _MIN_SHARED or self.text[first.end - 1] != ":":
            return False
        firsts = (next(iter(self.statements.sentences_of(self.tree.body_of(one))), None) for one in items)
        named = sum(one is not None and self.statements.subjects.names_authority(one, acting=True) for one in firsts)
        return 2 * named >= len(items)

    def _gives(self, heading: str) -> bool:
        return any(heading.endswith(word) for word in ("giao", "yêu cầu", "đề nghị"))
