/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-company-grant.h"

#include <string.h>

#include "tr-endpoints.h"
#include "tr-error.h"
#include "tr-json.h"
#include "tr-secret.h"

#define MAX_SECRET 4096 /* bytes: it goes into a header and into a keyring */
#define MAX_DEVICE 128  /* bytes: the server's own limit */

/**
 * TrCompanyGrant:
 *
 * What a company's server grants for a while. See the header.
 */
struct _TrCompanyGrant
{
  TrToken *token;          /* owned */
  TrSecret *refresh_token; /* owned */
  char *device;            /* owned */
  char *worker_name;       /* owned */
  char *base_url;          /* owned, nullable */
  gboolean serves_desk;
  gboolean may_dial_out;
  gboolean is_supervisor;
};

G_DEFINE_BOXED_TYPE (TrCompanyGrant, tr_company_grant, tr_company_grant_ref, tr_company_grant_unref)

static void
clear (gpointer data)
{
  TrCompanyGrant *self = data;

  g_clear_object (&self->token);
  g_clear_pointer (&self->refresh_token, tr_secret_free);
  g_free (self->device);
  g_free (self->worker_name);
  g_free (self->base_url);
}

/* What is sent back in a header must not begin another one. */
static gboolean
check_graphic (const char *name, const char *text, gsize max, GError **error)
{
  const char *c = text;

  while (g_ascii_isgraph (*c))
    c++;
  if (*c == '\0' && strlen (text) <= max)
    return TRUE;

  g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "%s: too long, or not plain text", name);
  return FALSE;
}

/* Where tokens are sent is as strict as what is typed: https, or this machine. */
static gboolean
check_base_url (const char *url, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(TrEndpoints) endpoints = tr_endpoints_new (url, &cause);

  if (endpoints != NULL)
    return TRUE;
  g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "service.base_url: %s", cause->message);
  return FALSE;
}

/* A token of another worker would show one agent the calls of the other. */
static gboolean
check_token (TrToken *token, JsonObject *workspace, JsonObject *worker, GError **error)
{
  const char *workspace_sid, *worker_sid;

  if (!tr_json_expect_id (workspace, "sid", &workspace_sid, error) ||
      !tr_json_expect_id (worker, "sid", &worker_sid, error))
    return FALSE;
  if (g_str_equal (tr_token_get_workspace_sid (token), workspace_sid) &&
      g_strcmp0 (tr_token_get_worker_sid (token), worker_sid) == 0)
    return TRUE;
  g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "token: of another worker");
  return FALSE;
}

/* What a server of before says nothing of it does not do. */
static gboolean
read_rights (TrCompanyGrant *self, JsonObject *object, JsonObject *worker, GError **error)
{
  const char *role = NULL;
  JsonObject *desk = NULL;

  if (!tr_json_optional_string (worker, "role", &role, error) ||
      !tr_json_optional_member_object (object, "desk", &desk, error) ||
      (desk != NULL && !tr_json_expect_bool (desk, "dial_out", &self->may_dial_out, error)))
    return FALSE;
  self->serves_desk = desk != NULL;
  self->is_supervisor = g_strcmp0 (role, "supervisor") == 0;
  return TRUE;
}

static TrCompanyGrant *
read_grant (JsonObject *object, GError **error)
{
  g_autoptr(TrCompanyGrant) self = NULL;
  g_autoptr(TrToken) token = NULL;
  JsonObject *workspace, *worker, *service;
  const char *jwt, *refresh_token, *device, *worker_name, *base_url = NULL;

  if (!tr_json_expect_id (object, "token", &jwt, error) ||
      (token = tr_token_new_from_jwt (jwt, error)) == NULL ||
      !tr_json_expect_id (object, "refresh_token", &refresh_token, error) ||
      !check_graphic ("refresh_token", refresh_token, MAX_SECRET, error) ||
      !tr_json_expect_id (object, "device", &device, error) ||
      !check_graphic ("device", device, MAX_DEVICE, error) ||
      !tr_json_expect_member_object (object, "workspace", &workspace, error) ||
      !tr_json_expect_member_object (object, "worker", &worker, error) ||
      !tr_json_expect_id (worker, "name", &worker_name, error) ||
      !check_token (token, workspace, worker, error) ||
      !tr_json_expect_member_object (object, "service", &service, error) ||
      !tr_json_optional_string (service, "base_url", &base_url, error) ||
      !check_base_url (base_url, error))
    return NULL;

  self = g_atomic_rc_box_new0 (TrCompanyGrant);
  if (!read_rights (self, object, worker, error))
    return NULL;
  self->token = g_steal_pointer (&token);
  self->refresh_token = g_strdup (refresh_token);
  self->device = g_strdup (device);
  self->worker_name = g_strdup (worker_name);
  self->base_url = base_url != NULL && *base_url != '\0' ? g_strdup (base_url) : NULL;
  return g_steal_pointer (&self);
}

/**
 * tr_company_grant_new_from_json:
 * @node: the answer of `POST /v1/session` or `POST /v1/session/refresh`
 * @error: return location
 *
 * Returns: (transfer full): a grant; NULL with %TR_ERROR_PROTOCOL that names the member. The message
 *   holds nothing of the answer
 *
 * Source: task-router-server's API.
 */
TrCompanyGrant *
tr_company_grant_new_from_json (JsonNode *node, GError **error)
{
  TrCompanyGrant *self = NULL;
  JsonObject *object;

  if (tr_json_expect_object (node, &object, error))
    self = read_grant (object, error);
  if (self == NULL)
    g_prefix_error_literal (error, "Session: ");
  return self;
}

TrCompanyGrant *
tr_company_grant_ref (TrCompanyGrant *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
tr_company_grant_unref (TrCompanyGrant *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * tr_company_grant_get_token:
 * @self: a grant
 *
 * Returns: the worker's token
 */
TrToken *
tr_company_grant_get_token (TrCompanyGrant *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->token;
}

/**
 * tr_company_grant_get_refresh_token:
 * @self: a grant
 *
 * Returns: what gets the next grant, once; a secret
 */
const char *
tr_company_grant_get_refresh_token (TrCompanyGrant *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->refresh_token;
}

/**
 * tr_company_grant_get_device:
 * @self: a grant
 *
 * Returns: the computer that the refresh token is good for
 */
const char *
tr_company_grant_get_device (TrCompanyGrant *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->device;
}

/**
 * tr_company_grant_get_worker_name:
 * @self: a grant
 *
 * Returns: the worker, as the service spells the name
 */
const char *
tr_company_grant_get_worker_name (TrCompanyGrant *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->worker_name;
}

/**
 * tr_company_grant_get_base_url:
 * @self: a grant
 *
 * Returns: (nullable): what tr_endpoints_new() takes; NULL for the official service
 */
const char *
tr_company_grant_get_base_url (TrCompanyGrant *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->base_url;
}

/**
 * tr_company_grant_serves_desk:
 * @self: a grant
 *
 * Returns: whether the server asks the service for the desk: see tr_client_new_for_company()
 */
gboolean
tr_company_grant_serves_desk (TrCompanyGrant *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->serves_desk;
}

/**
 * tr_company_grant_may_dial_out:
 * @self: a grant
 *
 * Returns: whether the server has numbers called for this worker
 */
gboolean
tr_company_grant_may_dial_out (TrCompanyGrant *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->may_dial_out;
}

/**
 * tr_company_grant_is_supervisor:
 * @self: a grant
 *
 * Returns: whether the server takes this worker for a supervisor
 */
gboolean
tr_company_grant_is_supervisor (TrCompanyGrant *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_supervisor;
}
