/* SPDX-License-Identifier: ISC */
/*
 * The texts compiled into the program: every formats/NAME.format, NAME.names
 * and NAME.engines file, byte for byte.  The build generates the tables.
 *
 * The tables are in byte order of their names and end with a NULL name; with
 * no such file a table holds that last entry alone.  text is followed by a NUL
 * that size does not count.
 */
#ifndef BASE_BUILTIN_H
#define BASE_BUILTIN_H

struct builtin {
	const char *name; /* file name without folder and suffix */
	const char *text; /* static; the whole file */
	unsigned long size; /* in bytes */
};

extern const struct builtin builtin_formats[];
extern const struct builtin builtin_names[];
extern const struct builtin builtin_engines[];

#endif
