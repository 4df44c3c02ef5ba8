from yaodian.workplan.reading.folding import fold
from yaodian.workplan.reading.front import find_title
from yaodian.workplan.reading.lines import split_lines
from yaodian.workplan.reading.outline import build_outline, headings, numbers, tasks_of


def outline(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    folded = fold(text)
    lines = split_lines(folded)
    nodes = tasks_of(build_outline(folded, lines, find_title(folded, lines)), folded)
    names = numbers(nodes)
    return [(names[node.start], headings(node, text), text[slice(*node.title)]) for node in nodes]


def test_tasks_are_the_finest_numbered_items_with_text() -> None:
    text = "云岭市工作要点\n一、培育企业\n1.高企倍增。新增20家。\n2.梯度培育。新增3家。\n二、建设平台\n3.提档升级。新建2家。"
    assert outline(text) == [
        ("1", ("一、培育企业",), "高企倍增"),
        ("2", ("一、培育企业",), "梯度培育"),
        ("3", ("二、建设平台",), "提档升级"),
    ]


def test_numbers_that_restart_take_the_numeral_of_their_section() -> None:
    text = "云岭市工作要点\n一、培育企业\n1.高企倍增。新增20家。\n二、建设平台\n1.提档升级。新建2家。"
    assert [no for no, _, _ in outline(text)] == ["一.1", "二.1"]


def test_guiding_parts_and_parts_without_finer_numbers_are_no_tasks() -> None:
    text = (
        "云岭市工作要点\n一、总体要求\n（一）指导思想。坚持创新。\n（二）主要目标。企业达到100家。\n"
        "二、重点任务\n（一）培育企业。新增20家。\n三、保障措施\n加强领导，压实责任，狠抓落实。"
    )
    assert outline(text) == [("一", ("二、重点任务",), "培育企业")]


def test_sections_with_text_are_tasks_when_nothing_is_finer() -> None:
    text = "云岭市工作要点\n一、培育企业\n新增20家。\n二、建设平台\n新建3家。"
    assert [title for _, _, title in outline(text)] == ["培育企业", "建设平台"]


def test_bold_heads_are_tasks_when_nothing_is_numbered() -> None:
    body = "深入实施创新驱动发展战略，强化企业主体地位，新增高新技术企业20家。"
    text = f"云岭市工作要点\n培育企业主体\n{body}\n建设创新平台\n{body}\n优化创新生态\n{body}"
    assert [title for _, _, title in outline(text)] == ["培育企业主体", "建设创新平台", "优化创新生态"]


def test_rows_of_a_task_table_are_tasks() -> None:
    text = "云岭市任务清单\n一、企业类\n序号\t工作任务\t责任科室\n1\t培育企业\t高新科\n2\t建设平台\t平台科"
    assert outline(text) == [("1", ("一、企业类",), "培育企业"), ("2", ("一、企业类",), "建设平台")]


def test_items_under_last_years_results_are_no_tasks() -> None:
    text = (
        "云岭市工作计划\n一、2024年工作总结\n1.企业壮大。新增50家。\n二、2025年计划\n1.培育企业。新增60家。"
    )
    assert [title for _, _, title in outline(text)] == ["培育企业"]


def test_the_foot_of_the_page_and_the_signature_end_the_text() -> None:
    body = "云岭市工作要点\n1.培育企业。新增20家。\n2.建设平台。新建3家。"
    text = body + "\n云岭市科学技术局\n2025年2月1日\n责任编辑：甲\n打印 关闭"
    folded = fold(text)
    lines = split_lines(folded)
    nodes = tasks_of(build_outline(folded, lines, find_title(folded, lines)), folded)
    assert text[nodes[-1].start : nodes[-1].end] == "2.建设平台。新建3家。"


def test_who_is_responsible_is_not_part_of_the_title() -> None:
    text = "云岭市工作要点\n1.培育企业（责任科室：高新科）\n新增20家。\n2.建设平台：新建3家。"
    assert [title for _, _, title in outline(text)] == ["培育企业", "建设平台"]


def test_a_section_that_undertakes_something_at_length_is_a_task_beside_finer_ones() -> None:
    words = (
        "坚持党对科技工作的全面领导，深入推进全面从严治党，开展主题党日活动12次，营造风清气正的良好政治生态。"
    )
    text = f"云岭市工作要点\n一、重点任务\n（一）培育企业。新增20家。\n二、加强党的建设。{words}"
    assert outline(text) == [("一", ("一、重点任务",), "培育企业"), ("二", (), "加强党的建设")]


def test_dotted_numbers_stand_inside_the_number_they_repeat() -> None:
    text = "云岭市工作要点\n1 企业培育\n1.1 高企\n新增5家。\n1.2 科小\n入库9家。\n2 平台建设\n2.1 实验室\n新建4个。"
    assert outline(text) == [
        ("1.1", ("1 企业培育",), "高企"),
        ("1.2", ("1 企业培育",), "科小"),
        ("2.1", ("2 平台建设",), "实验室"),
    ]


def test_an_annex_belongs_to_no_item() -> None:
    text = (
        "云岭市工作要点\n一、企业\n1.高企倍增。新增20家。\n附件：1.云岭市重点任务分工表\n2.云岭市重点项目清单\n附件1\n"
        "云岭市重点任务分工表\n序号\t重点工作\t工作目标\t牵头科室\n1\t理论学习\t12次\t机关党委"
    )
    assert outline(text) == [("一.1", ("一、企业",), "高企倍增"), ("1", (), "理论学习")]


def test_a_text_without_line_ends_is_cut_at_its_numbers() -> None:
    text = (
        "云岭市2026年工作要点 一、总体目标 高新技术企业达到120家，研发投入增长15%。 二、重点任务 （一）抓主体培育。"
        "新增高新技术企业15家。 （二）抓平台建设。新建省级平台2个，推动云岭高新区争先进位。"
    )
    assert [title for _, _, title in outline(text)] == ["抓主体培育", "抓平台建设"]


def test_items_that_strengthen_a_basis_are_work_not_results() -> None:
    text = (
        "云岭市工作要点\n一、重点任务\n（一）夯实创新基础。新建平台3个。\n（二）提升服务成效。走访企业20家。"
    )
    assert [title for _, _, title in outline(text)] == ["夯实创新基础", "提升服务成效"]


def test_a_number_given_twice_is_told_apart() -> None:
    text = "云岭市工作要点\n一、培育企业\n新增20家。\n一、建设平台\n新建3家。"
    assert [no for no, _, _ in outline(text)] == ["一", "一(2)"]
