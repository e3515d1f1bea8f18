/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-line.h"
#include "tra-session-recording.h"
#include "tra-session.h"

G_BEGIN_DECLS

/*
 * A TraSession, and the TrWorker behind it, that say what a test tells them: for widgets, which ask
 * and are told, and know nothing of services. It takes the place of the real one at link time, so
 * nothing is compiled differently.
 */
typedef struct
{
  TraPhase phase;
  TrReservation *reservation; /* the one of the phase; owned by the worker's list */
  GListStore *reservations;
  GListStore *activities;
  GListStore *channels;
  TrActivity *activity;        /* in the list */
  TrActivity *wanted_activity; /* in the list */
  TrActivity *next_activity;   /* in the list */
  JsonObject *attributes;
  GSettings *settings; /* of the schema in the build tree, in memory */
  TrClock *clock;      /* manual */
  const char *busy;
  const char *notice_caller;
  const char *notice_activity;
  int notice_rang;
  gint64 left;    /* of the first reservation; each further one has 1 s more */
  gint64 elapsed;
  TraLine *line; /* nullable; owned */
  TraRecording recording;
  gint64 record_again_left;
  gint64 hold_time;
  gint64 talk_time;
  gint64 wrap_up_left;
  char *notes;         /* owned */
  char *outcome;       /* owned */
  const char *notes_problem;
  gboolean is_outcome_missed;
  gboolean is_auto_accepting;
  gboolean is_unclear; /* whether Accept was taken */
  gboolean is_saved; /* the secret, in the keyring */
  gint64 lost_time;
  gint64 retry_in;
  gboolean is_demo;
  GPtrArray *queues; /* owned, nullable: of TrQueue; NULL: may not be read */
  gboolean are_queues_limited;
  guint n_queues_asked;
  GString *verbs; /* what was asked for: "accept WR…;" */
} FakeState;

TraSession *fake_session_new (void);
FakeState *fake_session_get (TraSession *session);
void fake_session_changed (TraSession *session);
void fake_session_set_phase (TraSession *session, TraPhase phase);
TrReservation *fake_session_offer (TraSession *session, const char *caller, const char *status);
void fake_session_toast (TraSession *session, const char *text);

G_END_DECLS
