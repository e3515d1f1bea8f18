/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a process has done since it started, for /metrics. */
typedef struct
{
  guint64 requests[6]; /* answered, by the first digit of their status; [0]: nobody waited */
  guint64 events_stored;
  guint64 events_doubled;
  guint64 events_ignored; /* of another workspace */
  guint64 events_refused; /* not the service's, or no event */
  guint64 assignments_answered;
  guint64 assignments_left; /* to the agents: no rule holds */
  guint64 tasks_completed;  /* whose wrap-up took too long */
  guint64 workers_sent_offline;
  guint64 queues_fetched;
  guint64 queues_failed;
  guint n_streams; /* open now */
} TsvCounters;

G_END_DECLS
