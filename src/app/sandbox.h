/* SPDX-License-Identifier: ISC */
/*
 * What the process gives up. Its memory holds raw lines, so it must end up in
 * no core file and in no debugger.
 */
#ifndef APP_SANDBOX_H
#define APP_SANDBOX_H

/**
 * sandbox_enter(void):
 * No core dumps, no ptrace by others. What the system refuses is left as is:
 * under systemd's filters the unit itself sets these.
 */
void sandbox_enter(void);

#endif
