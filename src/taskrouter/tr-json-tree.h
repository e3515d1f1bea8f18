/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tr-json.h"

G_BEGIN_DECLS

/**
 * TrJsonTree:
 *
 * Private to tr-json: a tree of nodes that grows as a scan goes on. Strings come as they stand in
 * the text, checked, between the quotes.
 */
typedef struct
{
  JsonNode *root; /* owned, nullable */
  JsonNode *open[TR_JSON_MAX_DEPTH]; /* containers that are not closed yet, borrowed */
  guint depth;
  GString *name; /* of the member that comes next */
  GString *text; /* scratch */
} TrJsonTree;

void tr_json_tree_init (TrJsonTree *self);
void tr_json_tree_clear (TrJsonTree *self);

void tr_json_tree_begin (TrJsonTree *self, gboolean is_object);
void tr_json_tree_end (TrJsonTree *self);
void tr_json_tree_add_name (TrJsonTree *self, const char *text, gsize length);
void tr_json_tree_add_string (TrJsonTree *self, const char *text, gsize length);
void tr_json_tree_add_int (TrJsonTree *self, gint64 value);
void tr_json_tree_add_double (TrJsonTree *self, double value);
void tr_json_tree_add_bool (TrJsonTree *self, gboolean value);
void tr_json_tree_add_null (TrJsonTree *self);

G_END_DECLS
