"""The SQL of standing instructions."""

from typing import Final

_COLUMNS: Final = "instruction_id, source, key, member_id, cause, points, above, on_day, made_at, stopped_at"

ADD_INSTRUCTION: Final = (
    f"insert into instruction ({_COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)

FIND_INSTRUCTION: Final = f"select {_COLUMNS} from instruction where source = %s and key = %s"

HOLD_INSTRUCTION: Final = f"select {_COLUMNS} from instruction where instruction_id = %s for update"

STOP_INSTRUCTION: Final = "update instruction set stopped_at = %s where instruction_id = %s"

LIST_INSTRUCTIONS: Final = f"""
select {_COLUMNS} from instruction where member_id = any(%s) order by instruction_id desc
"""

# What stood at the midnight that begins a day: made before it, and not stopped by then.
FIND_DUE: Final = f"""
select {_COLUMNS} from instruction
where on_day between %s and %s and made_at < %s and (stopped_at is null or stopped_at >= %s) and instruction_id > %s
order by instruction_id limit %s
"""
