/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-control.h"

#include "http/trs-refusal.h"
#include "state/trs-snapshots.h"
#include "state/trs-state.h"

/* Nothing of this is part of the history: it changes which one there is. */
static TrsState *
get_state (TrsRequest *request, gpointer user_data)
{
  TrsState *state = trs_server_get_state (user_data);

  trs_request_leave_out (request);
  if (state == NULL)
    trs_request_refuse (request, 20400, "This sandbox keeps no state");
  return state;
}

/* The name in the path; NULL when the request has been answered. */
static const char *
get_name (TrsRequest *request)
{
  const char *name = trs_request_get_variable (request, "Name");

  if (trs_snapshots_name_is_valid (name))
    return name;
  trs_request_refuse (request, 20001,
                      "A snapshot's name has 1 to 64 letters, digits, '_', '-' and '.'");
  return NULL;
}

static void
refuse (TrsRequest *request, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    trs_request_refuse (request, 20404, error->message);
  else
    trs_request_refuse (request, 20500, error->message);
}

static void
answer_name (TrsRequest *request, guint status, const char *name)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", name);
  trs_request_answer_object (request, status, object);
}

static void
list (TrsRequest *request, gpointer user_data)
{
  TrsState *state = get_state (request, user_data);
  JsonObject *object;

  if (state == NULL)
    return;
  object = json_object_new ();
  json_object_set_array_member (object, "snapshots", trs_state_list (state));
  trs_request_answer_object (request, 200, object);
}

static void
save (TrsRequest *request, gpointer user_data)
{
  TrsState *state = get_state (request, user_data);
  const char *name = state != NULL ? get_name (request) : NULL;
  g_autoptr(GError) error = NULL;

  if (name == NULL)
    return;
  if (!trs_state_save (state, name, &error))
    refuse (request, error);
  else
    answer_name (request, 201, name);
}

static void
restore (TrsRequest *request, gpointer user_data)
{
  TrsState *state = get_state (request, user_data);
  const char *name = state != NULL ? get_name (request) : NULL;
  g_autoptr(GError) error = NULL;

  if (name == NULL)
    return;
  if (!trs_state_restore (state, name, &error))
    refuse (request, error);
  else
    answer_name (request, 200, name);
}

static void
delete (TrsRequest *request, gpointer user_data)
{
  TrsState *state = get_state (request, user_data);
  const char *name = state != NULL ? get_name (request) : NULL;

  if (name == NULL)
    return;
  if (!trs_state_remove (state, name))
    trs_request_refuse_unknown (request);
  else
    trs_request_answer_empty (request, 204);
}

static void
reset (TrsRequest *request, gpointer user_data)
{
  TrsState *state = get_state (request, user_data);
  g_autoptr(GError) error = NULL;

  if (state == NULL)
    return;
  if (!trs_state_reset (state, &error))
    refuse (request, error);
  else
    trs_request_answer_empty (request, 204);
}

#define SNAPSHOT "/sandbox/snapshots/{Name}"

static const TrsRoute routes[] = {
  { "GET", "/sandbox/snapshots", TRS_ACCESS_LOCAL, list },
  { "POST", SNAPSHOT, TRS_ACCESS_LOCAL, save },
  { "DELETE", SNAPSHOT, TRS_ACCESS_LOCAL, delete },
  { "POST", SNAPSHOT "/restore", TRS_ACCESS_LOCAL, restore },
  { "POST", "/sandbox/reset", TRS_ACCESS_LOCAL, reset },
};

/**
 * trs_control_add_state:
 * @router: where its routes go
 * @server: whose state it is; outlives the router
 */
void
trs_control_add_state (TrsRouter *router, TrsServer *server)
{
  trs_router_add (router, routes, G_N_ELEMENTS (routes), server);
}
