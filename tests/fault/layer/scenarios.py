# SPDX-License-Identifier: ISC
"""All scenarios."""

import cleaning
import filtering
import keeping

SCENARIOS = filtering.SCENARIOS + keeping.SCENARIOS + cleaning.SCENARIOS
