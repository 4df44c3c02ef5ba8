"""From a stretch of plan text to its promised numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from . import facts
from .clauses import clauses, sentences
from .comparators import ABOVE, AT_LEAST, EXACT
from .kind import INCREMENT, LEVEL, kind_of
from .members import Member, members
from .modality import PLAIN, modality_of
from .phrases import Phrase, clean, is_grade, read_phrase
from .quantities import HAS_NUMBER, Quantity
from .shapes import Span, Target
from .subjects import Subject
from .units import is_money

_RELATION = re.compile(r"^(?:占|增速|增幅|比重|占比|同比|年均|增长|强度|其中)")
_LED_GRADE = re.compile(
    r"^(?:国家级?|省级?|市级?|县级?|区级?)(?:[、和及](?:国家级?|省级?|市级?|县级?))*(?:及?以上)?"
)
_SEPARATELY = re.compile(r"分别")
_AT_LEAST = re.compile(r"至少|不少于|不低于|最少")
_YEARS_AT_END = re.compile(r"(?:[、和及]?20\d\d年?(?:底)?)+$")
_COMPARED = re.compile(r"(?<=[一-鿿]{4})(?<!不)(?:高于|低于|快于|高出|超过)[^,]{2,20}$")
_PLACE = re.compile(r"[一-鿿]{1,5}(?:县|市|区|镇|园区|开发区)")
_LIST = re.compile(r"[、和与及]")
_REACHES = re.compile(r"达|超过|突破|力争|确保|新增|增长|提高")
_REACHES_SHARE = re.compile(r"达|为|占|至|到|突破|超过|不低于")
_FACT_LEAD = re.compile(
    r"^(?:目前|当前|现在|去年|上年度?|上一年度?|截至\d{4}年(?:底|末)?)?(?:全[市县区省州]|我[市县区州])?(?:共有|共|现有|已有|拥有|已(?:建成|认定|培育)?)?"
)
_BARE_NOUNS = ("其中", "总数", "数量", "总量", "总数量", "保有量", "存量")
_PASSES = re.compile(r"突破|超过|达到|有$")
_DESCRIBING = re.compile(r"(?:左右|以上)?(?:规模)?的")
_SPENDS = re.compile(r"争取|获|发放|兑付|兑现|投放|落实|安排|提供|筹集|募集|引|吸引|完成|实现|贷|融资")
_EVENTS = re.compile(r"次|场|人次|场次")
_EMPTY_VERB = re.compile(r"开展|举办|组织|召开|完成|实现|达到|新增|组织开展|举行")
_PER_TIME = re.compile(r"每(?:季度|半年|年|月|周|学期|两个?月|[二三两]年)度?")
_YEAR = re.compile(r"(?:到|至)?(?P<year>20\d{2})年")


@dataclass(slots=True)
class _State:
    """What later clauses of a sentence take from earlier ones."""

    subject: Subject
    kind: str | None = None
    verb: str = ""
    modality: str = PLAIN
    results: bool = False
    stock: bool = False
    stock_here: bool = False
    year: int | None = None
    frequency: str | None = None
    sign: str = ""
    series: str = ""
    rate: str = ""
    width: int = 0
    measured: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text to read, the task it belongs to and the subject it starts with."""

    start: int
    end: int
    task: str | None = None
    subject: Span | None = None


def read_targets(source: str, masked: str, passage: Passage, plan_year: int | None) -> Iterator[Target]:
    """The promised numbers of a passage in reading order, spans never overlapping."""
    state = _State(Subject(source, masked, passage.subject))
    line_end = -1
    for start, end in sentences(masked, passage.start, passage.end):
        if start > line_end:
            line_end = masked.find("\n", start)
            line_end = passage.end if line_end < 0 else line_end
            state.results = False
        yield from _read_sentence(source, masked, start, end, state, plan_year, passage.task)


def _read_sentence(
    source: str, masked: str, start: int, end: int, state: _State, plan_year: int | None, task: str | None
) -> Iterator[Target]:
    state.modality, state.kind, state.verb, state.pending, state.frequency = PLAIN, None, "", [], None
    state.stock, state.rate = False, ""
    state.measured.clear()
    state.results = state.results or facts.boasts(masked[start:end])
    spans = list(clauses(masked, start, end))
    rules = _rule_clauses([masked[a:b] for a, b in spans])
    for place, span in enumerate(spans):
        yield from _read_clause(source, masked, span, state, place in rules, plan_year, task)


def _rule_clauses(words: list[str]) -> set[int]:
    """The clauses of award rules: each consequence, back to the condition that opens it."""
    rules: set[int] = set()
    opening = None
    for place, clause in enumerate(words):
        if facts.is_award_clause(clause):
            first = place if opening is None or opening in rules else opening
            rules.update(range(first, place + 1))
        if facts.is_condition(clause):
            opening = place
    return rules


def _read_clause(
    source: str,
    masked: str,
    clause: Span,
    state: _State,
    rule: bool,
    plan_year: int | None,
    task: str | None,
) -> Iterator[Target]:
    start, end = clause
    found = members(masked, start, end) if HAS_NUMBER.search(masked, start, end) else []
    position = start
    state.stock_here, state.width = False, len(found)
    state.results = state.results or facts.is_past_period(source[start:end], plan_year)
    for member, following in zip_longest(found, found[1:]):
        _listen(state, masked[position : member.quantity.start], plan_year, position == start)
        position = member.quantity.start
        if not rule:
            yield from _read_member(source, masked, member, following, state, task)
    _listen(state, masked[position:end], plan_year, position == start)
    if not found:
        state.subject.hear(clause)


def _listen(state: _State, words: str, plan_year: int | None, at_start: bool) -> None:
    """Take up modality, year, frequency and the turn from plan to results and back."""
    state.modality = modality_of(words, state.modality)
    promised = state.modality != PLAIN
    turn = facts.tells_results(words, plan_year, at_start, promised)
    state.results = state.results if turn is None else turn
    if facts.tells_stock(words):
        state.stock = state.stock_here = True
    for found in _YEAR.finditer(words):
        state.year = int(found["year"])
    if per_time := _PER_TIME.search(words):
        state.frequency = per_time.group()


def _read_member(
    source: str, masked: str, member: Member, following: Member | None, state: _State, task: str | None
) -> Iterator[Target]:
    phrase = read_phrase(source, masked, member)
    if not _is_promise(phrase, member.quantity, state):
        _name_fact(phrase, state)
        return
    indicator = _led_in(source, masked, phrase, following) or _indicator(phrase, member.quantity, state)
    if not indicator:
        return
    target = _target(source, member.quantity, phrase, indicator, state, task)
    state.subject.settle(indicator)
    state.measured.append(indicator)
    state.rate = target.kind if target.unit == "%" else state.rate
    state.kind = target.kind if target.kind in (INCREMENT, LEVEL) else state.kind
    state.verb = phrase.verb or state.verb
    yield target


def _led_in(source: str, masked: str, phrase: Phrase, following: Member | None) -> str:
    """The noun that only the next number brings: 新增3个国家级、8个省级平台; 确保20家、力争25家企业."""
    if following is None or (phrase.indicator and not is_grade(phrase.indicator)):
        return ""
    if not phrase.indicator and (phrase.after.strip() or _REACHES_SHARE.search(phrase.before)):
        return ""
    if not (ahead := read_phrase(source, masked, following)).noun_after:
        return ""
    return phrase.indicator + _LED_GRADE.sub("", ahead.indicator) if phrase.indicator else ahead.indicator


def _name_fact(phrase: Phrase, state: _State) -> None:
    """What a fact counts is what the promise behind it counts too: 去年新增12家，今年新增15家."""
    if (state.results or state.stock) and phrase.indicator and not phrase.relative:
        state.subject.settle(_FACT_LEAD.sub("", phrase.indicator))


def _is_promise(phrase: Phrase, quantity: Quantity, state: _State) -> bool:
    before = phrase.before
    if state.results or phrase.relative or _is_stock(phrase, state):
        return False
    if facts.is_so_far(before, phrase.words):
        return False
    if (
        (facts.is_rule(before) and not phrase.noun_after)
        or facts.is_done(before)
        or facts.is_rank(before)
        or facts.is_appositive(before)
    ):
        return False
    if (is_money(quantity.unit) or quantity.unit == "%") and facts.is_award(before, phrase.after):
        return False
    if facts.is_size(before) or facts.is_aim_of_plan(quantity.chinese, quantity.unit, phrase.after):
        return False
    return _is_undertaken(phrase, quantity, state) if phrase.noun_after else True


def _is_stock(phrase: Phrase, state: _State) -> bool:
    """What exists stays a fact until a clause brings a verb of its own."""
    if state.stock and not state.stock_here and (phrase.verb or _REACHES.search(phrase.before)):
        state.stock = False
    return state.stock


def _is_undertaken(phrase: Phrase, quantity: Quantity, state: _State) -> bool:
    """Number first: there must be a verb of doing, here or earlier in the list."""
    if facts.is_structure(phrase.verb, phrase.indicator, quantity.chinese) and not phrase.covers:
        return False
    if quantity.unit in ("%", "个百分点") or is_money(quantity.unit):
        return phrase.joined and bool(phrase.verb) and not _qualifies(phrase)
    if facts.is_existing(phrase.before) or not phrase.joined:
        return False
    if phrase.verb or phrase.covers or (state.verb and state.kind):
        return True
    passes = quantity.comparator == ABOVE or _PASSES.search(phrase.before) is not None
    return state.modality != PLAIN and (passes or bool(phrase.acts))


def _qualifies(phrase: Phrase) -> bool:
    """A sum that only describes what follows: 投资12亿元的基地, 规模5亿元的基金; not 发放2亿元的贷款."""
    return _DESCRIBING.match(phrase.after) is not None and _SPENDS.search(phrase.verb) is None


def _indicator(phrase: Phrase, quantity: Quantity, state: _State) -> str:
    """The phrase's own noun; without one, the nearest subject before it."""
    own = phrase.indicator
    if not own and not state.pending and _SEPARATELY.search(phrase.before):
        state.pending = state.measured[-state.width :] if len(state.measured) >= state.width > 1 else []
    if state.pending and not own:
        return state.pending.pop(0)
    state.pending, state.sign, state.series = [], "", ""
    own = _COMPARED.sub("", own)
    own = _YEARS_AT_END.sub("", own) if len(own) > 6 else own
    if _SEPARATELY.search(phrase.before) and (names := _names(own or state.subject.noun)):
        state.pending, state.sign = names[1:], quantity.comparator
        return names[0]
    if not own and phrase.verb and _EVENTS.match(quantity.unit) and not _EMPTY_VERB.fullmatch(phrase.verb):
        return phrase.verb
    if not own or own in _BARE_NOUNS:
        return state.subject.noun
    if _PLACE.fullmatch(own) and "其中" in phrase.before:
        return own + state.subject.noun
    if is_grade(own) and not state.subject.noun:
        return own
    if is_grade(own):
        return own + _LED_GRADE.sub("", state.subject.noun)
    if _RELATION.match(own) and not own.startswith(state.subject.noun[:4] or own):
        return state.subject.noun + own
    return own


def _names(indicator: str) -> list[str]:
    """A、B和C taken apart; a bare grade borrows the last one's noun."""
    parts = [clean(part) for part in _LIST.split(indicator) if part]
    if len(parts) < 2:
        return []
    return [part + _shared_head(part, parts[-1]) for part in parts]


def _shared_head(part: str, last: str) -> str:
    """The noun that a part borrows from the last: 国家级、省级平台; 大型企业、国有企业建有率."""
    if part == last:
        return ""
    if is_grade(part):
        return _LED_GRADE.sub("", last)
    for size in range(len(part), 1, -1):
        place = last.find(part[-size:])
        if place >= 0:
            return last[place + size :]
    return ""


def _target(
    source: str, quantity: Quantity, phrase: Phrase, indicator: str, state: _State, task: str | None
) -> Target:
    kind = kind_of(
        unit=quantity.unit,
        before=phrase.before,
        verb=phrase.verb or phrase.acts,
        indicator=indicator,
        covers=phrase.covers,
        inherited=state.kind,
        list_verb="" if phrase.verb else state.verb,
    )
    kind = state.series if state.series and not phrase.indicator else kind
    if quantity.unit == "%" and not phrase.indicator and not _REACHES_SHARE.search(phrase.before):
        kind = state.rate or kind
    state.series = kind if state.pending else state.series
    start = min(phrase.start, quantity.number)
    return Target(
        start=start,
        end=phrase.end,
        text=source[start : phrase.end],
        indicator=indicator,
        comparator=_comparator(phrase, quantity, state),
        value=quantity.value,
        value_max=quantity.value_max,
        unit=_as_written(quantity.unit, source[start : phrase.end]),
        kind=kind,
        task=task,
        modality=state.modality,
        year=state.year,
        frequency=state.frequency,
    )


def _as_written(unit: str, words: str) -> str:
    """台（套） with the brackets of the text."""
    return unit.replace("（", "(").replace("）", ")") if "（" in unit and unit not in words else unit


def _comparator(phrase: Phrase, quantity: Quantity, state: _State) -> str:
    """The number's own sign; else 至少 before the verb, or the sign of the list 分别不低于80%、70%."""
    if quantity.comparator != EXACT:
        return quantity.comparator
    if state.sign and not phrase.indicator:
        return state.sign
    return AT_LEAST if _AT_LEAST.search(phrase.before) else EXACT


def without_overlaps(targets: list[Target], source: str) -> list[Target]:
    """In order of place; a target that would reach into the next ends before it."""
    ordered = sorted(targets, key=lambda target: (target.start, target.end))
    kept: list[Target] = []
    for target in ordered:
        if kept and target.start < kept[-1].end:
            target = replace(target, start=kept[-1].end, text=source[kept[-1].end : target.end])
        if target.end > target.start:
            kept.append(target)
    return kept
