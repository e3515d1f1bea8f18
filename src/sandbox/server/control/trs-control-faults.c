/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-control-private.h"

#include "http/trs-refusal.h"
#include "resource/trs-fields.h"

static TrsEngine *
get_engine (TrsControl *self)
{
  return trs_server_get_engine (self->server);
}

typedef guint (*StrikeFunc) (TrsBridge *bridge, const char *worker_sid);

/* What is done to sockets that are there, at once; NULL for another word. */
static StrikeFunc
find_strike (const char *word)
{
  static const struct
  {
    const char *word;
    StrikeFunc func;
  } words[] = {
    { "drop", trs_bridge_drop },
    { "silence", trs_bridge_silence },
    { "expire-token", trs_bridge_expire },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_strcmp0 (word, words[i].word) == 0)
        return words[i].func;
    }
  return NULL;
}

static guint
strike_account (TrsControl *self, TrsAccount *account, StrikeFunc func)
{
  guint n_sockets = 0;

  for (guint i = 0; i < account->workspaces->len; i++)
    {
      TrsWorkspace *workspace = g_ptr_array_index (account->workspaces, i);

      for (guint j = 0; j < workspace->workers->len; j++)
        n_sockets += func (self->bridge,
                           ((TrsResource *) g_ptr_array_index (workspace->workers, j))->sid);
    }
  return n_sockets;
}

static void
answer_sockets (TrsRequest *request, gint64 id, const char *worker_sid, guint n_sockets)
{
  JsonObject *object = json_object_new ();

  if (id > 0)
    json_object_set_int_member (object, "id", id);
  trs_fields_set_string (object, "worker_sid", worker_sid);
  json_object_set_int_member (object, "sockets", n_sockets);
  trs_request_answer_object (request, 200, object);
}

/* Later, and as often as it says. */
static void
order_fault (TrsControl *self, TrsRequest *request, const char *worker_sid)
{
  g_autoptr(GError) error = NULL;
  gint64 id = trs_faults_add (self->faults, trs_request_get_form (request), worker_sid, &error);

  if (id == 0)
    trs_request_answer_error (request, error);
  else
    answer_sockets (request, id, worker_sid, 0);
}

/* What strikes sockets at once has no use for more. */
static gboolean
refuse_idle (TrsRequest *request)
{
  static const char *const names[] = { "Path",   "Times",      "Probability",
                                       "Status", "RetryAfter", "Latency" };
  TrsForm *form = trs_request_get_form (request);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *message = NULL;

      if (trs_form_get_filled (form, names[i]) == NULL)
        continue;
      message = g_strdup_printf ("%s means nothing to the fault %s, which strikes sockets at once",
                                 names[i], trs_form_get (form, "Fault"));
      trs_request_refuse (request, 20001, message);
      return TRUE;
    }
  return FALSE;
}

static void
post_fault (TrsRequest *request, gpointer user_data)
{
  TrsControl *self = user_data;
  TrsForm *form = trs_request_get_form (request);
  StrikeFunc strike = find_strike (trs_form_get_filled (form, "Fault"));
  const char *name = trs_form_get_filled (form, "Worker");
  const char *account_sid = trs_form_get_filled (form, "Account");
  TrsWorker *worker = name != NULL ? trs_control_find_worker (get_engine (self), name) : NULL;
  TrsAccount *account = trs_engine_get_account (get_engine (self), account_sid);

  trs_request_leave_out (request);
  if (strike != NULL && refuse_idle (request))
    return;
  if ((name != NULL && worker == NULL) || (account_sid != NULL && account == NULL))
    trs_request_refuse (request, 20404, "There is no such worker or account");
  else if (strike == NULL || (worker == NULL && account == NULL))
    order_fault (self, request, worker != NULL ? worker->base.sid : NULL);
  else if (worker != NULL)
    answer_sockets (request, 0, worker->base.sid, strike (self->bridge, worker->base.sid));
  else
    answer_sockets (request, 0, NULL, strike_account (self, account, strike));
}

static void
list_faults (TrsRequest *request, gpointer user_data)
{
  TrsControl *self = user_data;
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "faults", trs_faults_to_json (self->faults));
  trs_request_answer_object (request, 200, object);
}

static void
clear_faults (TrsRequest *request, gpointer user_data)
{
  TrsControl *self = user_data;

  trs_request_leave_out (request);
  trs_faults_clear (self->faults);
  trs_request_answer_empty (request, 204);
}

static void
delete_fault (TrsRequest *request, gpointer user_data)
{
  TrsControl *self = user_data;
  const char *text = trs_request_get_variable (request, "Id");
  gint64 id = 0;

  trs_request_leave_out (request);
  if (g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL) &&
      trs_faults_remove (self->faults, id))
    trs_request_answer_empty (request, 204);
  else
    trs_request_refuse_unknown (request);
}

static void
get_sockets (TrsRequest *request, gpointer user_data)
{
  TrsControl *self = user_data;
  const char *name = trs_request_get_variable (request, "Worker");
  TrsWorker *worker = trs_control_find_worker (get_engine (self), name);

  if (worker == NULL)
    trs_request_refuse_unknown (request);
  else
    answer_sockets (request, 0, worker->base.sid,
                    trs_bridge_count_sockets (self->bridge, worker->base.sid));
}

static const TrsRoute routes[] = {
  { "GET", "/sandbox/faults", TRS_ACCESS_LOCAL, list_faults },
  { "POST", "/sandbox/faults", TRS_ACCESS_LOCAL, post_fault,
    "Fault Worker Account Path Times Probability Status RetryAfter Latency" },
  { "DELETE", "/sandbox/faults", TRS_ACCESS_LOCAL, clear_faults },
  { "DELETE", "/sandbox/faults/{Id}", TRS_ACCESS_LOCAL, delete_fault },
  { "GET", "/sandbox/sockets/{Worker}", TRS_ACCESS_LOCAL, get_sockets },
};

/**
 * trs_control_add_faults:
 * @router: where its routes go
 * @control: a control; outlives the router
 */
void
trs_control_add_faults (TrsRouter *router, TrsControl *control)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), control);
}
