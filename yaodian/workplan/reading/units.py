"""Measure words: which ones count things, which ones only tell time, place or rank."""

import re

_SCALED = (
    "平方公里|平方千米|平方米|立方米|公顷|公里|千米|公斤|千瓦时|千瓦|兆瓦|美元|欧元|港元|元|"
    "人〈次〉|人次|人天|人年|人日|课时|学时|户次|"
    "台套|台件|台次|家次|场次|批次|件次|人|户|吨|亩|次|家|个|条|台|名|份|册|项|件|株|头|只|字|㎡"
)
_COUNTED = (
    "个百分点|百分点|台套|台件|家次|套次|个次|标准箱|"
    "家|个|项|支|名|件|篇|场|期|条|户|村|位|宗|门|组|套|部|本|座|所|处|间|栋|艘|架|辆|只|种|"
    "类|款|张|份|册|轮|"
    "笔|起|例|届次|类次|批次|批|倍|块|片|则|颗|枚|幅|棵|箱|层|列|班|队|集|站|TB|GB|PB|P|MW|kW"
)
PERCENT = r"%|‰"
UNIT = (
    rf"(?:{PERCENT}|个?百分点|[万亿]{{0,2}}(?:人\(次\)|{_SCALED})(?:〈(?:套|件|次|个|家|项|户|人)〉)?|"
    rf"(?:{_COUNTED})(?:〈(?:套|件|次|个|家|项|户|人)〉)?)"
    r"(?:/(?:万人|百人|千人|人|年|月|亩|户|家|次|件|平方米))?"
)
_NOT_A_COUNT = re.compile(
    r"\s*(?:年|月|日|号|届|周|天|岁|时|分(?!之)|秒|大(?!型)|级|版|世纪|个(?:工作日|月|年|季度|"
    r"小时|方面|环节|维度|层面|阶段)|小时|工作日|"
    r"季度|期(?:工程|项目|建设|基金)|位一体|甲|线|流|带|维|好|高|新|优|讲|送|查|看|比|上|下|"
    r"网|库|链|院|中心|点半|批次之|次(?:[、和][一二三四五六七八九十]+次)*(?:全会|全体会议|"
    r"党代会|代表大会)|套班子)"
)


def is_time_or_name(rest: str) -> bool:
    """Whether what follows a number makes it a date, a period, a rank or part of a name."""
    return _NOT_A_COUNT.match(rest) is not None


def plain_unit(unit: str) -> str:
    """One spelling per unit: a bare 百分点 is 个百分点, 人(次) is 人次."""
    if unit == "百分点":
        return "个百分点"
    return "人次" if unit == "人〈次〉" else unit.replace("〈", "（").replace("〉", "）")


def is_money(unit: str) -> bool:
    """Yuan and foreign currencies at any scale, and a bare 亿 that stands for yuan."""
    return unit.endswith("元") or unit in ("亿", "万亿")
