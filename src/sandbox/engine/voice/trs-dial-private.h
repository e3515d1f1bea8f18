/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-script.h"

G_BEGIN_DECLS

/* A Dial's inside. Private to the two files of it. */

struct _TrsDial
{
  TrsScript *script; /* not owned: it owns us */
  GPtrArray *legs;   /* of TrsCall, borrowed: who rings */
  char leg_sid[TRS_SID_LENGTH + 1]; /* who was put through, or ended last; "" for none */
  TrsVoiceQueue *queue;  /* nullable, borrowed: where the caller waits for a member */
  gboolean is_conference;
  gint64 bridged_at; /* real time; 0 until somebody was put through */
  TrsCallStatus status; /* of whoever ended last, unanswered */
  guint64 timer;        /* of waiting for a member, or of the time limit */
  guint n_rung;         /* nouns that were rung, of those that ring one after the other */
};

void trs_dial_finish (TrsScript *script);
gboolean trs_dial_ring_next (TrsScript *script);
void trs_dial_bridge (TrsScript *script, TrsCall *leg);
void trs_dial_timer_cb (gpointer user_data);

G_END_DECLS
