/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A worker's attributes, as somebody edits them who is not alone in doing so. */
JsonObject *tra_attributes_parse (const char *text, guint *line, GError **error);
char *tra_attributes_print (JsonObject *attributes);
JsonObject *tra_attributes_merge (JsonObject *base,
                                  JsonObject *edited,
                                  JsonObject *fresh,
                                  GPtrArray *conflicts);
gboolean tra_attributes_equal (JsonObject *a, JsonObject *b);

/* "sales, support": the words in skills, or in routing.skills where there is such a list. */
char *tra_attributes_dup_skills (JsonObject *attributes);
void tra_attributes_set_skills (JsonObject *attributes, const char *text);

G_END_DECLS
