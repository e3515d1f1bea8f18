/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"
#include "trs-voice-program.h"

G_BEGIN_DECLS

/* A number of ours that callers dial. */
struct _TrsNumber
{
  TrsResource base; /* PN… */
  TrsAccount *account;

  char *phone_number;
  char *friendly_name;
  TrsVoiceProgram program; /* owned; empty: the caller hears that the number is not in use */
  char *status_callback;   /* nullable */
  char *status_callback_method; /* nullable */
};

/**
 * TrsNumberChange:
 * @phone_number: on create only: E.164; absent with @area_code
 * @area_code: on create only: three digits; any number there that is free
 * @voice_url: "" is for nothing
 *
 * What to set; absent ones stay.
 */
typedef struct
{
  const char *phone_number;
  const char *area_code;
  const char *friendly_name;
  const char *voice_url;
  const char *voice_method;
  const char *voice_fallback_url;
  const char *voice_fallback_method;
  const char *status_callback;
  const char *status_callback_method;
} TrsNumberChange;

TrsNumber *trs_number_create (TrsAccount *account, const TrsNumberChange *change, GError **error);
gboolean trs_number_update (TrsNumber *self, const TrsNumberChange *change, GError **error);
gboolean trs_number_delete (TrsNumber *self, GError **error);

G_END_DECLS
