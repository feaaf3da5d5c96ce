# SPDX-License-Identifier: ISC
"""Calls that no scenario makes, and those that cannot fail, and why."""

CALLS = {
    "src/retain/replay.c:play_frame:zwalk_reject":
        "it looks at what was read a moment ago, in files of this size",
    "src/write/quarantine.c:quarantine_close:file_close#2":
        "a copy of the call in quarantine_open(), where it is refused",
}

FAULTLESS = {
    "src/write/repair.c:repair_void:fcntl":
        "F_GETFL of a descriptor that is open",
    "src/write/repair.c:repair_void:fcntl#3":
        "F_SETFL: only taking O_APPEND away can be refused, not giving it",
}
