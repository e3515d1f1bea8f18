/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-event.h"

G_BEGIN_DECLS

/* More than this at once: rather begin again than grow for ever. An event takes several times its
 * bytes on the wire. */
#define TR_EVENT_BACKLOG_MAX_EVENTS 65536
#define TR_EVENT_BACKLOG_MAX_BYTES (32 * 1024 * 1024)

/* Events that wait for their turn, in order. */
typedef struct _TrEventBacklog TrEventBacklog;

TrEventBacklog *tr_event_backlog_new (void);
void tr_event_backlog_free (TrEventBacklog *self);

gboolean tr_event_backlog_push (TrEventBacklog *self, TrEvent *event, GError **error);
TrEvent *tr_event_backlog_pop (TrEventBacklog *self); /* transfer full, nullable */
void tr_event_backlog_clear (TrEventBacklog *self);

G_END_DECLS
