/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-command.h"

#include "tr-clock.h"
#include "tr-error.h"

#include "trd-board.h"
#include "trd-event-feed.h"
#include "trd-reader.h"
#include "trd-screen.h"
#include "trd-task.h"
#include "trd-worker.h"

#define READ_EVERY 2     /* seconds */
#define READ_AT_LEAST 30 /* seconds, while the service can't be reached */
#define OPEN_TASKS "pending,reserved,assigned,wrapping"

typedef struct
{
  TrdService *service; /* borrowed */
  GCancellable *cancellable; /* of all requests */
  TrdEventFeed *feed;
  TrdBoard *board;
  TrdScreen *screen;   /* nullable: plain lines are printed */
  TrClock *clock;
  char *summary;       /* nullable: the last that was printed */
  int patience;        /* seconds to the next reading */
  gboolean is_over;
  gboolean is_due;     /* to read */
  gboolean is_changed; /* to draw */
  guint64 reading;     /* timers of the clock */
  guint64 ticking;
} Watch;

static gint64
now_of (Watch *watch)
{
  return tr_clock_get_monotonic_time (watch->clock) / G_USEC_PER_SEC;
}

static void
wish_cb (TrdScreenWish wish, gpointer user_data)
{
  Watch *watch = user_data;

  watch->is_changed = TRUE;
  if (wish != TRD_SCREEN_QUIT)
    return;
  watch->is_over = TRUE;
  g_cancellable_cancel (watch->cancellable); /* whoever goes waits for no answer */
}

static void
reading_cb (gpointer user_data)
{
  Watch *watch = user_data;

  watch->reading = 0;
  watch->is_due = TRUE;
}

static void
tick_cb (gpointer user_data)
{
  Watch *watch = user_data;

  watch->ticking = 0;
  watch->is_changed = TRUE;
}

/* ---- Reading ---- */

static gboolean
read_queues (Watch *watch, GError **error)
{
  g_autoptr(GPtrArray) queues = trd_service_list_workspace (watch->service, "TaskQueues", NULL, 0, error);

  if (queues != NULL)
    trd_board_set_queues (watch->board, queues);
  return queues != NULL;
}

static gboolean
read_work (Watch *watch, GError **error)
{
  g_autoptr(GPtrArray) tasks = trd_task_list (watch->service, OPEN_TASKS, 0, error);
  g_autoptr(GPtrArray) workers = tasks != NULL ? trd_worker_list (watch->service, NULL, 0, error) : NULL;

  if (workers == NULL)
    return FALSE;
  trd_board_set_tasks (watch->board, tasks, now_of (watch));
  trd_board_set_workers (watch->board, workers, now_of (watch));
  return TRUE;
}

static gboolean
is_of_queues (JsonObject *event)
{
  const char *type = trd_member_text (event, "event_type");

  return type != NULL && (g_str_has_prefix (type, "task-queue.created") ||
                          g_str_has_prefix (type, "task-queue.deleted") ||
                          g_str_has_prefix (type, "task-queue.updated"));
}

static void
tell_event (Watch *watch, JsonObject *event, gboolean is_news)
{
  g_autofree char *line = trd_event_dup_line (event);

  if (watch->screen != NULL)
    trd_board_add_event (watch->board, line);
  else if (is_news)
    g_print ("%s\n", line);
}

/* Asks for the rest only when something has happened. */
static gboolean
read_news (Watch *watch, gboolean is_first, GError **error)
{
  g_autoptr(GPtrArray) events = trd_event_feed_read (watch->feed, error);
  gboolean has_queues = is_first;

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      tell_event (watch, g_ptr_array_index (events, i), !is_first);
      has_queues = has_queues || is_of_queues (g_ptr_array_index (events, i));
    }
  if ((has_queues && !read_queues (watch, error)) ||
      ((is_first || events->len > 0) && !read_work (watch, error)))
    return FALSE;
  watch->is_changed = watch->is_changed || is_first || events->len > 0;
  return TRUE;
}

/* ---- Showing ---- */

static void
print_summary (Watch *watch)
{
  g_autofree char *summary = trd_board_to_summary (watch->board, now_of (watch));

  if (g_strcmp0 (summary, watch->summary) == 0)
    return;
  g_print ("%s\n", summary);
  g_free (watch->summary);
  watch->summary = g_steal_pointer (&summary);
}

static void
draw (Watch *watch)
{
  guint columns, rows;
  g_autofree char *text = NULL;

  watch->is_changed = FALSE;
  if (watch->screen == NULL)
    {
      print_summary (watch);
      return;
    }
  trd_screen_get_size (watch->screen, &columns, &rows);
  text = trd_board_to_text (watch->board, now_of (watch), columns, rows);
  trd_screen_draw (watch->screen, text);
  if (watch->ticking == 0 && trd_board_is_counting (watch->board))
    watch->ticking = tr_clock_add (watch->clock, G_USEC_PER_SEC, tick_cb, watch);
}

/* ---- Going on ---- */

static void
tell_trouble (Watch *watch, const GError *error)
{
  g_autofree char *words = g_strdup_printf ("What you see may be old: %s; trying again", error->message);

  if (watch->screen != NULL)
    trd_board_set_trouble (watch->board, words);
  else if (watch->patience == READ_EVERY)
    trd_complain (TRD_EXIT_UNREACHABLE, "%s; trying again", error->message);
  watch->patience = MIN (watch->patience * 2, READ_AT_LEAST);
  watch->is_changed = TRUE;
}

static gboolean
read_again (Watch *watch, GError **error)
{
  g_autoptr(GError) problem = NULL;

  watch->is_due = FALSE;
  if (read_news (watch, FALSE, &problem))
    {
      watch->is_changed = watch->is_changed || watch->patience != READ_EVERY;
      watch->patience = READ_EVERY;
      trd_board_set_trouble (watch->board, NULL);
    }
  else if (trd_event_feed_may_pass (problem))
    tell_trouble (watch, problem);
  else
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  watch->reading = tr_clock_add (watch->clock, watch->patience * G_USEC_PER_SEC, reading_cb, watch);
  return TRUE;
}

static gboolean
go_on (Watch *watch, GError **error)
{
  while (!watch->is_over)
    {
      if (watch->is_due && !read_again (watch, error))
        return FALSE;
      if (watch->is_changed)
        draw (watch);
      if (!watch->is_over && !watch->is_due)
        g_main_context_iteration (NULL, TRUE);
    }
  return TRUE;
}

static void
watch_clear (Watch *watch)
{
  g_clear_pointer (&watch->screen, trd_screen_free);
  if (watch->clock != NULL)
    {
      tr_clock_clear (watch->clock, &watch->reading);
      tr_clock_clear (watch->clock, &watch->ticking);
    }
  g_clear_object (&watch->clock);
  trd_service_set_cancellable (watch->service, NULL);
  g_clear_object (&watch->cancellable);
  g_clear_pointer (&watch->board, trd_board_free);
  g_clear_pointer (&watch->feed, trd_event_feed_free);
  g_free (watch->summary);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watch, watch_clear)

static JsonObject *
find_workspace (TrdService *service, GError **error)
{
  const char *sid = trd_service_get_workspace (service, error);
  g_autofree char *path = g_strdup_printf ("Workspaces/%s", sid);

  if (sid == NULL)
    return NULL;
  return trd_service_request (service, TR_SERVICE_TASKROUTER, "GET", path, NULL, error);
}

static TrdExit
watch (const TrdCommand *command, TrdService *service, const TrdOptions *options, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) workspace = find_workspace (service, &error);
  g_auto(Watch) self = { .service = service, .patience = READ_EVERY, .is_due = TRUE };

  if (workspace == NULL)
    return trd_complain_error (error);
  self.clock = tr_clock_new ();
  self.board = trd_board_new (trd_member_text (workspace, "friendly_name"));
  self.feed = trd_event_feed_new (service, &(TrdEventFilter) { 0 });
  trd_service_set_quiet (service, TRUE); /* nothing may be said over the board */
  self.cancellable = g_cancellable_new ();
  trd_service_set_cancellable (service, self.cancellable);
  if (trd_screen_is_there ())
    self.screen = trd_screen_new (wish_cb, &self);
  else
    trd_reader_end_with ();
  if ((read_news (&self, TRUE, &error) && go_on (&self, &error)) || self.is_over)
    return TRD_EXIT_DONE;
  g_clear_pointer (&self.screen, trd_screen_free);
  return trd_complain_error (error);
}

const TrdCommand trd_watch_commands[] = {
  { "watch", "", "", "Show queues, tasks and workers as they change, until q is pressed.", watch, 0,
    0, 0 },
  { NULL },
};
