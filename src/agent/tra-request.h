/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* One thing that was asked of the service for a session: the user data of its callback. While it
 * shows, its verb is the session's "busy". */
typedef struct
{
  TraSession *session;        /* not owned: gone if the callback says that it was cancelled */
  const char *verb;           /* static */
  TrReservation *reservation; /* owned, nullable */
  TrActivity *activity;       /* owned, nullable */
  guint64 timer;              /* of the session's clock, while it shows */
} TraRequest;

/* Shows as busy until it is freed, but for 10 s at most. */
TraRequest *tra_request_new (TraSession *session,
                             const char *verb,
                             TrReservation *reservation,
                             TrActivity *activity);
/* Never shows: what the session does by itself. */
TraRequest *tra_request_new_silent (TraSession *session,
                                    const char *verb,
                                    TrReservation *reservation,
                                    TrActivity *activity);
/* When its answer came: it shows no more. FALSE if the callback came because of cancelling. */
gboolean tra_request_answered (TraRequest *self, const GError *error);
void tra_request_tell_failure (TraRequest *self, const GError *error);
void tra_request_tell_unclear (TraRequest *self, const GError *error);
gboolean tra_request_is_refusal (const GError *error);
gboolean tra_request_is_unclear (const GError *error);
void tra_request_free (TraRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraRequest, tra_request_free)

G_END_DECLS
