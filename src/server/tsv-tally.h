/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How customers fared: of a queue, a day, or all. */
typedef struct
{
  guint tasks;
  guint answered;
  guint answered_in_time; /* within the service level's seconds */
  guint abandoned;        /* canceled or deleted before anybody accepted */
  gint64 answer_ms;       /* waited by those who were answered, in all */
  gint64 longest_answer_ms;
  gint64 abandon_ms; /* waited by those who were not */
} TsvTally;

/* Times are in milliseconds since the epoch; 0: it did not come to that. */
void tsv_tally_add (TsvTally *self,
                    gint64 began_ms,
                    gint64 accepted_ms,
                    gint64 abandoned_ms,
                    int level_seconds);
void tsv_tally_to_json (const TsvTally *self, JsonObject *object);

G_END_DECLS
