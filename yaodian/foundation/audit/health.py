"""How far the sealing is behind."""

from __future__ import annotations

from django.db import connection

ALERT_AFTER = 120.0  # seconds

_OLDEST = """
SELECT extract(epoch FROM clock_timestamp() - min(e.recorded_at))::float8 FROM audit_entry AS e
WHERE e.xid >= coalesce(
    (SELECT b.horizon FROM audit_block AS b
     WHERE b.n = (SELECT max(n) FROM audit_block)
     AND b.cluster = (SELECT system_identifier::text FROM pg_control_system())),
    '0'::xid8)
AND NOT EXISTS (SELECT FROM audit_seal AS s WHERE s.entry_id = e.id)
"""


def sealing_lag() -> float:
    """Seconds since the oldest committed entry that no block holds; 0 when there is none.

    Entries below the horizon are left to the verification: a sealer that lives does not take them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        (seconds,) = cursor.fetchone()
    return max(0.0, seconds or 0.0)


def sealing_is_late() -> bool:
    return sealing_lag() > ALERT_AFTER


def late_words(seconds: float) -> str:
    """The sentence for the audit administrator."""
    return (
        f"审计记录已有 {int(seconds // 60)} 分钟没有封存。请让系统管理员检查后台任务（./run manage work）。"
    )
