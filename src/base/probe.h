/* SPDX-License-Identifier: ISC */
/*
 * Named places at which the test build (LOGFADE_TEST) can be made to die as
 * by kill -9: those where a file's state on disk has just changed. In the
 * released program there is nothing.
 */
#ifndef BASE_PROBE_H
#define BASE_PROBE_H

#ifdef LOGFADE_TEST
#define PROBE(name) probe_reached(name)

/**
 * probe_reached(name):
 * Kill this process when the environment's LOGFADE_PROBE is ${name}.
 */
void probe_reached(const char *);
#else
#define PROBE(name) ((void)0)
#endif

#endif
