/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Watches many file descriptors as one source of the main loop, which otherwise looks at every one
 * of them at every turn: with ten thousand agents connected that is all it would do. */
typedef struct _TrsPoller TrsPoller;

typedef void (*TrsPollerFunc) (GIOCondition condition, gpointer user_data);

TrsPoller *trs_poller_new (void);
void trs_poller_free (TrsPoller *self);

void trs_poller_add (TrsPoller *self, int fd, TrsPollerFunc func, gpointer user_data);
void trs_poller_set_writing (TrsPoller *self, int fd, gboolean writing);
void trs_poller_remove (TrsPoller *self, int fd);

G_END_DECLS
