/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-tally.h"

/**
 * tsv_tally_add:
 * @self: a tally
 * @began_ms: when the task came
 * @accepted_ms: when somebody accepted it first
 * @abandoned_ms: when it was given up
 * @level_seconds: that it should wait at most
 */
void
tsv_tally_add (TsvTally *self,
               gint64 began_ms,
               gint64 accepted_ms,
               gint64 abandoned_ms,
               int level_seconds)
{
  self->tasks++;
  if (accepted_ms > 0)
    {
      gint64 waited = MAX (0, accepted_ms - began_ms);

      self->answered++;
      self->answered_in_time += waited <= level_seconds * 1000LL;
      self->answer_ms += waited;
      self->longest_answer_ms = MAX (self->longest_answer_ms, waited);
    }
  else if (abandoned_ms > 0)
    {
      self->abandoned++;
      self->abandon_ms += MAX (0, abandoned_ms - began_ms);
    }
}

static void
set_ratio (JsonObject *object, const char *name, double sum, guint n)
{
  if (n > 0)
    json_object_set_double_member (object, name, sum / n);
  else
    json_object_set_null_member (object, name);
}

/**
 * tsv_tally_to_json:
 * @self: a tally
 * @object: gets its figures; what nothing can be said of is null
 *
 * The service level is those answered in time, of all that were answered or given up: who still waits
 * is not decided.
 */
void
tsv_tally_to_json (const TsvTally *self, JsonObject *object)
{
  guint decided = self->answered + self->abandoned;

  json_object_set_int_member (object, "tasks", self->tasks);
  json_object_set_int_member (object, "answered", self->answered);
  json_object_set_int_member (object, "answered_in_time", self->answered_in_time);
  json_object_set_int_member (object, "abandoned", self->abandoned);
  json_object_set_int_member (object, "undecided", self->tasks - decided);
  set_ratio (object, "service_level", self->answered_in_time, decided);
  set_ratio (object, "abandon_rate", self->abandoned, decided);
  set_ratio (object, "average_speed_of_answer_seconds", (double) self->answer_ms / 1000,
             self->answered);
  set_ratio (object, "longest_answer_seconds", (double) self->longest_answer_ms / 1000,
             self->answered > 0);
  set_ratio (object, "average_abandon_seconds", (double) self->abandon_ms / 1000, self->abandoned);
}
