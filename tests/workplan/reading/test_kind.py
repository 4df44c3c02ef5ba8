import pytest

from yaodian.workplan.reading.kind import kind_of


@pytest.mark.parametrize(
    ("unit", "before", "verb", "indicator", "kind"),
    [
        ("%", "产值增长", "", "产值", "growth"),
        ("%", "投入占比重达到", "", "投入占比重", "ratio"),
        ("%", "增加值占比重保持在", "", "增加值占比重", "ratio"),
        ("%", "增加值增速达到", "", "增加值增速", "growth"),
        ("%", "覆盖率提高到", "", "覆盖率", "ratio"),
        ("%", "办理时限压减", "", "办理时限", "growth"),
        ("个百分点", "占比提高", "", "占比", "growth"),
        ("家", "新增企业", "新增", "企业", "increment"),
        ("家", "企业达到", "", "企业", "level"),
        ("家", "企业由50家增加到", "", "企业", "level"),
        ("家", "备案科技型中小企业", "备案", "科技型中小企业", "level"),
        ("家", "新增科技型中小企业", "新增", "科技型中小企业", "increment"),
        ("次", "走访不少于", "", "走访", "increment"),
        ("人", "科技特派员不少于", "", "科技特派员", "level"),
        ("户", "定点联系", "定点联系", "示范户", "level"),
        ("亿元", "技术合同成交额达到", "", "技术合同成交额", "level"),
        ("万元", "发放贷款", "发放", "贷款", "level"),
        ("万元", "争取资金", "争取", "资金", "increment"),
        ("亿元", "比上年增加", "", "资金", "increment"),
    ],
)
def test_unit_verb_and_noun_give_the_kind(
    unit: str, before: str, verb: str, indicator: str, kind: str
) -> None:
    assert (
        kind_of(unit=unit, before=before, verb=verb, indicator=indicator, covers=False, inherited=None)
        == kind
    )


def test_a_list_hands_its_kind_on() -> None:
    assert (
        kind_of(unit="家", before="", verb="", indicator="企业", covers=False, inherited="increment")
        == "increment"
    )


def test_coverage_of_a_set_is_a_level() -> None:
    assert (
        kind_of(unit="个", before="实现", verb="实现", indicator="村", covers=True, inherited=None) == "level"
    )
