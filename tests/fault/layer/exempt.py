# SPDX-License-Identifier: ISC
"""Calls that no scenario makes, and why."""

CALLS = {
}
