/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Values by what they mean: 30 and 30.0 are the same, an absent one and null too, and the order of an
 * object's members tells nothing. NULL is an absent value everywhere. */
gboolean trd_value_is_empty (JsonNode *node); /* or "" */
gboolean trd_value_equals (JsonNode *left, JsonNode *right);
char *trd_value_to_text (JsonNode *node);

/* Of two values: where they differ. */
typedef struct
{
  char *path; /* "filters[0].targets[1].timeout" */
  char *old;  /* as text; NULL: there was none */
  char *new;  /* as text; NULL: there is none now */
} TrdDifference;

void trd_difference_free (TrdDifference *self);
void trd_value_compare (JsonNode *old, JsonNode *new, const char *path, GPtrArray *differences);

JsonNode *trd_value_get (JsonObject *object, const char *member);      /* nullable */
const char *trd_value_get_text (JsonObject *object, const char *member); /* nullable */
JsonNode *trd_value_new_text (const char *text);
JsonNode *trd_value_new_object (JsonObject *object); /* nullable: an empty one */
JsonNode *trd_value_copy (JsonNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdDifference, trd_difference_free)

G_END_DECLS
