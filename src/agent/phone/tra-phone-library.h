/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the program wants of libphonenumber, as plain C: the one piece that is C++ is a module of its
 * own, which is loaded when a number is to be dialled, and never costs anybody else anything. */

#ifdef __cplusplus
extern "C" {
#endif

#define TRA_PHONE_LIBRARY_SYMBOL "tra_phone_library"

typedef enum
{
  TRA_PHONE_VALID,
  TRA_PHONE_EMPTY,     /* no digits at all */
  TRA_PHONE_NOT_A_NUMBER,
  TRA_PHONE_NO_COUNTRY, /* a national number, and the region is not known */
  TRA_PHONE_TOO_SHORT,
  TRA_PHONE_TOO_LONG,
  TRA_PHONE_INVALID,   /* of the right length, and nobody's */
} TraPhoneVerdict;

typedef struct
{
  /* Reads what a person typed. @region: two letters, "US"; "" is not known. @e164 gets "+16505550100",
   * @international "+1 650-555-0100"; both are for TRA_PHONE_VALID only, and freed with free(). */
  TraPhoneVerdict (*parse) (const char *text, const char *region, char **e164, char **international);
  /* "+1 650-555-0100" of "+16505550100"; NULL for what is no such number. Freed with free(). */
  char *(*format) (const char *e164);
  /* The digits typed so far as one would write them there. Freed with free(). */
  char *(*format_as_typed) (const char *text, const char *region);
} TraPhoneLibrary;

#ifdef __cplusplus
}
#endif
