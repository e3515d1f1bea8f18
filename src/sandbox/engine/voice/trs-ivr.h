/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"

G_BEGIN_DECLS

/* What a digit leads to. */
typedef struct
{
  char digit;
  char *workflow_sid;
  JsonObject *attributes; /* nullable: added to the task's */
} TrsIvrOption;

/* The menu that a number plays: data of the seed. */
struct _TrsIvr
{
  char *prompt;
  char *goodbye;
  int timeout; /* seconds to wait for a digit */
  int rounds;  /* how often it is played */
  GArray *options; /* of TrsIvrOption */
};

TrsIvr *trs_ivr_new (const char *prompt, const char *goodbye, int timeout, int rounds);
void trs_ivr_free (TrsIvr *self);
void trs_ivr_add_option (TrsIvr *self,
                         char digit,
                         const char *workflow_sid,
                         JsonObject *attributes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsIvr, trs_ivr_free)

G_END_DECLS
