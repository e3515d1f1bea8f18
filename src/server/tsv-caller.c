/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-caller.h"

#include "tsv-answer.h"
#include "tsv-bearer.h"
#include "tsv-oversight.h"

typedef struct
{
  TrsRequest *request; /* owned; held */
  TsvCallerFunc func;
  gpointer user_data;
  char *worker_sid;
  char *name; /* NULL until the session was found, as is what follows */
  gboolean is_shared;
  gboolean is_supervisor;
} Check;

static void
check_free (gpointer data)
{
  Check *self = data;

  trs_request_unref (self->request);
  g_free (self->worker_sid);
  g_free (self->name);
  g_free (self);
}

static gboolean
find_session (TsvStore *store, gpointer data, GError **error)
{
  g_autoptr(TsvRow) row = NULL;
  Check *self = data;

  if (!tsv_store_find (store, &row, error,
                       "SELECT worker, is_shared FROM session WHERE worker_sid = ?"
                       " ORDER BY is_shared DESC LIMIT 1",
                       "t", self->worker_sid))
    return FALSE;
  if (row == NULL)
    g_set_error_literal (error, TSV_ERROR, TSV_ERROR_BAD_TOKEN, "The worker has signed out");
  else
    {
      self->name = g_strdup (tsv_row_get_text (row, 0));
      self->is_shared = tsv_row_get_int (row, 1) != 0;
    }
  return row != NULL;
}

static void
found_session_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(TrsRequest) request = user_data;
  g_autoptr(GError) error = NULL;
  Check *self = tsv_database_run_finish (TSV_DATABASE (source), result, &error);
  TsvCaller caller;

  if (self == NULL)
    {
      tsv_answer_error (request, error);
      return;
    }
  caller = (TsvCaller) {
    self->worker_sid, self->name, self->is_shared, self->is_supervisor,
  };
  self->func (request, &caller, self->user_data);
}

static void
check (TsvContext *context,
       TrsRequest *request,
       gboolean is_for_supervisors,
       TsvCallerFunc func,
       gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrToken) token = tsv_bearer_verify (context, request, &error);
  Check *self;

  if (token == NULL)
    {
      tsv_answer_error (request, error);
      return;
    }
  if (is_for_supervisors && !tsv_oversight_has_role (token))
    {
      tsv_answer_refusal (request, TSV_ERROR_FORBIDDEN, "This is for supervisors");
      return;
    }
  self = g_new0 (Check, 1);
  self->request = trs_request_ref (request);
  self->func = func;
  self->user_data = user_data;
  self->worker_sid = g_strdup (tr_token_get_worker_sid (token));
  self->is_supervisor = tsv_oversight_has_role (token);
  trs_request_hold (request);
  tsv_database_run_async (context->database, find_session, self, check_free, NULL,
                          found_session_cb, trs_request_ref (request));
}

/**
 * tsv_caller_check:
 * @context: the server's
 * @request: a request with a worker's token
 * @func: goes on with it
 * @user_data: for @func
 *
 * A token lives on when its session has ended, for up to an hour; here it opens nothing any more.
 */
void
tsv_caller_check (TsvContext *context, TrsRequest *request, TsvCallerFunc func, gpointer user_data)
{
  check (context, request, FALSE, func, user_data);
}

void
tsv_caller_check_supervisor (TsvContext *context,
                             TrsRequest *request,
                             TsvCallerFunc func,
                             gpointer user_data)
{
  check (context, request, TRUE, func, user_data);
}
