# SPDX-License-Identifier: ISC
"""All scenarios."""

import cleaning
import filtering
import keeping
import relics

SCENARIOS = filtering.SCENARIOS + keeping.SCENARIOS + cleaning.SCENARIOS \
    + relics.SCENARIOS
