/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

typedef enum
{
  TRA_NOTICE_NONE,
  TRA_NOTICE_MISSED,
  TRA_NOTICE_NOT_ANSWERED,
} TraNoticeKind;

/* All that the phase depends on. */
typedef struct
{
  gboolean is_signed_in;
  TrWorkerState connection;
  gboolean was_ready; /* the connection was there once */

  gboolean is_available;
  gboolean is_offline; /* the activity is the one that the agent goes offline with */
  TraNoticeKind notice;

  gboolean is_offered; /* there is a reservation … */
  gboolean is_ringing;
  gboolean is_accepted;
  gboolean is_wrapping;
} TraSituation;

TraPhase tra_phase_from_situation (const TraSituation *situation);
const char *tra_phase_to_string (TraPhase phase);

G_END_DECLS
