/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include "trd-event-feed.h"
#include "trd-pause.h"
#include "trd-reader.h"

#define READ_EVERY 2     /* seconds */
#define READ_AT_LEAST 30 /* seconds, while the service can't be reached */
#define TAIL_LENGTH 10

static const TrdColumn columns[] = {
  { "event_date", "TIME", TRD_KIND_TIME },
  { "event_type", "TYPE", TRD_KIND_TEXT },
  { "description", "WHAT", TRD_KIND_TEXT },
  { "resource_sid", "ABOUT", TRD_KIND_TEXT },
};

static gboolean
find_sid (TrdService *service,
          const char *path,
          const char *what,
          const char *name,
          char **sid,
          GError **error)
{
  g_autoptr(GPtrArray) things = NULL;
  JsonObject *thing;

  if (name == NULL)
    return TRUE;
  things = trd_service_list_workspace (service, path, NULL, 0, error);
  thing = things != NULL ? trd_find (things, name, what, error) : NULL;
  *sid = thing != NULL ? g_strdup (trd_member_text (thing, "sid")) : NULL;
  return thing != NULL;
}

static TrdEventFeed *
open_feed (TrdService *service, const TrdOptions *options, GError **error)
{
  g_autofree char *worker = NULL;
  g_autofree char *queue = NULL;

  if (!find_sid (service, "Workers", "worker", options->worker, &worker, error) ||
      !find_sid (service, "TaskQueues", "task queue", options->queue, &queue, error))
    return NULL;
  return trd_event_feed_new (service, &(TrdEventFilter) {
    .type = options->type, .task_sid = options->task, .worker_sid = worker, .queue_sid = queue,
    .minutes = options->minutes });
}

/* The last @limit of them: the newest matter. */
static void
keep_last (GPtrArray *events, int limit)
{
  if (limit > 0 && events->len > (guint) limit)
    g_ptr_array_remove_range (events, 0, events->len - limit);
}

static TrdExit
list (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrdEventFeed) feed = open_feed (service, options, &error);
  g_autoptr(GPtrArray) events = feed != NULL ? trd_event_feed_read (feed, &error) : NULL;

  if (events == NULL)
    return trd_complain_error (error);
  keep_last (events, options->limit);
  trd_table_print (columns, G_N_ELEMENTS (columns), events, options->format,
                   "Nothing of that kind happened; --minutes=N looks further back.");
  return TRD_EXIT_DONE;
}

/* ---- Following ---- */

static void
print_event (JsonObject *event, TrdFormat format)
{
  g_autofree char *line = trd_event_dup_line (event);

  if (format != TRD_FORMAT_TABLE)
    trd_object_print (event, FALSE);
  else
    g_print ("%s\n", line);
}

/* Goes on until it is interrupted, or refused. @patience: (inout): seconds to the next reading. */
static gboolean
follow (TrdEventFeed *feed, const TrdOptions *options, int *patience, GError **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(GPtrArray) events = trd_event_feed_read (feed, &problem);

  if (events == NULL && !trd_event_feed_may_pass (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (events == NULL)
    {
      if (*patience == READ_EVERY)
        trd_complain (TRD_EXIT_UNREACHABLE, "%s; trying again", problem->message);
      *patience = MIN (*patience * 2, READ_AT_LEAST);
      return TRUE;
    }
  for (guint i = 0; i < events->len; i++)
    print_event (g_ptr_array_index (events, i), options->format);
  *patience = READ_EVERY;
  return TRUE;
}

static TrdExit
tail (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrdEventFeed) feed = open_feed (service, options, &error);
  g_autoptr(GPtrArray) events = feed != NULL ? trd_event_feed_read (feed, &error) : NULL;
  int patience = READ_EVERY;

  if (events == NULL)
    return trd_complain_error (error);
  trd_reader_end_with ();
  if (options->minutes == 0)
    keep_last (events, TAIL_LENGTH);
  for (guint i = 0; i < events->len; i++)
    print_event (g_ptr_array_index (events, i), options->format);
  do
    trd_pause (patience);
  while (follow (feed, options, &patience, &error));
  return trd_complain_error (error);
}

const TrdCommand trd_event_commands[] = {
  { "events", "list", "", "List what happened lately (--type=reservation.*, --worker=dave…).", list, 0, 0,
    TRD_OPTION_EVENTS | TRD_OPTION_MINUTES | TRD_OPTION_LIMIT },
  { "events", "tail", "", "Print what happens as it happens, until Ctrl+C.", tail, 0, 0,
    TRD_OPTION_EVENTS | TRD_OPTION_MINUTES },
  { NULL },
};
