/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The parameters of one request, whatever they arrived as: a urlencoded body, a query, a JSON
 * object of the event bridge. Immutable once parsed. */
typedef struct _TrsForm TrsForm;

TrsForm *trs_form_new_empty (void);
TrsForm *trs_form_new_urlencoded (const char *text, gsize length, GError **error);
TrsForm *trs_form_new_json (JsonObject *object);
void trs_form_free (TrsForm *self);

char *trs_form_to_query (TrsForm *self);
char *trs_form_dup_name (const char *prefix, const char *key);

GStrv trs_form_dup_names (TrsForm *self);
gboolean trs_form_has (TrsForm *self, const char *name);
const char *trs_form_get (TrsForm *self, const char *name);
const char *trs_form_get_filled (TrsForm *self, const char *name);
const char *const *trs_form_get_all (TrsForm *self, const char *name);
gboolean trs_form_get_bool (TrsForm *self, const char *name, gboolean fallback);
gboolean trs_form_get_int (TrsForm *self,
                           const char *name,
                           gint64 min,
                           gint64 max,
                           gint64 fallback,
                           gint64 *value,
                           GError **error);
const gboolean *trs_form_read_bool (TrsForm *self, const char *name, gboolean *storage);
gboolean trs_form_read_int (TrsForm *self,
                            const char *name,
                            int min,
                            int max,
                            int *storage,
                            const int **value,
                            GError **error);
gboolean trs_form_expect (TrsForm *self, const char *name, const char **value, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsForm, trs_form_free)

G_END_DECLS
