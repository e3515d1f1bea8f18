/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-progress.h"

#include <unistd.h>

#include "tr-clock.h"

/* The cursor is left where the line begins: whatever is said next takes its place. */
#define REST_OF_LINE "\033[K"

struct _TrdProgress
{
  TrClock *clock; /* owned */
  char *what;     /* owned */
  guint total;    /* 0: not known */
  guint done;
  guint64 timer;  /* 0: it has come, or there is no terminal */
  gboolean is_shown;
};

/**
 * trd_progress_to_text:
 * @what: what is done
 * @done: how much of it
 * @total: of how much; 0: not known
 *
 * Returns: (transfer full): "Completing tasks: 3 of 40"
 */
char *
trd_progress_to_text (const char *what, guint done, guint total)
{
  return total > 0 ? g_strdup_printf ("%s: %u of %u", what, done, total) : g_strdup_printf ("%s…", what);
}

static void
draw (TrdProgress *self)
{
  g_autofree char *text = trd_progress_to_text (self->what, self->done, self->total);

  self->is_shown = TRUE;
  g_printerr ("%s" REST_OF_LINE "\r", text);
}

static void
second_cb (gpointer user_data)
{
  TrdProgress *self = user_data;

  self->timer = 0;
  draw (self);
}

/**
 * trd_progress_new:
 * @what: what is being done: "Completing tasks"
 * @total: how many steps it has; 0: nobody knows
 *
 * Returns: (transfer full): nothing of it done yet
 */
TrdProgress *
trd_progress_new (const char *what, guint total)
{
  TrdProgress *self = g_new0 (TrdProgress, 1);

  self->clock = tr_clock_new ();
  self->what = g_strdup (what);
  self->total = total;
  if (isatty (STDERR_FILENO))
    self->timer = tr_clock_add (self->clock, G_USEC_PER_SEC, second_cb, self);
  return self;
}

/**
 * trd_progress_step:
 * @self: a progress
 *
 * Another step is done.
 */
void
trd_progress_step (TrdProgress *self)
{
  self->done++;
  if (self->is_shown)
    draw (self);
}

void
trd_progress_free (TrdProgress *self)
{
  tr_clock_clear (self->clock, &self->timer);
  if (self->is_shown)
    g_printerr (REST_OF_LINE);
  g_object_unref (self->clock);
  g_free (self->what);
  g_free (self);
}
