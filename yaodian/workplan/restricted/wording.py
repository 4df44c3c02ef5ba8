"""What the audit calls the actions on the restricted register."""

from __future__ import annotations

ACTIONS = {
    "enter_register": "列入专项登记",
    "leave_register": "移出专项登记",
    "change_matter": "修改专项登记",
}
