/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-queues.h"

#include "tr-json.h"

#include "tsv-answer.h"
#include "tsv-bearer.h"
#include "tsv-oversight.h"

/* Queues come and go seldom. */
#define NAMES_TIME (600 * G_TIME_SPAN_SECOND)

/* Old figures are better than none while the service is away, but not for ever. */
#define STALE_TIME (300 * G_TIME_SPAN_SECOND)

/* The service takes five requests for figures a second of an account; one has fifty queues. */
#define MAX_QUEUES (10 * TR_MAX_QUEUES)
#define BATCH_PAUSE (G_TIME_SPAN_SECOND / 4)

struct _TsvQueues
{
  TsvContext *context;       /* outlives us */
  GCancellable *cancellable; /* owned; cancelled when we go */
  GPtrArray *names;          /* owned, nullable: of TrQueues without figures */
  gint64 names_time;         /* monotonic */
  GPtrArray *figures;        /* owned, nullable: of TrQueues */
  char *etag;                /* owned: of @figures */
  gint64 figures_time;       /* monotonic: when they were asked for */
  gint64 next_time;          /* monotonic: not before then is anything asked for again */

  GPtrArray *waiting;  /* of owned TrsRequests, held */
  GPtrArray *counted;  /* owned, nullable: figures so far, while we ask */
  gint64 asked_time;   /* monotonic */
  guint n_asked;       /* of names */
  guint64 timer;
};

static gint64
get_time (TsvQueues *self)
{
  return tr_clock_get_monotonic_time (self->context->clock);
}

static gint64
get_cache_time (TsvQueues *self)
{
  return self->context->config->policy->cache_seconds * G_TIME_SPAN_SECOND;
}

/* ---- Answering ---- */

static JsonObject *
figures_to_json (GPtrArray *figures)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < figures->len; i++)
    {
      const TrQueue *queue = g_ptr_array_index (figures, i);
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "sid", queue->sid);
      json_object_set_string_member (one, "name", queue->name);
      json_object_set_int_member (one, "waiting", queue->n_waiting);
      json_object_set_int_member (one, "longest_wait", queue->longest_wait);
      if (queue->n_available >= 0)
        json_object_set_int_member (one, "available", queue->n_available);
      if (queue->n_in_work >= 0)
        json_object_set_int_member (one, "in_work", queue->n_in_work);
      json_array_add_object_element (array, one);
    }
  json_object_set_array_member (object, "queues", array);
  return object;
}

static void
tsv_queues_answer (TsvQueues *self, TrsRequest *request)
{
  SoupMessageHeaders *headers = trs_request_get_response_headers (request);
  const char *known = trs_request_get_header (request, "If-None-Match");
  gint64 age = (get_time (self) - self->figures_time) / G_TIME_SPAN_SECOND;
  gint64 rest = MAX (0, self->next_time - get_time (self));
  g_autofree char *age_text = g_strdup_printf ("%" G_GINT64_FORMAT, age);
  JsonObject *object;

  soup_message_headers_replace (headers, "ETag", self->etag);
  soup_message_headers_replace (headers, "Age", age_text);
  soup_message_headers_replace (headers, "Cache-Control", "private, no-cache");
  if (g_strcmp0 (known, self->etag) == 0)
    {
      tsv_answer_unchanged (request);
      return;
    }
  object = figures_to_json (self->figures);
  json_object_set_int_member (object, "age", age);
  json_object_set_int_member (object, "next_in", (rest + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND);
  tsv_answer_object (request, 200, object);
}

/* @error: nullable */
static void
tsv_queues_answer_all (TsvQueues *self, const GError *error)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);
  gboolean has_figures =
    self->figures != NULL && get_time (self) - self->figures_time <= STALE_TIME;

  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_request_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      TrsRequest *request = g_ptr_array_index (waiting, i);

      if (error == NULL || has_figures)
        tsv_queues_answer (self, request);
      else
        tsv_answer_error (request, error);
    }
}

/* ---- Asking ---- */

static void tsv_queues_count (TsvQueues *self);

/* A service that refuses is not asked more often than one that answers. */
static void
tsv_queues_end (TsvQueues *self, const GError *error)
{
  g_autoptr(GError) told = error != NULL ? tsv_error_from_service (error) : NULL;

  g_clear_pointer (&self->counted, g_ptr_array_unref);
  self->asked_time = 0;
  self->next_time = get_time (self) + get_cache_time (self);
  if (error != NULL)
    self->context->counters.queues_failed++;
  else
    self->context->counters.queues_fetched++;
  tsv_queues_answer_all (self, told);
}

static void
tsv_queues_take (TsvQueues *self)
{
  g_autoptr(JsonObject) object = figures_to_json (self->counted);
  g_autofree char *text = tr_json_object_to_string (object);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  g_clear_pointer (&self->figures, g_ptr_array_unref);
  g_free (self->etag);
  self->figures = g_steal_pointer (&self->counted);
  self->figures_time = self->asked_time;
  digest[16] = '\0';
  self->etag = g_strdup_printf ("\"%s\"", digest);
  tsv_queues_end (self, NULL);
}

static void
batch_due_cb (gpointer user_data)
{
  TsvQueues *self = user_data;

  self->timer = 0;
  tsv_queues_count (self);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvQueues *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) counted =
    tr_client_count_queues_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (counted == NULL)
    {
      tsv_queues_end (self, error);
      return;
    }
  g_ptr_array_extend_and_steal (self->counted, g_steal_pointer (&counted));
  if (self->n_asked >= self->names->len)
    tsv_queues_take (self);
  else
    self->timer = tr_clock_add (self->context->clock, BATCH_PAUSE, batch_due_cb, self);
}

static void
tsv_queues_count (TsvQueues *self)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new ();

  while (self->n_asked < self->names->len && batch->len < TR_MAX_QUEUES)
    g_ptr_array_add (batch, g_ptr_array_index (self->names, self->n_asked++));
  if (batch->len == 0)
    tsv_queues_take (self);
  else
    tr_client_count_queues_async (self->context->client, self->context->config->workspace_sid, batch,
                                  self->cancellable, counted_cb, self);
}

static gboolean
tsv_queues_take_names (TsvQueues *self, JsonArray *list, GError **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func ((GDestroyNotify) tr_queue_free);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *object;
      const char *sid, *name;

      if (!tr_json_expect_object (json_array_get_element (list, i), &object, error) ||
          !tr_json_expect_id (object, "sid", &sid, error) ||
          !tr_json_expect_string (object, "friendly_name", &name, error))
        return FALSE;
      g_ptr_array_add (names, tr_queue_new (sid, name));
    }
  g_clear_pointer (&self->names, g_ptr_array_unref);
  self->names = g_steal_pointer (&names);
  self->names_time = get_time (self);
  return TRUE;
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TsvQueues *self = user_data; /* gone if we were cancelled */
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) list = tr_client_list_finish (TR_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (list != NULL && tsv_queues_take_names (self, list, &error))
    tsv_queues_count (self);
  else
    tsv_queues_end (self, error);
}

static gboolean
tsv_queues_is_asking (TsvQueues *self)
{
  return self->counted != NULL;
}

static void
tsv_queues_ask (TsvQueues *self)
{
  g_autofree char *path = NULL;

  self->counted = g_ptr_array_new_with_free_func ((GDestroyNotify) tr_queue_free);
  self->asked_time = get_time (self);
  self->n_asked = 0;
  if (self->names != NULL && get_time (self) - self->names_time < NAMES_TIME)
    {
      tsv_queues_count (self);
      return;
    }
  path = g_strdup_printf ("Workspaces/%s/TaskQueues", self->context->config->workspace_sid);
  tr_client_list_async (self->context->client, TR_SERVICE_TASKROUTER, path, NULL, MAX_QUEUES,
                        self->cancellable, named_cb, self);
}

/* ---- Requests ---- */

static gboolean
may_see (TsvQueues *self, TrsRequest *request)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TrToken) token = NULL;

  if (tsv_oversight_has_key (self->context, request))
    return TRUE;
  token = tsv_bearer_verify (self->context, request, &error);
  if (token == NULL)
    tsv_answer_error (request, error);
  return token != NULL;
}

static void
get_queues (TrsRequest *request, gpointer user_data)
{
  TsvQueues *self = user_data;

  if (!may_see (self, request))
    return;
  if (!tsv_queues_is_asking (self) && get_time (self) < self->next_time)
    {
      if (self->figures != NULL)
        tsv_queues_answer (self, request);
      else
        tsv_answer_refusal (request, TSV_ERROR_BUSY, "The service did not answer lately");
      return;
    }
  trs_request_hold (request);
  g_ptr_array_add (self->waiting, trs_request_ref (request));
  if (!tsv_queues_is_asking (self))
    tsv_queues_ask (self);
}

/**
 * tsv_queues_add_routes:
 * @self: the queues; outlive @router
 * @router: gets their path
 */
void
tsv_queues_add_routes (TsvQueues *self, TrsRouter *router)
{
  static const TrsRoute routes[] = {
    { "GET", "/v1/queues", TRS_ACCESS_TOKEN, get_queues },
  };

  trs_router_add (router, routes, G_N_ELEMENTS (routes), self);
}

/**
 * tsv_queues_peek:
 * @self: the queues
 * @age: (out): of the figures, in seconds
 *
 * What is known, at once. When that is old, newer figures are asked for, for the next time.
 *
 * Returns: (nullable) (element-type TrQueue): the queues; %NULL as long as nothing is known
 */
GPtrArray *
tsv_queues_peek (TsvQueues *self, gint64 *age)
{
  if (!tsv_queues_is_asking (self) && get_time (self) >= self->next_time)
    tsv_queues_ask (self);
  *age = (get_time (self) - self->figures_time) / G_TIME_SPAN_SECOND;
  return self->figures;
}

TsvQueues *
tsv_queues_new (TsvContext *context)
{
  TsvQueues *self = g_new0 (TsvQueues, 1);

  self->context = context;
  self->cancellable = g_cancellable_new ();
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_request_unref);
  self->next_time = G_MININT64;
  return self;
}

void
tsv_queues_free (TsvQueues *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  tr_clock_clear (self->context->clock, &self->timer);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->figures, g_ptr_array_unref);
  g_clear_pointer (&self->counted, g_ptr_array_unref);
  g_ptr_array_unref (self->waiting);
  g_free (self->etag);
  g_free (self);
}
