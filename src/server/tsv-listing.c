/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-listing.h"

#include "tr-client.h"

#include "tsv-error.h"

/* What nobody has asked for in so long is dropped. */
#define KEEP_TIME (120 * G_TIME_SPAN_SECOND)
/* The most that is read of one list. */
#define MAX_ITEMS 2000

struct _TsvListing
{
  TsvContext *context;       /* outlives us */
  GCancellable *cancellable; /* owned; cancelled when we go */
  GHashTable *lists;         /* owned; path and query → List */
};

typedef struct
{
  TsvListing *listing; /* not owned: gone if the callback says that it was cancelled */
  char *key;           /* owned */
  JsonArray *items;    /* owned, nullable */
  gint64 time;         /* monotonic: when @items were asked for */
  gint64 asked_time;   /* monotonic; 0: nothing is on its way */
  gboolean is_stale;   /* what is on its way may be old already */
  GQueue waiting;      /* of owned Waiters */
} List;

typedef struct
{
  TrsRequest *request; /* owned; held */
  TsvListingFunc func;
  gpointer user_data;
} Waiter;

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  trs_request_unref (waiter->request);
  g_free (waiter);
}

static void
list_free (gpointer data)
{
  List *list = data;

  g_queue_clear_full (&list->waiting, waiter_free);
  g_clear_pointer (&list->items, json_array_unref);
  g_free (list->key);
  g_free (list);
}

static gint64
get_time (TsvListing *self)
{
  return tr_clock_get_monotonic_time (self->context->clock);
}

static gboolean
is_old (gpointer key, gpointer value, gpointer user_data)
{
  List *list = value;

  return list->asked_time == 0 && get_time (user_data) - list->time > KEEP_TIME;
}

/* Who was answered may ask again at once, and is a new waiter then. */
static void
answer (List *list, JsonArray *items, const GError *error)
{
  GQueue waiting = list->waiting;
  Waiter *waiter;

  g_queue_init (&list->waiting);
  while ((waiter = g_queue_pop_head (&waiting)) != NULL)
    {
      waiter->func (waiter->request, items, error, waiter->user_data);
      waiter_free (waiter);
    }
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonArray) items = tr_client_list_finish (TR_CLIENT (source), result, &error);
  g_autoptr(GError) told = NULL;
  List *list = user_data; /* gone if we were cancelled */

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (items != NULL && !list->is_stale)
    {
      g_clear_pointer (&list->items, json_array_unref);
      list->items = json_array_ref (items);
      list->time = list->asked_time;
    }
  list->asked_time = 0;
  list->is_stale = FALSE;
  told = error != NULL ? tsv_error_from_service (error) : NULL;
  answer (list, items, told);
}

static char *
dup_key (const char *path, const char *const *query)
{
  g_autofree char *rest = query != NULL ? g_strjoinv ("&", (char **) query) : NULL;

  return g_strdup_printf ("%s?%s", path, rest != NULL ? rest : "");
}

static List *
find_list (TsvListing *self, const char *path, const char *const *query)
{
  g_autofree char *key = dup_key (path, query);
  List *list = g_hash_table_lookup (self->lists, key);

  if (list != NULL)
    return list;
  g_hash_table_foreach_remove (self->lists, is_old, self);
  list = g_new0 (List, 1);
  list->listing = self;
  list->key = g_steal_pointer (&key);
  g_queue_init (&list->waiting);
  g_hash_table_insert (self->lists, list->key, list);
  return list;
}

/**
 * tsv_listing_get:
 * @self: the lists
 * @service: whose
 * @path: of a list, from parts that are checked; no two services have the same
 * @query: (nullable): pairs of name, value, …, NULL
 * @max_age: how old an answer may be, in seconds
 * @request: who asks; held
 * @func: called once, maybe before this returns; never when the server ends first
 * @user_data: for @func
 *
 * Asks the service unless what is known is young enough. Those who ask meanwhile wait for the same
 * answer.
 */
void
tsv_listing_get (TsvListing *self,
                 TrService service,
                 const char *path,
                 const char *const *query,
                 int max_age,
                 TrsRequest *request,
                 TsvListingFunc func,
                 gpointer user_data)
{
  List *list = find_list (self, path, query);
  Waiter *waiter;

  if (list->items != NULL && get_time (self) - list->time < max_age * G_TIME_SPAN_SECOND)
    {
      g_autoptr(JsonArray) items = json_array_ref (list->items);

      func (request, items, NULL, user_data);
      return;
    }
  waiter = g_new (Waiter, 1);
  *waiter = (Waiter) { trs_request_ref (request), func, user_data };
  g_queue_push_tail (&list->waiting, waiter);
  if (list->asked_time != 0)
    return;
  list->asked_time = get_time (self);
  tr_client_list_async (self->context->client, service, path, query, MAX_ITEMS, self->cancellable,
                        listed_cb, list);
}

/**
 * tsv_listing_forget:
 * @self: the lists
 * @path: of a list that was changed from here
 *
 * Who asks next is not told how it was before.
 */
void
tsv_listing_forget (TsvListing *self, const char *path)
{
  g_autofree char *prefix = g_strconcat (path, "?", NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->lists);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      List *list = value;

      if (!g_str_has_prefix (list->key, prefix))
        continue;
      g_clear_pointer (&list->items, json_array_unref);
      list->is_stale = list->asked_time != 0;
    }
}

TsvListing *
tsv_listing_new (TsvContext *context)
{
  TsvListing *self = g_new0 (TsvListing, 1);

  self->context = context;
  self->cancellable = g_cancellable_new ();
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, list_free);
  return self;
}

void
tsv_listing_free (TsvListing *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->lists);
  g_free (self);
}
