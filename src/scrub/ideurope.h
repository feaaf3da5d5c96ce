/* SPDX-License-Identifier: ISC */
/*
 * The checks of the national ids of Europe. Each is called with the digits
 * and capital letters of a text that has the shape of its row of the table in
 * scrub/nationalid.c, which says how many of them are read, and answers
 * whether it is one.
 */
#ifndef SCRUB_IDEUROPE_H
#define SCRUB_IDEUROPE_H

#include <stdbool.h>

/* Each: the check digits, and the date if there is one, are right. */
typedef bool idcheck_fn(const char *);

idcheck_fn ideurope_ahv; /* Switzerland */
idcheck_fn ideurope_amka; /* Greece */
idcheck_fn ideurope_ausweis_old; /* Germany: 8 characters and a digit */
idcheck_fn ideurope_ausweis; /* Germany: 9 characters and a digit */
idcheck_fn ideurope_bsn; /* the Netherlands */
idcheck_fn ideurope_chi; /* the United Kingdom: Scotland */
idcheck_fn ideurope_cnp; /* Romania */
idcheck_fn ideurope_codice; /* Italy */
idcheck_fn ideurope_cpr; /* Denmark: the date only */
idcheck_fn ideurope_dni; /* Spain */
idcheck_fn ideurope_dni_short; /* Spain: 7 digits */
idcheck_fn ideurope_egn; /* Bulgaria */
idcheck_fn ideurope_fnr; /* Norway */
idcheck_fn ideurope_hetu; /* Finland */
idcheck_fn ideurope_isikukood; /* Estonia, Lithuania */
idcheck_fn ideurope_jmbg; /* the successors of Yugoslavia */
idcheck_fn ideurope_kennitala; /* Iceland */
idcheck_fn ideurope_matricule; /* Luxembourg */
idcheck_fn ideurope_nhs; /* the United Kingdom */
idcheck_fn ideurope_nhs_issued; /* the same, of the ranges in use */
idcheck_fn ideurope_nie; /* Spain */
idcheck_fn ideurope_nif; /* Portugal */
idcheck_fn ideurope_nino; /* the United Kingdom: the prefix only */
idcheck_fn ideurope_nir; /* France */
idcheck_fn ideurope_personnummer; /* Sweden */
idcheck_fn ideurope_personnummer_bare; /* and not to be taken for a time */
idcheck_fn ideurope_personnummer_long; /* with the century */
idcheck_fn ideurope_pesel; /* Poland */
idcheck_fn ideurope_pps; /* Ireland */
idcheck_fn ideurope_pps_long; /* since 2013, with one more letter */
idcheck_fn ideurope_rodne; /* Czechia, Slovakia */
idcheck_fn ideurope_rodne_bare; /* and not to be taken for a time */
idcheck_fn ideurope_rrn; /* Belgium */
idcheck_fn ideurope_rvnr; /* Germany: pension insurance */
idcheck_fn ideurope_steuer; /* Germany: income tax */
idcheck_fn ideurope_svnr; /* Austria */
idcheck_fn ideurope_svnr_bare; /* and not to be taken for a time */
idcheck_fn ideurope_ust; /* Germany: turnover tax */

#endif
