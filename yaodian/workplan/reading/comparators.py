"""Words that say on which side of a number the promise lies, before it and after it."""

import re

AT_LEAST, ABOVE, EXACT, ABOUT, AT_MOST = ">=", ">", "=", "~", "<="

_BEFORE = (
    (AT_LEAST, "不低于|不少于|不小于|不得少于|不得低于|至少|最少|最低|≥|>=|大于等于|大于或等于"),
    (AT_MOST, "不超过|不高于|不多于|不大于|不得超过|至多|最多|低于|少于|小于|≤|<=|<"),
    (ABOVE, "超过|突破|超|逾|大于|高于|多于|>"),
    (ABOUT, "大约|(?<![预公节制契条签合履])约|接近|将近|(?<![附最])近"),
    (EXACT, "达到|达成|达|完成|实现|为|=|:|至|到"),
)
_AFTER = (
    (AT_LEAST, r"〈含〉以上|及其?以上|以上|之上|起"),
    (AT_MOST, r"〈含〉以内|及?以内|之内|及?以下"),
    (ABOUT, "左右|上下"),
)

BEFORE = "|".join(words for _, words in _BEFORE[:4])
AFTER = "|".join(words for _, words in _AFTER)
_BEFORE_RULES = [(sign, re.compile(f"(?:{words})")) for sign, words in _BEFORE]
_AFTER_RULES = [(sign, re.compile(f"(?:{words})")) for sign, words in _AFTER]


def comparator(before: str, more: str, after: str) -> str:
    """The sign for the words before a number, 余/多 inside it and the words after its unit.

    What follows the number decides first: 达到6亿元以上 is at least 6.
    """
    for sign, rule in _AFTER_RULES:
        if after and rule.match(after):
            return sign
    for sign, rule in _BEFORE_RULES:
        if before and rule.match(before):
            return sign
    return ABOVE if more else EXACT
