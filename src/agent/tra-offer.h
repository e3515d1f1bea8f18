/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-worker.h"

G_BEGIN_DECLS

/* What one session knows of a reservation beyond what the service says. Times are the clock's
 * monotonic microseconds; 0 is "not" or "not known". */
typedef struct
{
  TrReservation *reservation; /* owned */
  char *activity_before;      /* owned, nullable: the SID of the status when it was offered */
  gint64 first_seen;
  gint64 deadline;            /* when it times out */
  gint64 ringing_since;       /* Accept was taken; the agent's phone rings */
  int ring_timeout;           /* seconds */
  gint64 accepted_at;
  gint64 wrapping_at;
  gint64 auto_accept_at;      /* it accepts itself then */
  gboolean is_left_to_agent;  /* it does not: that was cancelled */
  gint64 extension;           /* of the wrap-up, by the agent's wish */
  char *notes_problem;        /* owned, nullable: why they could not be saved, a sentence */
  gboolean is_outcome_missed; /* Complete was pressed without one */
  gboolean is_insisting;      /* completed even if the notes can't be saved */
  gboolean is_found_old;      /* it was open long before we came */
  gboolean is_let_be;         /* the agent has seen that, and ends it by hand */
  gboolean is_call_checked;   /* whether its call goes on was asked */
  gboolean is_call_over;      /* it does not */
  gboolean is_accepting;      /* Accept is on its way */
  gboolean is_asked;          /* Accept got no answer: it may have been taken */
  guint n_unclear;            /* how often it got none that is clear, asked again */
  gint64 ask_again_at;        /* 0: not any more */
  gboolean is_refused;        /* Accept was refused; what became of it will say why */
  gboolean is_given_up;       /* the agent rejected it, or stopped the ringing */
  char *own_call_sid;         /* owned, nullable: the agent's leg */
  char *number_sid;           /* owned, nullable: this and the next four are the line's, while */
  char *number_name;          /* owned, nullable; another task is in front */
  gint64 number_since;
  gboolean is_number_warm;
  gboolean leaves_to_number;
  char *paused_recording;     /* owned, nullable: SID of the call's recording while it pauses */
  gint64 record_again_at;     /* it goes on by itself then */
  int ending;                 /* TraEnding */
  gboolean is_ended_here;     /* End Conference was asked for */
  gboolean is_outgoing;       /* the agent called, and is called for it */
  gboolean is_ours;           /* accepted here, or before this start; not in another session */
} TraOffer;

TraOffer *tra_offer_new (TrWorker *worker, TrReservation *reservation);
void tra_offer_free (TraOffer *self);

void tra_offer_set_ringing (TraOffer *self, TrClock *clock, int timeout);
void tra_offer_update (TraOffer *self, TrWorker *worker);

gboolean tra_offer_is_pending (TraOffer *self);
gboolean tra_offer_is_ringing (TraOffer *self);
gboolean tra_offer_is_call (TraOffer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraOffer, tra_offer_free)

G_END_DECLS
