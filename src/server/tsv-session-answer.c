/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-session-answer.h"

#include "tr-token.h"

/* Who is not named a supervisor gets what a worker's desk needs and no more: its own channel and its
 * own reservations. The shared password is known to all, so it makes nobody a supervisor. */
static const char *
get_role (const TsvConfig *config, const TsvFamily *family)
{
  return !family->is_shared &&
                 g_strv_contains ((const char *const *) config->supervisors, family->worker)
             ? "supervisor"
             : "worker";
}

static TrToken *
mint (const TsvConfig *config, const TsvFamily *family)
{
  if (tr_credentials_get_api_key_sid (config->credentials) != NULL)
    return tr_token_new_access (config->credentials, family->worker, config->workspace_sid,
                                family->worker_sid, get_role (config, family), family->now,
                                config->token_seconds);
  return tr_token_new_capability (config->credentials, config->workspace_sid, family->worker_sid,
                                  family->now, config->token_seconds);
}

static void
set_time (JsonObject *object, const char *at, const char *in, gint64 time, gint64 now)
{
  json_object_set_int_member (object, at, time);
  json_object_set_int_member (object, in, time - now);
}

static JsonObject *
service_to_json (const TsvConfig *config)
{
  g_autofree char *socket = tr_endpoints_dup_event_socket (config->endpoints);
  JsonObject *object = json_object_new ();

  if (config->base_url != NULL)
    json_object_set_string_member (object, "base_url", config->base_url);
  else
    json_object_set_null_member (object, "base_url");
  json_object_set_string_member (object, "taskrouter",
                                 tr_endpoints_get_taskrouter (config->endpoints));
  json_object_set_string_member (object, "event_bridge",
                                 tr_endpoints_get_event_bridge (config->endpoints));
  json_object_set_string_member (object, "event_socket", socket);
  return object;
}

/* What this server does for the desk beyond signing in: everything under /v1/service; and whether
 * the worker's calls may be handed over to numbers. */
static JsonObject *
desk_to_json (const TsvConfig *config, const TsvFamily *family)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "dial_out",
                                  tsv_policy_may_dial_out (config->policy, family->worker,
                                                           family->is_shared));
  return object;
}

/**
 * tsv_session_answer_new:
 * @context: the server's
 * @family: the session as it is now
 * @refresh_token: the next one
 * @device: which it is bound to
 *
 * Returns: (transfer full): what whoever signs in or renews is answered, with a new worker's token
 */
JsonObject *
tsv_session_answer_new (const TsvContext *context,
                        const TsvFamily *family,
                        const char *refresh_token,
                        const char *device)
{
  const TsvConfig *config = context->config;
  g_autoptr(TrToken) token = mint (config, family);
  JsonObject *object = json_object_new ();
  JsonObject *workspace = json_object_new ();
  JsonObject *worker = json_object_new ();

  json_object_set_string_member (object, "token", tr_token_get_jwt (token));
  set_time (object, "expires_at", "expires_in", tr_token_get_expires (token), family->now);
  json_object_set_string_member (object, "refresh_token", refresh_token);
  set_time (object, "refresh_expires_at", "refresh_expires_in", family->expires, family->now);
  json_object_set_string_member (object, "device", device);
  json_object_set_string_member (object, "account_sid",
                                 tr_credentials_get_account_sid (config->credentials));
  json_object_set_string_member (workspace, "sid", config->workspace_sid);
  json_object_set_object_member (object, "workspace", workspace);
  json_object_set_string_member (worker, "sid", family->worker_sid);
  json_object_set_string_member (worker, "name", family->worker);
  json_object_set_string_member (worker, "role", get_role (config, family));
  json_object_set_object_member (object, "worker", worker);
  json_object_set_object_member (object, "service", service_to_json (config));
  json_object_set_object_member (object, "desk", desk_to_json (config, family));
  return object;
}
