/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-participant.h"
#include "tr-reservation.h"

G_BEGIN_DECLS

typedef enum
{
  TRA_LEG_CALLER,
  TRA_LEG_OWN,
  TRA_LEG_COLLEAGUE, /* another worker */
  TRA_LEG_OTHER,     /* a number that somebody added */
} TraLegRole;

/* One phone on the line. */
typedef struct
{
  char *call_sid;      /* owned */
  char *label;         /* owned, nullable: what the service was told to call it */
  char *worker_sid;    /* owned, nullable: a colleague's */
  TraLegRole role;
  gboolean is_muted;
  gboolean is_held;
  gboolean is_connected; /* else its phone rings */
  gboolean ends_conference;
  gint64 held_since;   /* monotonic µs of the session's clock; 0: not on hold */
} TraLeg;

/* Who is on the line of one call, as the service showed it last. Where the service does not show a
 * conference to us it is put together from the task and from what was done here. */
typedef struct
{
  char *reservation_sid; /* owned */
  char *conference_sid;  /* owned */
  GPtrArray *legs;       /* of TraLeg, owned; the caller and the agent's own come first */
  gboolean is_seen;      /* the service showed it */
  gboolean is_blind;     /* and will not */
  gboolean is_asking;    /* a look at it is on its way */
  gboolean is_stale;     /* and what it brings may be old already */
  TrTransfer *transfer;  /* owned, nullable: the last one that was begun here */
  gint64 transfer_since; /* monotonic µs */
  char *expected_worker; /* owned, nullable: SID of the colleague who comes next */
  GHashTable *colleagues; /* owned; call SID → worker SID */
  char *own_call_sid;    /* owned, nullable */
  gboolean is_own_checked; /* whether that is ours was asked of the service */
  char *target_name;     /* owned, nullable: of the transfer; fit for a sentence */
  char *number_sid;      /* owned, nullable: call SID of a number that rings to be handed the call */
  char *number_over;     /* owned, nullable: likewise, of one that is not followed any more */
  gboolean is_number_warm;   /* the caller is on hold meanwhile; else: */
  gboolean leaves_to_number; /* the agent goes when it has answered */
  char *recording_sid;   /* owned, nullable: of one that runs, or is paused */
  gboolean is_recording_paused;
  gboolean is_recording_known; /* it was asked for */
  gboolean is_recording_seen;  /* and was answered */
  guint recording_turn;        /* counts what was asked of it here: older looks are old */
  gboolean is_left;      /* the agent is not on it any more */
} TraLine;

char *tra_line_dup_customer (TrTask *task); /* nullable: call SID of who is served */
TraLine *tra_line_new (TrReservation *reservation);
void tra_line_free (TraLine *self);

gboolean tra_line_take_task (TraLine *self, TrTask *task);
void tra_line_take_participants (TraLine *self,
                                 GPtrArray *participants,
                                 TrTask *task,
                                 gint64 now,
                                 gint64 service_now);
void tra_line_set_own (TraLine *self, const char *call_sid);
void tra_line_set_transfer (TraLine *self, TrTransfer *transfer, gint64 now);

TraLeg *tra_line_find (TraLine *self, TraLegRole role);          /* nullable */
TraLeg *tra_line_find_call (TraLine *self, const char *call_sid); /* nullable */
TraLeg *tra_line_find_held (TraLine *self);                      /* nullable: the first */
gboolean tra_line_has_others (TraLine *self); /* more than the caller and the agent */
gboolean tra_line_is_transferring (TraLine *self); /* nobody has taken it yet */
void tra_leg_set_held (TraLeg *self, gboolean is_held, gint64 since);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraLine, tra_line_free)

G_END_DECLS
