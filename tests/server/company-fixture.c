/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "company-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tsv-account.h"
#include "tsv-password.h"

static const char *const variables[] = {
  "TR_ACCOUNT_SID", "TR_AUTH_TOKEN",     "TR_API_KEY_SID", "TR_API_KEY_SECRET",
  "WORKSPACE_SID",  "TR_BASE_URL",       "TSV_DATABASE",   "TR_TOKEN_PASSWORD",
};

static void
set_environment (CompanyFixture *self)
{
  TrsAccount *account = self->base.account;
  const TrsApiKey *key = g_ptr_array_index (account->api_keys, 0);

  g_setenv ("TR_ACCOUNT_SID", account->base.sid, TRUE);
  g_setenv ("TR_AUTH_TOKEN", account->auth_token, TRUE);
  g_setenv ("TR_API_KEY_SID", key->sid, TRUE);
  g_setenv ("TR_API_KEY_SECRET", key->secret, TRUE);
  g_setenv ("WORKSPACE_SID", self->base.workspace->base.sid, TRUE);
  g_setenv ("TR_BASE_URL", trs_server_get_base_url (self->base.server), TRUE);
  g_setenv ("TSV_DATABASE", self->database, TRUE);
}

static void
start (CompanyFixture *self)
{
  for (guint i = 0; i < COMPANY_N_SERVERS; i++)
    {
      g_autoptr(GError) error = NULL;
      TsvConfig *config = tsv_config_new (self->config, &error);

      g_assert_no_error (error);
      self->servers[i] = tsv_server_new (config, self->base.clock, &error);
      g_assert_no_error (error);
      tsv_server_listen (self->servers[i], &error);
      g_assert_no_error (error);
    }
  self->server = self->servers[0];
}

static void
stop (CompanyFixture *self)
{
  for (guint i = 0; i < COMPANY_N_SERVERS; i++)
    g_assert_finalize_object (self->servers[i]);
}

void
company_fixture_set_up (CompanyFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  server_fixture_set_up (&self->base, data);
  self->directory = g_dir_make_tmp ("company-XXXXXX", &error);
  g_assert_no_error (error);
  self->database = g_build_filename (self->directory, "server.sqlite", NULL);
  self->config = g_build_filename (self->directory, "server.conf", NULL);
  /* A hash at the least cost: what yescrypt takes is its own business. */
  g_file_set_contents (self->config,
                       "[listen]\naddresses=127.0.0.1:0\n[passwords]\nyescrypt-cost=1\n", -1, &error);
  g_assert_no_error (error);
  set_environment (self);
  company_fixture_set_password (self, "dave", COMPANY_PASSWORD);
  start (self);
}

void
company_fixture_restart (CompanyFixture *self)
{
  stop (self);
  start (self);
}

static void
remove_files (CompanyFixture *self)
{
  g_autoptr(GDir) directory = g_dir_open (self->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->directory);
}

void
company_fixture_tear_down (CompanyFixture *self, gconstpointer data)
{
  stop (self);
  remove_files (self);
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    g_unsetenv (variables[i]);
  g_free (self->directory);
  g_free (self->database);
  g_free (self->config);
  server_fixture_tear_down (&self->base, data);
}

void
company_fixture_set_password (CompanyFixture *self, const char *worker, const char *password)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *hash = tsv_password_hash (password, 1, &error);
  g_autoptr(TsvStore) store = tsv_store_open (self->database, &error);

  g_assert_no_error (error);
  tsv_account_set_hash (store, worker, hash, 0, &error);
  g_assert_no_error (error);
}

JsonObject *
company_fixture_ask (CompanyFixture *self,
                     const char *method,
                     const char *path,
                     const char *bearer,
                     const char *body)
{
  g_autofree char *url = g_strconcat (tsv_server_get_url (self->server), path, NULL);
  SoupMessage *message = soup_message_new (method, url);
  g_autofree char *header = g_strconcat ("Bearer ", bearer, NULL);
  g_autoptr(JsonNode) node = NULL;

  if (bearer != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                  header);
  node = server_fixture_send (&self->base, message, "application/json", body);
  return node != NULL ? json_node_dup_object (node) : NULL;
}

JsonObject *
company_fixture_sign_in (CompanyFixture *self, const char *worker, const char *password)
{
  g_autofree char *body = g_strdup_printf (
    "{\"worker\":\"%s\",\"password\":\"%s\",\"device\":\"desk\"}", worker, password);

  return company_fixture_ask (self, "POST", "/v1/session", NULL, body);
}

/* @attempt: nullable */
JsonObject *
company_fixture_renew (CompanyFixture *self,
                       const char *refresh_token,
                       const char *device,
                       const char *attempt)
{
  g_autofree char *body =
    g_strdup_printf ("{\"refresh_token\":\"%s\",\"device\":\"%s\"%s%s%s}", refresh_token, device,
                     attempt != NULL ? ",\"attempt\":\"" : "", attempt != NULL ? attempt : "",
                     attempt != NULL ? "\"" : "");

  return company_fixture_ask (self, "POST", "/v1/session/refresh", NULL, body);
}

void
company_claim_conference (ServerFixture *base, const char *name, const char *conference_sid)
{
  TrsWorker *worker = trs_workspace_get_worker_by_name (base->workspace, name);
  TrsActivity *available = trs_workspace_get_activity_by_name (base->workspace, "Available");
  TrsWorkflow *support = trs_workspace_get_workflow_by_name (base->workspace, "Support");
  g_autofree char *attributes =
    g_strdup_printf ("{\"conference\":{\"sid\":\"%s\"}}", conference_sid);

  trs_worker_update (worker, TRS_ANY_VERSION,
                     &(TrsWorkerChange) { .activity_sid = available->base.sid }, NULL);
  g_assert_nonnull (trs_task_create (base->workspace,
                                     &(TrsTaskChange) {
                                       .attributes = attributes,
                                       .workflow_sid = support->base.sid,
                                       .routing_target = worker->base.sid,
                                     },
                                     NULL));
  server_fixture_advance (base, 1);
  g_assert_cmpuint (worker->reservations->len, ==, 1);
  g_assert_true (trs_reservation_accept (g_ptr_array_index (worker->reservations, 0),
                                         TRS_ANY_VERSION, NULL));
}

const char *
company_text (JsonObject *answer, const char *name)
{
  g_assert_nonnull (answer);
  g_assert_true (json_object_has_member (answer, name));
  return json_object_get_string_member (answer, name);
}

/* Nothing but a word and a sentence, and when to come again. */
void
company_assert_refused (CompanyFixture *self, JsonObject *answer, guint status, const char *code)
{
  g_assert_cmpuint (self->base.status, ==, status);
  g_assert_cmpstr (company_text (answer, "code"), ==, code);
  g_assert_cmpstr (company_text (answer, "message"), !=, "");
  g_assert_null (strstr (company_text (answer, "message"), COMPANY_PASSWORD));
  g_assert_cmpuint (json_object_get_size (answer), ==,
                    json_object_has_member (answer, "retry_in") ? 3 : 2);
}
