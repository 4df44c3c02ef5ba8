"""What a clause without a noun of its own speaks of: the nearest subject before it."""

import re

from .phrases import read_words
from .shapes import Span

_TAIL = re.compile(
    r"(?:的?(?:倍增|培育|培养|建设|工作|力度|发展|申报|认定|招引|引进|攻关|管理|备案|登记|评价|入库|服务|推广|转化))+$|"
    r"(?:达到|达|高于|超过|位居|进入|保持)[^,]*$"
)
_LEAD = re.compile(r"^(?:加强|加大|做好|抓好|强化|深化|推进|优化|完善|健全|实施|深入|加快)")
_DOUBLED = re.compile(r"(?:实现)?翻[一两]番$")
_BASIS = re.compile(r"在[^,]{2,16}基础上.*$|实现囗+$")
_LONGEST = 45


class Subject:
    """Clauses are heard as they pass and taken apart only when a number asks what it counts.

    In the row of a table the title is given, and what other clauses name does not count.
    """

    def __init__(self, source: str, masked: str, given: Span | None = None) -> None:
        self._source, self._masked, self._given = source, masked, given is not None
        self._noun = self._noun_of(given) if given else ""
        self._heard: list[Span] = []

    def hear(self, clause: Span) -> None:
        """A clause without a number may name what the next one counts: 加大高新技术企业培育力度，新增20家."""
        if not self._given and clause[1] - clause[0] <= _LONGEST:
            self._heard.append(clause)

    def settle(self, noun: str) -> None:
        """What was measured last."""
        self._noun = noun
        self._heard.clear()

    @property
    def noun(self) -> str:
        while self._heard:
            noun = self._noun_of(self._heard.pop())
            if len(noun) >= 2:
                self.settle(noun)
        return self._noun

    def _noun_of(self, clause: Span) -> str:
        start, end = clause
        if basis := _BASIS.search(self._masked, start, end):
            end = basis.start()
        words = read_words(self._source, self._masked, start, end).indicator
        return _DOUBLED.sub("", _LEAD.sub("", _TAIL.sub("", words)))
