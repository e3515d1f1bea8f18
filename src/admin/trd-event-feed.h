/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-service.h"

G_BEGIN_DECLS

/**
 * TrdEventFeed:
 *
 * What happens in a workspace, read again and again: each event is told once. The service sends a
 * workspace's events to web servers only; whoever is none reads its record of them.
 */
typedef struct _TrdEventFeed TrdEventFeed;

/* Which events. All strings are nullable, and borrowed. */
typedef struct
{
  const char *type; /* may end with a "*" */
  const char *task_sid;
  const char *worker_sid;
  const char *queue_sid;
  int minutes;      /* how far back the first reading goes; 0: as the service likes, 15 */
} TrdEventFilter;

TrdEventFeed *trd_event_feed_new (TrdService *service, const TrdEventFilter *filter);
void trd_event_feed_free (TrdEventFeed *self);

GPtrArray *trd_event_feed_read (TrdEventFeed *self, GError **error);
gboolean trd_event_feed_may_pass (const GError *error);
char *trd_event_dup_line (JsonObject *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdEventFeed, trd_event_feed_free)

G_END_DECLS
