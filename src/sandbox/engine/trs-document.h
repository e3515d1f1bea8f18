/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-types.h"

G_BEGIN_DECLS

/* An object within a document that a person wrote (a seed, a workflow's configuration), and where
 * in the document it is: every complaint names the field's path. */
typedef struct
{
  JsonObject *object;
  const char *path; /* "" at the top */
} TrsDocument;

gboolean trs_document_refuse (const TrsDocument *self,
                              const char *member,
                              const char *complaint,
                              GError **error);
gboolean trs_document_check_members (const TrsDocument *self,
                                     const char *const *members,
                                     GError **error);
gboolean trs_document_get_string (const TrsDocument *self,
                                  const char *member,
                                  const char **value,
                                  GError **error);
gboolean trs_document_expect_string (const TrsDocument *self,
                                     const char *member,
                                     const char **value,
                                     GError **error);
gboolean trs_document_get_int (const TrsDocument *self,
                               const char *member,
                               gint64 min,
                               gint64 max,
                               gint64 fallback,
                               gint64 *value,
                               GError **error);
gboolean trs_document_get_number (const TrsDocument *self,
                                  const char *member,
                                  gint64 min,
                                  gint64 max,
                                  gint64 fallback,
                                  gint64 *value,
                                  GError **error);
gboolean trs_document_get_bool (const TrsDocument *self,
                                const char *member,
                                gboolean fallback,
                                gboolean *value,
                                GError **error);
gboolean trs_document_get_object (const TrsDocument *self,
                                  const char *member,
                                  JsonObject **value,
                                  GError **error);
gboolean trs_document_get_array (const TrsDocument *self,
                                 const char *member,
                                 JsonArray **value,
                                 GError **error);

typedef gboolean (*TrsDocumentFunc)
  (const TrsDocument *element, gpointer user_data, GError **error);
gboolean trs_document_foreach (const TrsDocument *self,
                               const char *member,
                               TrsDocumentFunc func,
                               gpointer user_data,
                               GError **error);

JsonObject *trs_document_parse_object (const char *text, const char *name, GError **error);

G_END_DECLS
