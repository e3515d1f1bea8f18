/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-router.h"

#include <string.h>

/* A tree of path parts. Literal words come before {Words}: /Workers/Statistics has the shape of
 * /Workers/{Sid}. The 2010 API's ".json" counts as a part of its own. */
typedef struct _Node Node;
struct _Node
{
  GHashTable *words;  /* literal → Node */
  Node *variable;     /* owned, nullable */
  GPtrArray *entries; /* borrowed Entries of the router */
};

typedef struct
{
  const TrsRoute *route;
  gpointer user_data;
  GStrv parts; /* owned; of the pattern */
} Entry;

struct _TrsRouter
{
  Node *root;
  GPtrArray *entries; /* owned Entries, in the order they were added */
};

static void
node_free (gpointer data)
{
  Node *node = data;

  if (node == NULL)
    return;
  g_hash_table_unref (node->words);
  g_ptr_array_unref (node->entries);
  node_free (node->variable);
  g_free (node);
}

static Node *
node_new (void)
{
  Node *node = g_new0 (Node, 1);

  node->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, node_free);
  node->entries = g_ptr_array_new ();
  return node;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_strfreev (entry->parts);
  g_free (entry);
}

static GStrv
split (const char *path)
{
  g_autofree char *spaced = NULL;

  /* No part can hold a slash, so the suffix is told from a part of that name. */
  if (g_str_has_suffix (path, ".json"))
    {
      spaced = g_strdup_printf ("%.*s/.json", (int) (strlen (path) - strlen (".json")), path);
      path = spaced;
    }
  return g_strsplit (*path == '/' ? path + 1 : path, "/", -1);
}

static gboolean
is_variable (const char *part)
{
  return *part == '{';
}

TrsRouter *
trs_router_new (void)
{
  TrsRouter *self = g_new0 (TrsRouter, 1);

  self->root = node_new ();
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

void
trs_router_free (TrsRouter *self)
{
  node_free (self->root);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static Node *
node_enter (Node *node, const char *part)
{
  Node *next;

  if (is_variable (part))
    {
      if (node->variable == NULL)
        node->variable = node_new ();
      return node->variable;
    }

  next = g_hash_table_lookup (node->words, part);
  if (next == NULL)
    {
      next = node_new ();
      g_hash_table_insert (node->words, g_strdup (part), next);
    }
  return next;
}

/**
 * trs_router_add:
 * @self: a router
 * @routes: static table
 * @n_routes: its length
 * @user_data: for its handlers; outlives the router
 */
void
trs_router_add (TrsRouter *self, const TrsRoute *routes, gsize n_routes, gpointer user_data)
{
  for (gsize i = 0; i < n_routes; i++)
    {
      Entry *entry = g_new0 (Entry, 1);
      Node *node = self->root;

      entry->route = &routes[i];
      entry->user_data = user_data;
      entry->parts = split (routes[i].pattern);
      for (gsize j = 0; entry->parts[j] != NULL; j++)
        node = node_enter (node, entry->parts[j]);
      g_ptr_array_add (node->entries, entry);
      g_ptr_array_add (self->entries, entry);
    }
}

static void
set_variables (TrsRequest *request, const Entry *entry, GStrv parts)
{
  for (gsize i = 0; entry->parts[i] != NULL; i++)
    {
      if (is_variable (entry->parts[i]))
        {
          g_autofree char *name =
            g_strndup (entry->parts[i] + 1, strlen (entry->parts[i]) - strlen ("{}"));

          trs_request_set_variable (request, g_intern_string (name), parts[i]);
        }
    }
}

static Node *
trs_router_find (TrsRouter *self, GStrv parts)
{
  Node *node = self->root;

  for (gsize i = 0; parts[i] != NULL && node != NULL; i++)
    {
      Node *next = g_hash_table_lookup (node->words, parts[i]);

      if (next == NULL && *parts[i] != '\0')
        next = node->variable;
      node = next;
    }
  return node;
}

/**
 * trs_router_match:
 * @self: a router
 * @request: gains the variables of its path when a route is found
 * @route: (out) (optional): the route, also where only the method does not fit
 * @user_data: (out): for its handler
 */
TrsMatch
trs_router_match (TrsRouter *self,
                  TrsRequest *request,
                  const TrsRoute **route,
                  gpointer *user_data)
{
  g_auto(GStrv) parts = split (trs_request_get_path (request));
  const char *method = trs_request_get_method (request);
  Node *node = trs_router_find (self, parts);

  if (node == NULL || node->entries->len == 0)
    return TRS_MATCH_NONE;
  /* The same, and libsoup leaves the body out (RFC 9110, 9.3.2). */
  if (g_str_equal (method, "HEAD"))
    method = "GET";

  for (guint i = 0; i < node->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (node->entries, i);

      *route = entry->route;
      *user_data = entry->user_data;
      if (g_str_equal (entry->route->method, method))
        {
          set_variables (request, entry, parts);
          return TRS_MATCH_FOUND;
        }
    }
  return TRS_MATCH_METHOD;
}

static JsonArray *
parameters_to_json (const TrsRoute *route)
{
  g_auto(GStrv) names = g_strsplit (route->parameters != NULL ? route->parameters : "", " ", -1);
  JsonArray *array = json_array_new ();

  for (gsize i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);
  return array;
}

/**
 * trs_router_to_json:
 * @self: a router
 * @prefix: (nullable): of the paths to list; %NULL for all
 *
 * Returns: (transfer full): every route as {"method", "path"}, in the order of the tables; those of
 *   the sandbox's own API also with "parameters"
 */
JsonArray *
trs_router_to_json (TrsRouter *self, const char *prefix)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);
      JsonObject *object;

      if (prefix != NULL && !g_str_has_prefix (entry->route->pattern, prefix))
        continue;
      object = json_object_new ();
      json_object_set_string_member (object, "method", entry->route->method);
      json_object_set_string_member (object, "path", entry->route->pattern);
      if (entry->route->access == TRS_ACCESS_LOCAL)
        json_object_set_array_member (object, "parameters", parameters_to_json (entry->route));
      json_array_add_object_element (array, object);
    }
  return array;
}
