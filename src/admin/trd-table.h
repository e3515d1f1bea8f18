/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRD_FORMAT_TABLE,      /* for people */
  TRD_FORMAT_JSON,       /* one array */
  TRD_FORMAT_JSON_LINES, /* one object a line */
} TrdFormat;

typedef enum
{
  TRD_KIND_TEXT,
  TRD_KIND_NUMBER,
  TRD_KIND_DURATION, /* seconds */
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

char *trd_table_to_text (const TrdColumn *columns, gsize n_columns, GPtrArray *rows);
void trd_table_print (const TrdColumn *columns,
                      gsize n_columns,
                      GPtrArray *rows,
                      TrdFormat format,
                      const char *nothing);
void trd_object_print (JsonObject *object, gboolean is_pretty);
void trd_card_print (const TrdColumn *columns, gsize n_columns, JsonObject *row, TrdFormat format);

G_END_DECLS
