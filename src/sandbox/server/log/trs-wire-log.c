/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-wire-log.h"

#include "trs-wire-line.h"

#define MAX_LINES 2000
#define MAX_SIZE (4 * 1024 * 1024)

struct _TrsWireLog
{
  TrClock *clock; /* owned; the sandbox's */
  guint64 first;  /* number of the oldest line that is here; above last when none is */
  guint64 last;   /* of the newest; 0 before the first came */
  gsize size;     /* of all, in bytes */
  TrsWireLine *lines[MAX_LINES]; /* owned; a line's place is its number's remainder */
};

/**
 * trs_wire_log_new:
 * @clock: what its times are by
 *
 * Returns: (transfer full): an empty log
 */
TrsWireLog *
trs_wire_log_new (TrClock *clock)
{
  TrsWireLog *self = g_new0 (TrsWireLog, 1);

  self->clock = g_object_ref (clock);
  self->first = 1;
  return self;
}

static TrsWireLine **
get_place (TrsWireLog *self, guint64 id)
{
  return &self->lines[id % MAX_LINES];
}

static void
forget_oldest (TrsWireLog *self)
{
  TrsWireLine **place = get_place (self, self->first);

  self->size -= trs_wire_line_get_size (*place);
  g_clear_pointer (place, trs_wire_line_free);
  self->first++;
}

void
trs_wire_log_free (TrsWireLog *self)
{
  while (self->first <= self->last)
    forget_oldest (self);
  g_object_unref (self->clock);
  g_free (self);
}

/**
 * trs_wire_log_set_clock:
 * @self: a log
 * @clock: what its times are by from now on
 */
void
trs_wire_log_set_clock (TrsWireLog *self, TrClock *clock)
{
  g_set_object (&self->clock, clock);
}

/**
 * trs_wire_log_add:
 * @self: a log
 * @entry: what just went over a wire
 */
void
trs_wire_log_add (TrsWireLog *self, const TrsWireEntry *entry)
{
  TrsWireLine *line =
    trs_wire_line_new (entry, self->last + 1, tr_clock_get_real_time (self->clock));
  gsize size = trs_wire_line_get_size (line);

  while (self->first <= self->last &&
         (self->last - self->first + 1 == MAX_LINES || self->size + size > MAX_SIZE))
    forget_oldest (self);
  *get_place (self, line->id) = line;
  self->last = line->id;
  self->size += size;
}

/**
 * trs_wire_log_to_json:
 * @self: a log
 * @after: the number of the last line that is known; 0 for none
 * @max_lines: how many to show at most
 * @brief: without headers and bodies
 *
 * Returns: (transfer full): "entries", the oldest first; "last", from where to go on; "newest", the
 *   number of the newest there is; "lost", how many after @after are forgotten
 */
JsonObject *
trs_wire_log_to_json (TrsWireLog *self, guint64 after, guint max_lines, gboolean brief)
{
  JsonObject *object = json_object_new ();
  JsonArray *entries = json_array_new ();
  guint64 id = MAX (after + 1, self->first);
  guint64 lost = id - (after + 1);

  for (; id <= self->last && json_array_get_length (entries) < max_lines; id++)
    {
      after = id;
      json_array_add_object_element (entries, trs_wire_line_to_json (*get_place (self, id), brief));
    }
  json_object_set_array_member (object, "entries", entries);
  json_object_set_int_member (object, "last", (gint64) after);
  json_object_set_int_member (object, "newest", (gint64) self->last);
  json_object_set_int_member (object, "lost", (gint64) lost);
  return object;
}

/**
 * trs_wire_log_get_json:
 * @self: a log
 * @id: a line's number
 *
 * Returns: (transfer full) (nullable): the whole line; %NULL when it is not there, or not any more
 */
JsonObject *
trs_wire_log_get_json (TrsWireLog *self, guint64 id)
{
  if (id < self->first || id > self->last)
    return NULL;
  return trs_wire_line_to_json (*get_place (self, id), FALSE);
}
