/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* How a call ended, as the service tells it. */
typedef enum
{
  TRA_ENDING_UNKNOWN, /* not told, or not yet */
  TRA_ENDING_CALLER,  /* the caller hung up, or who was called */
  TRA_ENDING_AGENT,
  TRA_ENDING_OTHER,   /* someone else on the line */
  TRA_ENDING_BUSY,    /* who was called talks to somebody else */
  TRA_ENDING_NO_ANSWER,
  TRA_ENDING_FAILED,  /* the number could not be reached */
} TraEnding;

TraEnding tra_session_get_ending (TraSession *self); /* of the call that is wrapped up */

G_END_DECLS
