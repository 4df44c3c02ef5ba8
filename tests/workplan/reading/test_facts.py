import pytest

from yaodian.workplan.reading import facts


@pytest.mark.parametrize("words", ["2024年,", "去年全市", "截至目前", "先后", "新增了30家"])
def test_words_that_turn_to_results(words: str) -> None:
    assert facts.tells_results(words, 2025, at_start=True) is True


@pytest.mark.parametrize("words", ["2025年,", "今年", "力争", "到2027年", "去年50家,今年力争60家"])
def test_words_that_turn_to_the_plan(words: str) -> None:
    assert facts.tells_results(words, 2025, at_start=True) is False


@pytest.mark.parametrize("words", ["较上年增长", "比去年增加", "2024年度项目验收", "新增企业"])
def test_words_that_turn_nowhere(words: str) -> None:
    assert facts.tells_results(words, 2025, at_start=True) is None


@pytest.mark.parametrize("words", ["全市现有高新技术企业", "拥有省级平台", "已建成基地"])
def test_words_that_introduce_stock(words: str) -> None:
    assert facts.tells_stock(words)


@pytest.mark.parametrize("words", ["每万人口发明专利拥有量", "新建基地"])
def test_words_that_introduce_no_stock(words: str) -> None:
    assert not facts.tells_stock(words)


@pytest.mark.parametrize(
    "title", ["2024年工作总结", "工作回顾", "发展基础", "存在的主要问题", "一年来取得的成效"]
)
def test_sections_of_results_are_known(title: str) -> None:
    assert facts.is_fact_section(title)


@pytest.mark.parametrize(
    "title", ["重点任务", "2025年工作计划", "夯实基础研究", "做好总结宣传", "夯实创新基础", "提升服务成效"]
)
def test_sections_of_the_plan_are_not_results(title: str) -> None:
    assert not facts.is_fact_section(title)


@pytest.mark.parametrize(
    "clause", ["给予最高50万元奖励", "按投入的5%给予补助", "一次性奖励10万元", "最高补助100万元"]
)
def test_consequences_of_award_rules_are_known(clause: str) -> None:
    assert facts.is_award_clause(clause)


@pytest.mark.parametrize("clause", ["兑付科技创新券400万元", "争取补助资金300万元", "新增平台3家"])
def test_payments_promised_are_no_award_rules(clause: str) -> None:
    assert not facts.is_award_clause(clause)


@pytest.mark.parametrize("clause", ["对首次认定的企业", "凡新引进的机构", "每家企业"])
def test_conditions_of_rules_are_known(clause: str) -> None:
    assert facts.is_condition(clause)


@pytest.mark.parametrize("clause", ["对接企业", "对标一流", "对照名录"])
def test_verbs_that_begin_like_a_condition_are_none(clause: str) -> None:
    assert not facts.is_condition(clause)


@pytest.mark.parametrize(("verb", "noun"), [("实施", "行动"), ("围绕", "支柱产业"), ("健全", "机制")])
def test_frames_of_the_plan_are_structures(verb: str, noun: str) -> None:
    assert facts.is_structure(verb, noun, small=False)


@pytest.mark.parametrize(("verb", "noun"), [("制定", "政策措施"), ("建设", "平台"), ("转化", "成果")])
def test_things_to_be_produced_are_no_structures(verb: str, noun: str) -> None:
    assert not facts.is_structure(verb, noun, small=False)


def test_sizes_ranks_sums_and_rules_are_known() -> None:
    assert facts.is_size("项目总投资")
    assert facts.is_rank("综合排名提升")
    assert facts.is_appositive("市财政局等")
    assert facts.is_rule("榜单金额原则上不低于")
    assert facts.is_done("新增了")
    assert facts.is_so_far("累计选派", "六千余人次")
    assert facts.is_award("最高", "奖励")
    assert facts.is_existing("现有")
