"""A plan's lights in one sentence and as figures."""

from __future__ import annotations

from django.urls import reverse

from ..standing import PlanStanding
from ..states import Light

ORDER = (Light.DONE, Light.GREEN, Light.AMBER, Light.RED, Light.NONE)


def sentence(standing: PlanStanding) -> str:
    """42 个指标：9 个已完成，27 个正常，4 个预警，2 个滞后。"""
    counted = standing.lights_of_targets()
    parts = [f"{counted[light]} 个{light.label}" for light in ORDER if counted[light]]
    return f"{len(standing.targets)} 个指标：{'，'.join(parts)}。" if parts else "这份文件没有指标。"


def lights_of(standing: PlanStanding) -> list[tuple[Light, int, str, str]]:
    """Each light with how many targets have it, how many tasks in words, and the list behind the number."""
    targets, tasks = standing.lights_of_targets(), standing.lights_of_tasks()
    here = f"{reverse('progress:list')}?plan={standing.plan.pk}&lead="
    return [
        (light, targets[light], f"任务 {tasks[light]} 项", f"{here}&light={light}" if targets[light] else "")
        for light in ORDER
    ]
