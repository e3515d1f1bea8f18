/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-json.h"
#include "tra-session-private.h"

/*
 * Which leg is the agent's own, of a call that was accepted before the program was started.
 *
 * The task tells one worker's leg, and after a transfer that may be another one's. With two on the
 * line there is no doubt; with more each leg's call is read: the service dialled ours at the
 * agent's own address. A company's server tells the address of one's own leg only.
 */

typedef struct
{
  TraSession *session; /* not owned: gone if the callback says that it was cancelled */
  char *conference_sid;
  char *call_sid;
} Question;

static void
question_free (Question *question)
{
  g_free (question->conference_sid);
  g_free (question->call_sid);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* The agent's phone; NULL if it is not told. */
static const char *
get_own_address (TraSession *self)
{
  JsonNode *node = json_object_get_member (tr_worker_get_attributes (self->worker), "contact_uri");

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node) : NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Question) question = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);
  TraSession *self = question->session;
  JsonObject *object;
  TraOffer *offer;
  const char *to;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->line == NULL || g_strcmp0 (self->line->conference_sid, question->conference_sid) != 0)
    return;

  if (node == NULL || !tr_json_expect_object (node, &object, &error) ||
      !tr_json_expect_string (object, "to", &to, &error))
    {
      g_info ("Whose leg it is: %s", error->message);
      /* Asked again at the next look; what a company's server keeps to itself is not ours. */
      if (node == NULL && tra_request_is_unclear (error))
        self->line->is_own_checked = FALSE;
      return;
    }
  if (g_strcmp0 (to, get_own_address (self)) != 0)
    return;

  tra_line_set_own (self->line, question->call_sid);
  offer = tra_session_get_offer (self, self->reservation);
  if (offer != NULL)
    {
      g_free (offer->own_call_sid);
      offer->own_call_sid = g_strdup (question->call_sid);
    }
  tra_session_look_at_line (self);
}

/*
 * tra_session_find_own_leg:
 * @self: a session that looked at its line
 */
void
tra_session_find_own_leg (TraSession *self)
{
  TraOffer *offer = tra_session_get_offer (self, self->reservation);

  if (offer == NULL || offer->ringing_since != 0 || self->line->is_own_checked ||
      self->line->legs->len < 3 || get_own_address (self) == NULL)
    return;

  self->line->is_own_checked = TRUE;
  for (guint i = 0; i < self->line->legs->len; i++)
    {
      TraLeg *leg = g_ptr_array_index (self->line->legs, i);
      g_autofree char *escaped = g_uri_escape_string (leg->call_sid, NULL, FALSE);
      g_autofree char *path = g_strdup_printf ("Calls/%s.json", escaped);
      Question *question;

      if (leg->role == TRA_LEG_CALLER)
        continue;
      question = g_new0 (Question, 1);
      question->session = self;
      question->conference_sid = g_strdup (self->line->conference_sid);
      question->call_sid = g_strdup (leg->call_sid);
      tr_client_request_async (self->client, TR_SERVICE_API, "GET", path, NULL, self->cancellable,
                               read_cb, question);
    }
}
