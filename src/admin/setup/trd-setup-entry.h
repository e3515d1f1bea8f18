/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-setup-source.h"

G_BEGIN_DECLS

/* An object of a source that is being read. Every function says no with a complaint that names file,
 * line, column and field. A member that is absent or null leaves its result alone, unless it is
 * expected. */
typedef struct
{
  TrdSource *source;
  JsonObject *object;
  char *path; /* owned */
} TrdEntry;

void trd_entry_clear (TrdEntry *self);
char *trd_entry_dup_path (const TrdEntry *self, const char *member);
gboolean trd_entry_check_members (const TrdEntry *self, const char *const *members, GError **error);
gboolean trd_entry_has (const TrdEntry *self, const char *member);

gboolean trd_entry_get_text (const TrdEntry *self, const char *member, const char **value, GError **error);
gboolean trd_entry_expect_text (const TrdEntry *self, const char *member, const char **value, GError **error);
gboolean trd_entry_get_word (const TrdEntry *self, const char *member, const char *const *words, const char **value, GError **error);
gboolean trd_entry_get_flag (const TrdEntry *self, const char *member, gboolean *value, GError **error);
gboolean trd_entry_get_int (const TrdEntry *self, const char *member, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean trd_entry_get_object (const TrdEntry *self, const char *member, TrdEntry *value, GError **error);
gboolean trd_entry_get_texts (const TrdEntry *self, const char *member, JsonArray **value, GError **error);

/* Of a list of objects: each in turn. */
typedef gboolean (*TrdEntryFunc) (const TrdEntry *element, gpointer user_data, GError **error);
gboolean trd_entry_foreach (const TrdEntry *self, const char *member, TrdEntryFunc func, gpointer user_data, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrdEntry, trd_entry_clear)

G_END_DECLS
