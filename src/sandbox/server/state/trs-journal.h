/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "tr-clock.h"

G_BEGIN_DECLS

/* A history on disk: a line of JSON for the outset, then one for each thing that came in, with its
 * "t", the microseconds since the first. A line is with the kernel before this returns, so it
 * outlives a process that is killed; it is on the disk soon after, see TrsSync. */
typedef struct _TrsJournal TrsJournal;

/* A line's object, and its number in the file. */
typedef gboolean (*TrsJournalFunc)
  (JsonObject *entry, guint line, gpointer user_data, GError **error);

TrsJournal *trs_journal_new (const char *path,
                             GBytes *content,
                             TrClock *machine,
                             GError **error);
void trs_journal_free (TrsJournal *self);

gboolean trs_journal_append (TrsJournal *self, gint64 time, JsonObject *entry, GError **error);
gboolean trs_journal_mark_time (TrsJournal *self, gint64 time, GError **error);
GBytes *trs_journal_read (TrsJournal *self, GError **error);

GBytes *trs_journal_read_file (const char *path, GError **error);
gboolean trs_journal_write_file (const char *path, GBytes *content, GError **error);
gboolean trs_journal_foreach (GBytes *content,
                              TrsJournalFunc func,
                              gpointer user_data,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsJournal, trs_journal_free)

G_END_DECLS
