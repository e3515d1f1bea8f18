/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Histories that were set aside by name: beside the state's file, or in memory without one. */
typedef struct _TrsSnapshots TrsSnapshots;

TrsSnapshots *trs_snapshots_new (const char *state_path);
void trs_snapshots_free (TrsSnapshots *self);

gboolean trs_snapshots_name_is_valid (const char *name);
gboolean trs_snapshots_save (TrsSnapshots *self, const char *name, GBytes *content, GError **error);
GBytes *trs_snapshots_load (TrsSnapshots *self, const char *name, GError **error);
gboolean trs_snapshots_remove (TrsSnapshots *self, const char *name);
JsonArray *trs_snapshots_list (TrsSnapshots *self);

G_END_DECLS
