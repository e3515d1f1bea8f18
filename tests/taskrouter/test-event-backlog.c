/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-event-backlog.h"

#include <string.h>

#include "tr-error.h"

static TrEvent *
new_event (gsize size)
{
  g_autofree char *blanks = g_strnfill (size, ' ');
  g_autoptr(GBytes) frame = NULL;
  g_autoptr(GError) error = NULL;
  TrEvent *event;

  memcpy (blanks, "{\"event_type\":\"x\"}", strlen ("{\"event_type\":\"x\"}"));
  frame = g_bytes_new (blanks, size);
  event = tr_event_new_from_frame (frame, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tr_event_get_size (event), ==, size);
  return event;
}

/* Gives how many of @event there is room for. */
static guint
fill (TrEventBacklog *backlog, TrEvent *event)
{
  g_autoptr(GError) error = NULL;
  guint n = 0;

  while (tr_event_backlog_push (backlog, event, &error))
    n++;
  g_assert_error (error, TR_ERROR, TR_ERROR_PROTOCOL);
  return n;
}

static void
test_limits (void)
{
  TrEventBacklog *backlog = tr_event_backlog_new ();
  g_autoptr(TrEvent) small = new_event (100);
  g_autoptr(TrEvent) large = new_event (1024 * 1024);
  g_autoptr(TrEvent) first = NULL;

  g_assert_cmpuint (fill (backlog, small), ==, TR_EVENT_BACKLOG_MAX_EVENTS);
  tr_event_backlog_clear (backlog);
  g_assert_null (tr_event_backlog_pop (backlog));
  g_assert_cmpuint (fill (backlog, large), ==, TR_EVENT_BACKLOG_MAX_BYTES / (1024 * 1024));
  first = tr_event_backlog_pop (backlog);
  g_assert_true (first == large);
  g_assert_cmpuint (fill (backlog, large), ==, 1);
  tr_event_backlog_free (backlog);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-backlog/limits", test_limits);
  return g_test_run ();
}
