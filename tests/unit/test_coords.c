/* SPDX-License-Identifier: ISC */
#include "scrub/coords.h"

#include "unit/detect_fixture.h"

static const struct fixture_case texts[] = {
	{ "/maps/@52.3702157,4.8951679,15z", "/maps/@{location}z" },
	{ "p=52.3702,4.8952", "p={location}" },
	{ "p=52.3702%2C4.8952&z=1", "p={location}&z=1" },
	{ "p=52.3702,+4.8952", "p={location}" },
	{ "p=-52.370,-4.895", "p={location}" },
	{ "p=4.8952,152.3702", "p={location}" },
	{ "p=52.3702+4.8952", "p={location}" },
	{ "p=52.3702%3B4.8952", "p={location}" },
	{ "p=52.3702|4.8952", "p={location}" },
	{ "img_52.37021_4.89521.jpg", "img_{location}.jpg" },
	{ "#map=15/52.37021/4.89521", "#map=15/{location}" },
	{ "52.3702N 4.89E", "{location}" },
	{ "52.3702N4.89E", "{location}" },
	{ "N52.37, W4.89", "{location}" },
	{ "52.37\xc2\xb0 N, 4.89\xc2\xb0 E", "{location}" },
	{ "!8m2!3d52.3702157!4d4.8951679", "!8m2!3d{location}" },
	{ "box=4.7285,52.2782,5.0792,52.4311", "box={location}" },
	{ "box=15,52.3702,4.8952", "box=15,{location}" },
	{ "4.7285,52.2782;5.0792,52.4311", "{location}" },
	{ "geo:52.37,4.89", "geo:{location}" },
	{ "GEO:52.37,-4.89,10;u=35", "GEO:{location};u=35" },
	{ "52\xc2\xb0"
	  "22'12\"N 4\xc2\xb0"
	  "53'42\"E",
	    "{location} {location}" },
	{ "52%C2%B022'12.5''N", "{location}" },
	{ "52\xc2\xb0 22\xe2\x80\xb2 12\xe2\x80\xb3 n", "{location}" },
	{ "52\xc2\xb0"
	  "22.2'N",
	    "{location}" },
	{ "8FVC9G8F+6X", "{location}" },
	{ "q=8FVC9G8F%2B6XV&", "q={location}&" },
	{ "52.37,4.89", NULL },
	{ "12.50,13.99", NULL },
	{ "1.500,2.500", NULL },
	{ "52.3702,abc", NULL },
	{ "a52.3702,4.8952", NULL },
	{ "1.52.3702,4.8952", NULL },
	{ "52.3702,4.8952.1", NULL },
	{ "52.3702,4.8952a", NULL },
	{ "91.3702,181.8952", NULL },
	{ "91.3702,90.8952", NULL },
	{ "1052.3702,4.8952", NULL },
	{ "crop=0.125,0.2501,0.5001,0.7501", NULL },
	{ "t=0.123,12.456,33.123,1.234,5.678", NULL },
	{ "3.107, 2.104, 2.103", NULL },
	{ "v=126.0.6478.127", NULL },
	{ "Opera Mini/2.1199/34.1244; U", NULL },
	{ "hugeo:52.37,4.89", NULL },
	{ "geo:52,4", NULL },
	{ "52\xc2\xb0"
	  "C",
	    NULL },
	{ "52\xc2\xb0"
	  "22'",
	    NULL },
	{ "97354262+33", NULL },
	{ "CFGHJMPQ+RV", NULL },
	{ "A8FVC9G8F+6X", NULL },
	{ "8FVC9G8F+6A", NULL },
};

static const struct fixture_case lone[] = {
	{ "52.37,4.89", "{location}" },
	{ "52.37;4.89", "{location}" },
	{ "52.37 4.89", "{location}" },
	{ "52.37N 4.89E", "{location}" },
	{ "N52.37 E4.89", "{location}" },
	{ "52.37 N, 4.89 E", "{location}" },
	{ "52.37,4.89,12", "{location}" },
	{ "52.3,4.8", NULL },
	{ "at 3.63, 3.13", NULL },
	{ "10.20,11.00,11.11", NULL },
	{ "0.25,0.75", NULL },
	{ "1.2.3.4.5", NULL },
};

Test(coords, anywhere)
{
	DETECT_TRY_BARE(texts);
}

Test(coords, lone)
{
	DETECT_TRY_LONE(lone);
}
