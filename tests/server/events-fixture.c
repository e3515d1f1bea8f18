/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "events-fixture.h"

#include <string.h>

#include "http/trs-signature.h"

/* A port that nobody has; what comes between is another's bad luck. */
static guint
find_port (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);
  g_socket_listener_close (listener);
  return port;
}

static void
start_one (EventsFixture *self, guint i, const char *lines)
{
  g_autoptr(GError) error = NULL;
  guint port = find_port ();
  g_autofree char *text =
    g_strdup_printf ("[listen]\naddresses=127.0.0.1:%u\n"
                     "[passwords]\nyescrypt-cost=1\n"
                     "[callbacks]\npublic-url=http://127.0.0.1:%u/\n%s", port, port, lines);
  TsvConfig *config;

  g_file_set_contents (self->config, text, -1, &error);
  g_assert_no_error (error);
  config = tsv_config_new (self->config, &error);
  g_assert_no_error (error);
  self->servers[i] = tsv_server_new (config, self->base.clock, &error);
  g_assert_no_error (error);
  tsv_server_listen (self->servers[i], &error);
  g_assert_no_error (error);
}

void
events_fixture_configure (EventsFixture *self, const char *lines)
{
  for (guint i = 0; i < COMPANY_N_SERVERS; i++)
    {
      g_assert_finalize_object (self->servers[i]);
      start_one (self, i, lines);
    }
  self->server = self->servers[0];
}

void
events_fixture_set_up (EventsFixture *self, gconstpointer data)
{
  g_setenv ("TR_ADMIN_KEY", EVENTS_KEY, TRUE);
  company_fixture_set_up (self, data);
  events_fixture_configure (self, "");
}

void
events_fixture_tear_down (EventsFixture *self, gconstpointer data)
{
  company_fixture_tear_down (self, data);
  g_unsetenv ("TR_ADMIN_KEY");
}

void
events_fixture_follow (EventsFixture *self)
{
  g_autofree char *url = g_strconcat (tsv_server_get_url (self->server), "/v1/events", NULL);

  g_assert_true (trs_workspace_update (
    self->base.workspace, &(TrsWorkspaceChange) { .event_callback_url = url }, NULL));
}

JsonObject *
events_fixture_post (EventsFixture *self,
                     const char *path,
                     const char *form,
                     const char *signature)
{
  g_autofree char *url = g_strconcat (tsv_server_get_url (self->server), path, NULL);
  g_autoptr(TrsForm) parsed = trs_form_new_urlencoded (form, strlen (form), NULL);
  g_autofree char *right = NULL;
  SoupMessage *message = soup_message_new ("POST", url);
  g_autoptr(JsonNode) node = NULL;

  if (parsed != NULL)
    right = trs_signature_new_for_form (self->base.account->auth_token, url, parsed);
  if (signature == NULL)
    signature = right;
  if (signature != NULL && *signature != '\0')
    soup_message_headers_replace (soup_message_get_request_headers (message),
                                  "X-Twilio-Signature", signature);
  node = server_fixture_send (&self->base, message, "application/x-www-form-urlencoded", form);
  return node != NULL ? json_node_dup_object (node) : NULL;
}

char *
events_fixture_form (EventsFixture *self,
                     const char *sid,
                     const char *type,
                     int second,
                     const char *more)
{
  return g_strdup_printf ("EventType=%s&AccountSid=%s&WorkspaceSid=%s&Sid=EV%s&Timestamp=%" G_GINT64_FORMAT
                          "%s%s", type, self->base.account->base.sid,
                          self->base.workspace->base.sid, sid,
                          tr_clock_get_real_time (self->base.clock) / G_USEC_PER_SEC + second,
                          more != NULL ? "&" : "", more != NULL ? more : "");
}

void
events_fixture_tell (EventsFixture *self,
                     const char *sid,
                     const char *type,
                     int second,
                     const char *more)
{
  g_autofree char *form = events_fixture_form (self, sid, type, second, more);

  g_assert_null (events_fixture_post (self, "/v1/events", form, NULL));
  g_assert_cmpuint (self->base.status, ==, 204);
}

JsonObject *
events_fixture_get (EventsFixture *self, const char *path)
{
  return company_fixture_ask (self, "GET", path, EVENTS_KEY, NULL);
}

char *
events_fixture_get_text (EventsFixture *self, const char *path)
{
  g_autofree char *url = g_strconcat (tsv_server_get_url (self->server), path, NULL);
  SoupMessage *message = soup_message_new ("GET", url);
  g_autoptr(GBytes) bytes = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                "Bearer " EVENTS_KEY);
  bytes = server_fixture_read (&self->base, message);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

guint
events_fixture_count (EventsFixture *self, const char *query)
{
  g_autofree char *path = g_strconcat ("/v1/events?limit=1000&", query, NULL);
  g_autoptr(JsonObject) answer = events_fixture_get (self, path);

  g_assert_cmpuint (self->base.status, ==, 200);
  return json_array_get_length (json_object_get_array_member (answer, "events"));
}

/* Each look turns the main loop, which is what brings them. */
void
events_fixture_wait_for (EventsFixture *self, const char *query, guint n)
{
  gint64 deadline = g_get_monotonic_time () + G_TIME_SPAN_MINUTE;

  while (events_fixture_count (self, query) < n)
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
}

/* ---- Following ---- */

static void read_on (EventsStream *stream);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  EventsStream *stream = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (stream->input, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    stream->is_over = TRUE;
  else if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    stream->is_over = TRUE;
  else
    {
      g_string_append_len (stream->text, g_bytes_get_data (bytes, NULL),
                           (gssize) g_bytes_get_size (bytes));
      read_on (stream);
    }
}

static void
read_on (EventsStream *stream)
{
  g_input_stream_read_bytes_async (stream->input, 65536, G_PRIORITY_DEFAULT, stream->cancellable,
                                   read_cb, stream);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  EventsStream *stream = user_data;
  g_autoptr(GError) error = NULL;

  stream->input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
  read_on (stream);
}

/* @last_id: nullable */
EventsStream *
events_stream_open (EventsFixture *self, const char *path, const char *last_id)
{
  return events_stream_open_as (self, EVENTS_KEY, path, last_id);
}

EventsStream *
events_stream_open_as (EventsFixture *self,
                       const char *bearer,
                       const char *path,
                       const char *last_id)
{
  g_autofree char *authorization = g_strconcat ("Bearer ", bearer, NULL);
  EventsStream *stream = g_new0 (EventsStream, 1);
  g_autofree char *url = g_strconcat (tsv_server_get_url (self->server), path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  stream->fixture = self;
  stream->text = g_string_new (NULL);
  stream->cancellable = g_cancellable_new ();
  soup_message_headers_replace (headers, "Authorization", authorization);
  if (last_id != NULL)
    soup_message_headers_replace (headers, "Last-Event-ID", last_id);
  soup_session_send_async (self->base.session, message, G_PRIORITY_DEFAULT, stream->cancellable,
                           answered_cb, stream);
  return stream;
}

static gboolean
has_wanted (gpointer data)
{
  EventsStream *stream = data;

  return strstr (stream->text->str, stream->wanted) != NULL;
}

void
events_stream_wait (EventsStream *stream, const char *text)
{
  stream->wanted = text;
  server_fixture_wait (&stream->fixture->base, has_wanted, stream);
}

static gboolean
is_over (gpointer data)
{
  return ((EventsStream *) data)->is_over;
}

void
events_stream_wait_over (EventsStream *stream)
{
  server_fixture_wait (&stream->fixture->base, is_over, stream);
}

void
events_stream_close (EventsStream *stream)
{
  g_cancellable_cancel (stream->cancellable);
  events_stream_wait_over (stream);
  if (stream->input != NULL)
    g_input_stream_close (stream->input, NULL, NULL);
  g_clear_object (&stream->input);
  while (g_main_context_iteration (NULL, FALSE)) /* the session lets its connection go */
    continue;
  g_object_unref (stream->cancellable);
  g_string_free (stream->text, TRUE);
  g_free (stream);
}
