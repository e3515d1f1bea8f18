/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-retention.h"

#include "tsv-event-log.h"

/* Not at once: a start has better things to do. */
#define FIRST_PAUSE (60 * G_TIME_SPAN_SECOND)
#define PAUSE (3600 * G_TIME_SPAN_SECOND)

struct _TsvRetention
{
  TsvContext *context; /* outlives us */
  GCancellable *cancellable; /* owned; cancelled when we go */
  guint64 timer;
};

typedef struct
{
  gint64 before; /* seconds since the epoch */
  gboolean is_done;
} Forgetting;

static void tsv_retention_forget (TsvRetention *self);

static void
due_cb (gpointer user_data)
{
  TsvRetention *self = user_data;

  self->timer = 0;
  tsv_retention_forget (self);
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvRetention *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  Forgetting *forgetting = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_message ("Old events can't be forgotten: %s", error->message);
  /* Others have their turn in between. */
  self->timer = tr_clock_add (self->context->clock,
                              forgetting != NULL && !forgetting->is_done ? 0 : PAUSE, due_cb, self);
}

static gboolean
forget (TsvStore *store, gpointer data, GError **error)
{
  Forgetting *forgetting = data;

  return tsv_event_log_forget (store, forgetting->before, &forgetting->is_done, error);
}

static void
tsv_retention_forget (TsvRetention *self)
{
  Forgetting *forgetting = g_new0 (Forgetting, 1);

  forgetting->before =
    tsv_context_get_now (self->context) - self->context->config->policy->keep_seconds;
  tsv_database_run_async (self->context->database, forget, forgetting, g_free, self->cancellable,
                          forgotten_cb, self);
}

TsvRetention *
tsv_retention_new (TsvContext *context)
{
  TsvRetention *self = g_new0 (TsvRetention, 1);

  self->context = context;
  self->cancellable = g_cancellable_new ();
  self->timer = tr_clock_add (context->clock, FIRST_PAUSE, due_cb, self);
  return self;
}

void
tsv_retention_free (TsvRetention *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  tr_clock_clear (self->context->clock, &self->timer);
  g_free (self);
}
