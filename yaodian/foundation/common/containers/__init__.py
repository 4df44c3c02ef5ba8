"""Judges an uploaded file by its bytes before any parser opens it.

`sniff` says what a file is, whatever its name claims. `judge` decides whether a ZIP-based file (docx, xlsx,
zip) may be parsed at all: it unpacks every entry as a stream, counts what really comes out and keeps none of
it, so that a lying header gains nothing and a refusal costs little time and memory. Both raise
`ContainerRefused`, whose `words` tell the user what to do.
"""

from yaodian.foundation.common.containers.archive import LIMITS, Limits
from yaodian.foundation.common.containers.judging import judge
from yaodian.foundation.common.containers.kinds import ole_kind, sniff
from yaodian.foundation.common.containers.refusals import ContainerRefused

__all__ = ["LIMITS", "ContainerRefused", "Limits", "judge", "ole_kind", "sniff"]
