/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-resource.h"

G_BEGIN_DECLS

gpointer trs_resource_new (TrsEngine *engine,
                           TrsResourceType type,
                           gsize size,
                           GDestroyNotify finalize,
                           const char *prefix,
                           const char *sid);
gpointer trs_resource_ref (gpointer resource);
void trs_resource_unref (gpointer resource);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsResource, trs_resource_unref)
void trs_resource_set (gpointer place, gpointer resource);
char *trs_resource_make_sid (TrsEngine *engine, const char *prefix);
void trs_resource_touch (TrsEngine *engine, gpointer resource);
void trs_resource_forget (TrsEngine *engine, gpointer resource);
void trs_resource_remove (TrsEngine *engine, GPtrArray *list, gpointer resource);
GPtrArray *trs_resource_list_new (void);
gboolean trs_resource_list_find (GPtrArray *list, gpointer resource, guint *index);

gboolean trs_version_check (int version, int if_match, GError **error);
gboolean trs_friendly_name_check (const char *name, const char *parameter, GError **error);

G_END_DECLS
