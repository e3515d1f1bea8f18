/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-client-private.h"

#include <string.h>

#include "tr-json.h"

/*
 * Lists, page by page. The two envelopes: `meta.key` names the array and `meta.next_page_url` is
 * absolute; or, on the 2010 API, the only array is the list and `next_page_uri` has no host.
 */

#define MAX_PAGE_SIZE 1000 /* what the service gives at most */
#define MAX_PAGES 500
#define MAX_ITEMS 100000

typedef struct
{
  TrService service;
  char *what; /* owned: for errors */
  guint limit; /* 0: all */
  JsonArray *items; /* owned */
  GHashTable *seen; /* owned URLs: a page that leads back to one of them would never end */
} List;

static void
list_free (List *list)
{
  g_free (list->what);
  g_clear_pointer (&list->items, json_array_unref);
  g_hash_table_unref (list->seen);
  g_free (list);
}

static gboolean
find_only_array (JsonObject *object, const char **key, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  *key = NULL;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    if (JSON_NODE_HOLDS_ARRAY (node))
      {
        if (*key != NULL)
          {
            g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "a page with two lists");
            return FALSE;
          }
        *key = name;
      }
  if (*key != NULL)
    return TRUE;

  g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "a page without a list");
  return FALSE;
}

static gboolean
read_page (JsonNode *page, JsonArray **items, const char **next, GError **error)
{
  JsonObject *object, *meta;
  const char *key;

  if (!tr_json_expect_object (page, &object, error) ||
      !tr_json_optional_member_object (object, "meta", &meta, error))
    return FALSE;
  if (meta != NULL)
    return tr_json_expect_id (meta, "key", &key, error) &&
           tr_json_optional_string (meta, "next_page_url", next, error) &&
           tr_json_expect_array (object, key, items, error);
  return tr_json_optional_string (object, "next_page_uri", next, error) &&
         find_only_array (object, &key, error) &&
         tr_json_expect_array (object, key, items, error);
}

static gboolean
list_is_full (List *list)
{
  return list->limit != 0 && json_array_get_length (list->items) >= list->limit;
}

static gboolean
list_take_items (List *list, JsonArray *items, GError **error)
{
  for (guint i = 0; i < json_array_get_length (items) && !list_is_full (list); i++)
    {
      JsonNode *item = json_array_get_element (items, i);
      JsonObject *object;

      if (!tr_json_expect_object (item, &object, error))
        {
          g_prefix_error (error, "item %u: ", i);
          return FALSE;
        }
      if (json_array_get_length (list->items) == MAX_ITEMS)
        {
          g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL, "more than %d items", MAX_ITEMS);
          return FALSE;
        }
      json_array_add_object_element (list->items, json_object_ref (object));
    }
  return TRUE;
}

static gboolean
has_same_origin (const char *url, const char *base)
{
  const GUriFlags flags = G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE;
  g_autoptr(GUri) a = g_uri_parse (url, flags, NULL);
  g_autoptr(GUri) b = g_uri_parse (base, flags, NULL);

  return a != NULL && b != NULL && g_uri_get_userinfo (a) == NULL && g_uri_get_host (a) != NULL &&
         g_str_equal (g_uri_get_scheme (a), g_uri_get_scheme (b)) &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0 &&
         g_uri_get_port (a) == g_uri_get_port (b);
}

/* The next page must be where the first one was: our credentials go with the request. */
static char *
list_dup_next_url (List *list, const char *base, const char *next, GError **error)
{
  g_autofree char *url = NULL;

  url = g_str_has_prefix (next, "/") ? g_strconcat (base, next, NULL) : g_strdup (next);
  if (!has_same_origin (url, base))
    {
      g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL,
                           "the next page is said to be on another host");
      return NULL;
    }
  if (g_hash_table_contains (list->seen, url) || g_hash_table_size (list->seen) == MAX_PAGES)
    {
      g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "the pages have no end");
      return NULL;
    }
  return g_steal_pointer (&url);
}

static void page_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes the task and the URL. */
static void
list_fetch (TrClient *self, GTask *task, char *url)
{
  List *list = g_task_get_task_data (task);

  g_hash_table_add (list->seen, url);
  tr_client_get_url_async (self, url, list->what, g_task_get_cancellable (task), page_cb, task);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrClient *self = TR_CLIENT (source);
  g_autoptr(GTask) task = user_data;
  List *list = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) page = tr_client_get_url_finish (self, result, &error);
  JsonArray *items = NULL;
  const char *next = NULL;
  char *url = NULL;

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (read_page (page, &items, &next, &error) && list_take_items (list, items, &error))
    {
      if (next == NULL || *next == '\0' || list_is_full (list))
        {
          g_task_return_pointer (task, g_steal_pointer (&list->items),
                                 (GDestroyNotify) json_array_unref);
          return;
        }
      url = list_dup_next_url (list, tr_client_get_base (self, list->service), next, &error);
    }
  if (url != NULL)
    list_fetch (self, g_steal_pointer (&task), url);
  else
    {
      g_prefix_error (&error, "%s: ", list->what);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static char *
first_url (const char *url, const char *const *query, guint limit)
{
  GString *text = g_string_new (url);
  gboolean has_size = FALSE;

  for (gsize i = 0; query != NULL && query[i] != NULL && query[i + 1] != NULL; i += 2)
    has_size = has_size || g_str_equal (query[i], "PageSize");

  g_string_append_c (text, '?');
  tr_client_append_form (text, query);
  if (!has_size)
    g_string_append_printf (text, "%sPageSize=%u", text->str[text->len - 1] == '?' ? "" : "&",
                            limit != 0 ? MIN (limit, MAX_PAGE_SIZE) : MAX_PAGE_SIZE);
  return g_string_free (text, FALSE);
}

/**
 * tr_client_list_async:
 * @self: a client
 * @service: which API
 * @path: of a list, as for tr_client_request_async()
 * @query: (nullable): pairs of name, value, …, NULL; PageSize is added if it is not there
 * @limit: after how many items to stop; 0 reads all pages
 * @cancellable: (nullable): to give up
 * @callback: called once, never before this function returns
 * @user_data: for @callback
 *
 * Reads a list. Items are not in two pages nor left out only as long as nobody changes the list
 * meanwhile.
 */
void
tr_client_list_async (TrClient *self,
                      TrService service,
                      const char *path,
                      const char *const *query,
                      guint limit,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *url = NULL;
  List *list;

  g_return_if_fail (TR_IS_CLIENT (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_client_list_async);
  url = tr_client_dup_url (self, service, path, &error);
  if (url == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  list = g_new0 (List, 1);
  list->service = service;
  list->what = g_strconcat ("GET ", path, NULL);
  list->limit = limit;
  list->items = json_array_new ();
  list->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_task_set_task_data (task, list, (GDestroyNotify) list_free);
  list_fetch (self, g_steal_pointer (&task), first_url (url, query, limit));
}

/**
 * tr_client_list_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (element-type JsonObject): the items; NULL with a #TrError or
 *   %G_IO_ERROR_CANCELLED. %TR_ERROR_PROTOCOL also when pages lead to another host, or in circles
 */
JsonArray *
tr_client_list_finish (TrClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_client_list_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
