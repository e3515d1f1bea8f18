/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-address.h"
#include "trs-resource.h"

G_BEGIN_DECLS

typedef enum
{
  TRS_PHONE_ANSWER,    /* answers after a while */
  TRS_PHONE_NO_ANSWER, /* rings until the caller gives up */
  TRS_PHONE_BUSY,      /* busy at once */
  TRS_PHONE_ASK,       /* a person answers: trs_phone_answer(), trs_phone_decline() */
  TRS_PHONE_MACHINE,   /* an answering machine answers after a while */
} TrsPhoneBehavior;

typedef enum
{
  TRS_PHONE_IDLE,
  TRS_PHONE_RINGING,
  TRS_PHONE_IN_CALL,
  TRS_PHONE_CALLING, /* it is the one that calls, and nobody answered yet */
} TrsPhoneState;

/* How long one rings that nobody spoke of before. */
#define TRS_PHONE_DEFAULT_AFTER_SECONDS 1

/* A party at the other end: the phone at a number, client: or sip: address. One exists for every
 * address that was ever called or spoken of, and for a caller as long as he calls. */
struct _TrsPhone
{
  TrsResource base; /* has no SID: it is known by its address */
  TrsEngine *engine;

  char *address;
  TrsPhoneBehavior behavior;
  int after_seconds; /* where it answers by itself: how long it rings first */
  TrsCall *call;     /* nullable: what rings or is talked on */
  gboolean is_passing; /* goes when its call ends */
};

void trs_phone_set_behavior (TrsPhone *self, TrsPhoneBehavior behavior, int after_seconds);
gboolean trs_phone_answer (TrsPhone *self, GError **error);
gboolean trs_phone_decline (TrsPhone *self, GError **error);
gboolean trs_phone_hang_up (TrsPhone *self, GError **error);
gboolean trs_phone_press (TrsPhone *self, const char *digits, GError **error);

gboolean trs_phone_answers (TrsPhone *self);
TrsPhoneState trs_phone_get_state (TrsPhone *self);
const char *trs_phone_state_to_string (TrsPhoneState state);
const char *trs_phone_behavior_to_string (TrsPhoneBehavior behavior);
gboolean trs_phone_behavior_from_string (const char *word, TrsPhoneBehavior *behavior);

G_END_DECLS
