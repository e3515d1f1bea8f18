/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TR_TYPE_SID_LIST (tr_sid_list_get_type ())
G_DECLARE_FINAL_TYPE (TrSidList, tr_sid_list, TR, SID_LIST, GObject)

/* A list model of objects that are found by their SID: nothing here walks the list. */
TrSidList *tr_sid_list_new (GType item_type);

gpointer tr_sid_list_find (TrSidList *self, const char *sid); /* nullable */
gboolean tr_sid_list_append (TrSidList *self, const char *sid, gpointer object);
gboolean tr_sid_list_remove (TrSidList *self, const char *sid);
void tr_sid_list_replace (TrSidList *self, const char *const *sids, GPtrArray *objects);
char **tr_sid_list_dup_sids (TrSidList *self);

G_END_DECLS
