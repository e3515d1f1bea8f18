/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "trs-place.h"

G_BEGIN_DECLS

/**
 * TrdSource:
 *
 * A file that a person wrote, in YAML or JSON, as a tree; and where in the file each value stands. A
 * value is named by its path, as "queues[0].target_workers".
 */
typedef struct _TrdSource TrdSource;

TrdSource *trd_source_load (const char *path, GError **error);
TrdSource *trd_source_new (const char *name, const char *text, gsize length, GError **error);
void trd_source_free (TrdSource *self);

JsonObject *trd_source_get_root (TrdSource *self);
TrsPlace trd_source_get_place (TrdSource *self, const char *path);
/* What was wrong with it, where complaints are collected. */
typedef struct
{
  char *path;
  char *complaint;
} TrdComplaint;

void trd_source_collect (TrdSource *self);
GPtrArray *trd_source_get_complaints (TrdSource *self); /* of TrdComplaint; nullable */
guint trd_source_count_complaints (TrdSource *self);
gboolean trd_source_forgives (TrdSource *self, GError *cause, GError **error);
char *trd_source_dup_complaint (TrdSource *self, const char *path, const char *complaint);
gboolean trd_source_refuse (TrdSource *self,
                            const char *path,
                            GError **error,
                            const char *format,
                            ...) G_GNUC_PRINTF (4, 5);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdSource, trd_source_free)

G_END_DECLS
