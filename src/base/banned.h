/* SPDX-License-Identifier: ISC */
/*
 * Functions that must not compile here.  The build force-includes this file
 * before every source file, so it pulls in first the system headers that
 * declare them; their include guards keep later includes away from the macros.
 *
 * To use the reentrant or bounded form instead:
 *	strcpy, strcat, sprintf		span and buf of base/, or snprintf
 *	strtok, strsep			span scanning; strtok_r where it must be
 *	gmtime, localtime		gmtime_r, localtime_r
 *	atoi, scanf			a parser that reports overflow and rubbish
 *	alloca				an arena
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#define BANNED(f) sorry_##f##_is_banned_see_base_banned_h

#undef strcpy
#define strcpy(...) BANNED(strcpy)
#undef strcat
#define strcat(...) BANNED(strcat)
#undef strncpy
#define strncpy(...) BANNED(strncpy)
#undef strncat
#define strncat(...) BANNED(strncat)
#undef stpcpy
#define stpcpy(...) BANNED(stpcpy)
#undef stpncpy
#define stpncpy(...) BANNED(stpncpy)
#undef strtok
#define strtok(...) BANNED(strtok)
#undef strsep
#define strsep(...) BANNED(strsep)
#undef strdupa
#define strdupa(...) BANNED(strdupa)
#undef strndupa
#define strndupa(...) BANNED(strndupa)

#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef gets
#define gets(...) BANNED(gets)
#undef scanf
#define scanf(...) BANNED(scanf)
#undef fscanf
#define fscanf(...) BANNED(fscanf)
#undef sscanf
#define sscanf(...) BANNED(sscanf)
#undef vscanf
#define vscanf(...) BANNED(vscanf)
#undef vfscanf
#define vfscanf(...) BANNED(vfscanf)
#undef vsscanf
#define vsscanf(...) BANNED(vsscanf)

#undef gmtime
#define gmtime(...) BANNED(gmtime)
#undef localtime
#define localtime(...) BANNED(localtime)
#undef ctime
#define ctime(...) BANNED(ctime)
#undef ctime_r
#define ctime_r(...) BANNED(ctime_r)
#undef asctime
#define asctime(...) BANNED(asctime)
#undef asctime_r
#define asctime_r(...) BANNED(asctime_r)

#undef atoi
#define atoi(...) BANNED(atoi)
#undef atol
#define atol(...) BANNED(atol)
#undef atoll
#define atoll(...) BANNED(atoll)
#undef atof
#define atof(...) BANNED(atof)

#undef alloca
#define alloca(...) BANNED(alloca)
#undef tmpnam
#define tmpnam(...) BANNED(tmpnam)
#undef tempnam
#define tempnam(...) BANNED(tempnam)
#undef mktemp
#define mktemp(...) BANNED(mktemp)
#undef rand
#define rand(...) BANNED(rand)
#undef random
#define random(...) BANNED(random)
#undef system
#define system(...) BANNED(system)
#undef popen
#define popen(...) BANNED(popen)

#endif
