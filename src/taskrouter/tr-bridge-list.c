/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-bridge.h"

#include "tr-error.h"
#include "tr-json.h"

#define PAGE_SIZE 1000 /* what the official SDK asks for */

/* A service that never ends its list does not keep us for ever, nor fill all memory. A workspace
 * has some hundreds of activities at most, a worker some dozens of reservations. */
#define MAX_PAGES 1000
#define MAX_ITEMS 20000
#define MAX_BYTES (16 * 1024 * 1024)

/* All pages of a list, one after the other. */
typedef struct
{
  char *path;
  char *api_version;
  JsonObject *parameters; /* AfterSid included, from the second page on */
  JsonArray *contents;
  char *after_sid; /* owned, nullable: of the last page */
  guint n_pages;
  gsize n_bytes; /* of all answers */
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_free (listing->path);
  g_free (listing->api_version);
  json_object_unref (listing->parameters);
  json_array_unref (listing->contents);
  g_free (listing->after_sid);
  g_free (listing);
}

static gboolean
listing_check_size (Listing *listing, gsize n_more, GError **error)
{
  gsize n_items = json_array_get_length (listing->contents) + n_more;

  if (n_items <= MAX_ITEMS && listing->n_bytes <= MAX_BYTES)
    return TRUE;

  g_set_error (error, TR_ERROR, TR_ERROR_PROTOCOL,
               "a list too large: %" G_GSIZE_FORMAT " elements, %" G_GSIZE_FORMAT " bytes so far",
               n_items, listing->n_bytes);
  return FALSE;
}

/* @after_sid: (out): NULL when this was the last page. */
static gboolean
listing_add_page (Listing *listing, JsonNode *payload, const char **after_sid, GError **error)
{
  JsonObject *object;
  JsonArray *contents;

  if (!tr_json_expect_object (payload, &object, error) ||
      !tr_json_expect_array (object, "contents", &contents, error) ||
      !tr_json_optional_string (object, "after_sid", after_sid, error) ||
      !listing_check_size (listing, json_array_get_length (contents), error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (contents); i++)
    json_array_add_element (listing->contents, json_array_dup_element (contents, i));
  if (*after_sid == NULL)
    return TRUE;
  if (++listing->n_pages < MAX_PAGES && g_strcmp0 (*after_sid, listing->after_sid) != 0)
    {
      g_free (listing->after_sid);
      listing->after_sid = g_strdup (*after_sid);
      return TRUE;
    }
  g_set_error_literal (error, TR_ERROR, TR_ERROR_PROTOCOL, "a list without an end");
  return FALSE;
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TrBridge *self = TR_BRIDGE (source);
  Listing *listing = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) payload = tr_bridge_request_finish (self, result, &error);
  const char *after_sid = NULL;

  listing->n_bytes += tr_bridge_request_get_size (self, result);
  if (payload == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!listing_add_page (listing, payload, &after_sid, &error))
    {
      g_prefix_error (&error, "GET %s: ", listing->path);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else if (after_sid == NULL)
    g_task_return_pointer (task, json_array_ref (listing->contents),
                           (GDestroyNotify) json_array_unref);
  else
    {
      json_object_set_string_member (listing->parameters, "AfterSid", after_sid);
      tr_bridge_request_async (self, "GET", listing->path, listing->api_version,
                               listing->parameters, cancellable, page_cb,
                               g_steal_pointer (&task));
    }
}

static void
copy_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  json_object_set_member (user_data, name, json_node_copy (node));
}

/**
 * tr_bridge_list_async:
 * @self: a bridge
 * @path: the list, as `Workspaces/WS…/Activities`
 * @api_version: "v1" or "v2", as the protocol says for the list
 * @parameters: (nullable): filters
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 *
 * Reads all pages of a list.
 *
 * Source: the protocol's "Lists": null or absent `after_sid` ends it.
 */
void
tr_bridge_list_async (TrBridge *self,
                      const char *path,
                      const char *api_version,
                      JsonObject *parameters,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  Listing *listing;

  g_return_if_fail (TR_IS_BRIDGE (self));
  g_return_if_fail (path != NULL && api_version != NULL);

  listing = g_new0 (Listing, 1);
  listing->path = g_strdup (path);
  listing->api_version = g_strdup (api_version);
  listing->contents = json_array_new ();
  listing->parameters = json_object_new ();
  if (parameters != NULL)
    json_object_foreach_member (parameters, copy_member, listing->parameters);
  json_object_set_int_member (listing->parameters, "PageSize", PAGE_SIZE);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tr_bridge_list_async);
  g_task_set_task_data (task, listing, listing_free);
  tr_bridge_request_async (self, "GET", path, api_version, listing->parameters, cancellable,
                           page_cb, g_steal_pointer (&task));
}

/**
 * tr_bridge_list_finish:
 * @self: a bridge
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): the elements of all pages, not checked; NULL with #TR_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
JsonArray *
tr_bridge_list_finish (TrBridge *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tr_bridge_list_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
