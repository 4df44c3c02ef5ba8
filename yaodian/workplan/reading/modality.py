"""How firmly a promise is put: 确保 (must), 力争 (strive), or neither (plain)."""

import re

from .lexicon import MODALS_MUST, MODALS_STRIVE

MUST, STRIVE, PLAIN = "must", "strive", "plain"

_RULE = re.compile(rf"(?P<must>{MODALS_MUST})|(?P<strive>{MODALS_STRIVE})(?!优|先)")


def modality_of(words: str, before: str = PLAIN) -> str:
    """The modality after these words; a modal reaches on to the end of its sentence."""
    modality = before
    for found in _RULE.finditer(words):
        modality = MUST if found["must"] else STRIVE
    return modality
