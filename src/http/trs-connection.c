/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-connection.h"

#include <string.h>

#include "trs-chunks.h"

#define CONTINUE "HTTP/1.1 100 Continue\r\n\r\n"
#define REFUSAL "{\"code\":\"bad-request\",\"message\":\"The request can't be understood\"}"

/* More than this is not kept while nothing is asked: most connections do that, most of the time. */
#define KEPT_BYTES 4096

/* Steps in one go, before others have their turn: who sends without end holds nobody up. */
#define MAX_STEPS 64

typedef enum
{
  ASKING,
  BODY,
  SERVING,
  STREAMING,
  SENT,    /* the answer, as far as we are concerned */
  ENDING,  /* after it was taken */
  LINGERING,
} Step;

struct _TrsConnection
{
  guint ref_count;
  const TrsConnectionHost *host; /* outlives the wire */
  TrsWire *wire; /* owned; NULL once it is closed */
  TrsPeer peer;
  gpointer place; /* the host's */

  Step step;
  gboolean may_read;    /* the socket has not said that there is no more */
  gboolean has_hung_up; /* the other side says nothing more, but may listen */
  gboolean is_running;
  gboolean had_request;
  gboolean keeps_alive; /* after this answer */
  gboolean is_unread;   /* the other side may be sending what nobody wants */
  gboolean owes_taken;  /* the stream is told when it was taken */

  GByteArray *in; /* owned; what was read and not looked at */
  GString *out;   /* owned */
  gsize n_out;    /* of it, taken */

  TrsHead *head;  /* owned; while its body comes */
  TrsChunks chunks;
  guint64 left;   /* of a body with a length */
  GByteArray *body; /* owned; while it comes */
  TrsExchange *exchange; /* owned; while there is one */
};

/**
 * trs_connection_new:
 * @host: that it belongs to
 * @wire: (transfer full): its bytes
 * @peer: who is there
 */
TrsConnection *
trs_connection_new (const TrsConnectionHost *host, TrsWire *wire, const TrsPeer *peer)
{
  TrsConnection *self = g_new0 (TrsConnection, 1);

  self->ref_count = 1;
  self->host = host;
  self->wire = wire;
  self->peer = *peer;
  self->in = g_byte_array_new ();
  self->out = g_string_new (NULL);
  return self;
}

TrsConnection *
trs_connection_ref (TrsConnection *self)
{
  self->ref_count++;
  return self;
}

void
trs_connection_unref (TrsConnection *self)
{
  if (--self->ref_count > 0)
    return;
  g_byte_array_unref (self->in);
  g_string_free (self->out, TRUE);
  g_clear_pointer (&self->head, trs_head_free);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self);
}

void
trs_connection_set_place (TrsConnection *self, gpointer place)
{
  self->place = place;
}

gpointer
trs_connection_get_place (TrsConnection *self)
{
  return self->place;
}

/**
 * trs_connection_get_wire:
 *
 * Returns: (nullable): %NULL once it is closed
 */
TrsWire *
trs_connection_get_wire (TrsConnection *self)
{
  return self->wire;
}

/**
 * trs_connection_get_head:
 *
 * Returns: (nullable): of the request whose body is awaited
 */
const TrsHead *
trs_connection_get_head (TrsConnection *self)
{
  return self->head;
}

/* Whether nothing is under way, and the next byte begins a request. */
gboolean
trs_connection_is_idle (TrsConnection *self)
{
  return self->step == ASKING && self->in->len == 0 && self->out->len == 0;
}

static void
trs_connection_wait (TrsConnection *self, TrsWait wait)
{
  self->host->wait (self, wait, self->host->user_data);
}

static void
trs_connection_leave_exchange (TrsConnection *self, guint status)
{
  TrsExchange *exchange = g_steal_pointer (&self->exchange);

  if (exchange == NULL)
    return;
  trs_exchange_leave (exchange);
  trs_exchange_unref (exchange);
  self->host->finished (status, self->host->user_data);
}

/**
 * trs_connection_close:
 * @self: a connection; that it is closed already is no error
 *
 * Whatever is under way on it ends.
 */
void
trs_connection_close (TrsConnection *self)
{
  if (self->wire == NULL)
    return;
  trs_connection_ref (self);
  self->host->closing (self->wire, self->host->user_data);
  g_clear_pointer (&self->wire, trs_wire_free);
  trs_connection_wait (self, TRS_WAIT_NONE);
  trs_connection_leave_exchange (
    self, self->exchange != NULL && self->exchange->is_stream ? self->exchange->status : 0);
  self->host->closed (self, self->host->user_data);
  trs_connection_unref (self);
}

/* ---- Bytes ---- */

/* Whether all of it was taken. */
static gboolean
trs_connection_flush (TrsConnection *self)
{
  while (self->n_out < self->out->len)
    {
      gssize n =
        trs_wire_write (self->wire, self->out->str + self->n_out, self->out->len - self->n_out);

      if (n == TRS_WIRE_BROKEN)
        trs_connection_close (self);
      else if (n == TRS_WIRE_LATER)
        trs_connection_wait (self, TRS_WAIT_TAKE);
      if (n < 0)
        return FALSE;
      trs_connection_wait (self, TRS_WAIT_NONE); /* it takes some: patience begins anew */
      self->n_out += (gsize) n;
    }
  self->n_out = 0;
  if (self->out->allocated_len > KEPT_BYTES)
    {
      g_string_free (self->out, TRUE);
      self->out = g_string_new (NULL);
    }
  g_string_truncate (self->out, 0);
  return TRUE;
}

/* Whether there is more in @in than before. */
static gboolean
trs_connection_fill (TrsConnection *self)
{
  gsize size = self->host->buffer_size;
  gssize n;

  if (!self->may_read)
    return FALSE;
  n = trs_wire_read (self->wire, self->host->buffer, size);
  /* Its end comes with the socket's word about it, which is not given twice. */
  self->may_read = n > 0 && (self->has_hung_up || !trs_wire_is_drained (self->wire, size, n));
  if (n == 0 || n == TRS_WIRE_BROKEN)
    trs_connection_close (self);
  if (n <= 0)
    return FALSE;
  g_byte_array_append (self->in, (const guint8 *) self->host->buffer, (guint) n);
  return TRUE;
}

static void
trs_connection_drop_in (TrsConnection *self, gsize n_bytes)
{
  if (n_bytes < self->in->len)
    {
      g_byte_array_remove_range (self->in, 0, (guint) n_bytes);
      return;
    }
  if (self->in->len > KEPT_BYTES)
    {
      g_byte_array_unref (self->in);
      self->in = g_byte_array_new ();
    }
  g_byte_array_set_size (self->in, 0);
}

/* ---- Asking ---- */

/* What comes after something that was not understood is not understood either. */
static gboolean
trs_connection_refuse (TrsConnection *self, guint status)
{
  g_string_append_printf (self->out,
                          "HTTP/1.1 %u %s\r\nContent-Type: application/json;charset=utf-8\r\n"
                          "Content-Length: %zu\r\nConnection: close\r\n\r\n" REFUSAL,
                          status, soup_status_get_phrase (status), strlen (REFUSAL));
  trs_connection_drop_in (self, self->in->len);
  self->is_unread = TRUE;
  self->step = ENDING;
  self->host->refused (status, self->host->user_data);
  return TRUE;
}

static gboolean
trs_connection_serve (TrsConnection *self)
{
  gboolean is_too_large = self->body->len > self->host->max_body;
  g_autoptr(TrsExchange) exchange = NULL;

  self->keeps_alive = self->head->keeps_alive;
  self->had_request = TRUE;
  self->step = SERVING;
  exchange = trs_exchange_new (self, &self->peer, g_steal_pointer (&self->head),
                               g_steal_pointer (&self->body), is_too_large);
  self->exchange = trs_exchange_ref (exchange);
  trs_connection_wait (self, TRS_WAIT_NONE);
  self->host->serve (exchange, self->host->user_data);
  return TRUE;
}

/* Who waits for a word before a body that is too large hears of that first, and keeps it. */
static gboolean
trs_connection_begin_body (TrsConnection *self)
{
  memset (&self->chunks, 0, sizeof self->chunks);
  self->left = self->head->length;
  self->body = g_byte_array_new ();
  self->step = BODY;
  if (self->left == 0 && !self->head->is_chunked)
    return trs_connection_serve (self);
  if (!self->head->expects_continue || self->in->len > 0)
    return TRUE;
  if (self->left <= self->host->max_body)
    g_string_append (self->out, CONTINUE);
  else
    {
      self->head->keeps_alive = FALSE;
      self->is_unread = TRUE;
      g_byte_array_set_size (self->body, (guint) self->host->max_body + 1);
      return trs_connection_serve (self);
    }
  return TRUE;
}

static gboolean
trs_connection_ask (TrsConnection *self)
{
  gsize used;
  guint status;

  if (self->in->len > 0)
    {
      switch (trs_head_parse ((const char *) self->in->data, self->in->len, &self->head, &used,
                              &status))
        {
        case TRS_HEAD_GOOD:
          trs_connection_drop_in (self, used);
          return trs_connection_begin_body (self);
        case TRS_HEAD_BAD:
          return trs_connection_refuse (self, status);
        case TRS_HEAD_MORE:
        default:
          break;
        }
    }
  if (trs_connection_fill (self))
    return TRUE;
  if (self->wire != NULL)
    trs_connection_wait (self, self->had_request && self->in->len == 0 ? TRS_WAIT_IDLE
                                                                       : TRS_WAIT_ASK);
  return FALSE;
}

/* Past the cap it is read, so that whoever sends it gets to hear the answer, and dropped. */
static TrsChunksState
trs_connection_take_length (TrsConnection *self, gsize *used)
{
  gsize max_body = self->host->max_body;

  *used = (gsize) MIN (self->left, (guint64) self->in->len);
  self->left -= *used;
  if (self->body->len <= max_body)
    g_byte_array_append (self->body, self->in->data,
                         (guint) MIN (*used, max_body + 1 - self->body->len));
  return self->left == 0 ? TRS_CHUNKS_OVER : TRS_CHUNKS_MORE;
}

static gboolean
trs_connection_read_body (TrsConnection *self)
{
  TrsChunksState state = TRS_CHUNKS_MORE;
  gsize used = 0;

  if (self->in->len > 0)
    {
      state = self->head->is_chunked
                ? trs_chunks_read (&self->chunks, (const char *) self->in->data, self->in->len, &used,
                                   self->body, self->host->max_body)
                : trs_connection_take_length (self, &used);
      trs_connection_drop_in (self, used);
    }
  if (state == TRS_CHUNKS_BAD)
    return trs_connection_refuse (self, 400);
  if (state == TRS_CHUNKS_OVER)
    return trs_connection_serve (self);
  if (trs_connection_fill (self))
    return TRUE;
  if (self->wire != NULL)
    trs_connection_wait (self, TRS_WAIT_ASK);
  return FALSE;
}

/* ---- Answering ---- */

static gboolean
trs_connection_finish (TrsConnection *self)
{
  trs_connection_leave_exchange (self, self->exchange->status);
  self->step = self->keeps_alive ? ASKING : ENDING;
  return TRUE;
}

/* All was taken. To close with something unread would tell the other side that it is lost. */
static gboolean
trs_connection_end (TrsConnection *self)
{
  if (self->in->len == 0 && !self->is_unread)
    {
      trs_connection_close (self);
      return FALSE;
    }
  trs_wire_finish (self->wire);
  self->step = LINGERING;
  trs_connection_wait (self, TRS_WAIT_LINGER);
  return TRUE;
}

static gboolean
trs_connection_linger (TrsConnection *self)
{
  trs_connection_drop_in (self, self->in->len);
  return trs_connection_fill (self);
}

static gboolean
trs_connection_tell_taken (TrsConnection *self)
{
  if (!self->owes_taken)
    return FALSE;
  self->owes_taken = FALSE;
  if (self->exchange->taken != NULL)
    self->exchange->taken (self->exchange, self->exchange->user_data);
  return TRUE;
}

/* Whether there is more to do at once. */
static gboolean
trs_connection_step (TrsConnection *self)
{
  if (self->out->len > 0 && !trs_connection_flush (self))
    return FALSE;
  switch (self->step)
    {
    case ASKING:
      return trs_connection_ask (self);
    case BODY:
      return trs_connection_read_body (self);
    case STREAMING:
      return trs_connection_tell_taken (self);
    case SENT:
      return trs_connection_finish (self);
    case ENDING:
      return trs_connection_end (self);
    case LINGERING:
      return trs_connection_linger (self);
    case SERVING:
    default:
      return FALSE;
    }
}

/**
 * trs_connection_run:
 * @self: a connection
 *
 * Does what can be done, until something has to come.
 */
void
trs_connection_run (TrsConnection *self)
{
  guint n_steps = 0;

  if (self->is_running)
    return;
  trs_connection_ref (self);
  self->is_running = TRUE;
  while (self->wire != NULL && n_steps < MAX_STEPS && trs_connection_step (self))
    n_steps++;
  self->is_running = FALSE;
  if (self->wire != NULL && n_steps == MAX_STEPS)
    self->host->again (self, self->host->user_data);
  trs_connection_unref (self);
}

/**
 * trs_connection_take:
 * @self: a connection
 * @has_hung_up: whether the other side says nothing more
 * @is_broken: whether nothing will get there any more
 *
 * The socket has something to say.
 */
void
trs_connection_take (TrsConnection *self, gboolean has_hung_up, gboolean is_broken)
{
  self->may_read = TRUE;
  self->has_hung_up |= has_hung_up;
  /* Nobody who follows a stream ends his own side of it and listens on. */
  if (is_broken || (self->has_hung_up && self->step == STREAMING))
    trs_connection_close (self);
  else
    trs_connection_run (self);
}

/* The exchange has an answer, or the beginning of one. */
void
trs_connection_answer (TrsConnection *self)
{
  TrsExchange *exchange = self->exchange;

  if (self->host->is_ending (self->host->user_data) || (exchange->is_stream && !exchange->is_chunked))
    self->keeps_alive = FALSE;
  trs_exchange_write_head (exchange, self->out, self->host->get_date (self->host->user_data),
                           self->keeps_alive);
  self->step = exchange->is_stream ? STREAMING : SENT;
  trs_connection_run (self);
}

/* The stream goes on. */
void
trs_connection_stream (TrsConnection *self, const char *text, gsize length)
{
  trs_exchange_write_chunk (self->exchange, self->out, text, length);
  self->owes_taken = TRUE;
  trs_connection_run (self);
}

void
trs_connection_end_stream (TrsConnection *self)
{
  if (self->exchange->is_chunked)
    trs_exchange_write_chunk (self->exchange, self->out, "", 0);
  self->step = SENT;
  trs_connection_run (self);
}
