/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-faults.h"

#include <math.h>
#include <string.h>

#include "http/trs-refusal.h"

/* What a silent or late fault waits without a Latency, in milliseconds. */
#define DEFAULT_SILENCE 60000
#define DEFAULT_LATENESS 1000

typedef struct
{
  gint64 id;
  const char *word; /* static */
  TrsFaultPlace place;
  char *path;        /* owned, nullable; a prefix */
  char *account_sid; /* owned, nullable */
  char *worker_sid;  /* owned, nullable */
  gint64 times;      /* how often it still strikes */
  double probability;
  TrsFault fault;
} Order;

struct _TrsFaults
{
  GPtrArray *orders; /* owned Orders, the oldest first */
  GRand *random;     /* owned */
  gint64 last_id;
};

static const struct
{
  const char *word;
  TrsFaultKind kind;
  TrsFaultPlace place;
  gint64 latency; /* milliseconds, unless told */
  const char *parameters; /* those that not all have */
} kinds[] = {
  { "status", TRS_FAULT_STATUS, TRS_FAULT_AT_REQUEST, 0, "Status RetryAfter Latency" },
  { "latency", TRS_FAULT_LATENCY, TRS_FAULT_AT_REQUEST, 0, "Latency" },
  { "html", TRS_FAULT_HTML, TRS_FAULT_AT_REQUEST, 0, "Status Latency" },
  { "broken-json", TRS_FAULT_BROKEN_JSON, TRS_FAULT_AT_REQUEST, 0, "Status Latency" },
  { "cut", TRS_FAULT_CUT, TRS_FAULT_AT_REQUEST, 0, "" },
  { "lose-answer", TRS_FAULT_LOSE_ANSWER, TRS_FAULT_AT_REQUEST, 0, "" },
  { "no-answer", TRS_FAULT_NO_ANSWER, TRS_FAULT_AT_REQUEST, DEFAULT_SILENCE, "Latency" },
  { "double-event", TRS_FAULT_DOUBLE, TRS_FAULT_AT_EVENT, 0, "" },
  { "late-event", TRS_FAULT_LATE, TRS_FAULT_AT_EVENT, DEFAULT_LATENESS, "Latency" },
  { "reorder-event", TRS_FAULT_REORDER, TRS_FAULT_AT_EVENT, DEFAULT_LATENESS, "Latency" },
  { "lose-event", TRS_FAULT_LOSE, TRS_FAULT_AT_EVENT, 0, "" },
  { "lose-webhook", TRS_FAULT_LOSE_WEBHOOK, TRS_FAULT_AT_WEBHOOK, 0, "" },
};

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->path);
  g_free (order->account_sid);
  g_free (order->worker_sid);
  g_free (order);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Order, order_free)

TrsFaults *
trs_faults_new (void)
{
  TrsFaults *self = g_new0 (TrsFaults, 1);

  self->orders = g_ptr_array_new_with_free_func (order_free);
  self->random = g_rand_new_with_seed (1);
  return self;
}

void
trs_faults_free (TrsFaults *self)
{
  g_ptr_array_unref (self->orders);
  g_rand_free (self->random);
  g_free (self);
}

/**
 * trs_faults_set_random_seed:
 * @self: the faults
 * @random_seed: what decides where a fault's probability is below 1
 */
void
trs_faults_set_random_seed (TrsFaults *self, guint32 random_seed)
{
  g_rand_set_seed (self->random, random_seed);
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, TRS_REFUSAL, 20001, message);
  return FALSE;
}

/* One that does nothing would let somebody believe that it did. */
static gboolean
check_parameters (const char *word, const char *parameters, TrsForm *form, GError **error)
{
  static const char *const names[] = { "Status", "RetryAfter", "Latency" };
  g_auto(GStrv) allowed = g_strsplit (parameters, " ", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (trs_form_get_filled (form, names[i]) == NULL ||
          g_strv_contains ((const char *const *) allowed, names[i]))
        continue;
      g_set_error (error, TRS_REFUSAL, 20001, "%s means nothing to the fault %s", names[i], word);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_kind (Order *order, TrsForm *form, gint64 *latency, GError **error)
{
  const char *word = trs_form_get_filled (form, "Fault");

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (word, kinds[i].word) != 0)
        continue;
      order->word = kinds[i].word;
      order->place = kinds[i].place;
      order->fault.kind = kinds[i].kind;
      *latency = kinds[i].latency;
      return check_parameters (word, kinds[i].parameters, form, error);
    }
  return refuse (error, "Fault must be drop, silence or expire-token with a Worker or Account, or "
                        "status, latency, html, broken-json, cut, lose-answer, no-answer, "
                        "double-event, late-event, reorder-event, lose-event or lose-webhook");
}

static gboolean
read_probability (Order *order, TrsForm *form, GError **error)
{
  const char *text = trs_form_get_filled (form, "Probability");
  char *end = NULL;

  order->probability = text != NULL ? g_ascii_strtod (text, &end) : 1;
  /* Written so that NaN is refused too. */
  if ((text != NULL && *end != '\0') || !(order->probability > 0 && order->probability <= 1))
    return refuse (error, "Probability must be a number above 0, at most 1");
  return TRUE;
}

static gboolean
read_numbers (Order *order, TrsForm *form, gint64 default_latency, GError **error)
{
  gboolean is_status = order->fault.kind == TRS_FAULT_STATUS;
  gint64 status, latency, retry_after;

  if (!trs_form_get_int (form, "Times", 1, 1000000, 1, &order->times, error) ||
      !trs_form_get_int (form, "Status", 200, 599, is_status ? 500 : 200, &status, error) ||
      !trs_form_get_int (form, "Latency", 0, 600000, default_latency, &latency, error) ||
      !trs_form_get_int (form, "RetryAfter", 0, 86400, 0, &retry_after, error) ||
      !read_probability (order, form, error))
    return FALSE;
  order->fault.status = order->fault.kind == TRS_FAULT_LATENCY ? 0 : (guint) status;
  order->fault.latency = latency * 1000;
  order->fault.retry_after = (int) retry_after;
  return TRUE;
}

/**
 * trs_faults_add:
 * @self: the faults
 * @form: Fault, Path (a prefix; "/" is all), Account (SID), Times (1), Probability (1), Status
 *   (500 for "status"), Latency (milliseconds), RetryAfter (seconds)
 * @worker_sid: (nullable): the Worker that it names
 * @error: a %TRS_REFUSAL
 *
 * Orders a fault for what comes. Of the orders that fit, the first one strikes.
 *
 * Returns: its id, above 0; 0 with @error set
 */
gint64
trs_faults_add (TrsFaults *self, TrsForm *form, const char *worker_sid, GError **error)
{
  g_autoptr(Order) order = g_new0 (Order, 1);
  gint64 latency = 0;

  order->path = g_strdup (trs_form_get_filled (form, "Path"));
  order->account_sid = g_strdup (trs_form_get_filled (form, "Account"));
  order->worker_sid = g_strdup (worker_sid);
  if (!read_kind (order, form, &latency, error) || !read_numbers (order, form, latency, error))
    return 0;
  if (order->path == NULL && order->account_sid == NULL && order->worker_sid == NULL)
    {
      refuse (error, "Name a Path, an Account or a Worker");
      return 0;
    }
  if (order->place == TRS_FAULT_AT_EVENT && order->path != NULL)
    {
      refuse (error, "Events have no Path: name a Worker or an Account");
      return 0;
    }
  order->id = ++self->last_id;
  g_ptr_array_add (self->orders, g_steal_pointer (&order));
  return self->last_id;
}

/**
 * trs_faults_remove:
 * @self: the faults
 * @id: of an order
 *
 * Returns: whether it was still there
 */
gboolean
trs_faults_remove (TrsFaults *self, gint64 id)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      if (((Order *) g_ptr_array_index (self->orders, i))->id == id)
        {
          g_ptr_array_remove_index (self->orders, i);
          return TRUE;
        }
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
set_string (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

/* What it does when it strikes; what a kind of fault has not is left out. */
static void
set_details (JsonObject *object, const TrsFault *fault)
{
  if (fault->kind == TRS_FAULT_STATUS || fault->kind == TRS_FAULT_HTML ||
      fault->kind == TRS_FAULT_BROKEN_JSON)
    json_object_set_int_member (object, "status", fault->status);
  if (fault->retry_after > 0)
    json_object_set_int_member (object, "retry_after", fault->retry_after);
  if (fault->latency > 0)
    json_object_set_int_member (object, "latency", fault->latency / 1000);
}

/**
 * trs_faults_to_json:
 * @self: the faults
 *
 * Returns: (transfer full): the orders that still strike
 */
JsonArray *
trs_faults_to_json (TrsFaults *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->orders->len; i++)
    {
      const Order *order = g_ptr_array_index (self->orders, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "id", order->id);
      json_object_set_string_member (object, "fault", order->word);
      set_string (object, "path", order->path);
      set_string (object, "account_sid", order->account_sid);
      set_string (object, "worker_sid", order->worker_sid);
      json_object_set_int_member (object, "times", order->times);
      json_object_set_double_member (object, "probability", order->probability);
      set_details (object, &order->fault);
      json_array_add_object_element (array, object);
    }
  return array;
}

/**
 * trs_faults_ask_who:
 * @self: the faults
 *
 * Returns: whether an order for requests is for an account or worker: else there is no need to
 *   find out whose a request is
 */
gboolean
trs_faults_ask_who (TrsFaults *self)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      const Order *order = g_ptr_array_index (self->orders, i);

      if (order->place == TRS_FAULT_AT_REQUEST &&
          (order->account_sid != NULL || order->worker_sid != NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
fits (const Order *order, TrsFaultPlace place, const TrsFaultSubject *subject)
{
  return order->place == place &&
         (order->path == NULL ||
          (subject->path != NULL && g_str_has_prefix (subject->path, order->path))) &&
         (order->account_sid == NULL ||
          g_strcmp0 (order->account_sid, subject->account_sid) == 0) &&
         (order->worker_sid == NULL || g_strcmp0 (order->worker_sid, subject->worker_sid) == 0);
}

/**
 * trs_faults_take:
 * @self: the faults
 * @place: what is about to happen
 * @subject: to whom
 * @fault: (out): what is to go wrong with it
 *
 * Returns: whether anything is; if so, it strikes once less
 */
gboolean
trs_faults_take (TrsFaults *self,
                 TrsFaultPlace place,
                 const TrsFaultSubject *subject,
                 TrsFault *fault)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      Order *order = g_ptr_array_index (self->orders, i);

      if (!fits (order, place, subject) ||
          (order->probability < 1 && g_rand_double (self->random) >= order->probability))
        continue;
      *fault = order->fault;
      if (--order->times == 0)
        g_ptr_array_remove_index (self->orders, i);
      return TRUE;
    }
  return FALSE;
}
