/* SPDX-License-Identifier: ISC */
/* The checks of the national ids of other continents; see scrub/ideurope.h. */
#ifndef SCRUB_IDWORLD_H
#define SCRUB_IDWORLD_H

#include "scrub/ideurope.h"

idcheck_fn idworld_aadhaar; /* India */
idcheck_fn idworld_abn; /* Australia: business */
idcheck_fn idworld_cpf; /* Brazil */
idcheck_fn idworld_curp; /* Mexico */
idcheck_fn idworld_itin; /* United States: the ranges only */
idcheck_fn idworld_medicare; /* Australia */
idcheck_fn idworld_nric; /* Singapore */
idcheck_fn idworld_pan; /* India: the kind of holder only */
idcheck_fn idworld_ric; /* China */
idcheck_fn idworld_rrn; /* Korea, numbers given out before October 2020 */
idcheck_fn idworld_rrn_date; /* Korea: the date only */
idcheck_fn idworld_sin; /* Canada */
idcheck_fn idworld_ssn; /* United States: the ranges only */
idcheck_fn idworld_tckn; /* Turkey */
idcheck_fn idworld_tfn; /* Australia */
idcheck_fn idworld_za; /* South Africa */

#endif
