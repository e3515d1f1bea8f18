/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "callback-fixture.h"

#include <string.h>

#include "http/trs-signature.h"

static void
sent_free (gpointer data)
{
  Sent *sent = data;

  g_free (sent->path);
  g_free (sent->signature);
  g_hash_table_unref (sent->form);
  g_free (sent);
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  CallbackFixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = g_strndup (body->data, (gsize) body->length);
  const Answer *answer = g_hash_table_lookup (fixture->answers, path);
  Sent *sent = g_new (Sent, 1);

  g_assert_cmpstr (soup_server_message_get_method (message), ==, "POST");
  *sent = (Sent) { g_strdup (path),
                   g_strdup (soup_message_headers_get_one (headers, "X-Twilio-Signature")),
                   soup_form_decode (text) };
  g_ptr_array_add (fixture->sent, sent);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  if (answer == NULL)
    soup_server_message_set_status (message, 204, NULL);
  else if (answer->status == 0)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (fixture->held, g_object_ref (message));
    }
  else
    {
      soup_server_message_set_status (message, answer->status, NULL);
      soup_server_message_set_response (message, answer->type, SOUP_MEMORY_COPY, answer->body,
                                        strlen (answer->body));
    }
}

static void
event_cb (TrsEngine *engine, TrsEvent *event, gpointer user_data)
{
  CallbackFixture *fixture = user_data;

  if (g_str_equal (event->type, "alert.created"))
    g_string_append_printf (fixture->alerts, "%s ", trs_event_get_datum (event, "error_code"));
}

void
callback_fixture_set_up (CallbackFixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  server_fixture_set_up (&fixture->base, data);
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, handle_cb, fixture, NULL);
  fixture->listener = trs_listener_new (fixture->server, 0, NULL, &error);
  g_assert_no_error (error);
  fixture->url =
    g_strdup_printf ("http://127.0.0.1:%u", trs_listener_get_port (fixture->listener));
  fixture->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fixture->sent = g_ptr_array_new_with_free_func (sent_free);
  fixture->held = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->alerts = g_string_new (NULL);
  g_signal_connect (fixture->base.engine, "event", G_CALLBACK (event_cb), fixture);
}

void
callback_fixture_tear_down (CallbackFixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->base.engine, fixture);
  for (guint i = 0; i < fixture->held->len; i++)
    soup_server_message_unpause (g_ptr_array_index (fixture->held, i));
  g_ptr_array_unref (fixture->held);
  trs_listener_free (fixture->listener);
  soup_server_disconnect (fixture->server);
  server_fixture_tear_down (&fixture->base, data);
  g_assert_finalize_object (fixture->server);
  g_hash_table_unref (fixture->answers);
  g_ptr_array_unref (fixture->sent);
  g_string_free (fixture->alerts, TRUE);
  g_free (fixture->url);
}

void
callback_answer_with (CallbackFixture *fixture,
                      const char *path,
                      guint status,
                      const char *type,
                      const char *body)
{
  Answer *answer = g_new (Answer, 1);

  *answer = (Answer) { status, type, body };
  g_hash_table_insert (fixture->answers, g_strdup (path), answer);
}

TrsWorkflow *
callback_support (CallbackFixture *fixture)
{
  return trs_workspace_get_workflow_by_name (fixture->base.workspace, "Support");
}

void
callback_set_activity (CallbackFixture *fixture, const char *name)
{
  TrsActivity *activity = trs_workspace_get_activity_by_name (fixture->base.workspace, name);

  g_assert_true (trs_worker_update (fixture->base.dave, TRS_ANY_VERSION,
                                    &(TrsWorkerChange) { .activity_sid = activity->base.sid },
                                    NULL));
}

TrsReservation *
callback_last_reservation (CallbackFixture *fixture)
{
  GPtrArray *reservations = fixture->base.dave->reservations;

  g_assert_cmpuint (reservations->len, >, 0);
  return g_ptr_array_index (reservations, reservations->len - 1);
}

TrsReservation *
callback_offer_task (CallbackFixture *fixture)
{
  callback_set_activity (fixture, "Available");
  g_assert_nonnull (trs_task_create (
    fixture->base.workspace,
    &(TrsTaskChange) { .workflow_sid = callback_support (fixture)->base.sid,
                       .attributes = "{\"language\":\"fi\"}" },
    NULL));
  return callback_last_reservation (fixture);
}

typedef struct
{
  CallbackFixture *fixture;
  guint n_sent;
  const char *alerts;
} Wish;

static gboolean
has_sent (gpointer data)
{
  Wish *wish = data;

  return wish->fixture->sent->len >= wish->n_sent;
}

const Sent *
callback_wait_sent (CallbackFixture *fixture, guint n_sent)
{
  server_fixture_wait (&fixture->base, has_sent,
                       &(Wish) { .fixture = fixture, .n_sent = n_sent });
  return g_ptr_array_index (fixture->sent, n_sent - 1);
}

static gboolean
has_alerts (gpointer data)
{
  Wish *wish = data;

  return strlen (wish->fixture->alerts->str) >= strlen (wish->alerts);
}

void
callback_wait_alerts (CallbackFixture *fixture, const char *alerts)
{
  server_fixture_wait (&fixture->base, has_alerts,
                       &(Wish) { .fixture = fixture, .alerts = alerts });
  g_assert_cmpstr (fixture->alerts->str, ==, alerts);
  g_string_truncate (fixture->alerts, 0);
}

void
callback_assert_signed (CallbackFixture *fixture, const Sent *sent)
{
  g_autofree char *url = g_strconcat (fixture->url, sent->path, NULL);
  g_autoptr(JsonObject) parameters = json_object_new ();
  g_autofree char *signature = NULL;
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, sent->form);
  while (g_hash_table_iter_next (&iter, &name, &value))
    json_object_set_string_member (parameters, name, value);
  signature = trs_signature_new (fixture->base.account->auth_token, url, parameters);
  g_assert_cmpstr (sent->signature, ==, signature);
}

void
callback_assert_parameters (const Sent *sent, JsonObject *sample, const char *except)
{
  g_autoptr(GList) names = json_object_get_members (sample);
  GHashTableIter iter;
  gpointer name;

  for (GList *l = names; l != NULL; l = l->next)
    {
      if (!g_hash_table_contains (sent->form, l->data))
        g_error ("%s is missing", (char *) l->data);
    }
  g_hash_table_iter_init (&iter, sent->form);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!json_object_has_member (sample, name) && strstr (except, name) == NULL)
        g_error ("%s is not in the sample", (char *) name);
    }
}
