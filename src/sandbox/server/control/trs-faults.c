/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-faults.h"

#include <string.h>

#include "http/trs-refusal.h"

typedef struct
{
  char *path; /* owned; a prefix of the request's */
  gint64 times; /* how often it still strikes */
  TrsFault fault;
} Order;

struct _TrsFaults
{
  GPtrArray *orders; /* owned Orders, the oldest first */
};

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->path);
  g_free (order);
}

TrsFaults *
trs_faults_new (void)
{
  TrsFaults *self = g_new0 (TrsFaults, 1);

  self->orders = g_ptr_array_new_with_free_func (order_free);
  return self;
}

void
trs_faults_free (TrsFaults *self)
{
  g_ptr_array_unref (self->orders);
  g_free (self);
}

static gboolean
kind_from_form (TrsForm *form, TrsFaultKind *kind, GError **error)
{
  static const struct
  {
    const char *word;
    TrsFaultKind kind;
  } words[] = {
    { "status", TRS_FAULT_STATUS },
    { "latency", TRS_FAULT_LATENCY },
    { "html", TRS_FAULT_HTML },
    { "broken-json", TRS_FAULT_BROKEN_JSON },
  };
  const char *word = trs_form_get_filled (form, "Fault");

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_strcmp0 (word, words[i].word) == 0)
        {
          *kind = words[i].kind;
          return TRUE;
        }
    }
  g_set_error_literal (error, TRS_REFUSAL, 20001,
                       "Fault must be drop, silence or expire-token with a Worker, or status, "
                       "latency, html or broken-json with a Path");
  return FALSE;
}

/**
 * trs_faults_add:
 * @self: the faults
 * @form: Fault, Path (a prefix; "/" is all), Times (1), Status (500 for "status"), Latency
 *   (milliseconds, with any fault), RetryAfter (seconds)
 * @error: a %TRS_REFUSAL
 *
 * Orders a fault for the next requests. The first order that fits a request strikes.
 */
gboolean
trs_faults_add (TrsFaults *self, TrsForm *form, GError **error)
{
  TrsFault fault = { TRS_FAULT_STATUS, 0, 0, 0 };
  const char *path = NULL;
  gint64 times, status, latency, retry_after;
  Order *order;

  if (!kind_from_form (form, &fault.kind, error) ||
      !trs_form_expect (form, "Path", &path, error) ||
      !trs_form_get_int (form, "Times", 1, 1000000, 1, &times, error) ||
      !trs_form_get_int (form, "Status", 200, 599, fault.kind == TRS_FAULT_STATUS ? 500 : 200,
                         &status, error) ||
      !trs_form_get_int (form, "Latency", 0, 600000, 0, &latency, error) ||
      !trs_form_get_int (form, "RetryAfter", 0, 86400, 0, &retry_after, error))
    return FALSE;

  fault.status = fault.kind == TRS_FAULT_LATENCY ? 0 : (guint) status;
  fault.latency = latency * 1000;
  fault.retry_after = (int) retry_after;
  order = g_new0 (Order, 1);
  order->path = g_strdup (path);
  order->times = times;
  order->fault = fault;
  g_ptr_array_add (self->orders, order);
  return TRUE;
}

/**
 * trs_faults_take:
 * @self: the faults
 * @path: a request's path
 * @fault: (out): what is to happen to it
 *
 * Returns: whether anything is; if so, it strikes once less
 */
gboolean
trs_faults_take (TrsFaults *self, const char *path, TrsFault *fault)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      Order *order = g_ptr_array_index (self->orders, i);

      if (!g_str_has_prefix (path, order->path))
        continue;
      *fault = order->fault;
      if (--order->times == 0)
        g_ptr_array_remove_index (self->orders, i);
      return TRUE;
    }
  return FALSE;
}

/**
 * trs_faults_clear:
 * @self: the faults
 *
 * Forgets all orders.
 */
void
trs_faults_clear (TrsFaults *self)
{
  g_ptr_array_set_size (self->orders, 0);
}

static void
answer_status (const TrsFault *fault, TrsRequest *request)
{
  const char *reason = soup_status_get_phrase (fault->status);
  JsonObject *object = json_object_new ();
  g_autofree char *more_info = NULL;
  /* 429 → 20429, 503 → 20503: the service's numbers for what has no reason of its own. */
  guint code = fault->status == 401 ? 20003 : 20000 + fault->status;

  more_info = g_strdup_printf ("https://www.twilio.com/docs/errors/%u", code);
  json_object_set_int_member (object, "code", code);
  json_object_set_string_member (object, "message", reason);
  json_object_set_string_member (object, "more_info", more_info);
  json_object_set_int_member (object, "status", fault->status);
  trs_request_answer_object (request, fault->status, object);
}

/**
 * trs_fault_answer:
 * @fault: anything but %TRS_FAULT_LATENCY
 * @request: a request that was not answered yet, and whose wish is not carried out
 *
 * Answers with what the fault says.
 */
void
trs_fault_answer (const TrsFault *fault, TrsRequest *request)
{
  SoupServerMessage *message = trs_request_get_message (request);
  g_autofree char *seconds = g_strdup_printf ("%d", fault->retry_after);

  if (fault->kind == TRS_FAULT_HTML)
    trs_request_answer_text (request, fault->status, "text/html;charset=utf-8",
                             "<!DOCTYPE html><html><head><title>Sign in to the network</title>"
                             "</head><body><h1>Welcome</h1></body></html>");
  else if (fault->kind == TRS_FAULT_BROKEN_JSON)
    trs_request_answer_text (request, fault->status, "application/json;charset=utf-8",
                             "{\"payload\":{\"sid\":\"WK0000");
  else
    answer_status (fault, request);
  if (fault->retry_after > 0)
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "Retry-After", seconds);
}
