/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRD_KIND_TEXT,
  TRD_KIND_PROSE,    /* sentences, of which no word can go */
  TRD_KIND_NUMBER,
  TRD_KIND_DURATION, /* seconds */
  TRD_KIND_TIME,     /* as either API writes one; shown by this machine's clock */
} TrdKind;

/* @member: of the objects; "a.b" is member b of the object or of the JSON text a. */
typedef struct
{
  const char *member;
  const char *title;
  TrdKind kind;
} TrdColumn;

const char *trd_member_text (JsonObject *object, const char *member); /* nullable */
gint64 trd_member_int (JsonObject *object, const char *member);
gboolean trd_member_is_true (JsonObject *object, const char *member);
GPtrArray *trd_member_objects (JsonObject *object, const char *member, const char *list);
char *trd_column_dup_cell (const TrdColumn *column, JsonObject *row);

G_END_DECLS
