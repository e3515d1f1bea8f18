/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-flow-definition.h"

G_BEGIN_DECLS

/* What widgets and properties there are. Private to this folder. */

typedef enum
{
  TRS_FLOW_TYPE_STRING,
  TRS_FLOW_TYPE_NUMBER,
  TRS_FLOW_TYPE_NUMBER_OR_STRING, /* where it is not known which the service wants */
  TRS_FLOW_TYPE_BOOLEAN,
  TRS_FLOW_TYPE_PAIRS, /* [{"key": …, "value": …}] */
} TrsFlowPropertyType;

typedef struct
{
  const char *name;
  TrsFlowPropertyType type;
  gboolean is_required;
  const char *words; /* nullable: the values that it can have, with blanks around each */
} TrsFlowPropertySpec;

typedef struct
{
  const char *name;
  TrsFlowWidgetType type;
  const TrsFlowPropertySpec *properties; /* ends with a NULL name */
} TrsFlowWidgetSpec;

const TrsFlowWidgetSpec *trs_flow_schema_find (const char *type_name);
gboolean trs_flow_schema_is_known (const char *type_name);
gboolean trs_flow_schema_has_word (const char *words, const char *word);

extern const char *const trs_flow_schema_condition_types;

G_END_DECLS
