/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRS_VALUE_NULL,
  TRS_VALUE_BOOLEAN,
  TRS_VALUE_NUMBER,
  TRS_VALUE_STRING,
  TRS_VALUE_ARRAY,
  TRS_VALUE_OBJECT,
} TrsValueType;

/* What an operand of an expression comes to. Borrows from what it was read from. */
typedef struct
{
  TrsValueType type;
  union
  {
    gboolean boolean;
    double number;
    const char *string;
    JsonArray *array;
    JsonObject *object;
  };
} TrsValue;

TrsValue trs_value_from_node (JsonNode *node);
TrsValue trs_value_from_number (double number);
TrsValue trs_value_from_string (const char *string);
JsonNode *trs_value_to_node (TrsValue value);
TrsValue trs_value_get_member (TrsValue value, const char *name);
TrsValue trs_value_get_element (TrsValue value, guint64 index);

gboolean trs_value_is_scalar (TrsValue value);
gboolean trs_value_equals (TrsValue left, TrsValue right);
gboolean trs_value_compare (TrsValue left, TrsValue right, int *order);
gboolean trs_value_has (TrsValue array, TrsValue element);

G_END_DECLS
