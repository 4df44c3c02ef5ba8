"""Information systems and platforms that a text names."""

import re
from collections.abc import Iterator

from .shapes import Span, System

_NAME = re.compile(
    r"[一-鿿“”·+A-Za-z0-9、]{0,24}?(?:信息(?:化)?(?:工作|管理|服务)?平台|服务平台|管理平台|"
    r"共享平台|交易平台|对接平台|在线[一-鿿]{0,4}平台|云平台|数字化[一-鿿]{0,6}平台|信息系统|"
    r"管理系统|专家库|项目库|数据库|成果库|需求库|门户网站|小程序|数据中台|驾驶舱|一网通办|"
    r"一张图)"
)
_LEAD = re.compile(
    r"^.*(?:建设|建立|完善|搭建|推广|利用|依托|办好|打造|接入|开发|运用|优化|用好|升级|推进|"
    r"支持|使用|建好|对接|通过|参与|加强|组建|建成|上线|启动|规范|充实调整|管理好|做好|开通|"
    r"运营|加快|和|及|、)(?=.{4,})"
)


def find_systems(source: str, folded: str, spans: list[Span]) -> Iterator[System]:
    """Each mention inside the given spans, cut behind the verb that leads it in."""
    for start, end in spans:
        for found in _NAME.finditer(folded, start, end):
            lead = _LEAD.match(found.group())
            a = found.start() + (lead.end() if lead else 0)
            yield System(a, found.end(), source[a : found.end()])
