/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

#define TRA_TYPE_CONTROL (tra_control_get_type ())
G_DECLARE_FINAL_TYPE (TraControl, tra_control, TRA, CONTROL, GObject)

/* What a sandbox's phone is doing. */
typedef enum
{
  TRA_PHONE_UNKNOWN,
  TRA_PHONE_IDLE,
  TRA_PHONE_RINGING,
  TRA_PHONE_IN_CALL,
} TraPhoneState;

/* A client of the sandbox's control API: the hand that makes calls and picks up phones. All but
 * start_call and get_phone share tra_control_finish(). */
TraControl *tra_control_new (const char *base_url, SoupSession *session /* nullable */);

void tra_control_start_call_async (TraControl *self,
                                   const char *from,
                                   const char *to,     /* nullable: the seed's number */
                                   const char *digits, /* nullable: none pressed */
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *tra_control_start_call_finish (TraControl *self, GAsyncResult *result, GError **error); /* SID */
void tra_control_hang_up_call_async (TraControl *self,
                                     const char *call_sid,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

void tra_control_get_phone_async (TraControl *self,
                                  const char *number,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
TraPhoneState tra_control_get_phone_finish (TraControl *self, GAsyncResult *result, GError **error);
void tra_control_set_phone_async (TraControl *self,
                                  const char *number,
                                  const char *behavior, /* "answer", "no-answer", "busy", "ask" */
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* @verb: "answer", "decline" or "hangup". */
void tra_control_use_phone_async (TraControl *self,
                                  const char *number,
                                  const char *verb,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* Why a worker gets no calls, in the router's own words; not translated. */
void tra_control_explain_async (TraControl *self,
                                const char *worker_sid,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *tra_control_explain_finish (TraControl *self, GAsyncResult *result, GError **error);

/* @worker_sid: whose sockets are cut, whose token runs out. */
void tra_control_drop_connection_async (TraControl *self,
                                        const char *worker_sid,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
void tra_control_expire_sign_in_async (TraControl *self,
                                       const char *worker_sid,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

gboolean tra_control_finish (TraControl *self, GAsyncResult *result, GError **error);

G_END_DECLS
