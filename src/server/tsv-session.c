/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-session.h"

#include "tr-secret.h"

#include "tsv-answer.h"
#include "tsv-bearer.h"
#include "tsv-digest.h"
#include "tsv-session-answer.h"
#include "tsv-sign-in.h"

/* POST /v1/session/refresh and DELETE /v1/session. */

#define OVER "The session is over: sign in again"

typedef struct
{
  const TsvContext *context;
  TrsRequest *request; /* owned; held */
  char *device;
  char *refresh_token; /* nullable: the next one */
} Renewal;

static void
renewal_free (Renewal *self)
{
  trs_request_unref (self->request);
  g_free (self->device);
  g_clear_pointer (&self->refresh_token, tr_secret_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Renewal, renewal_free)

static Renewal *
renewal_new (const TsvContext *context, TrsRequest *request)
{
  Renewal *self = g_new0 (Renewal, 1);

  self->context = context;
  self->request = trs_request_ref (request);
  return self;
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Renewal) self = user_data;
  g_autoptr(GError) error = NULL;
  TsvFamily *family = tsv_database_run_finish (TSV_DATABASE (source), result, &error);

  if (family == NULL)
    tsv_answer_error (self->request, error);
  else if (family->is_over)
    tsv_answer_refusal (self->request, TSV_ERROR_SESSION_ENDED, OVER);
  else
    tsv_answer_object (self->request, 200,
                       tsv_session_answer_new (self->context, family, self->refresh_token,
                                               self->device));
}

static gboolean
read_renewal (Renewal *self, TsvFamily *family, GError **error)
{
  g_autoptr(JsonObject) body = tsv_answer_read_body (self->request, error);
  const char *token;
  const char *device;
  const char *attempt;

  if (body == NULL || !tsv_answer_read_text (body, "refresh_token", 128, &token, error) ||
      !tsv_answer_read_text (body, "device", TSV_MAX_DEVICE, &device, error) ||
      !tsv_answer_read_text (body, "attempt", TSV_MAX_DEVICE, &attempt, error))
    return FALSE;
  if (token == NULL || device == NULL)
    {
      g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_REQUEST,
                           "refresh_token and device are wanted");
      return FALSE;
    }
  if (!tsv_refresh_parse (&family->presented, token))
    {
      g_set_error_literal (error, TSV_ERROR, TSV_ERROR_SESSION_ENDED, OVER);
      return FALSE;
    }
  self->device = g_strdup (device);
  family->device = tsv_digest_new_text ("device", device);
  family->attempt = attempt != NULL ? tsv_digest_new_text ("attempt", attempt) : NULL;
  return TRUE;
}

static void
renew (TrsRequest *request, gpointer user_data)
{
  const TsvContext *context = user_data;
  g_autoptr(Renewal) self = renewal_new (context, request);
  TsvFamily *family = g_new0 (TsvFamily, 1);
  g_autoptr(GError) error = NULL;

  if (!read_renewal (self, family, &error) ||
      !tsv_refresh_new (&family->next, family->presented.family, &self->refresh_token))
    {
      if (error != NULL)
        tsv_answer_error (request, error);
      else
        tsv_answer_refusal (request, TSV_ERROR_INTERNAL, "There are no random numbers");
      tsv_family_free (family);
      return;
    }
  family->now = tsv_context_get_now (context);
  family->expires = family->now + context->config->session_seconds;
  trs_request_hold (request);
  tsv_database_run_async (context->database, tsv_family_renew, family, tsv_family_free, NULL,
                          renewed_cb, g_steal_pointer (&self));
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Renewal) self = user_data;
  g_autoptr(GError) error = NULL;

  if (tsv_database_run_finish (TSV_DATABASE (source), result, &error) == NULL)
    tsv_answer_error (self->request, error);
  else
    tsv_answer_empty (self->request);
}

static void
end (TrsRequest *request, gpointer user_data)
{
  const TsvContext *context = user_data;
  g_autoptr(TrSecret) token = tsv_bearer_dup (request);
  TsvFamily *family = g_new0 (TsvFamily, 1);

  if (token == NULL || !tsv_refresh_parse (&family->presented, token))
    {
      tsv_family_free (family);
      tsv_answer_refusal (request, TSV_ERROR_BAD_TOKEN, "The session's refresh token is wanted");
      return;
    }
  trs_request_hold (request);
  tsv_database_run_async (context->database, tsv_family_end, family, tsv_family_free, NULL, ended_cb,
                          renewal_new (context, request));
}

void
tsv_session_add_routes (TrsRouter *router, TsvContext *context)
{
  static const TrsRoute routes[] = {
    { "POST", "/v1/session", TRS_ACCESS_TOKEN, tsv_sign_in_handle },
    { "DELETE", "/v1/session", TRS_ACCESS_TOKEN, end },
    { "POST", "/v1/session/refresh", TRS_ACCESS_TOKEN, renew },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
