/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-line.h"

#include "tr-json.h"

#include "tsv-answer.h"
#include "tsv-work.h"

/* A desk looks at its line every few seconds: so long it is believed that it is still its own. What
 * changes something is checked each time. */
#define BELIEF_TIME (30 * G_TIME_SPAN_SECOND)

/* Nobody hands over more calls than that: a desk that does is not a person's. */
#define DIAL_TIME (60 * G_TIME_SPAN_SECOND)
#define MAX_DIALLED 6

struct _TsvLine
{
  TsvContext *context; /* outlives us */
  GHashTable *seen;    /* owned; "worker conference" → gint64 *, monotonic: when it was so */
  GHashTable *dialled; /* owned; worker → GArray of gint64, monotonic: when numbers were called */
};

typedef struct
{
  TsvContext *context;
  TrsRequest *request; /* owned; held */
  TsvLineFunc func;
  gpointer user_data;
  char *key;   /* in TsvLine.seen */
  GStrv tasks; /* owned; the worker's */
} Search;

static void
search_free (Search *self)
{
  trs_request_unref (self->request);
  g_strfreev (self->tasks);
  g_free (self->key);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static gint64
get_time (TsvContext *context)
{
  return tr_clock_get_monotonic_time (context->clock);
}

/* ---- What is believed ---- */

static gboolean
is_forgotten (gpointer key, gpointer value, gpointer user_data)
{
  return get_time (user_data) - *(gint64 *) value >= BELIEF_TIME;
}

static void
believe (TsvContext *context, const char *key)
{
  gint64 now = get_time (context);

  /* The server may be ending. */
  if (context->line == NULL)
    return;
  g_hash_table_foreach_remove (context->line->seen, is_forgotten, context);
  g_hash_table_replace (context->line->seen, g_strdup (key), g_memdup2 (&now, sizeof now));
}

static gboolean
is_believed (TsvLine *self, const char *key)
{
  gint64 *seen = g_hash_table_lookup (self->seen, key);

  return seen != NULL && !is_forgotten (NULL, seen, self->context);
}

/* ---- What the service says ---- */

/* TaskRouter names a conference after its task. The task's attributes tell the conference as well,
 * but these a worker can write himself. */
static gboolean
is_named_after (JsonNode *node, const char *const *tasks)
{
  JsonObject *conference;
  const char *name;

  return tr_json_expect_object (node, &conference, NULL) &&
         tr_json_expect_string (conference, "friendly_name", &name, NULL) &&
         g_strv_contains (tasks, name);
}

static void
refuse (TrsRequest *request)
{
  tsv_answer_refusal (request, TSV_ERROR_NOT_YOURS,
                      "No reservation of yours goes with this conference");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(Search) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_client_request_finish (TR_CLIENT (source), result, &error);

  /* One that is not there is told from another's by nobody. */
  if (error != NULL && !g_error_matches (error, TR_ERROR, TR_ERROR_NOT_FOUND))
    {
      g_autoptr(GError) told = tsv_error_from_service (error);

      tsv_answer_error (self->request, told);
    }
  else if (node != NULL && is_named_after (node, (const char *const *) self->tasks))
    {
      believe (self->context, self->key);
      self->func (self->request, self->user_data);
    }
  else
    refuse (self->request);
}

static void
search (TrsRequest *request, const char *const *tasks, gpointer user_data)
{
  g_autoptr(Search) self = user_data;
  TsvContext *context = self->context;
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  if (tasks == NULL)
    return;
  if (tasks[0] == NULL)
    {
      refuse (request);
      return;
    }
  self->tasks = g_strdupv ((char **) tasks);
  escaped = g_uri_escape_string (trs_request_get_variable (request, "Sid"), NULL, FALSE);
  path = g_strdup_printf ("Conferences/%s.json", escaped);
  tr_client_request_async (context->client, TR_SERVICE_API, "GET", path, NULL, NULL, read_cb,
                           g_steal_pointer (&self));
}

/**
 * tsv_line_check:
 * @self: the lines
 * @request: a request that is held, whose path has a conference as {Sid}
 * @caller: who asks
 * @is_reading: whether it changes nothing
 * @func: goes on with it, if a reservation of @caller's (accepted, wrapping) goes with the conference
 * @user_data: for @func; outlives the request
 */
void
tsv_line_check (TsvLine *self,
                TrsRequest *request,
                const TsvCaller *caller,
                gboolean is_reading,
                TsvLineFunc func,
                gpointer user_data)
{
  const char *sid = trs_request_get_variable (request, "Sid");
  g_autofree char *key = g_strdup_printf ("%s %s", caller->worker_sid, sid);
  Search *search_state;

  if (is_reading && is_believed (self, key))
    {
      func (request, user_data);
      return;
    }
  search_state = g_new0 (Search, 1);
  search_state->context = self->context;
  search_state->request = trs_request_ref (request);
  search_state->func = func;
  search_state->user_data = user_data;
  search_state->key = g_steal_pointer (&key);
  tsv_work_list (self->context, request, caller->worker_sid, search, search_state);
}

/* ---- Numbers that are called ---- */

/**
 * tsv_line_count_dialled:
 * @self: the lines
 * @worker_sid: who is about to have a number called
 *
 * Returns: 0, and it counts; else in how many seconds it may be tried again
 */
int
tsv_line_count_dialled (TsvLine *self, const char *worker_sid)
{
  GArray *times = g_hash_table_lookup (self->dialled, worker_sid);
  gint64 now = get_time (self->context);

  if (times == NULL)
    {
      times = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (self->dialled, g_strdup (worker_sid), times);
    }
  while (times->len > 0 && now - g_array_index (times, gint64, 0) >= DIAL_TIME)
    g_array_remove_index (times, 0);
  if (times->len >= MAX_DIALLED)
    return (int) ((DIAL_TIME - (now - g_array_index (times, gint64, 0)) + G_TIME_SPAN_SECOND - 1) /
                  G_TIME_SPAN_SECOND);
  g_array_append_val (times, now);
  return 0;
}

TsvLine *
tsv_line_new (TsvContext *context)
{
  TsvLine *self = g_new0 (TsvLine, 1);

  self->context = context;
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->dialled =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  return self;
}

void
tsv_line_free (TsvLine *self)
{
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->dialled);
  g_free (self);
}
