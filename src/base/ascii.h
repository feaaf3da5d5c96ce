/* SPDX-License-Identifier: ISC */
/*
 * What an ASCII byte is, whatever the locale; bytes above 0x7f are nothing.
 */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>
#include <string.h>

/**
 * ascii_isdigit(c):
 * Is ${c} a decimal digit?
 */
static inline bool
ascii_isdigit(char c)
{
	return ((unsigned char)(c - '0') < 10);
}

/**
 * ascii_isalpha(c):
 * Is ${c} a letter?
 */
static inline bool
ascii_isalpha(char c)
{
	return ((unsigned char)((c | 0x20) - 'a') < 26);
}

/**
 * ascii_isalnum(c):
 * Is ${c} a letter or a digit?
 */
static inline bool
ascii_isalnum(char c)
{
	return (ascii_isdigit(c) || ascii_isalpha(c));
}

/**
 * ascii_lower(c):
 * ${c}, as a small letter where it is a letter.
 */
static inline char
ascii_lower(char c)
{
	return (ascii_isalpha(c) ? (char)(c | 0x20) : c);
}

/**
 * ascii_ishex(c):
 * Is ${c} a hexadecimal digit?
 */
static inline bool
ascii_ishex(char c)
{
	return (ascii_isdigit(c) || (unsigned char)((c | 0x20) - 'a') < 6);
}

/**
 * ascii_isone(c, of):
 * Is ${c}, not NUL, a byte of the string ${of}?
 */
static inline bool
ascii_isone(char c, const char *of)
{
	return (c != '\0' && strchr(of, c) != NULL);
}

/**
 * ascii_hexval(c):
 * What the hexadecimal digit ${c} stands for, or -1 when it is none.
 */
static inline int
ascii_hexval(char c)
{
	if (ascii_isdigit(c))
		return (c - '0');
	return (ascii_ishex(c) ? (c | 0x20) - 'a' + 10 : -1);
}

/**
 * ascii_hexpair(p):
 * What the two hexadecimal digits at ${p} stand for, or -1 when they are none.
 */
static inline int
ascii_hexpair(const char *p)
{
	const int high = ascii_hexval(p[0]);
	const int low = high == -1 ? -1 : ascii_hexval(p[1]);

	return (low == -1 ? -1 : high << 4 | low);
}

#endif
