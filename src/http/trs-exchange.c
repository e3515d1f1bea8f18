/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-exchange.h"

#include <string.h>

#include "trs-connection.h"
#include "trs-exchange-private.h"

#define SERVER "TaskRouterServer"

/**
 * trs_exchange_new:
 * @connection: where the answer goes
 * @peer: who is there
 * @head: (transfer full): of the request
 * @body: (transfer full): of the request
 * @is_too_large: whether there was more of it
 */
TrsExchange *
trs_exchange_new (TrsConnection *connection,
                  const TrsPeer *peer,
                  TrsHead *head,
                  GByteArray *body,
                  gboolean is_too_large)
{
  TrsExchange *self = g_new0 (TrsExchange, 1);

  self->ref_count = 1;
  self->connection = connection;
  self->peer = *peer;
  self->head = head;
  if (is_too_large)
    g_byte_array_set_size (body, 0);
  self->body = g_byte_array_free_to_bytes (body);
  self->is_too_large = is_too_large;
  self->response_headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  return self;
}

TrsExchange *
trs_exchange_ref (TrsExchange *self)
{
  self->ref_count++;
  return self;
}

void
trs_exchange_unref (TrsExchange *self)
{
  if (--self->ref_count > 0)
    return;
  trs_head_free (self->head);
  g_bytes_unref (self->body);
  g_clear_object (&self->remote);
  soup_message_headers_unref (self->response_headers);
  g_free (self->reason);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self);
}

const TrsHead *
trs_exchange_get_head (TrsExchange *self)
{
  return self->head;
}

GBytes *
trs_exchange_get_body (TrsExchange *self)
{
  return self->body;
}

/**
 * trs_exchange_is_too_large:
 *
 * Returns: whether the body was more than the host takes; then there is none
 */
gboolean
trs_exchange_is_too_large (TrsExchange *self)
{
  return self->is_too_large;
}

/**
 * trs_exchange_get_remote:
 *
 * Returns: (nullable): who asks; %NULL for a socket without addresses
 */
GSocketAddress *
trs_exchange_get_remote (TrsExchange *self)
{
  if (self->remote == NULL && self->peer.length > 0)
    self->remote = g_socket_address_new_from_native (&self->peer.address, self->peer.length);
  return self->remote;
}

SoupMessageHeaders *
trs_exchange_get_response_headers (TrsExchange *self)
{
  return self->response_headers;
}

/**
 * trs_exchange_set_status:
 * @self: an exchange that was not sent yet
 * @status: HTTP status
 * @reason: (nullable): its phrase, where it is not the usual one
 */
void
trs_exchange_set_status (TrsExchange *self, guint status, const char *reason)
{
  self->status = status;
  g_free (self->reason);
  self->reason = g_strdup (reason);
}

guint
trs_exchange_get_status (TrsExchange *self)
{
  return self->status;
}

void
trs_exchange_set_answer (TrsExchange *self, GBytes *bytes)
{
  g_clear_pointer (&self->answer, g_bytes_unref);
  self->answer = g_bytes_ref (bytes);
}

/* ---- What goes over the wire ---- */

/* Nothing that we put there has a line feed; if it ever had, it would not become a field. */
static void
append_field (GString *out, const char *name, const char *value)
{
  g_string_append (out, name);
  g_string_append_len (out, ": ", 2);
  g_string_append_len (out, value, (gssize) strcspn (value, "\r\n"));
  g_string_append_len (out, "\r\n", 2);
}

/* RFC 9110, section 8.6 */
static gboolean
has_length (TrsExchange *self)
{
  return !self->is_stream && self->status >= 200 && self->status != 204 && self->status != 304;
}

static void
append_framing (TrsExchange *self, GString *out, gboolean keeps_alive)
{
  if (has_length (self))
    g_string_append_printf (out, "Content-Length: %" G_GSIZE_FORMAT "\r\n",
                            self->answer != NULL ? g_bytes_get_size (self->answer) : 0);
  if (self->is_chunked)
    g_string_append (out, "Transfer-Encoding: chunked\r\n");
  if (!keeps_alive)
    g_string_append (out, "Connection: close\r\n");
  else if (self->head->minor == 0)
    g_string_append (out, "Connection: keep-alive\r\n");
}

/**
 * trs_exchange_write_head:
 * @self: an exchange with its answer
 * @out: gets the head, and the body if there is one
 * @date: now, as HTTP writes it
 * @keeps_alive: whether more can be asked after this
 */
void
trs_exchange_write_head (TrsExchange *self, GString *out, const char *date, gboolean keeps_alive)
{
  const char *reason =
    self->reason != NULL ? self->reason : soup_status_get_phrase (self->status);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  g_string_append_printf (out, "HTTP/1.1 %u ", self->status);
  g_string_append_len (out, reason, (gssize) strcspn (reason, "\r\n"));
  g_string_append_len (out, "\r\n", 2);
  append_field (out, "Date", date);
  append_field (out, "Server", SERVER);
  soup_message_headers_iter_init (&iter, self->response_headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    append_field (out, name, value);
  append_framing (self, out, keeps_alive);
  g_string_append_len (out, "\r\n", 2);
  if (has_length (self) && self->answer != NULL && !g_str_equal (self->head->method, "HEAD"))
    g_string_append_len (out, g_bytes_get_data (self->answer, NULL),
                         (gssize) g_bytes_get_size (self->answer));
}

/**
 * trs_exchange_write_chunk:
 * @self: a stream
 * @out: gets the chunk
 * @text: what is in it
 * @length: bytes of it; 0 for the end of all
 */
void
trs_exchange_write_chunk (TrsExchange *self, GString *out, const char *text, gsize length)
{
  if (self->is_chunked)
    g_string_append_printf (out, "%" G_GSIZE_MODIFIER "x\r\n", length);
  g_string_append_len (out, text, (gssize) length);
  if (self->is_chunked)
    g_string_append_len (out, "\r\n", 2);
}

/**
 * trs_exchange_leave:
 * @self: an exchange that is over, or whose connection is
 */
void
trs_exchange_leave (TrsExchange *self)
{
  self->connection = NULL;
  if (self->gone != NULL)
    self->gone (self, self->user_data);
}

/* ---- Answering ---- */

/**
 * trs_exchange_send:
 * @self: an exchange with its answer; once it was sent, nothing happens
 *
 * The answer goes out.
 */
void
trs_exchange_send (TrsExchange *self)
{
  if (self->is_sent)
    return;
  self->is_sent = TRUE;
  if (self->status == 0)
    {
      g_critical ("%s %s was not answered", self->head->method, self->head->path);
      self->status = 500;
    }
  if (self->connection != NULL)
    trs_connection_answer (self->connection);
}

/**
 * trs_exchange_begin_stream:
 * @self: an exchange with a status
 * @taken: called when all that was written is with the socket
 * @gone: called once, when the stream is over, from which side ever
 * @user_data: for both
 *
 * The answer has no end yet: its head goes out, and what is written after that.
 */
void
trs_exchange_begin_stream (TrsExchange *self,
                           TrsExchangeFunc taken,
                           TrsExchangeFunc gone,
                           gpointer user_data)
{
  g_return_if_fail (!self->is_sent);

  self->is_sent = TRUE;
  self->is_stream = TRUE;
  self->is_chunked = self->head->minor > 0;
  self->taken = taken;
  self->gone = gone;
  self->user_data = user_data;
  if (self->connection != NULL)
    trs_connection_answer (self->connection);
}

/**
 * trs_exchange_write:
 * @self: a stream
 * @text: what it says next
 * @length: bytes of it, at least 1
 */
void
trs_exchange_write (TrsExchange *self, const char *text, gsize length)
{
  g_return_if_fail (self->is_stream && length > 0);

  if (self->connection != NULL)
    trs_connection_stream (self->connection, text, length);
}

void
trs_exchange_end_stream (TrsExchange *self)
{
  g_return_if_fail (self->is_stream);

  if (self->connection != NULL)
    trs_connection_end_stream (self->connection);
}

/**
 * trs_exchange_ignore:
 * @self: a stream
 *
 * Whoever wrote it wants to hear nothing more of it.
 */
void
trs_exchange_ignore (TrsExchange *self)
{
  self->taken = NULL;
  self->gone = NULL;
}

/**
 * trs_exchange_abort:
 * @self: an exchange
 *
 * Its connection ends at once, whatever was not taken of it.
 */
void
trs_exchange_abort (TrsExchange *self)
{
  if (self->connection != NULL)
    trs_connection_close (self->connection);
}
