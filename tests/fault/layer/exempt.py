# SPDX-License-Identifier: ISC
"""Calls that no scenario makes, and those that cannot fail, and why."""

CALLS = {
}

FAULTLESS = {
    "src/write/repair.c:repair_void:fcntl":
        "F_GETFL of a descriptor that is open",
    "src/write/repair.c:repair_void:fcntl#3":
        "F_SETFL: only taking O_APPEND away can be refused, not giving it",
}
