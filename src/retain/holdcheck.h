/* SPDX-License-Identifier: ISC */
/*
 * Are the holds of a directory those that its ledger knows of? Who edits the
 * file of the holds by hand is found out, as far as names go.
 */
#ifndef RETAIN_HOLDCHECK_H
#define RETAIN_HOLDCHECK_H

/**
 * holdcheck_report(arg, name, why):
 * What is wrong with the hold ${name}, in one line (static).
 */
typedef void holdcheck_report(void *, const char *, const char *);

/**
 * holdcheck_run(dirfd, report, arg):
 * Report each hold in the file that was never added, or was released, by the
 * ledger of ${dirfd}, and each that was added and not released and is not in
 * the file. A ledger that is not whole says nothing of holds.
 *
 * Returns: 0, 1 when something was reported, or -1 with errno set; a file of
 *          holds that cannot be read is warned of.
 */
int holdcheck_run(int, holdcheck_report *, void *);

#endif
