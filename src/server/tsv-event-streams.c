/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-event-streams.h"

#include <string.h>

#include "tr-json.h"

#include "tsv-answer.h"
#include "tsv-event-query.h"
#include "tsv-oversight.h"
#include "tsv-stream-look.h"
#include "tsv-stream-request.h"

/* How long what another instance stored may stay unseen. */
#define LOOK_INTERVAL G_TIME_SPAN_SECOND

/* A proxy that hears nothing for a minute hangs up. */
#define BEAT_INTERVAL (15 * G_TIME_SPAN_SECOND)

/* Who takes nothing for so long is sent away; Last-Event-ID brings the rest later. */
#define PATIENCE (60 * G_TIME_SPAN_SECOND)

#define MAX_READERS 64
#define HELLO "retry: 2000\n\n"
#define BEAT ": still here\n\n"

/* No reader has a buffer: each is at a place in the database, and gets the next few events only when
 * it has taken those before. */
typedef struct
{
  TsvEventStreams *streams;   /* NULL once it is gone */
  TrsExchange *exchange;    /* owned; a stream */
  TsvEventQuery *query;       /* owned; the errand's while @is_asking */
  gboolean from_now;          /* it wants nothing of what was before */
  gboolean is_greeted;  /* after that, it misses nothing that happens */
  gboolean is_asking;
  gboolean wants_more;  /* ask again after this */
  gboolean is_writing;  /* it did not take yet what was before */
  gint64 last_written;  /* monotonic */
  TrToken *token;       /* owned, nullable: the administrator's key */
  gboolean was_signed_in; /* the worker of @token, here: some tokens are made elsewhere */
} Reader;

struct _TsvEventStreams
{
  TsvContext *context; /* outlives us */
  GPtrArray *readers;  /* of Readers that are here */
  guint64 timer;
  gint64 last_seen; /* id of the newest event */
  gboolean is_looking;
  gboolean is_gone; /* and the errand under way frees us */
};

static void reader_feed (Reader *self);

static void
reader_free (Reader *self)
{
  trs_exchange_unref (self->exchange);
  tsv_event_query_free (self->query);
  g_clear_object (&self->token);
  g_free (self);
}

/* Its stream is over, or we are. */
static void
reader_leave (Reader *self)
{
  TsvEventStreams *streams = self->streams;

  trs_exchange_ignore (self->exchange);
  self->streams = NULL;
  g_ptr_array_remove_fast (streams->readers, self);
  streams->context->counters.n_streams = streams->readers->len;
  if (!self->is_asking)
    reader_free (self);
}

static void
reader_write (Reader *self, const char *text, gsize length)
{
  if (!self->is_writing)
    self->last_written = tr_clock_get_monotonic_time (self->streams->context->clock);
  self->is_writing = TRUE;
  trs_exchange_write (self->exchange, text, length);
}

static void
append_event (JsonArray *array, guint i, JsonNode *node, gpointer user_data)
{
  GString *text = user_data;
  JsonObject *event = json_node_get_object (node);
  g_autofree char *data = tr_json_object_to_string (event);

  g_string_append_printf (text, "id: %" G_GINT64_FORMAT "\nevent: %s\ndata: ",
                          json_object_get_int_member (event, "id"),
                          json_object_get_string_member (event, "type"));
  g_string_append (text, data);
  g_string_append (text, "\n\n");
}

static void
reader_take (Reader *self)
{
  g_autoptr(GString) text = g_string_new (self->is_greeted ? NULL : HELLO);

  self->from_now = FALSE;
  self->is_greeted = TRUE;
  self->wants_more |= self->query->has_more;
  self->query->after = self->query->last;
  json_array_foreach_element (self->query->events, append_event, text);
  if (text->len > 0)
    reader_write (self, text->str, text->len);
  else if (self->wants_more)
    reader_feed (self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reader *self = user_data;
  g_autoptr(GError) error = NULL;

  tsv_database_run_finish (TSV_DATABASE (source), result, &error);
  self->is_asking = FALSE;
  if (self->streams == NULL)
    reader_free (self);
  else if (error != NULL)
    {
      g_message ("Events can't be read: %s", error->message);
      self->streams->last_seen = -1; /* the next look tries again */
    }
  else
    reader_take (self);
}

static gboolean
ask (TsvStore *store, gpointer data, GError **error)
{
  Reader *self = data;

  if (self->from_now && !tsv_stream_look_find_newest (store, &self->query->after, error))
    return FALSE;
  self->query->last = self->query->after;
  return tsv_event_query_run (store, self->query, error);
}

static void
reader_feed (Reader *self)
{
  self->wants_more = self->is_asking || self->is_writing;
  if (self->wants_more)
    return;
  self->is_asking = TRUE;
  tsv_database_run_async (self->streams->context->reader, ask, self, NULL, NULL, asked_cb, self);
}

static void
taken_cb (TrsExchange *exchange, gpointer user_data)
{
  Reader *self = user_data;

  self->last_written = tr_clock_get_monotonic_time (self->streams->context->clock);
  self->is_writing = FALSE;
  if (self->wants_more)
    reader_feed (self);
}

static void
gone_cb (TrsExchange *exchange, gpointer user_data)
{
  reader_leave (user_data);
}

/* It does not take what it was sent: nothing that is said would reach it. */
static void
reader_throw_out (Reader *self)
{
  g_info ("Somebody who follows the events takes none");
  trs_exchange_abort (self->exchange);
}

/* ---- All of them ---- */

/* Feeding may make one leave. */
static void
tsv_event_streams_for_each (TsvEventStreams *self, void (*func) (Reader *reader))
{
  for (guint i = self->readers->len; i > 0; i--)
    {
      if (i <= self->readers->len)
        func (g_ptr_array_index (self->readers, i - 1));
    }
}

static void
reader_end (Reader *self)
{
  if (self->is_writing)
    reader_throw_out (self);
  else
    trs_exchange_end_stream (self->exchange);
}

static gboolean
reader_is_expired (Reader *self)
{
  return self->token != NULL &&
         tr_token_get_expires (self->token) <= tsv_context_get_now (self->streams->context);
}

static void
reader_beat (Reader *self)
{
  gint64 silent = tr_clock_get_monotonic_time (self->streams->context->clock) - self->last_written;

  if (self->is_writing && silent >= PATIENCE)
    reader_throw_out (self);
  else if (reader_is_expired (self))
    reader_end (self);
  else if (!self->is_writing && silent >= BEAT_INTERVAL)
    reader_write (self, BEAT, strlen (BEAT));
}

/* Who has signed out, or was made to, hears nothing more. */
static void
tsv_event_streams_end_signed_out (TsvEventStreams *self, TsvStreamLook *look)
{
  for (guint i = self->readers->len; i > 0; i--)
    {
      Reader *reader = g_ptr_array_index (self->readers, i - 1);
      const char *worker_sid = reader->token != NULL ? tr_token_get_worker_sid (reader->token) : NULL;

      if (worker_sid == NULL || !g_hash_table_contains (look->workers, worker_sid))
        continue;
      if (tsv_stream_look_is_signed_in (look, worker_sid))
        reader->was_signed_in = TRUE;
      else if (reader->was_signed_in)
        reader_end (reader);
    }
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvEventStreams *self = user_data;
  TsvStreamLook *look = tsv_database_run_finish (TSV_DATABASE (source), result, NULL);

  self->is_looking = FALSE;
  if (self->is_gone)
    tsv_event_streams_free (self);
  else if (look != NULL)
    {
      tsv_event_streams_end_signed_out (self, look);
      if (look->newest != self->last_seen)
        {
          self->last_seen = look->newest;
          tsv_event_streams_kick (self);
        }
    }
}

static void
tsv_event_streams_look (TsvEventStreams *self)
{
  TsvStreamLook *look;

  if (self->is_looking)
    return;
  self->is_looking = TRUE;
  look = tsv_stream_look_new (tsv_context_get_now (self->context));
  for (guint i = 0; i < self->readers->len; i++)
    {
      Reader *reader = g_ptr_array_index (self->readers, i);

      if (reader->token != NULL)
        tsv_stream_look_add (look, tr_token_get_worker_sid (reader->token));
    }
  tsv_database_run_async (self->context->reader, tsv_stream_look_run, look, tsv_stream_look_free,
                          NULL, looked_cb, self);
}

static void
tick_cb (gpointer user_data)
{
  TsvEventStreams *self = user_data;

  self->timer = 0;
  tsv_event_streams_for_each (self, reader_beat);
  if (self->readers->len == 0)
    return;
  self->timer = tr_clock_add (self->context->clock, LOOK_INTERVAL, tick_cb, self);
  tsv_event_streams_look (self);
}

/**
 * tsv_event_streams_kick:
 * @self: the streams
 *
 * Something was stored. What other instances store is found within a second.
 */
void
tsv_event_streams_kick (TsvEventStreams *self)
{
  tsv_event_streams_for_each (self, reader_feed);
}

void
tsv_event_streams_close (TsvEventStreams *self)
{
  tsv_event_streams_for_each (self, reader_end);
}

/* ---- Requests ---- */

static void
open_stream (TrsRequest *request, gpointer user_data)
{
  TsvEventStreams *self = user_data;
  g_autoptr(TrToken) token = NULL;
  TsvEventQuery *query;
  gboolean from_now;
  Reader *reader;

  if (!tsv_oversight_check_token (self->context, request, &token))
    return;
  if (self->readers->len >= MAX_READERS)
    {
      tsv_answer_refusal (request, TSV_ERROR_BUSY, "Too many follow the events already");
      return;
    }
  query = tsv_stream_request_read (request, &from_now);
  if (query == NULL)
    return;
  tsv_stream_request_begin (request);
  reader = g_new0 (Reader, 1);
  reader->streams = self;
  reader->exchange = trs_exchange_ref (trs_request_get_exchange (request));
  reader->query = query;
  reader->from_now = from_now;
  reader->token = g_steal_pointer (&token);
  reader->last_written = tr_clock_get_monotonic_time (self->context->clock);
  g_ptr_array_add (self->readers, reader);
  self->context->counters.n_streams = self->readers->len;
  if (self->timer == 0)
    self->timer = tr_clock_add (self->context->clock, LOOK_INTERVAL, tick_cb, self);
  trs_exchange_begin_stream (reader->exchange, taken_cb, gone_cb, reader);
  reader_feed (reader);
  tsv_event_streams_look (self);
}

/**
 * tsv_event_streams_add_routes:
 * @self: the streams; outlive @router
 * @router: gets their path
 */
void
tsv_event_streams_add_routes (TsvEventStreams *self, TrsRouter *router)
{
  static const TrsRoute routes[] = {
    { "GET", "/v1/events/stream", TRS_ACCESS_TOKEN, open_stream },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), self);
}

TsvEventStreams *
tsv_event_streams_new (TsvContext *context)
{
  TsvEventStreams *self = g_new0 (TsvEventStreams, 1);

  self->context = context;
  self->readers = g_ptr_array_new ();
  return self;
}

/**
 * tsv_event_streams_free:
 * @self: (transfer full): the streams
 *
 * Nobody is told that it is over: the connections end with the server.
 */
void
tsv_event_streams_free (TsvEventStreams *self)
{
  if (!self->is_gone)
    {
      tr_clock_clear (self->context->clock, &self->timer);
      while (self->readers->len > 0)
        reader_leave (g_ptr_array_index (self->readers, 0));
      self->context = NULL;
    }
  self->is_gone = TRUE;
  if (self->is_looking)
    return;
  g_ptr_array_unref (self->readers);
  g_free (self);
}
