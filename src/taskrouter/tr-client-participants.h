/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"
#include "tr-participant.h"

G_BEGIN_DECLS

/* Who is in a conference, for those who have an account's credentials: the event bridge tells a
 * worker who was joined at first, and nothing of holding and muting. */
void tr_client_list_participants_async (TrClient *self,
                                        const char *conference_sid,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *tr_client_list_participants_finish (TrClient *self, GAsyncResult *result, GError **error);

/* @form: pairs of name, value, …, NULL: "From", "To" and what else the service may be told. */
void tr_client_add_participant_async (TrClient *self,
                                      const char *conference_sid,
                                      const char *const *form,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
TrParticipant *tr_client_add_participant_finish (TrClient *self, GAsyncResult *result, GError **error);

/* @form: pairs of name, value, …, NULL, as "Hold", "true", or "Muted", "false". */
void tr_client_update_participant_async (TrClient *self,
                                         const char *conference_sid,
                                         const char *call_sid,
                                         const char *const *form,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
void tr_client_remove_participant_async (TrClient *self,
                                         const char *conference_sid,
                                         const char *call_sid,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean tr_client_participant_finish (TrClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
