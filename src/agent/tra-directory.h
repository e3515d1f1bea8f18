/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-client.h"

G_BEGIN_DECLS

typedef enum
{
  TRA_TARGET_FREE,
  TRA_TARGET_BUSY, /* available, and has all the calls that it can have */
  TRA_TARGET_AWAY, /* in an activity that is not available */
  TRA_TARGET_QUEUE,
} TraTargetKind;

#define TRA_TYPE_TARGET (tra_target_get_type ())
G_DECLARE_FINAL_TYPE (TraTarget, tra_target, TRA, TARGET, GObject)

/* Somebody, or a queue, that a call may be handed to. What it is called is untrusted text. */
const char *tra_target_get_sid (TraTarget *self);
const char *tra_target_get_name (TraTarget *self);
const char *tra_target_get_detail (TraTarget *self); /* nullable: the name of the activity */
const char *tra_target_get_skills (TraTarget *self); /* nullable: "support, sales" */
TraTargetKind tra_target_get_kind (TraTarget *self);

#define TRA_TYPE_DIRECTORY (tra_directory_get_type ())
G_DECLARE_FINAL_TYPE (TraDirectory, tra_directory, TRA, DIRECTORY, GObject)

/* Who else is in a workspace. Signals: changed (): a name that was asked for is known now. */
TraDirectory *tra_directory_new (TrClient *client, const char *workspace_sid);

void tra_directory_load_async (TraDirectory *self,
                               const char *own_sid, /* who is left out */
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* Of TraTarget: colleagues, those who are free first, then queues. */
GPtrArray *tra_directory_load_finish (TraDirectory *self, GAsyncResult *result, GError **error);

const char *tra_directory_get_name (TraDirectory *self, const char *worker_sid); /* nullable: not yet */

G_END_DECLS
