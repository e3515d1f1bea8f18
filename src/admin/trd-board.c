/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-board.h"

#include "trd-table.h"
#include "trd-text.h"

#define MAX_EVENTS 50 /* kept; as many are shown as there is room for */

struct _TrdBoard
{
  char *workspace;
  char *trouble;      /* nullable */
  GPtrArray *queues;  /* of JsonObject, as below */
  GPtrArray *tasks;
  GPtrArray *workers;
  gint64 tasks_read;  /* when, in seconds */
  gint64 workers_read;
  GQueue events;      /* of lines, the newest first */
};

static const TrdColumn queue_columns[] = {
  { "friendly_name", "QUEUE", TRD_KIND_TEXT },
  { "pending", "WAITING", TRD_KIND_NUMBER },
  { "reserved", "OFFERED", TRD_KIND_NUMBER },
  { "assigned", "WORKED ON", TRD_KIND_NUMBER },
  { "wrapping", "WRAP-UP", TRD_KIND_NUMBER },
  { "longest", "LONGEST", TRD_KIND_DURATION },
};

static const TrdColumn task_columns[] = {
  { "task_queue_friendly_name", "TASK OF", TRD_KIND_TEXT },
  { "assignment_status", "STATUS", TRD_KIND_TEXT },
  { "age_now", "AGE", TRD_KIND_DURATION },
  { "from", "FROM", TRD_KIND_TEXT },
  { "sid", "SID", TRD_KIND_TEXT },
};

static const TrdColumn worker_columns[] = {
  { "friendly_name", "WORKER", TRD_KIND_TEXT },
  { "activity_name", "ACTIVITY", TRD_KIND_TEXT },
  { "in_activity_now", "FOR", TRD_KIND_DURATION },
};

/**
 * trd_board_new:
 * @workspace: its name
 *
 * Returns: (transfer full): a board with nothing on it
 */
TrdBoard *
trd_board_new (const char *workspace)
{
  TrdBoard *self = g_new0 (TrdBoard, 1);

  self->workspace = trd_text_plain (workspace);
  self->queues = g_ptr_array_new ();
  self->tasks = g_ptr_array_new ();
  self->workers = g_ptr_array_new ();
  return self;
}

void
trd_board_free (TrdBoard *self)
{
  g_free (self->workspace);
  g_free (self->trouble);
  g_ptr_array_unref (self->queues);
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->workers);
  g_queue_clear_full (&self->events, g_free);
  g_free (self);
}

static void
set_list (GPtrArray **list, GPtrArray *things)
{
  g_ptr_array_ref (things);
  g_ptr_array_unref (*list);
  *list = things;
}

void
trd_board_set_queues (TrdBoard *self, GPtrArray *queues)
{
  set_list (&self->queues, queues);
}

/**
 * trd_board_set_tasks:
 * @self: a board
 * @tasks: (element-type JsonObject): the open tasks, with their "age"; kept
 * @now: when that was read
 */
void
trd_board_set_tasks (TrdBoard *self, GPtrArray *tasks, gint64 now)
{
  set_list (&self->tasks, tasks);
  self->tasks_read = now;
}

/**
 * trd_board_set_workers:
 * @self: a board
 * @workers: (element-type JsonObject): all workers, with "in_activity_seconds"; kept
 * @now: when that was read
 */
void
trd_board_set_workers (TrdBoard *self, GPtrArray *workers, gint64 now)
{
  set_list (&self->workers, workers);
  self->workers_read = now;
}

/**
 * trd_board_add_event:
 * @self: a board
 * @line: a stranger's text
 */
void
trd_board_add_event (TrdBoard *self, const char *line)
{
  g_queue_push_head (&self->events, trd_text_plain (line));
  while (self->events.length > MAX_EVENTS)
    g_free (g_queue_pop_tail (&self->events));
}

/**
 * trd_board_set_trouble:
 * @self: a board
 * @trouble: (nullable): why what is shown may be old
 */
void
trd_board_set_trouble (TrdBoard *self, const char *trouble)
{
  g_free (self->trouble);
  self->trouble = trouble != NULL ? trd_text_plain (trouble) : NULL;
}

/* ---- Counting ---- */

static gint64
worker_seconds (TrdBoard *self, JsonObject *worker, gint64 now)
{
  return trd_member_int (worker, "in_activity_seconds") + MAX (now - self->workers_read, 0);
}

static gint64
task_age (TrdBoard *self, JsonObject *task, gint64 now)
{
  return trd_member_int (task, "age") + MAX (now - self->tasks_read, 0);
}

/**
 * trd_board_is_counting:
 * @self: a board
 *
 * Returns: whether it may look different a second later: durations of over an hour have no seconds
 */
gboolean
trd_board_is_counting (TrdBoard *self)
{
  if (self->tasks->len > 0)
    return TRUE;
  for (guint i = 0; i < self->workers->len; i++)
    if (trd_member_int (g_ptr_array_index (self->workers, i), "in_activity_seconds") < 3600)
      return TRUE;
  return FALSE;
}

/* @queue_sid: (nullable): NULL counts all. */
static guint
count_tasks (TrdBoard *self, const char *queue_sid, const char *status, gint64 now, gint64 *longest)
{
  guint count = 0;

  for (guint i = 0; i < self->tasks->len; i++)
    {
      JsonObject *task = g_ptr_array_index (self->tasks, i);

      if (g_strcmp0 (trd_member_text (task, "assignment_status"), status) != 0 ||
          (queue_sid != NULL && g_strcmp0 (trd_member_text (task, "task_queue_sid"), queue_sid) != 0))
        continue;
      count++;
      if (longest != NULL)
        *longest = MAX (*longest, task_age (self, task, now));
    }
  return count;
}

/**
 * trd_board_to_summary:
 * @self: a board
 * @now: in seconds
 *
 * Returns: (transfer full): one line: how many wait, for how long, and who is there
 */
char *
trd_board_to_summary (TrdBoard *self, gint64 now)
{
  gint64 longest = 0;
  guint n_waiting = count_tasks (self, NULL, "pending", now, &longest);
  g_autofree char *wait = trd_text_duration (longest);
  g_autofree char *longest_words = n_waiting > 0 ? g_strdup_printf (" (longest %s)", wait)
                                                 : g_strdup ("");
  guint n_available = 0;

  for (guint i = 0; i < self->workers->len; i++)
    n_available += trd_member_is_true (g_ptr_array_index (self->workers, i), "available");
  return g_strdup_printf ("%s: %u waiting%s, %u offered, %u worked on, %u in wrap-up; %u of %u workers "
                          "available", self->workspace, n_waiting, longest_words,
                          count_tasks (self, NULL, "reserved", now, NULL),
                          count_tasks (self, NULL, "assigned", now, NULL),
                          count_tasks (self, NULL, "wrapping", now, NULL), n_available,
                          self->workers->len);
}

/* ---- Drawing ---- */

static GPtrArray *
make_rows (guint n_most)
{
  return g_ptr_array_new_full (n_most, (GDestroyNotify) json_object_unref);
}

static JsonObject *
row_with (JsonObject *thing, const TrdColumn *columns, gsize n_columns)
{
  JsonObject *row = json_object_new ();

  for (gsize i = 0; i < n_columns; i++)
    if (json_object_has_member (thing, columns[i].member))
      json_object_set_member (row, columns[i].member, json_object_dup_member (thing, columns[i].member));
  return row;
}

static GPtrArray *
queue_rows (TrdBoard *self, gint64 now)
{
  static const char *const statuses[] = { "pending", "reserved", "assigned", "wrapping" };
  GPtrArray *rows = make_rows (self->queues->len);

  for (guint i = 0; i < self->queues->len; i++)
    {
      JsonObject *queue = g_ptr_array_index (self->queues, i);
      JsonObject *row = row_with (queue, queue_columns, 1);
      const char *sid = trd_member_text (queue, "sid");
      gint64 longest = 0;

      for (gsize s = 0; s < G_N_ELEMENTS (statuses); s++)
        json_object_set_int_member (row, statuses[s],
                                    count_tasks (self, sid, statuses[s], now, s == 0 ? &longest : NULL));
      json_object_set_int_member (row, "longest", longest);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static GPtrArray *
task_rows (TrdBoard *self, gint64 now)
{
  GPtrArray *rows = make_rows (self->tasks->len);

  for (guint i = 0; i < self->tasks->len; i++)
    {
      JsonObject *task = g_ptr_array_index (self->tasks, i);
      JsonObject *row = row_with (task, task_columns, G_N_ELEMENTS (task_columns));

      json_object_set_int_member (row, "age_now", task_age (self, task, now));
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static GPtrArray *
worker_rows (TrdBoard *self, gint64 now)
{
  GPtrArray *rows = make_rows (self->workers->len);

  for (guint i = 0; i < self->workers->len; i++)
    {
      JsonObject *worker = g_ptr_array_index (self->workers, i);
      JsonObject *row = row_with (worker, worker_columns, G_N_ELEMENTS (worker_columns));

      json_object_set_int_member (row, "in_activity_now", worker_seconds (self, worker, now));
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static void
add_line (GPtrArray *lines, const char *line, guint columns)
{
  /* What fills the last column makes some terminals go on to the next line. */
  g_ptr_array_add (lines, trd_text_cut (line, columns > 0 ? columns - 1 : 0));
}

/* A table in @room lines at most, and an empty line after it. */
static void
add_table (GPtrArray *lines,
           const TrdColumn *table_columns,
           gsize n_columns,
           GPtrArray *rows,
           guint room,
           guint columns)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) parts = NULL;
  guint n_left_out = 0;

  if (rows->len == 0 || room < 3)
    return;
  if (rows->len > room - 2)
    {
      n_left_out = rows->len - (room - 3);
      g_ptr_array_set_size (rows, room - 3);
    }
  text = trd_table_to_text (table_columns, n_columns, rows, columns > 0 ? columns - 1 : 0);
  parts = g_strsplit (text, "\n", -1);
  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    add_line (lines, parts[i], columns);
  if (n_left_out > 0)
    {
      g_autofree char *more = g_strdup_printf ("… and %u more", n_left_out);

      add_line (lines, more, columns);
    }
  add_line (lines, "", columns);
}

static void
add_events (TrdBoard *self, GPtrArray *lines, guint columns, guint rows)
{
  guint room = rows > lines->len + 1 ? rows - lines->len - 1 : 0;

  for (guint i = MIN (room, self->events.length); i > 0; i--)
    add_line (lines, g_queue_peek_nth (&self->events, i - 1), columns);
}

/**
 * trd_board_to_text:
 * @self: a board
 * @now: in seconds
 * @columns: how wide the screen is
 * @rows: how high
 *
 * Returns: (transfer full): @rows lines or fewer, all narrower than @columns, without a line end after
 *   the last
 */
char *
trd_board_to_text (TrdBoard *self, gint64 now, guint columns, guint rows)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *summary = trd_board_to_summary (self, now);
  g_autoptr(GPtrArray) queues = queue_rows (self, now);
  g_autoptr(GPtrArray) tasks = task_rows (self, now);
  g_autoptr(GPtrArray) workers = worker_rows (self, now);
  guint third = rows > 4 ? (rows - 4) / 3 : 0;

  add_line (lines, summary, columns);
  add_line (lines, self->trouble != NULL ? self->trouble : "q ends it", columns);
  add_table (lines, queue_columns, G_N_ELEMENTS (queue_columns), queues, third, columns);
  add_table (lines, task_columns, G_N_ELEMENTS (task_columns), tasks, third, columns);
  add_table (lines, worker_columns, G_N_ELEMENTS (worker_columns), workers, third, columns);
  add_events (self, lines, columns, rows);
  if (lines->len > rows)
    g_ptr_array_set_size (lines, rows);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}
