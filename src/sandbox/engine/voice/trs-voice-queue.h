/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

struct _TrsQueueMember
{
  TrsResource base; /* has no SID: it is known by its call's; date_created is when it came */
  TrsVoiceQueue *queue;
  TrsCall *call;
};

/* Where callers wait. A workflow's queue has the workflow's SID as its name and is made by the
 * first Enqueue. */
struct _TrsVoiceQueue
{
  TrsResource base; /* QU… */
  TrsAccount *account;

  char *friendly_name;
  int max_size;
  GPtrArray *members; /* of TrsQueueMember, the first is the front */

  /*< private >*/
  GPtrArray *dialers; /* of TrsScript, borrowed: who dials the queue and waits for a member */
  gint64 total_wait; /* microseconds, of those who left */
  guint n_left;
};

TrsVoiceQueue *trs_voice_queue_create (TrsAccount *account,
                                       const char *friendly_name,
                                       const int *max_size,
                                       GError **error);
gboolean trs_voice_queue_update (TrsVoiceQueue *self,
                                 const char *friendly_name,
                                 const int *max_size,
                                 GError **error);
gboolean trs_voice_queue_delete (TrsVoiceQueue *self, GError **error);

gint64 trs_voice_queue_get_average_wait_seconds (TrsVoiceQueue *self);
TrsQueueMember *trs_voice_queue_get_member (TrsVoiceQueue *self, const char *call_sid_or_front);
guint trs_queue_member_get_position (TrsQueueMember *self);
gint64 trs_queue_member_get_wait_seconds (TrsQueueMember *self);

G_END_DECLS
